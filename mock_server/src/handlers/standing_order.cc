#include "mock_server/src/handlers/standing_order.h"

#include <limits>

#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/handlers/client_order_id.h"
#include "mock_server/src/handlers/handler.h"
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

bool OrderName::Fits(const StandingOrder& order) const {
  // 0 is what orders without a userref show, and names none of them (assumed).
  if (userref && (*userref == 0 || *userref != order.userref)) return false;
  if (!txid.empty() && txid != order.txid) return false;
  return cl_ord_id.empty() || SameClientOrderId(cl_ord_id, order.request.cl_ord_id);
}

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

std::vector<const StandingOrder*> OrdersOfName(const OrderName& name,
                                               std::span<const StandingOrder> orders) {
  std::vector<const StandingOrder*> found;
  for (const StandingOrder& order : orders) {
    if (name.Fits(order)) found.push_back(&order);
  }
  return found;
}

tl::unexpected<Error> NoSuchOrder(const OrderName& name, std::span<const StandingOrder> orders,
                                  ClosedOrder closed_order) {
  if (!name.txid.empty() && !IsTransactionId(name.txid)) {
    return Refusal("EOrder:Invalid order", Quoted(name.txid) + " is no transaction id, which " +
                                               "looks like OU22CG-KLAF2-FWUDD7");
  }
  const std::string_view error =
      closed_order == ClosedOrder::kUnknown ? "EOrder:Unknown order" : "EOrder:Invalid order";
  if (!name.txid.empty()) {
    std::vector<std::string_view> ids;
    for (const StandingOrder& order : orders) ids.emplace_back(order.txid);
    return Refusal(error,
                   "no open order is called " + Quoted(name.txid) + DidYouMean(name.txid, ids));
  }
  return Refusal(error,
                 "no open order has this " + std::string(name.userref ? "userref" : "cl_ord_id"));
}

Result<const StandingOrder*> TheOneOrder(const Arguments& arguments, const OrderName& name,
                                         std::span<const StandingOrder> orders,
                                         ClosedOrder closed_order) {
  const std::vector<const StandingOrder*> found = OrdersOfName(name, orders);
  if (found.size() == 1) return found.front();
  if (found.empty()) return NoSuchOrder(name, orders, closed_order);
  std::string ids;
  for (const StandingOrder* order : found) ids += (ids.empty() ? "" : ", ") + order->txid;
  return arguments.Refuse(
      "txid", FieldIs("txid", arguments.Text("txid")) + ", the userref of several orders: " + ids);
}

}  // namespace kraken::mock
