#include "mock_server/src/timestamps.h"

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

}  // namespace kraken::mock
