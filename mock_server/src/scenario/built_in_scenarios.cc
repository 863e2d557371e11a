#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "kraken/mock/scenario.h"
#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/built_in/embedded_files.h"
#include "mock_server/src/checked_json.h"
#include "mock_server/src/text_file.h"

namespace kraken::mock {
namespace {

constexpr std::string_view kFolder = "scenarios/";
constexpr std::string_view kSuffix = ".json";

bool IsScenario(const EmbeddedFile& file) {
  return file.path.starts_with(kFolder) && file.path.ends_with(kSuffix);
}

std::string_view NameOf(const EmbeddedFile& file) {
  const std::string_view name = file.path.substr(kFolder.size());
  return name.substr(0, name.size() - kSuffix.size());
}

const EmbeddedFile* FindBuiltIn(std::string_view name) {
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (IsScenario(file) && NameOf(file) == name) return &file;
  }
  return nullptr;
}

}  // namespace

Result<Scenario> BuiltInScenario(std::string_view name) {
  if (const EmbeddedFile* file = FindBuiltIn(name); file != nullptr) {
    return ParseScenario(file->text, file->path);
  }
  return Fail(ErrorKind::kUsage, "no built-in scenario is called " + Quote(name) +
                                     DidYouMean(name, BuiltInScenarioNames()));
}

std::vector<std::string_view> BuiltInScenarioNames() {
  std::vector<std::string_view> names;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (IsScenario(file)) names.push_back(NameOf(file));
  }
  return names;
}

Result<Scenario> LoadScenario(const std::string& file_or_name) {
  std::error_code ignored;
  if (std::filesystem::exists(file_or_name, ignored)) {
    const Result<std::string> text = ReadTextFile(file_or_name);
    if (!text) return Fail(text.error());
    return ParseScenario(*text, file_or_name);
  }
  Result<Scenario> built_in = BuiltInScenario(file_or_name);
  if (built_in) return built_in;
  return Fail(ErrorKind::kUsage, "no such file, and " + built_in.error().message);
}

}  // namespace kraken::mock
