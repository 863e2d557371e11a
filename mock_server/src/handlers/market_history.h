// What the built-in fixtures show of a market's past, moved to where the server's clock began:
// nobody wants candles of last year.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_MARKET_HISTORY_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_MARKET_HISTORY_H_

#include <chrono>

#include "kraken/protocol/clock.h"
#include "mock_server/src/trading/market.h"

namespace kraken::mock {

// How far what happened before has to be moved.
Duration ShiftOf(const Market& market);
// The same in whole stretches of that length.
std::chrono::seconds ShiftOf(const Market& market, std::chrono::seconds length);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_MARKET_HISTORY_H_
