#include "mock_server/src/timestamps.h"

#include <chrono>
#include <limits>
#include <string>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"

namespace kraken::mock {
namespace {

constexpr Nanoseconds kPerSecond = 1'000'000'000;
constexpr Nanoseconds kFirst = std::numeric_limits<Nanoseconds>::min();
constexpr Nanoseconds kLast = std::numeric_limits<Nanoseconds>::max();

Nanoseconds Whole(const Decimal& nanoseconds) {
  return std::stoll(nanoseconds.ToFixed(0, Rounding::kDown));
}

}  // namespace

Nanoseconds FromSeconds(const Decimal& seconds) {
  if (seconds > Decimal::FromInteger(kLast / kPerSecond)) return kLast;
  if (seconds < Decimal::FromInteger(kFirst / kPerSecond)) return kFirst;
  return Whole(seconds.Rounded(9, Rounding::kDown) * Decimal::FromInteger(kPerSecond));
}

Nanoseconds FromSecondsOrNanoseconds(const Decimal& time) {
  constexpr Nanoseconds kLeastNanoseconds = 1'000'000'000'000'000;
  if (time < Decimal::FromInteger(kLeastNanoseconds)) return FromSeconds(time);
  if (time > Decimal::FromInteger(kLast)) return kLast;
  return Whole(time);
}

Nanoseconds FromSeconds(const Json& seconds) {
  return FromSeconds(Decimal::Parse(ToJsonText(seconds)).value());
}

std::string SecondsText(WallTime time) {
  constexpr std::int64_t kTicksPerSecond = 10'000'000;
  const std::int64_t ticks = time.time_since_epoch().count() / 100;
  std::string text = std::to_string(ticks / kTicksPerSecond);
  std::int64_t fraction = ticks % kTicksPerSecond;
  if (fraction == 0) return text;
  std::string digits = std::to_string(fraction + kTicksPerSecond).substr(1);
  digits.erase(digits.find_last_not_of('0') + 1);
  return text + "." + digits;
}

std::string WholeSecondsText(WallTime time) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count());
}

}  // namespace kraken::mock
