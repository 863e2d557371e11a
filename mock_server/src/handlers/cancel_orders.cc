// CancelOrder, CancelOrderBatch, CancelAll, CancelAllOrdersAfter: they count the open orders that
// are named. The demo account does not change, so an order can be canceled any number of times.
#include <chrono>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "mock_server/src/handlers/demo_orders.h"
#include "mock_server/src/handlers/simulated_handlers.h"

namespace kraken::mock {
namespace {

Answer Canceled(const std::set<std::string>& txids) {
  return {R"({"count":)" + std::to_string(txids.size()) + "}",
          {.orders = {txids.begin(), txids.end()}}};
}

// One name for each element of the list, made by `name_of`.
template <typename NameOf>
Status AddNames(const Arguments& arguments, std::string_view list, NameOf name_of,
                std::vector<OrderName>& names) {
  for (std::size_t i = 0; i < arguments.ElementCount(list); ++i) {
    const std::string element = std::string(list) + "[" + std::to_string(i) + "]";
    if (!arguments.Has(element)) {
      return arguments.Refuse(list, element + " is empty or an object; it takes an id");
    }
    names.push_back(name_of(arguments.Text(element)));
  }
  return {};
}

// Source: docs.kraken.com, "Cancel Order Batch"; the strings are assumed.
Result<std::vector<OrderName>> ReadNames(const Arguments& arguments) {
  constexpr std::size_t kMost = 50;
  const std::size_t count = arguments.ElementCount("orders") + arguments.ElementCount("cl_ord_ids");
  if (count == 0 || count > kMost) {
    return arguments.Refuse("orders", "orders and cl_ord_ids list " + std::to_string(count) +
                                          " orders; they take 1 to 50, in lists");
  }
  std::vector<OrderName> names;
  Status added = AddNames(arguments, "orders", NameFromTxid, names);
  if (!added) return tl::unexpected(added.error());
  const auto by_client_id = [](std::string_view id) { return OrderName{.cl_ord_id = id}; };
  added = AddNames(arguments, "cl_ord_ids", by_client_id, names);
  if (!added) return tl::unexpected(added.error());
  return names;
}

}  // namespace

HandlerResult CancelOrder(const Call& call, World& /*world*/) {
  const auto name = ReadOrderName(Arguments(call.params, Blame::kField));
  if (!name) return tl::unexpected(name.error());
  std::set<std::string> txids;
  for (const StandingOrder* order : OrdersOfName(*name, OpenDemoOrders())) {
    txids.insert(order->txid);
  }
  if (txids.empty()) return NoSuchOrder(*name, OpenDemoOrders(), call.quirks.closed_order);
  return Canceled(txids);
}

// Names that fit no open order lower the count; where none fits, the call fails as CancelOrder
// would for the first (both assumed).
HandlerResult CancelOrderBatch(const Call& call, World& /*world*/) {
  const auto names = ReadNames(Arguments(call.params, Blame::kField));
  if (!names) return tl::unexpected(names.error());
  std::set<std::string> txids;
  for (const OrderName& name : *names) {
    for (const StandingOrder* order : OrdersOfName(name, OpenDemoOrders())) {
      txids.insert(order->txid);
    }
  }
  if (txids.empty()) {
    return NoSuchOrder(names->front(), OpenDemoOrders(), call.quirks.closed_order);
  }
  return Canceled(txids);
}

HandlerResult CancelAll(const Call& /*call*/, World& /*world*/) {
  std::set<std::string> txids;
  for (const StandingOrder& order : OpenDemoOrders()) txids.insert(order.txid);
  return Canceled(txids);
}

// Nothing happens when the time is over, since no order is ever gone. Source: docs.kraken.com,
// "Cancel All Orders After X": less than 86400 seconds. The "0" of a timer that is off is
// documented for WebSocket, assumed here.
HandlerResult CancelAllOrdersAfter(const Call& call, World& /*world*/) {
  const Arguments arguments(call.params, Blame::kField);
  const auto timeout = arguments.Integer("timeout", {.least = 0, .most = 86'399});
  if (!timeout) return tl::unexpected(timeout.error());
  if (!timeout->has_value()) {
    return arguments.Refuse("timeout", "timeout is missing: send seconds, or 0 to disarm");
  }
  const auto now = std::chrono::floor<std::chrono::seconds>(call.now);
  const std::string trigger =
      **timeout == 0 ? "0" : FormatRfc3339(now + std::chrono::seconds(**timeout));
  return R"({"currentTime":")" + FormatRfc3339(now) + R"(","triggerTime":")" + trigger + R"("})";
}

}  // namespace kraken::mock
