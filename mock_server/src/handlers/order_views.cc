// OpenOrders, ClosedOrders, QueryOrders: the demo account's orders.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/client_order_id.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/handlers/fixture_views.h"
#include "mock_server/src/handlers/history_page.h"
#include "mock_server/src/handlers/timestamps.h"

namespace kraken::mock {
namespace {

constexpr Arguments::Range kUserrefs = {.least = std::numeric_limits<std::int32_t>::min(),
                                        .most = std::numeric_limits<std::int32_t>::max()};

struct OrderRow {
  OrderRow(const std::string& id, const Json& order)
      : txid(id),
        userref(order.at("userref").get<std::int64_t>()),
        cl_ord_id(order.value("cl_ord_id", "")),
        opened(FromSeconds(order.at("opentm"))),
        closed(order.contains("closetm") ? FromSeconds(order.at("closetm")) : opened),
        with_trades(JsonString(id) + ":" + ToJsonText(order)) {
    Json without = order;
    without.erase("trades");
    plain = JsonString(id) + ":" + ToJsonText(without);
  }

  std::string_view Text(bool trades) const { return trades ? with_trades : plain; }

  std::string txid;
  std::int64_t userref;
  std::string cl_ord_id;
  Nanoseconds opened;
  Nanoseconds closed;
  std::string with_trades;
  std::string plain{};
};

struct OrderRows {
  explicit OrderRows(const Json& orders) {
    for (const auto& [id, order] : orders.items()) rows.emplace_back(id, order);
  }

  const OrderRow* Find(std::string_view txid) const {
    const auto found = std::ranges::find(rows, txid, &OrderRow::txid);
    return found == rows.end() ? nullptr : &*found;
  }

  std::vector<OrderRow> rows{};
};

struct OpenRows : OrderRows {
  explicit OpenRows(const Json& result) : OrderRows(result.at("open")) {}
};
struct ClosedRows : OrderRows {
  explicit ClosedRows(const Json& result) : OrderRows(result.at("closed")) {}
};

const OpenRows& OpenOrders() {
  static const FixtureFolder<OpenRows> kFolder("OpenOrders");
  return *kFolder.Find("with-trades");
}

// What the three calls filter by.
struct OrderFilter {
  std::optional<std::int64_t> userref{};
  std::string_view cl_ord_id{};
  bool trades = false;

  bool Takes(const OrderRow& order) const {
    return (!userref || order.userref == *userref) &&
           (cl_ord_id.empty() || SameClientOrderId(cl_ord_id, order.cl_ord_id));
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

bool LiesIn(const HistoryPage& page, const OrderRow& order, std::string_view closetime) {
  if (closetime == "open") return page.Covers(order.opened);
  if (closetime == "close") return page.Covers(order.closed);
  return page.Covers(order.opened) || page.Covers(order.closed);
}

}  // namespace

HandlerResult ViewOpenOrders(const Call& call) {
  const Result<OrderFilter> filter = ReadFilter(Arguments(call.params));
  if (!filter) return tl::unexpected(filter.error());
  std::vector<std::string_view> texts;
  for (const OrderRow& order : OpenOrders().rows) {
    if (filter->Takes(order)) texts.push_back(order.Text(filter->trades));
  }
  return R"({"open":{)" + JoinTexts(texts) + "}}";
}

HandlerResult ViewClosedOrders(const Call& call) {
  static const FixtureFolder<ClosedRows> kFolder("ClosedOrders");
  const ClosedRows& orders = *kFolder.Find("with-trades");
  const Arguments arguments(call.params);
  const Result<OrderFilter> filter = ReadFilter(arguments);
  if (!filter) return tl::unexpected(filter.error());
  const auto closetime = arguments.Choice("closetime", kCloseTimes, kCloseTimes.front());
  if (!closetime) return tl::unexpected(closetime.error());
  const auto page = ReadHistoryPage(arguments, [&orders](std::string_view id) {
    const OrderRow* order = orders.Find(id);
    return order == nullptr ? std::nullopt : std::optional<Nanoseconds>(order->closed);
  });
  if (!page) return tl::unexpected(page.error());

  std::vector<std::string_view> texts;
  for (const OrderRow& order : orders.rows) {
    const bool taken = filter->Takes(order) && LiesIn(*page, order, *closetime);
    if (taken) texts.push_back(order.Text(filter->trades));
  }
  const std::string count = R"(,"count":)" + std::to_string(texts.size());
  return R"({"closed":{)" + page->Join(texts) + "}" + (page->with_count ? count : "") + "}";
}

HandlerResult ViewQueryOrders(const Call& call) {
  static const FixtureFolder<OrderRows> kFolder("QueryOrders");
  constexpr std::size_t kMost = 50;
  const OrderRows& orders = *kFolder.Find("with-trades");
  const Arguments arguments(call.params, Blame::kField);
  const Result<OrderFilter> filter = ReadFilter(arguments);
  if (!filter) return tl::unexpected(filter.error());
  if (!arguments.Has("txid")) return arguments.Refuse("txid", "txid is missing: name the orders");
  const auto txids = SplitList(arguments.Text("txid"));
  if (txids.size() > kMost) {
    return arguments.Refuse(
        "txid", "txid lists " + std::to_string(txids.size()) + " orders; it takes at most 50");
  }
  std::vector<std::string_view> texts;
  for (std::string_view txid : txids) {
    const OrderRow* order = orders.Find(txid);
    if (order == nullptr) {
      return Refusal("EOrder:Invalid order", "the demo account never had an order " + Quoted(txid));
    }
    if (filter->Takes(*order)) texts.push_back(order->Text(filter->trades));
  }
  return "{" + JoinTexts(texts) + "}";
}

}  // namespace kraken::mock
