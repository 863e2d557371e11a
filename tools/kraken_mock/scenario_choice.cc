#include "tools/kraken_mock/scenario_choice.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "tools/command_line/input.h"
#include "tools/command_line/safe_text.h"

namespace kraken::tools {
namespace {

Outcome<mock::Scenario> ScenarioFromFile(const GivenText& given) {
  const std::string path = given.path();
  const Outcome<std::string> text = ReadInputFile(path, given.label());
  if (!text) return tl::unexpected(text.error());
  Result<mock::Scenario> scenario = mock::ParseScenario(*text, path);
  if (scenario) return std::move(*scenario);
  return EndWith(ExitCode::kBadData, given.option + ": " + OneLine(scenario.error().message));
}

}  // namespace

Outcome<mock::Scenario> ChooseScenario(const GivenText& given) {
  std::error_code ignored;
  if (std::filesystem::exists(given.path(), ignored)) return ScenarioFromFile(given);
  if (LooksLikeSecret(given.text)) {
    return EndWith(ExitCode::kNoInput, given.label() + ": no such file or built-in scenario");
  }
  Result<mock::Scenario> built_in = mock::BuiltInScenario(given.text);
  if (built_in) return std::move(*built_in);
  const std::string file = given.folder.empty() ? "no such file" : "no file " + given.path();
  return EndWith(ExitCode::kNoInput,
                 given.option + ": " + OneLine(file + ", and " + built_in.error().message));
}

}  // namespace kraken::tools
