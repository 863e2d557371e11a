// AmendOrder: answers for a change to an order that keeps its ids. The order is not touched: the
// account's orders stay as they are.
#include <string>

#include "mock_server/src/handlers/deadline.h"
#include "mock_server/src/handlers/demo_orders.h"
#include "mock_server/src/handlers/order_changes.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/trading/transaction_id.h"

namespace kraken::mock {

HandlerResult AmendOrder(const Call& call, World& world) {
  const Arguments arguments(call.params, Blame::kField);
  // A userref names no order here. Source: docs.kraken.com, "Amend Order".
  const OrderName name = {.txid = arguments.Text("txid"), .cl_ord_id = arguments.Text("cl_ord_id")};
  if (name.txid.empty() && name.cl_ord_id.empty()) {
    return arguments.Refuse("txid", "nothing says which order: send txid or cl_ord_id");
  }
  const auto order = TheOneOrder(arguments, name, OpenDemoOrders(), call.quirks.closed_order);
  if (!order) return tl::unexpected(order.error());
  const auto amended = ReadOrderAmend(arguments, **order);
  if (!amended) return tl::unexpected(amended.error());
  const Status in_time = CheckDeadline(arguments, call.now);
  if (!in_time) return tl::unexpected(in_time.error());
  // Live amend ids begin with a T, like those of trades.
  return Answer(R"({"amend_id":")" + MakeTransactionId('T', world.random) + R"("})",
                {.orders = {(*order)->txid}});
}

}  // namespace kraken::mock
