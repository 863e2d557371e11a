// JSON that people write (scenarios, keys, control calls), read with a check at every step.
//
// Reading goes on after a mistake, with an empty value in its place, and the first mistake is what
// is reported. So a reader is written straight down and need not ask after each member:
//
//   Limits ReadLimits(const CheckedJson& root) {
//     constexpr auto kMembers = std::to_array<std::string_view>({"max", "name"});
//     root.ExpectObjectOf(kMembers);
//     return {.max = root.Require("max").Whole(1, 9), .name = root.Find("name").Text()};
//   }
//   Result<Limits> limits = ReadJson<Limits>(text, "limits.json", ReadLimits);
//   // limits.json: line 2, column 10: max: expected a whole number from 1 to 9, found the number 0
//
// Where a mistake is, by line, column and path, is found out once there is one: reading what is
// right costs nothing for it. What is missing has the line of the object that lacks it. In a text
// of a single line, as most request bodies are, the path says enough and stands alone.
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
  // `origin` begins the message: a file's name, "the request body". `root` is what `text` parses
  // to; both must outlive this.
  FirstMistake(std::string_view origin, std::string_view text, const Json& root);

  const Json& root() const { return root_; }
  // `value` is part of the root, not a copy of it. Where the mistake is that something is missing,
  // `missing` is the path to it from `value`; otherwise it is empty.
  void Report(const Json& value, std::string_view missing, std::string_view message);
  Status status() const;

 private:
  std::string origin_;
  std::string_view text_;
  const Json& root_;
  std::optional<std::string> message_{};
};

// A value in a text, or the absence of one: absent values read as empty. A view: the FirstMistake,
// and with it the JSON, must outlive it.
class CheckedJson final {
 public:
  // All of the text.
  explicit CheckedJson(FirstMistake& mistake) : CheckedJson(mistake.root(), {}, mistake) {}

  bool exists() const { return missing_.empty(); }
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

  void Report(std::string_view message) const { mistake_->Report(*value_, missing_, message); }
  // "expected a string, found the number 5"
  void ReportUnexpected(std::string_view expected) const;

 private:
  CheckedJson(const Json& value, std::string missing, FirstMistake& mistake)
      : value_(&value), missing_(std::move(missing)), mistake_(&mistake) {}

  CheckedJson Present(const Json& value) const { return {value, {}, *mistake_}; }
  CheckedJson Absent(std::string_view member) const;
  // Whether it is an object; reports anything else but an absent value.
  bool ExpectObject() const;

  const Json* value_;    // The value, or the innermost one around it where it is absent.
  std::string missing_;  // The path from there to what is absent; empty where nothing is.
  FirstMistake* mistake_;
};

// A text from outside, in quotes and escaped as in JSON, so that a message stays one line. Not for
// secrets.
std::string Quote(std::string_view text);

// Parses a text, comments allowed, and shows it to `read`. Fails with the line and column where it
// is no JSON, else with the first mistake that `read` reported.
Status VisitJson(std::string_view text, std::string_view origin,
                 const std::function<void(const CheckedJson& root)>& read);

// The same for what the text was parsed to, in which values may stand for others meanwhile: a text
// or a number for another one, so that each is still found where it is in the text.
Status VisitParsed(const Json& parsed, std::string_view text, std::string_view origin,
                   const std::function<void(const CheckedJson& root)>& read);

// VisitJson() for a reader that makes a value.
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
