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
#include "mock_server/src/scenario/scenario_variants.h"
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

ScenarioName SplitVariant(std::string_view text) {
  const std::size_t bracket = text.find('[');
  const bool has_variant = text.ends_with(']') && !text.ends_with("[]");
  if (bracket == std::string_view::npos || !has_variant) {
    return {.file_or_name = std::string(text)};
  }
  return {.file_or_name = std::string(text.substr(0, bracket)),
          .variant = std::string(text.substr(bracket + 1, text.size() - bracket - 2))};
}

}  // namespace

ScenarioName SplitScenarioName(const std::string& text) {
  std::error_code ignored;
  const bool is_file = std::filesystem::exists(text, ignored);
  return is_file ? ScenarioName{.file_or_name = text} : SplitVariant(text);
}

Result<Scenario> BuiltInScenario(std::string_view name) {
  const ScenarioName parts = SplitVariant(name);
  if (const EmbeddedFile* file = FindBuiltIn(parts.file_or_name); file != nullptr) {
    return ParseScenario({.text = file->text, .origin = file->path, .variant = parts.variant});
  }
  return Fail(ErrorKind::kUsage, "no built-in scenario is called " + Quote(parts.file_or_name) +
                                     DidYouMean(parts.file_or_name, BuiltInScenarioNames()));
}

std::vector<std::string_view> BuiltInScenarioNames() {
  std::vector<std::string_view> names;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (IsScenario(file)) names.push_back(NameOf(file));
  }
  return names;
}

std::vector<std::string> BuiltInVariants(std::string_view name) {
  const EmbeddedFile* const file = FindBuiltIn(name);
  if (file == nullptr) return {};
  std::vector<std::string> variants = ScenarioVariants(file->text);
  for (std::string& variant : variants) {
    variant.insert(0, "[").insert(0, name).append("]");
  }
  return variants;
}

Result<Scenario> LoadScenario(const std::string& name) {
  const ScenarioName parts = SplitScenarioName(name);
  const std::string& file = parts.file_or_name;
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) {
    const Result<std::string> text = ReadTextFile(file);
    if (!text) return Fail(text.error());
    return ParseScenario({.text = *text,
                          .origin = file,
                          .variant = parts.variant,
                          .folder = std::filesystem::path(file).parent_path().string()});
  }
  Result<Scenario> built_in = BuiltInScenario(name);
  if (built_in) return built_in;
  return Fail(ErrorKind::kUsage, "no such file, and " + built_in.error().message);
}

}  // namespace kraken::mock
