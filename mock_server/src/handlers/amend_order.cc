// AmendOrder and OrderAmends: an order changes and keeps its ids, and what it was before is told.
#include <string>
#include <utility>

#include "mock_server/src/handlers/deadline.h"
#include "mock_server/src/handlers/engine_limits.h"
#include "mock_server/src/handlers/order_changes.h"
#include "mock_server/src/handlers/order_names.h"
#include "mock_server/src/handlers/simulated_handlers.h"

namespace kraken::mock {
namespace {

std::string AmendText(const Order& order, const Amendment& amendment, bool is_original) {
  const PairInfo& pair = *order.request.pair;
  const auto milliseconds =
      std::chrono::floor<std::chrono::milliseconds>(amendment.at.time_since_epoch());
  std::string text = R"({"amend_id":")" + amendment.id + R"(","amend_type":")" +
                     (is_original ? "original" : "user") + R"(","order_qty":")" +
                     amendment.volume.ToFixed(pair.lot_decimals) + R"(","remaining_qty":")" +
                     amendment.remaining.ToFixed(pair.lot_decimals) + "\"";
  if (!amendment.limit.is_zero()) {
    text += R"(,"limit_price":")" + amendment.limit.ToFixed(pair.pair_decimals) + "\"";
  }
  if (!is_original) text += R"(,"reason":"User requested")";
  text += std::string(R"(,"post_only":)") + (amendment.post_only ? "true" : "false");
  return text + R"(,"timestamp":)" + std::to_string(milliseconds.count()) + "}";
}

// To less than is filled of it: counted as the cancel that it is. Source: docs.kraken.com,
// "Amends".
bool EndsOrder(const Arguments& arguments, const Order& order) {
  const auto volume = arguments.Number("order_qty");
  return volume && *volume && **volume <= order.executed;
}

}  // namespace

HandlerResult AmendOrder(const Call& call, World& world) {
  const Arguments arguments(call.params, Blame::kField);
  // A userref names no order here. Source: docs.kraken.com, "Amend Order".
  const OrderName name = {.txid = arguments.Text("txid"), .cl_ord_id = arguments.Text("cl_ord_id")};
  if (name.txid.empty() && name.cl_ord_id.empty()) {
    return arguments.Refuse("txid", "nothing says which order: send txid or cl_ord_id");
  }
  Account& account = world.AccountOf(call.key);
  const auto order = TheOneOrder(arguments, name, account, call.quirks.closed_order);
  if (!order) return tl::unexpected(order.error());
  const auto kind = EndsOrder(arguments, **order) ? Transaction::kCancel : Transaction::kAmend;
  if (Status limit = ChargeChange(call, world, kind, **order); !limit) {
    return tl::unexpected(limit.error());
  }
  auto amended = ReadOrderAmend(arguments, **order);
  if (!amended) return tl::unexpected(amended.error());
  const Status in_time = CheckDeadline(arguments, call.now);
  if (!in_time) return tl::unexpected(in_time.error());
  auto placed = world.venue.Amend(**order, *std::move(amended));
  if (!placed) return tl::unexpected(placed.error());
  // Live amend ids begin with a T, like those of trades.
  return Answer(R"({"amend_id":")" + placed->order->amendments.back().id + R"("})",
                std::move(placed->effect));
}

// Source: docs.kraken.com, "Get Order Amends", and live answers: an order that was never amended
// has none (assumed).
HandlerResult OrderAmends(const Call& call, World& world) {
  const Arguments arguments(call.params, Blame::kField);
  const std::string_view txid = arguments.Text("order_id");
  if (txid.empty()) return arguments.Refuse("order_id", "order_id is missing: name an order");
  const Account& account = world.AccountOf(call.key);
  const Order* order = account.FindOrder(txid);
  if (order == nullptr) {
    return NoSuchOrder({.txid = txid}, account, call.quirks.closed_order);
  }
  if (!order->IsShownAt(call.now)) {
    return Refusal("EOrder:Invalid order", "the order " + Quoted(txid) + " is not shown yet");
  }
  std::string amends;
  for (const Amendment& amendment : order->amendments) {
    const bool is_original = &amendment == &order->amendments.front();
    if (!is_original) amends += ',';
    amends += AmendText(*order, amendment, is_original);
  }
  return R"({"amends":[)" + amends + R"(],"count":)" + std::to_string(order->amendments.size()) +
         "}";
}

}  // namespace kraken::mock
