#include "tools/kraken_mock/config_file.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "kraken/protocol/nearest_name.h"
#include "tools/command_line/input.h"
#include "tools/command_line/safe_text.h"
#include "tools/kraken_mock/member_lines.h"

namespace kraken::tools {
namespace {

// Numbers are not quoted, as in other messages: one may be a token without its quotes.
std::string_view FoundKind(const Json& value) {
  if (value.is_number_integer()) return "a number";
  if (value.is_number()) return "a number with a fraction";
  if (value.is_boolean()) return "true or false";
  if (value.is_array()) return "a list";
  if (value.is_object()) return "an object";
  return value.is_string() ? "a string" : "null";
}

std::string_view ExpectedKind(const SettingOption& option) {
  if (option.type == ValueType::kNumber) return "a whole number";
  if (option.type == ValueType::kSwitch) return "true or false";
  return option.repeatable ? "a string, or a list of strings" : "a string";
}

// A value as it would be written on the command line.
Result<std::string> ToText(const SettingOption& option, const Json& value) {
  const bool fits = value.is_string() ||
                    (option.type == ValueType::kNumber && value.is_number_integer()) ||
                    (option.type == ValueType::kSwitch && value.is_boolean());
  if (!fits) {
    return Fail(ErrorKind::kMalformed, "expected " + std::string(ExpectedKind(option)) +
                                           ", found " + std::string(FoundKind(value)));
  }
  std::string text = value.is_string() ? value.get<std::string>() : ToJsonText(value);
  if (text.find('\0') == std::string::npos) return text;
  return Fail(ErrorKind::kMalformed, "holds a NUL character; take it out");
}

class ConfigReader final {
 public:
  explicit ConfigReader(const GivenText& file)
      : name_(OneLine(file.text)),
        folder_(std::filesystem::path(file.text).parent_path().string()),
        texts_(SettingOptions().size()) {}

  Outcome<GivenTexts> Read(std::string_view text) {
    const Result<Json> json = ParseJsonText(text, JsonComments::kAllowed);
    if (!json) return Wrong(name_, json.error());
    if (!json->is_object()) {
      return EndWith(ExitCode::kBadData, name_ + ": expected an object of options, found " +
                                             std::string(FoundKind(*json)));
    }
    const std::vector<std::size_t> lines = MemberLines(text);
    std::size_t member = 0;
    for (const auto& item : json->items()) {
      const std::string place =
          name_ + ": line " + std::to_string(lines.at(member++)) + ": " + ShownText(item.key());
      if (Outcome<void> read = ReadMember(place, item.key(), item.value()); !read) {
        return tl::unexpected(read.error());
      }
    }
    return std::move(texts_);
  }

 private:
  static tl::unexpected<Failure> Wrong(const std::string& place, const Error& error) {
    return EndWith(ExitCode::kBadData, place + ": " + OneLine(error.message));
  }

  Outcome<void> ReadMember(const std::string& place, std::string_view name, const Json& value) {
    if (name == "$schema") return {};  // With it, editors complete and check what is written.
    const std::span<const SettingOption> options = SettingOptions();
    const auto row = std::ranges::find(options, name, &SettingOption::name);
    if (row == options.end()) return NoSuchOption(place, name);
    if (name == kConfigOption) {
      return EndWith(ExitCode::kBadData,
                     place + ": a config file cannot name another; take it out");
    }
    if (!row->repeatable || !value.is_array()) return ReadValue(place, *row, value);
    for (const Json& one : value) {
      if (Outcome<void> read = ReadValue(place, *row, one); !read) return read;
    }
    return {};
  }

  static Outcome<void> NoSuchOption(const std::string& place, std::string_view name) {
    std::vector<std::string_view> known;
    for (const SettingOption& option : SettingOptions()) {
      if (option.name != kConfigOption) known.push_back(option.name);
    }
    return EndWith(ExitCode::kBadData, place + ": no such option" + DidYouMean(name, known));
  }

  Outcome<void> ReadValue(const std::string& place, const SettingOption& row, const Json& value) {
    const Result<std::string> text = ToText(row, value);
    if (!text) return Wrong(place, text.error());
    GivenText given{.option = place, .text = *text};
    if (row.type == ValueType::kPath) given.folder = folder_;
    // Also where the command line has another one, so that the file is found wrong in every run.
    Settings ignored;
    const Status set = row.set(ignored, given);
    if (!set) return EndWith(ExitCode::kBadData, given.Refused(set.error()));
    texts_[static_cast<std::size_t>(&row - SettingOptions().data())].push_back(std::move(given));
    return {};
  }

  std::string name_;
  std::string folder_;
  GivenTexts texts_;
};

}  // namespace

Outcome<GivenTexts> ReadConfigFile(const GivenText& file) {
  const Outcome<std::string> text = ReadInputFile(file.text, file.label());
  if (!text) return tl::unexpected(text.error());
  return ConfigReader(file).Read(*text);
}

}  // namespace kraken::tools
