// The handlers that make an answer, where a fixture would only repeat one.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_SIMULATED_HANDLERS_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_SIMULATED_HANDLERS_H_

#include "mock_server/src/handlers/handler.h"

namespace kraken::mock {

// server_time.cc
HandlerResult Time(const Call& call, World& world);
HandlerResult SystemStatusNow(const Call& call, World& world);

// account_balances.cc
HandlerResult Balance(const Call& call, World& world);
HandlerResult BalanceEx(const Call& call, World& world);
HandlerResult OpenPositions(const Call& call, World& world);
HandlerResult TradeBalance(const Call& call, World& world);
HandlerResult TradeVolume(const Call& call, World& world);

// account_orders.cc
HandlerResult ClosedOrders(const Call& call, World& world);
HandlerResult OpenOrders(const Call& call, World& world);
HandlerResult OrderAmends(const Call& call, World& world);
HandlerResult QueryOrders(const Call& call, World& world);

// account_history.cc
HandlerResult Ledgers(const Call& call, World& world);
HandlerResult QueryLedgers(const Call& call, World& world);
HandlerResult QueryTrades(const Call& call, World& world);
HandlerResult TradesHistory(const Call& call, World& world);

// key_info.cc
HandlerResult GetApiKeyInfo(const Call& call, World& world);

// websockets_token.cc
HandlerResult GetWebSocketsToken(const Call& call, World& world);

// add_order.cc, add_order_batch.cc, amend_order.cc, edit_order.cc
HandlerResult AddOrder(const Call& call, World& world);
HandlerResult AddOrderBatch(const Call& call, World& world);
HandlerResult AmendOrder(const Call& call, World& world);
HandlerResult EditOrder(const Call& call, World& world);

// cancel_orders.cc
HandlerResult CancelOrder(const Call& call, World& world);
HandlerResult CancelOrderBatch(const Call& call, World& world);
HandlerResult CancelAll(const Call& call, World& world);
HandlerResult CancelAllOrdersAfter(const Call& call, World& world);

// book_views.cc
HandlerResult Depth(const Call& call, World& world);
HandlerResult GroupedBook(const Call& call, World& world);

// market_data.cc
HandlerResult Ohlc(const Call& call, World& world);
HandlerResult Spread(const Call& call, World& world);
HandlerResult Trades(const Call& call, World& world);

// ticker.cc
HandlerResult Ticker(const Call& call, World& world);

// withdrawals.cc
HandlerResult Withdraw(const Call& call, World& world);
HandlerResult WithdrawCancel(const Call& call, World& world);
HandlerResult WithdrawStatus(const Call& call, World& world);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_SIMULATED_HANDLERS_H_
