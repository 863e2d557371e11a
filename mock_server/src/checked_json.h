// JSON that people write (scenarios, keys, control calls), read with a check at every step.
//
// Reading goes on after a mistake, with an empty value in its place, and the first mistake is what
// is reported. So a reader is written straight down and need not ask after each member:
//
//   Limits ReadLimits(const CheckedJson& root) {
//     constexpr auto kMembers = std::to_array<std::string_view>({"max", "name"});
//     root.ExpectObjectOf(kMembers);
//     return {.max = root.Require("max").Whole(1, 100), .name = root.Find("name").Text()};
//   }
//   Result<Limits> limits = ReadJson<Limits>(text, "limits.json", ReadLimits);
//   // limits.json: max: expected a whole number from 1 to 100, found the number 0
#ifndef KRAKEN_MOCK_SERVER_SRC_CHECKED_JSON_H_
#define KRAKEN_MOCK_SERVER_SRC_CHECKED_JSON_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kraken/protocol/json.h"
#include "kraken/protocol/result.h"

namespace kraken::mock {

// The first mistake found in one text; those after it are often only its consequences.
class FirstMistake final {
 public:
  // `origin` begins the message: a file's name, "the request body".
  explicit FirstMistake(std::string_view origin) : origin_(origin) {}

  void Report(std::string_view place, std::string_view message);
  Status status() const;

 private:
  std::string origin_;
  std::optional<std::string> message_{};
};

// A value and its place in the text, or the absence of one: absent values read as empty. A view:
// the JSON and the FirstMistake must outlive it.
class CheckedJson final {
 public:
  CheckedJson(const Json* value, std::string place, FirstMistake& mistake);

  bool exists() const { return value_ != nullptr; }
  bool IsObject() const;
  bool IsList() const;
  bool IsText() const;
  // The value itself; it must exist.
  const Json& json() const { return *value_; }

  // Reports any other type, and members that are not among `known`, with the nearest that is.
  void ExpectObjectOf(std::span<const std::string_view> known) const;
  // A member, or an absent value; with Require() its absence is a mistake.
  CheckedJson Find(std::string_view member) const;
  CheckedJson Require(std::string_view member) const;
  // The members of an object, in order.
  std::vector<std::pair<std::string, CheckedJson>> Members() const;
  // The elements of a list.
  std::vector<CheckedJson> Items() const;

  std::string Text() const;
  // What `parse` makes of a text: Parsed(ParseTier). None where it refuses, which is reported.
  template <typename T>
  std::optional<T> Parsed(Result<T> (*parse)(std::string_view)) const {
    const std::string text = Text();
    if (!IsText()) return std::nullopt;
    Result<T> value = parse(text);
    if (value) return *std::move(value);
    Report(value.error().message);
    return std::nullopt;
  }
  std::uint64_t Whole(std::uint64_t min,
                      std::uint64_t max = std::numeric_limits<std::uint64_t>::max()) const;
  double Number(std::int64_t min, std::int64_t max) const;

  void Report(std::string_view message) const { mistake_->Report(place_, message); }
  // "expected a string, found the number 5"
  void ReportUnexpected(std::string_view expected) const;

 private:
  CheckedJson Within(const Json* value, std::string_view member) const;

  const Json* value_;
  std::string place_;
  FirstMistake* mistake_;
};

// A text from outside, in quotes and escaped as in JSON, so that a message stays one line. Not for
// secrets.
std::string Quote(std::string_view text);

// Parses a text, comments allowed, and shows it to `read`. Fails with the line and column where it
// is no JSON, else with the first mistake that `read` reported.
Status VisitJson(std::string_view text, std::string_view origin,
                 const std::function<void(const CheckedJson& root)>& read);

// The same for a reader that makes a value.
template <typename T>
Result<T> ReadJson(std::string_view text, std::string_view origin, T (*read)(const CheckedJson&)) {
  T value{};
  Status status =
      VisitJson(text, origin, [&value, read](const CheckedJson& root) { value = read(root); });
  if (!status) return Fail(std::move(status.error()));
  return value;
}

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_CHECKED_JSON_H_
