// Orders, trades and ledger entries as the account's calls print them: `"id":{…}`.
//
// Sources: docs.kraken.com, the account data pages, and live answers for the formats of numbers.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ACCOUNT_TEXTS_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ACCOUNT_TEXTS_H_

#include <cstdint>
#include <string>

#include "mock_server/src/trading/account.h"
#include "mock_server/src/trading/order.h"

namespace kraken::mock {

// How orders end differs in its place: ClosedOrders has the reason beside the status and then the
// times, QueryOrders both at the end.
enum class OrderForm : std::uint8_t { kOpen, kClosed, kQueried };

// `with_trades`: the ids of its trades, where it has any.
std::string OrderText(const Order& order, OrderForm form, bool with_trades);
// `with_ledgers`: the ids of its ledger entries.
std::string TradeText(const Trade& trade, bool with_ledgers);
std::string LedgerText(const LedgerEntry& entry);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ACCOUNT_TEXTS_H_
