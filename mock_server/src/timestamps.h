// The times in requests and fixtures, as whole nanoseconds.
#ifndef KRAKEN_MOCK_SERVER_SRC_TIMESTAMPS_H_
#define KRAKEN_MOCK_SERVER_SRC_TIMESTAMPS_H_

#include <cstdint>
#include <string>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/decimal.h"
#include "kraken/protocol/json.h"

namespace kraken::mock {

using Nanoseconds = std::int64_t;  // Since 1970.

// Times that no 64-bit count can hold become the first or the last one it can.
Nanoseconds FromSeconds(const Decimal& seconds);

// As answers have them, since 1970: with as many decimals as are needed, seven at most; …
std::string SecondsText(WallTime time);
// … and without any.
std::string WholeSecondsText(WallTime time);

// What Trades takes as `since`: seconds, with or without a fraction, or nanoseconds. Which of the
// two it is shows in the size (assumed: from 10^15 on).
Nanoseconds FromSecondsOrNanoseconds(const Decimal& time);

inline Nanoseconds ToNanoseconds(WallTime time) { return time.time_since_epoch().count(); }

// A fixture's number of seconds, to the last digit of its text.
Nanoseconds FromSeconds(const Json& seconds);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TIMESTAMPS_H_
