#include "tools/kraken_mock/inputs.h"

#include <filesystem>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>

#include "tools/command_line/input.h"
#include "tools/command_line/safe_text.h"

namespace kraken::tools {
namespace {

std::string Counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

class InputReader final {
 public:
  InputReader(const Settings& settings, Reading reading) : settings_(settings), reading_(reading) {}

  tl::expected<Inputs, std::vector<Failure>> Read() {
    if (!settings_.keys_file.empty()) ReadKeys();
    if (!settings_.fixtures.empty()) inputs_.fixtures.emplace();
    for (const GivenText& given : settings_.fixtures) ReadFixtures(given);
    if (!settings_.scenario.empty()) ReadScenario();
    if (mistakes_.empty()) return std::move(inputs_);
    return tl::unexpected(std::move(mistakes_));
  }

 private:
  void Add(ExitCode code, const std::string& message) {
    mistakes_.push_back({.code = code, .message = message});
  }
  // Of a library that read a text or looked for it. `where` does not quote the text once more.
  void Add(ExitCode code, const std::string& where, const Error& error) {
    Add(code, where + ": " + OneLine(error.message));
  }

  // None where it cannot be read, which is noted. `what` begins the message.
  std::optional<std::string> ReadText(const std::string& path, const std::string& what) {
    std::error_code ignored;
    if (reading_ == Reading::kAgain && std::filesystem::is_other(path, ignored)) {
      Add(ExitCode::kNoInput, what +
                                  ": a pipe or device, which cannot be read a second time; give "
                                  "a file");
      return std::nullopt;
    }
    Outcome<std::string> text = ReadInputFile(path, what);
    if (text) return std::move(*text);
    mistakes_.push_back(std::move(text.error()));
    return std::nullopt;
  }

  void ReadKeys() {
    const GivenText& given = settings_.keys_file;
    const std::optional<std::string> text = ReadText(given.path(), given.label());
    if (!text) return;
    Result<std::vector<mock::ApiKeySpec>> keys = mock::ParseApiKeys(*text, given.label());
    if (!keys) return Add(ExitCode::kBadData, OneLine(keys.error().message));
    inputs_.keys = std::move(*keys);
  }

  void ReadFixtures(const GivenText& given) {
    const std::string path = given.path();
    std::error_code ignored;
    if (LooksLikeSecret(given.text) && !std::filesystem::exists(path, ignored)) {
      return Add(ExitCode::kNoInput, given.label() + ": no such file or folder");
    }
    const Result<std::vector<std::string>> files = mock::FindFixtureFiles(path);
    if (!files) return Add(ExitCode::kNoInput, given.option, files.error());
    for (const std::string& file : *files) ReadFixtureFile(given.option, file);
  }

  void ReadFixtureFile(const std::string& option, const std::string& file) {
    const std::optional<std::string> text = ReadText(file, option + " " + OneLine(file));
    if (!text) return;
    Result<std::vector<mock::Fixture>> fixtures = mock::ParseFixtures(*text, file);
    if (!fixtures) return Add(ExitCode::kBadData, option, fixtures.error());
    inputs_.fixtures->insert(inputs_.fixtures->end(), std::move_iterator(fixtures->begin()),
                             std::move_iterator(fixtures->end()));
    ++inputs_.fixture_files;
  }

  // The file of this name, where there is one; else the built-in scenario of this name.
  void ReadScenario() {
    const GivenText& given = settings_.scenario;
    const mock::ScenarioName parts = mock::SplitScenarioName(given.path());
    std::error_code ignored;
    if (std::filesystem::exists(parts.file_or_name, ignored)) {
      return ReadScenarioFile(given, parts);
    }
    if (LooksLikeSecret(given.text)) {
      return Add(ExitCode::kNoInput, given.label() + ": no such file or built-in scenario");
    }
    Result<mock::Scenario> built_in = mock::BuiltInScenario(given.text);
    if (built_in) {
      inputs_.scenario = std::move(*built_in);
      return;
    }
    const std::string file = given.folder.empty() ? "no such file" : "no file " + given.path();
    Add(ExitCode::kNoInput,
        given.option + ": " + OneLine(file + ", and " + built_in.error().message));
  }

  void ReadScenarioFile(const GivenText& given, const mock::ScenarioName& parts) {
    const std::string& file = parts.file_or_name;
    const std::optional<std::string> text = ReadText(file, given.label());
    if (!text) return;
    mock::ScenarioSource source{.text = *text, .origin = file, .variant = parts.variant};
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) {  // Not a pipe, which has no folder.
      source.folder = std::filesystem::path(file).parent_path().string();
    }
    Result<mock::Scenario> scenario = mock::ParseScenario(source);
    if (!scenario) return Add(ExitCode::kBadData, given.option, scenario.error());
    inputs_.scenario = std::move(*scenario);
  }

  const Settings& settings_;
  Reading reading_;
  Inputs inputs_{};
  std::vector<Failure> mistakes_{};
};

}  // namespace

tl::expected<Inputs, std::vector<Failure>> ReadInputs(const Settings& settings, Reading reading) {
  return InputReader(settings, reading).Read();
}

std::string Describe(const Inputs& inputs, const Settings& settings) {
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (inputs.fixtures) {
    add(Counted(inputs.fixtures->size(), "fixture") + " in " +
        Counted(inputs.fixture_files, "file"));
  }
  if (inputs.keys) add(Counted(inputs.keys->size(), "key"));
  if (inputs.scenario) add("scenario \"" + OneLine(settings.scenario.text) + "\"");
  return text.empty() ? "nothing, since no --keys, --fixtures or --scenario is given" : text;
}

}  // namespace kraken::tools
