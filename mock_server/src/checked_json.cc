#include "mock_server/src/checked_json.h"

#include <algorithm>
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

}  // namespace

void FirstMistake::Report(std::string_view place, std::string_view message) {
  if (message_) return;
  message_ = origin_ + ": ";
  if (!place.empty()) message_->append(place).append(": ");
  message_->append(message);
}

Status FirstMistake::status() const {
  if (message_) return Fail(ErrorKind::kMalformed, *message_);
  return {};
}

CheckedJson::CheckedJson(const Json* value, std::string place, FirstMistake& mistake)
    : value_(value), place_(std::move(place)), mistake_(&mistake) {}

bool CheckedJson::IsObject() const { return exists() && value_->is_object(); }
bool CheckedJson::IsList() const { return exists() && value_->is_array(); }
bool CheckedJson::IsText() const { return exists() && value_->is_string(); }

CheckedJson CheckedJson::Within(const Json* value, std::string_view member) const {
  std::string place = place_;
  if (!place.empty()) place += '.';
  place += IsPlainName(member) ? std::string(member) : Quote(member);
  return {value, std::move(place), *mistake_};
}

void CheckedJson::ExpectObjectOf(std::span<const std::string_view> known) const {
  for (const auto& [name, member] : Members()) {
    if (std::ranges::find(known, name) != known.end()) continue;
    member.Report("no such key" + DidYouMean(name, known));
  }
}

CheckedJson CheckedJson::Find(std::string_view member) const {
  if (!IsObject()) return Within(nullptr, member);
  const auto found = value_->find(std::string(member));
  return Within(found == value_->end() ? nullptr : &*found, member);
}

CheckedJson CheckedJson::Require(std::string_view member) const {
  CheckedJson found = Find(member);
  if (!found.exists()) found.Report("missing");
  return found;
}

std::vector<std::pair<std::string, CheckedJson>> CheckedJson::Members() const {
  std::vector<std::pair<std::string, CheckedJson>> members;
  if (!exists()) return members;
  if (!IsObject()) {
    ReportUnexpected("an object");
    return members;
  }
  for (const auto& [name, value] : value_->items()) {
    members.emplace_back(name, Within(&value, name));
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
  for (const Json& value : *value_) {
    items.emplace_back(&value, place_ + "[" + std::to_string(items.size()) + "]", *mistake_);
  }
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
  FirstMistake mistake(origin);
  if (json) {
    read(CheckedJson(&*json, "", mistake));
  } else {
    mistake.Report("", json.error().message);
  }
  return mistake.status();
}

}  // namespace kraken::mock
