// CancelOrder, CancelOrderBatch, CancelAll, CancelAllOrdersAfter.
#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "mock_server/src/handlers/engine_limits.h"
#include "mock_server/src/handlers/order_names.h"
#include "mock_server/src/handlers/simulated_handlers.h"

namespace kraken::mock {
namespace {

// Cancels them, each once, and counts them.
Answer CancelEach(World& world, const OrdersByNumber& orders) {
  Effect effect;
  for (const auto& [number, order] : orders) {
    effect.orders.push_back(order->txid);
    world.venue.Cancel(*order);
  }
  return {R"({"count":)" + std::to_string(orders.size()) + "}", std::move(effect)};
}

void AddOrders(const OrderName& name, Account& account, OrdersByNumber& orders) {
  for (Order* order : OrdersOfName(name, account)) orders.emplace(order->number, order);
}

// Canceling a batch is charged, and never refused. Source: docs.kraken.com, "Spot trading limits",
// which says nothing of CancelAll: it costs nothing.
void ChargeEach(const Call& call, World& world, const OrdersByNumber& orders) {
  for (const auto& [number, order] : orders) {
    static_cast<void>(ChargeChange(call, world, Transaction::kBatchCancel, *order));
  }
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

HandlerResult CancelOrder(const Call& call, World& world) {
  const auto name = ReadOrderName(Arguments(call.params, Blame::kField));
  if (!name) return tl::unexpected(name.error());
  Account& account = world.AccountOf(call.key);
  OrdersByNumber orders;
  AddOrders(*name, account, orders);
  if (orders.empty()) return NoSuchOrder(*name, account, call.quirks.closed_order);
  for (const auto& [number, order] : orders) {
    Status limit = ChargeChange(call, world, Transaction::kCancel, *order);
    if (!limit) return tl::unexpected(limit.error());
  }
  return CancelEach(world, orders);
}

// Names that fit no open order lower the count; where none fits, the call fails as CancelOrder
// would for the first (both assumed).
HandlerResult CancelOrderBatch(const Call& call, World& world) {
  const auto names = ReadNames(Arguments(call.params, Blame::kField));
  if (!names) return tl::unexpected(names.error());
  Account& account = world.AccountOf(call.key);
  OrdersByNumber orders;
  for (const OrderName& name : *names) AddOrders(name, account, orders);
  if (orders.empty()) return NoSuchOrder(names->front(), account, call.quirks.closed_order);
  ChargeEach(call, world, orders);
  return CancelEach(world, orders);
}

HandlerResult CancelAll(const Call& call, World& world) {
  const OrdersByNumber orders = world.AccountOf(call.key).open_orders();
  return CancelEach(world, orders);
}

// Each call sets the timer anew. Source: docs.kraken.com, "Cancel All Orders After X": less than
// 86400 seconds, 0 turns it off, and once it has fired it is off. The "0" of a timer that is off is
// documented for WebSocket, assumed here.
HandlerResult CancelAllOrdersAfter(const Call& call, World& world) {
  const Arguments arguments(call.params, Blame::kField);
  const auto timeout = arguments.Integer("timeout", {.least = 0, .most = 86'399});
  if (!timeout) return tl::unexpected(timeout.error());
  if (!timeout->has_value()) {
    return arguments.Refuse("timeout", "timeout is missing: send seconds, or 0 to disarm");
  }
  const auto now = std::chrono::floor<std::chrono::seconds>(call.now);
  const bool is_armed = **timeout != 0;
  const std::chrono::seconds ahead(**timeout);
  world.venue.SetCancelTimer(world.AccountOf(call.key),
                             is_armed ? std::optional<WallTime>(call.now + ahead) : std::nullopt);
  const std::string trigger = is_armed ? FormatRfc3339(now + ahead) : "0";
  return R"({"currentTime":")" + FormatRfc3339(now) + R"(","triggerTime":")" + trigger + R"("})";
}

}  // namespace kraken::mock
