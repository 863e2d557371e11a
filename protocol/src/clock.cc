#include "kraken/protocol/clock.h"

#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

#include "kraken/protocol/ascii.h"
#include "protocol/src/quoted_text.h"

namespace kraken {
namespace {

using std::chrono::seconds;

// One number of the fixed part "2026-11-22T11:30:00", by its place in the text.
struct Field {
  std::string_view name;
  std::size_t at;
  std::size_t width;
  int least;
  int greatest;
};

constexpr Field kYear{"year", 0, 4, 0, 9999};
constexpr Field kMonth{"month", 5, 2, 1, 12};
constexpr Field kDay{"day", 8, 2, 1, 31};
constexpr Field kHour{"hour", 11, 2, 0, 23};
constexpr Field kMinute{"minute", 14, 2, 0, 59};
constexpr Field kSecond{"second", 17, 2, 0, 59};  // Leap seconds have no place in Unix time.
constexpr std::string_view kFixedPart = "dddd-dd-ddTdd:dd:dd";
constexpr std::string_view kOffsetPart = "+dd:dd";
constexpr Field kOffsetHour{"offset hour", 1, 2, 0, 23};
constexpr Field kOffsetMinute{"offset minute", 4, 2, 0, 59};
constexpr std::size_t kMostFractionDigits = 9;
constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

// 'd' stands for a digit, 'T' for itself in either case, '+' for either sign.
constexpr bool Fits(char c, char shape) {
  switch (shape) {
    case 'd':
      return IsDigit(c);
    case 'T':
      return c == 'T' || c == 't';
    case '+':
      return c == '+' || c == '-';
    default:
      return c == shape;
  }
}

bool HasShape(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (!Fits(text[i], shape[i])) return false;
  }
  return true;
}

// The whole text and what is left of it to read.
class TimeText final {
 public:
  explicit TimeText(std::string_view text) : whole_(text), rest_(text) {}

  Result<WallTime> Read() {
    if (!HasShape(rest_, kFixedPart)) return Refuse("it does not begin like one");
    const Result<seconds> local = ReadFixedPart();
    if (!local) return Fail(local.error());
    const Result<std::int64_t> nanos = ReadFraction();
    if (!nanos) return Fail(nanos.error());
    const Result<seconds> offset = ReadOffset();
    if (!offset) return Fail(offset.error());
    if (!rest_.empty()) return Refuse("more follows after the time zone");
    return Sum(*local - *offset, *nanos);
  }

 private:
  tl::unexpected<Error> Refuse(const std::string& fault) const {
    return Fail(ErrorKind::kMalformed, Quoted(whole_) + " is not an RFC 3339 time: " + fault +
                                           "; expected the form 2026-11-22T11:30:00.123Z");
  }

  // The field's number in `rest_`, whose shape was checked before.
  Result<int> Read(const Field& field) const {
    int number = 0;
    for (char c : rest_.substr(field.at, field.width)) number = number * 10 + (c - '0');
    if (number >= field.least && number <= field.greatest) return number;
    return Refuse(std::string(field.name) + " " + std::to_string(number) + " is not within " +
                  std::to_string(field.least) + " to " + std::to_string(field.greatest));
  }

  Result<seconds> ReadFixedPart() {
    std::array<int, 6> numbers{};
    std::size_t count = 0;
    for (const Field& field : {kYear, kMonth, kDay, kHour, kMinute, kSecond}) {
      const Result<int> number = Read(field);
      if (!number) return Fail(number.error());
      numbers[count++] = *number;
    }
    const auto [year, month, day, hour, minute, second] = numbers;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return Refuse("that month has no day " + std::to_string(day));
    rest_.remove_prefix(kFixedPart.size());
    return std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(hour) +
           std::chrono::minutes(minute) + seconds(second);
  }

  Result<std::int64_t> ReadFraction() {
    if (!rest_.starts_with('.')) return 0;
    rest_.remove_prefix(1);
    std::int64_t nanos = 0;
    std::size_t digits = 0;
    while (digits < rest_.size() && IsDigit(rest_[digits])) {
      if (digits == kMostFractionDigits) return Refuse("it has more than 9 fractional digits");
      nanos = nanos * 10 + (rest_[digits++] - '0');
    }
    if (digits == 0) return Refuse("no digit follows the point");
    rest_.remove_prefix(digits);
    for (; digits < kMostFractionDigits; ++digits) nanos *= 10;
    return nanos;
  }

  Result<seconds> ReadOffset() {
    if (rest_.starts_with('Z') || rest_.starts_with('z')) {
      rest_.remove_prefix(1);
      return seconds(0);
    }
    if (!HasShape(rest_, kOffsetPart)) {
      return Refuse("it needs a time zone, Z or an offset such as +01:00");
    }
    const Result<int> hours = Read(kOffsetHour);
    if (!hours) return Fail(hours.error());
    const Result<int> minutes = Read(kOffsetMinute);
    if (!minutes) return Fail(minutes.error());
    const seconds offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    const bool west = rest_.starts_with('-');
    rest_.remove_prefix(kOffsetPart.size());
    return west ? -offset : offset;
  }

  Result<WallTime> Sum(seconds whole, std::int64_t nanos) const {
    // Before 1970 the seconds count backwards while the fraction counts forwards, so the second
    // that is only partly in range is reached from the one above it.
    std::int64_t count = whole.count();
    if (count < 0) {
      count += 1;
      nanos -= kNanosPerSecond;
    }
    std::int64_t total = 0;
    if (__builtin_mul_overflow(count, kNanosPerSecond, &total) ||
        __builtin_add_overflow(total, nanos, &total)) {
      return Refuse("it lies outside the years 1677 to 2262, which nanoseconds can count");
    }
    return WallTime(Duration(total));
  }

  std::string_view whole_;
  std::string_view rest_;
};

// `before`, then the number with leading zeros up to `width` digits.
void Append(std::string& out, std::string_view before, std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  out.append(before).append(width - digits.size(), '0').append(digits);
}

}  // namespace

WallTime SystemClock::Now() const { return std::chrono::system_clock::now(); }

bool SystemClock::WaitUntil(WallTime deadline, std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any never_notified;
  std::unique_lock lock(mutex);
  return never_notified.wait_until(lock, std::move(stop), deadline,
                                   [&] { return Now() >= deadline; });
}

std::string FormatRfc3339(WallTime time) {
  // In whole seconds first: the first second and day of a WallTime begin before it does.
  const auto second = std::chrono::floor<seconds>(time);
  const auto day = std::chrono::floor<std::chrono::days>(second);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(second - day);
  std::int64_t nanos = time.time_since_epoch().count() % kNanosPerSecond;
  if (nanos < 0) nanos += kNanosPerSecond;
  std::string text;
  Append(text, "", static_cast<int>(date.year()), 4);
  Append(text, "-", static_cast<unsigned>(date.month()), 2);
  Append(text, "-", static_cast<unsigned>(date.day()), 2);
  Append(text, "T", clock.hours().count(), 2);
  Append(text, ":", clock.minutes().count(), 2);
  Append(text, ":", clock.seconds().count(), 2);
  if (nanos != 0) {
    Append(text, ".", nanos, kMostFractionDigits);
    while (text.ends_with("000")) text.resize(text.size() - 3);
  }
  return text + "Z";
}

Result<WallTime> ParseRfc3339(std::string_view text) { return TimeText(text).Read(); }

}  // namespace kraken
