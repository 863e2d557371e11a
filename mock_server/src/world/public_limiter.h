// The limits of public calls: per address and, for Trades and OHLC, per address and pair.
//
// Source: support.kraken.com 206548367 says who is counted together, and that a call a second is
// always well. How many may come at once is not documented: kraken::PublicLimits() says what is
// known.
#ifndef KRAKEN_MOCK_SERVER_SRC_WORLD_PUBLIC_LIMITER_H_
#define KRAKEN_MOCK_SERVER_SRC_WORLD_PUBLIC_LIMITER_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/rate_limit.h"

namespace kraken::mock {

// Not thread-safe.
class PublicLimiter final {
 public:
  // Counts a call of an address, and of a pair where `pair` is not empty. A refused call is not
  // counted (assumed).
  CounterVerdict Charge(std::string_view address, std::string_view pair, WallTime now);

 private:
  void DropEmpty(WallTime now);

  std::map<std::string, DecayingCounter, std::less<>> counters_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WORLD_PUBLIC_LIMITER_H_
