// What can be seen of a venue, as texts: two venues with the same text are the same.
#ifndef KRAKEN_TESTS_MOCK_SERVER_TRADING_SHOWN_H_
#define KRAKEN_TESTS_MOCK_SERVER_TRADING_SHOWN_H_

#include <optional>
#include <string>

#include "kraken/protocol/clock.h"
#include "mock_server/src/trading/venue.h"

namespace kraken::mock {

std::string Shown(const std::optional<WallTime>& time);
std::string Shown(const Order& order);
// With its open orders, and the latest of what ended and of the ledger.
std::string Shown(const Account& account);
// The market of a pair, with the best of its book.
std::string Shown(Venue& venue, const PairInfo& pair);

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_TRADING_SHOWN_H_
