// What has to be so of a single order or trade, worked out a second time from docs/exchange.md,
// whose words are in quotes. Each tells what is wrong; nothing is, where it is empty.
#ifndef KRAKEN_TESTS_MOCK_SERVER_TRADING_ORDER_RULES_H_
#define KRAKEN_TESTS_MOCK_SERVER_TRADING_ORDER_RULES_H_

#include <string_view>

#include "mock_server/src/trading/account.h"
#include "mock_server/src/trading/market.h"
#include "mock_server/src/trading/order.h"

namespace kraken::mock {

// An account's side of a trade, with what was paid and got.
struct TradeSide {
  const Account* account = nullptr;
  const Trade* trade = nullptr;
  const LedgerEntry* quote = nullptr;
  const LedgerEntry* base = nullptr;
};

// How much of what it asks for it has.
const Decimal& DoneOf(const Order& order);
std::string_view WrongWithOpen(const Order& order, WallTime now, WallTime all_canceled_at);
// `was_asked`: somebody wanted it to end.
std::string_view WrongWithEnded(const Order& order, bool was_asked);
std::string_view WrongWithSide(const TradeSide& side, const Order& order, WallTime now);
// Where accounts met.
std::string_view WrongBetween(const TradeSide& one, const TradeSide& other);
// Whether the tape has it, with the side of whoever came, or may have forgotten it already.
bool IsOnTape(const Market& market, const Trade& trade);
// Whether an order that was there when another one was filled should have been filled before it:
// "price and time", "accounts among each other in the order in which they came".
bool ComesBefore(const Order& order, const Order& filled, WallTime at);

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_TRADING_ORDER_RULES_H_
