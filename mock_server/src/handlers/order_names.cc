#include "mock_server/src/handlers/order_names.h"

#include <limits>
#include <string>

#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/refusal.h"
#include "mock_server/src/trading/client_order_id.h"
#include "mock_server/src/trading/transaction_id.h"

namespace kraken::mock {
namespace {

// The whole number of 32 bits that `text` is, if it is one.
std::optional<std::int64_t> AsUserref(std::string_view text) {
  const Result<Decimal> number = Decimal::Parse(text);
  const bool fits = number && *number == number->Rounded(0) &&
                    *number >= Decimal::FromInteger(std::numeric_limits<std::int32_t>::min()) &&
                    *number <= Decimal::FromInteger(std::numeric_limits<std::int32_t>::max());
  return fits ? std::optional<std::int64_t>(std::stoll(number->ToString())) : std::nullopt;
}

}  // namespace

OrderName NameFromTxid(std::string_view txid_or_userref) {
  const auto userref = AsUserref(txid_or_userref);
  if (userref) return {.userref = userref};
  return {.txid = txid_or_userref};
}

Result<OrderName> ReadOrderName(const Arguments& arguments) {
  OrderName name = NameFromTxid(arguments.Text("txid"));
  name.cl_ord_id = arguments.Text("cl_ord_id");
  if (arguments.Has("txid") || arguments.Has("cl_ord_id")) return name;
  return arguments.Refuse("txid", "nothing says which order: send txid (an id, or the number " +
                                      std::string("given as userref) or cl_ord_id"));
}

std::vector<Order*> OrdersOfName(const OrderName& name, Account& account) {
  std::vector<Order*> orders;
  if (!name.txid.empty()) {
    Order* order = account.FindOrder(name.txid);
    if (order != nullptr && order->is_open()) orders.push_back(order);
  } else if (name.userref && *name.userref != 0) {
    // 0 is what orders without a userref show, and names none of them (assumed).
    orders = account.FindOpenByUserref(*name.userref);
  } else if (!name.userref) {
    if (Order* order = account.FindOpenByClientId(name.cl_ord_id)) orders.push_back(order);
  }
  if (!name.cl_ord_id.empty()) {
    std::erase_if(orders, [&name](const Order* order) {
      return !SameClientOrderId(name.cl_ord_id, order->request.cl_ord_id);
    });
  }
  return orders;
}

tl::unexpected<Error> NoSuchOrder(const OrderName& name, const Account& account,
                                  ClosedOrder closed_order) {
  if (!name.txid.empty() && !IsTransactionId(name.txid)) {
    return Refusal("EOrder:Invalid order", Quoted(name.txid) + " is no transaction id, which " +
                                               "looks like OU22CG-KLAF2-FWUDD7");
  }
  const std::string_view ended =
      closed_order == ClosedOrder::kUnknown ? "EOrder:Unknown order" : "EOrder:Invalid order";
  if (name.txid.empty()) {
    return Refusal(ended,
                   "no open order has this " + std::string(name.userref ? "userref" : "cl_ord_id"));
  }
  if (const Order* order = account.FindOrder(name.txid)) {
    return Refusal(ended, order->is_open()
                              ? "the order " + order->txid + " has another cl_ord_id"
                              : "the order " + order->txid + " is open no longer: it is " +
                                    std::string(ToString(order->status)));
  }
  std::vector<std::string_view> ids;
  constexpr std::size_t kMostCompared = 100;  // A bot with more gets its answer as soon as others.
  if (account.open_orders().size() <= kMostCompared) {
    for (const auto& [number, order] : account.open_orders()) ids.emplace_back(order->txid);
  }
  return Refusal("EOrder:Invalid order",
                 "the account has no order " + Quoted(name.txid) + DidYouMean(name.txid, ids));
}

Result<Order*> TheOneOrder(const Arguments& arguments, const OrderName& name, Account& account,
                           ClosedOrder closed_order) {
  const std::vector<Order*> found = OrdersOfName(name, account);
  if (found.size() == 1) return found.front();
  if (found.empty()) return NoSuchOrder(name, account, closed_order);
  std::string ids;
  for (const Order* order : found) ids += (ids.empty() ? "" : ", ") + order->txid;
  return arguments.Refuse(
      "txid", FieldIs("txid", arguments.Text("txid")) + ", the userref of several orders: " + ids);
}

}  // namespace kraken::mock
