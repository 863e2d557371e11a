#include "mock_server/src/handlers/order_changes.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "mock_server/src/handlers/order_amounts.h"

namespace kraken::mock {
namespace {

// `pair`, where it is given, says of which pair the order is. That another one is refused is
// assumed.
Status CheckPairOf(const Arguments& arguments, const Order& order) {
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  if (*pair == order.request.pair) return {};
  return arguments.Refuse("pair", FieldIs("pair", arguments.Text("pair")) + ", but " + order.txid +
                                      " is an order of " + order.request.pair->altname);
}

// A price that stays as it is where it is not given.
Status ChangePrice(const Arguments& arguments, std::string_view field, const PairInfo& pair,
                   bool trails, OrderPrice& price) {
  if (!arguments.Has(field)) return {};
  const auto changed = ReadPrice(arguments, field, pair, trails);
  if (!changed) return tl::unexpected(changed.error());
  price = *changed;
  return {};
}

Status ChangeVolume(const Arguments& arguments, std::string_view field, OrderRequest& request) {
  if (!arguments.Has(field)) return {};
  const auto volume = ReadVolume(arguments, field, request);
  if (!volume) return tl::unexpected(volume.error());
  request.volume = *volume;
  return {};
}

// Documented: orders with a conditional close are not edited, nor are those that are filled beyond
// the new volume. Both strings are reported; that nothing may be left of an order is assumed.
Status CheckEditable(const Arguments& arguments, const Order& order, const OrderRequest& edited) {
  if (order.request.close) {
    return arguments.RefuseAs("EOrder:Order not editable",
                              order.txid + " has a conditional close; AmendOrder can change it");
  }
  if (edited.volume > order.executed) return {};
  return arguments.RefuseAs("EOrder:Not enough leaves qty",
                            "volume is " + edited.volume.ToString() + ", and " +
                                order.executed.ToString() + " of " + order.txid +
                                " is filled already");
}

// Of the flags only "post" may change. Source: docs.kraken.com, "Edit Order".
Status ReadEditOptions(const Arguments& arguments, OrderRequest& edited) {
  const auto flags = ReadFlags(arguments, edited);
  if (!flags) return tl::unexpected(flags.error());
  if (arguments.Has("oflags")) edited.post_only = flags->post_only;
  const auto cancel_response = arguments.Flag("cancel_response");
  if (!cancel_response) return tl::unexpected(cancel_response.error());
  const auto userref = ReadUserref(arguments);
  if (!userref) return tl::unexpected(userref.error());
  edited.userref = *userref;
  return {};
}

// Which parameter of AmendOrder changes which price of an order of this type.
OrderPrice* LimitPriceOf(OrderTerms& terms) {
  if (terms.type->prices == 2) return &terms.price2;
  return terms.type->prices == 1 && !terms.type->triggered ? &terms.price : nullptr;
}

OrderPrice* TriggerPriceOf(OrderTerms& terms) {
  return terms.type->triggered ? &terms.price : nullptr;
}

// That a price which the order does not have is refused is assumed.
Status AmendPrice(const Arguments& arguments, std::string_view field, bool trails,
                  const OrderRequest& request, OrderPrice* price) {
  if (!arguments.Has(field)) return {};
  if (price != nullptr) return ChangePrice(arguments, field, *request.pair, trails, *price);
  return arguments.Refuse(field, "this is a " + std::string(request.terms.type->name) +
                                     " order, which has no " + std::string(field));
}

Status AmendPrices(const Arguments& arguments, OrderRequest& request) {
  OrderTerms& terms = request.terms;
  if (Status limit = AmendPrice(arguments, "limit_price", false, request, LimitPriceOf(terms));
      !limit) {
    return limit;
  }
  return AmendPrice(arguments, "trigger_price", terms.type->trails, request, TriggerPriceOf(terms));
}

// An order that is amended to less than is filled of it ends there; its volume need not come up to
// any minimum.
Status CheckAmendedVolume(const Arguments& arguments, const Order& order,
                          const OrderRequest& amended) {
  if (amended.volume <= order.executed && !order.executed.is_zero()) return {};
  if (Status enough = CheckMinima(arguments, "order_qty", amended); !enough) return enough;
  return CheckShownVolume(arguments, "display_qty", amended, amended.volume - order.executed);
}

// That a call which changes nothing is refused is assumed, as is the string.
Status CheckAmendsSomething(const Arguments& arguments, const OrderRequest& request) {
  constexpr auto kAmendable =
      std::to_array<std::string_view>({"order_qty", "limit_price", "trigger_price", "display_qty"});
  if (arguments.Has("display_qty") && request.terms.type->name != "iceberg") {
    return arguments.Refuse("display_qty", "display_qty is for iceberg orders; this is a " +
                                               std::string(request.terms.type->name) + " order");
  }
  const bool some = std::ranges::any_of(
      kAmendable, [&arguments](std::string_view field) { return arguments.Has(field); });
  if (some) return {};
  return arguments.RefuseAs("EGeneral:Invalid arguments",
                            "nothing is to be amended: send order_qty, limit_price, "
                            "trigger_price or display_qty");
}

}  // namespace

Result<OrderRequest> ReadOrderEdit(const Arguments& arguments, const Order& order) {
  const auto failed = [](Status& status) { return tl::unexpected(std::move(status).error()); };
  if (Status pair = CheckPairOf(arguments, order); !pair) return failed(pair);
  OrderRequest edited = order.request;
  edited.cl_ord_id.clear();
  OrderTerms& terms = edited.terms;
  Status price = ChangePrice(arguments, "price", *edited.pair, terms.type->trails, terms.price);
  if (!price) return failed(price);
  // Documentation's example has one for a limit order, too, and finds it in the answer.
  Status price2 = ChangePrice(arguments, "price2", *edited.pair, false, terms.price2);
  if (!price2) return failed(price2);
  if (Status volume = ChangeVolume(arguments, "volume", edited); !volume) return failed(volume);
  if (Status can = CheckEditable(arguments, order, edited); !can) return failed(can);
  // What is filled stays with the order that it was filled of (assumed: documentation says that
  // executions are not copied, and refuses a volume that is filled already).
  edited.volume = edited.volume - order.executed;
  if (Status enough = CheckMinima(arguments, "volume", edited); !enough) return failed(enough);
  Status shown = CheckShownVolume(arguments, "displayvol", edited, edited.volume);
  if (!shown) return failed(shown);
  if (Status options = ReadEditOptions(arguments, edited); !options) return failed(options);
  return edited;
}

Result<OrderRequest> ReadOrderAmend(const Arguments& arguments, const Order& order) {
  const auto failed = [](Status& status) { return tl::unexpected(std::move(status).error()); };
  if (arguments.Has("pair")) {
    if (Status pair = CheckPairOf(arguments, order); !pair) return failed(pair);
  }
  OrderRequest amended = order.request;
  if (Status some = CheckAmendsSomething(arguments, amended); !some) return failed(some);
  if (Status prices = AmendPrices(arguments, amended); !prices) return failed(prices);
  if (Status volume = ChangeVolume(arguments, "order_qty", amended); !volume) {
    return failed(volume);
  }
  Status enough = CheckAmendedVolume(arguments, order, amended);
  if (!enough) return failed(enough);
  const auto post_only = arguments.Flag("post_only");
  if (!post_only) return tl::unexpected(post_only.error());
  if (arguments.Has("post_only")) amended.post_only = *post_only;
  return amended;
}

}  // namespace kraken::mock
