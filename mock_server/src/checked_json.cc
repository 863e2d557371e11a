#include "mock_server/src/checked_json.h"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "kraken/protocol/nearest_name.h"

namespace kraken::mock {
namespace {

bool IsPlainName(std::string_view name) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  return !name.empty() && name.find_first_not_of(kLetters) == std::string_view::npos;
}

std::string JoinPaths(std::string_view path, std::string_view rest) {
  std::string joined(path);
  if (!path.empty() && !rest.empty() && rest.front() != '[') joined += '.';
  return joined.append(rest);
}

std::string PathOfMember(std::string_view name) {
  return IsPlainName(name) ? std::string(name) : Quote(name);
}

struct PlaceInJson {
  std::string path{};
  std::size_t index = 0;  // As AtJsonValue() counts.
};

// Whether `value` is `from` or within it. If so, the path from there is put before that of `place`;
// its index is raised in any case by the values that come before.
bool FindPlace(const Json& from, const Json& value, PlaceInJson& place) {
  if (&from == &value) return true;
  ++place.index;
  if (from.is_object()) {
    for (const auto& [name, member] : from.get_ref<const Json::object_t&>()) {
      if (!FindPlace(member, value, place)) continue;
      place.path = JoinPaths(PathOfMember(name), place.path);
      return true;
    }
  } else if (from.is_array()) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (!FindPlace(from[i], value, place)) continue;
      place.path = JoinPaths("[" + std::to_string(i) + "]", place.path);
      return true;
    }
  }
  return false;
}

// A line end behind the text does not make it two.
bool IsOneLine(std::string_view text) {
  return text.find('\n') >= text.find_last_not_of(" \t\r\n");
}

}  // namespace

FirstMistake::FirstMistake(std::string_view origin, std::string_view text, const Json& root)
    : origin_(origin), text_(text), root_(root) {}

void FirstMistake::Report(const Json& value, std::string_view missing, std::string_view message) {
  if (message_) return;
  PlaceInJson place{.path = std::string(missing)};
  if (!FindPlace(root_, value, place)) {
    throw std::logic_error("FirstMistake: the value is no part of the text's JSON");
  }
  std::string told = place.path.empty() ? "" : place.path + ": ";
  told += message;
  if (!IsOneLine(text_)) told = AtJsonValue(text_, JsonComments::kAllowed, place.index, told);
  message_ = origin_ + ": " + told;
}

Status FirstMistake::status() const {
  if (message_) return Fail(ErrorKind::kMalformed, *message_);
  return {};
}

bool CheckedJson::IsObject() const { return exists() && value_->is_object(); }
bool CheckedJson::IsList() const { return exists() && value_->is_array(); }
bool CheckedJson::IsText() const { return exists() && value_->is_string(); }

CheckedJson CheckedJson::Absent(std::string_view member) const {
  return {*value_, JoinPaths(missing_, PathOfMember(member)), *mistake_};
}

bool CheckedJson::ExpectObject() const {
  if (exists() && !IsObject()) ReportUnexpected("an object");
  return IsObject();
}

void CheckedJson::ExpectObjectOf(std::span<const std::string_view> known) const {
  if (!ExpectObject()) return;
  for (const auto& [name, value] : value_->get_ref<const Json::object_t&>()) {
    if (std::ranges::find(known, name) != known.end()) continue;
    Present(value).Report("no such key" + DidYouMean(name, known));
  }
}

CheckedJson CheckedJson::Find(std::string_view member) const {
  if (!IsObject()) return Absent(member);
  const auto found = value_->find(std::string(member));
  return found == value_->end() ? Absent(member) : Present(*found);
}

CheckedJson CheckedJson::Require(std::string_view member) const {
  CheckedJson found = Find(member);
  if (!found.exists()) found.Report("missing");
  return found;
}

std::vector<std::pair<std::string, CheckedJson>> CheckedJson::Members() const {
  std::vector<std::pair<std::string, CheckedJson>> members;
  if (!ExpectObject()) return members;
  members.reserve(value_->size());
  for (const auto& [name, value] : value_->get_ref<const Json::object_t&>()) {
    members.emplace_back(name, Present(value));
  }
  return members;
}

std::vector<CheckedJson> CheckedJson::Items() const {
  std::vector<CheckedJson> items;
  if (!exists()) return items;
  if (!IsList()) {
    ReportUnexpected("a list");
    return items;
  }
  items.reserve(value_->size());
  for (const Json& value : *value_) items.push_back(Present(value));
  return items;
}

std::string CheckedJson::Text() const {
  if (!exists()) return {};
  if (IsText()) return value_->get<std::string>();
  ReportUnexpected("a string");
  return {};
}

std::uint64_t CheckedJson::Whole(std::uint64_t min, std::uint64_t max) const {
  if (!exists()) return min;
  if (value_->is_number_unsigned()) {
    const auto number = value_->get<std::uint64_t>();
    if (number >= min && number <= max) return number;
  }
  const bool bounded = max != std::numeric_limits<std::uint64_t>::max();
  ReportUnexpected("a whole number " +
                   (bounded ? "from " + std::to_string(min) + " to " + std::to_string(max)
                            : "of at least " + std::to_string(min)));
  return min;
}

double CheckedJson::Number(std::int64_t min, std::int64_t max) const {
  const auto lowest = static_cast<double>(min);
  if (!exists()) return lowest;
  if (value_->is_number()) {
    const auto number = value_->get<double>();
    if (number >= lowest && number <= static_cast<double>(max)) return number;
  }
  ReportUnexpected("a number from " + std::to_string(min) + " to " + std::to_string(max));
  return lowest;
}

void CheckedJson::ReportUnexpected(std::string_view expected) const {
  std::string message = "expected ";
  message += expected;
  if (exists()) message += ", found " + DescribeJson(*value_);
  Report(message);
}

std::string Quote(std::string_view text) { return ToJsonText(Json(text)); }

Status VisitJson(std::string_view text, std::string_view origin,
                 const std::function<void(const CheckedJson& root)>& read) {
  const Result<Json> json = ParseJsonText(text, JsonComments::kAllowed);
  if (!json) {
    return Fail(ErrorKind::kMalformed, std::string(origin) + ": " + json.error().message);
  }
  return VisitParsed(*json, text, origin, read);
}

Status VisitParsed(const Json& parsed, std::string_view text, std::string_view origin,
                   const std::function<void(const CheckedJson& root)>& read) {
  FirstMistake mistake(origin, text, parsed);
  read(CheckedJson(mistake));
  return mistake.status();
}

}  // namespace kraken::mock
