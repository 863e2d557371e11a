// OpenOrders, ClosedOrders, QueryOrders: the account's orders.
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/handlers/account_texts.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/history_page.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/timestamps.h"
#include "mock_server/src/trading/client_order_id.h"
#include "mock_server/src/trading/transaction_id.h"

namespace kraken::mock {
namespace {

constexpr Arguments::Range kUserrefs = {.least = std::numeric_limits<std::int32_t>::min(),
                                        .most = std::numeric_limits<std::int32_t>::max()};

// What the three calls filter by.
struct OrderFilter {
  std::optional<std::int64_t> userref{};
  std::string_view cl_ord_id{};
  bool trades = false;

  bool Takes(const Order& order) const {
    const OrderRequest& request = order.request;
    return (!userref || request.userref == *userref) &&
           (cl_ord_id.empty() || SameClientOrderId(cl_ord_id, request.cl_ord_id));
  }
};

Result<OrderFilter> ReadFilter(const Arguments& arguments) {
  const auto userref = arguments.Integer("userref", kUserrefs);
  if (!userref) return tl::unexpected(userref.error());
  const auto trades = arguments.Flag("trades");
  if (!trades) return tl::unexpected(trades.error());
  return OrderFilter{
      .userref = *userref, .cl_ord_id = arguments.Text("cl_ord_id"), .trades = *trades};
}

// Which of its times decides whether an order lies between `start` and `end`.
constexpr auto kCloseTimes = std::to_array<std::string_view>({"both", "open", "close"});

bool LiesIn(const HistoryPage& page, const Order& order, std::string_view closetime) {
  if (closetime == "open") return page.Covers(ToNanoseconds(order.opened));
  if (closetime == "close") return page.Covers(ToNanoseconds(order.closed));
  return page.Covers(ToNanoseconds(order.opened)) || page.Covers(ToNanoseconds(order.closed));
}

}  // namespace

HandlerResult OpenOrders(const Call& call, World& world) {
  const Result<OrderFilter> filter = ReadFilter(Arguments(call.params));
  if (!filter) return tl::unexpected(filter.error());
  std::string orders;
  for (const auto& [number, order] : world.AccountOf(call.key).open_orders()) {
    if (!order->IsShownAt(call.now) || !filter->Takes(*order)) continue;
    if (!orders.empty()) orders += ',';
    orders += OrderText(*order, OrderForm::kOpen, filter->trades);
  }
  return R"({"open":{)" + orders + "}}";
}

HandlerResult ClosedOrders(const Call& call, World& world) {
  const Account& account = world.AccountOf(call.key);
  const Arguments arguments(call.params);
  const Result<OrderFilter> filter = ReadFilter(arguments);
  if (!filter) return tl::unexpected(filter.error());
  const auto closetime = arguments.Choice("closetime", kCloseTimes, kCloseTimes.front());
  if (!closetime) return tl::unexpected(closetime.error());
  auto page = ReadHistoryPage(arguments, [&account, &call](std::string_view id) {
    const Order* order = account.FindShownOrder(id, call.now);
    return order != nullptr && !order->is_open();
  });
  if (!page) return tl::unexpected(page.error());

  PageOfTexts texts(*page);
  ForEachFromTheLast(account.closed_orders(), [&](const Order* order) {
    const bool is_reached = page->Reaches(order->txid);
    if (!is_reached || !order->IsShownAt(call.now)) return;
    if (!LiesIn(*page, *order, *closetime) || !filter->Takes(*order)) return;
    texts.Add([&] { return OrderText(*order, OrderForm::kClosed, filter->trades); });
  });
  const std::string count = R"(,"count":)" + std::to_string(texts.count());
  return R"({"closed":{)" + texts.text() + "}" + (page->with_count ? count : "") + "}";
}

HandlerResult QueryOrders(const Call& call, World& world) {
  constexpr std::size_t kMost = 50;
  const Account& account = world.AccountOf(call.key);
  const Arguments arguments(call.params, Blame::kField);
  const Result<OrderFilter> filter = ReadFilter(arguments);
  if (!filter) return tl::unexpected(filter.error());
  if (!arguments.Has("txid")) return arguments.Refuse("txid", "txid is missing: name the orders");
  const auto txids = SplitList(arguments.Text("txid"));
  if (txids.size() > kMost) {
    return arguments.Refuse(
        "txid", "txid lists " + std::to_string(txids.size()) + " orders; it takes at most 50");
  }
  std::string orders;
  std::set<std::string_view> seen;  // Each is answered once.
  for (const std::string_view txid : txids) {
    const Order* order = account.FindShownOrder(txid, call.now);
    if (order == nullptr) {
      return Refusal("EOrder:Invalid order", "the account has no order " + Quoted(txid));
    }
    if (!filter->Takes(*order) || !seen.insert(txid).second) continue;
    if (!orders.empty()) orders += ',';
    orders += OrderText(*order, OrderForm::kQueried, filter->trades);
  }
  return "{" + orders + "}";
}

}  // namespace kraken::mock
