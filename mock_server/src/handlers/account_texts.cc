#include "mock_server/src/handlers/account_texts.h"

#include <string_view>
#include <vector>

#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/order_text.h"
#include "mock_server/src/handlers/printed_prices.h"
#include "mock_server/src/timestamps.h"

namespace kraken::mock {
namespace {

// Writes the members of an object one after another.
class Members final {
 public:
  explicit Members(const std::string& id) : text_(JsonString(id) + ":{") {}

  // Of ids and numbers, in which nothing has to be escaped.
  Members& Text(std::string_view name, std::string_view value) {
    Name(name);
    text_.append("\"").append(value).append("\"");
    return *this;
  }
  Members& Escaped(std::string_view name, std::string_view value) {
    return Raw(name, JsonString(value));
  }
  Members& Money(std::string_view name, const Decimal& value) {
    return Text(name, value.ToFixed(kPrintedDecimals));
  }
  Members& Raw(std::string_view name, std::string_view json) {
    Name(name);
    text_.append(json);
    return *this;
  }
  Members& Ids(std::string_view name, const std::vector<std::string>& ids) {
    Name(name);
    char separator = '[';
    for (const std::string& id : ids) {
      text_.append(1, separator).append("\"").append(id).append("\"");
      separator = ',';
    }
    text_.append(ids.empty() ? "[]" : "]");
    return *this;
  }

  std::string End() {
    text_.append("}");
    return std::move(text_);
  }

 private:
  void Name(std::string_view name) {
    if (text_.back() != '{') text_.append(",");
    text_.append("\"").append(name).append("\":");
  }

  std::string text_;
};

// Of times that an order need not have.
std::string OptionalSeconds(const std::optional<WallTime>& time) {
  return time ? WholeSecondsText(*time) : "0";
}

std::string FlagsOf(const OrderRequest& request) {
  std::string flags = request.post_only ? "post," : "";
  flags += request.fee_in_base ? "fcib" : "fciq";
  if (request.no_mpp) flags += ",nompp";
  if (request.in_quote) flags += ",viqc";
  return flags;
}

// {"pair":…,"order":…,"close":…}
std::string DescrText(const OrderRequest& request) {
  const OrderTerms& terms = request.terms;
  const auto price = [&request](bool has_it, const OrderPrice& value) {
    return has_it ? DescribePrice(value, *request.pair) : std::string("0");
  };
  std::string text = R"({"pair":")" + request.pair->altname + R"(","aclass":"forex","type":")";
  text.append(request.side).append(R"(","ordertype":")").append(terms.type->name);
  text.append(R"(","price":")").append(price(terms.type->prices >= 1, terms.price));
  text.append(R"(","price2":")").append(price(terms.type->prices >= 2, terms.price2));
  text.append(R"(","leverage":")");
  text.append(request.leverage == 0 ? "none" : std::to_string(request.leverage) + ":1");
  text.append(R"(","order":")").append(DescribeOrder(request, request.pair->altname));
  return text.append(R"(","close":")").append(DescribeClose(request)).append("\"}");
}

std::string ReasonText(const Order& order) {
  return order.reason.empty() ? "null" : JsonString(order.reason);
}

// An order in a sum of the quote is counted in the quote (assumed).
Decimal ExecutedOf(const Order& order) {
  return order.request.in_quote ? order.cost : order.executed;
}

}  // namespace

std::string OrderText(const Order& order, OrderForm form, bool with_trades) {
  const OrderRequest& request = order.request;
  const bool ended = !order.is_open();
  Members members(order.txid);
  members.Raw("refid", order.parent.empty() ? "null" : JsonString(order.parent))
      .Raw("userref", std::to_string(request.userref));
  if (!request.cl_ord_id.empty()) members.Escaped("cl_ord_id", request.cl_ord_id);
  members.Text("status", ToString(order.status));
  if (form == OrderForm::kClosed) members.Raw("reason", ReasonText(order));
  members.Raw("opentm", SecondsText(order.opened));
  if (form == OrderForm::kClosed) members.Raw("closetm", SecondsText(order.closed));
  const Decimal average =
      order.executed.is_zero() ? Decimal() : order.cost.DividedBy(order.executed, kPrintedDecimals);
  members.Raw("starttm", OptionalSeconds(request.start))
      .Raw("expiretm", OptionalSeconds(request.expire))
      .Raw("descr", DescrText(request))
      .Text("vol", request.volume.ToFixed(request.pair->lot_decimals))
      .Text("vol_exec", ExecutedOf(order).ToFixed(request.pair->lot_decimals))
      .Money("cost", order.cost)
      .Money("fee", order.fee)
      .Money("price", average)
      .Money("stopprice", Decimal())
      .Money("limitprice", Decimal())
      .Text("misc", "")
      .Text("oflags", FlagsOf(request));
  if (with_trades && !order.trades.empty()) members.Ids("trades", order.trades);
  if (form == OrderForm::kQueried && ended) {
    members.Raw("reason", ReasonText(order)).Raw("closetm", SecondsText(order.closed));
  }
  return members.End();
}

std::string TradeText(const Trade& trade, bool with_ledgers) {
  Members members(trade.id);
  members.Text("ordertxid", trade.order)
      .Text("postxid", trade.position)
      .Text("pair", trade.pair->id)
      .Raw("time", SecondsText(trade.time))
      .Text("type", trade.side)
      .Text("ordertype", trade.ordertype)
      .Money("price", trade.price)
      .Money("cost", trade.cost)
      .Money("fee", trade.fee)
      .Text("vol", trade.volume.ToFixed(trade.pair->lot_decimals))
      .Money("margin", Decimal())
      .Text("leverage", "0")
      .Text("misc", "")
      .Raw("trade_id", std::to_string(trade.number))
      .Raw("maker", trade.maker ? "true" : "false");
  if (with_ledgers) members.Ids("ledgers", trade.ledgers);
  return members.End();
}

std::string LedgerText(const LedgerEntry& entry) {
  const int decimals = entry.asset->decimals;
  return Members(entry.id)
      .Text("aclass", "currency")
      .Text("amount", entry.amount.ToFixed(decimals))
      .Text("asset", entry.asset->id)
      .Text("balance", entry.balance.ToFixed(decimals))
      .Text("fee", entry.fee.ToFixed(decimals))
      .Text("refid", entry.refid)
      .Raw("time", SecondsText(entry.time))
      .Text("type", entry.type)
      .Text("subtype", "")
      .End();
}

}  // namespace kraken::mock
