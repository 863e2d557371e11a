#include "mock_server/src/handlers/order_request.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/handlers/client_order_id.h"
#include "mock_server/src/handlers/order_amounts.h"

namespace kraken::mock {
namespace {

constexpr auto kFlags = std::to_array<std::string_view>({"post", "fcib", "fciq", "nompp", "viqc"});

// Optional parameters that take one of a few words.
constexpr auto kTimesInForce = std::to_array<std::string_view>({"GTC", "IOC", "FOK", "GTD"});
constexpr auto kTriggers = std::to_array<std::string_view>({"last", "index"});
constexpr auto kSelfTradeTypes =
    std::to_array<std::string_view>({"cancel-newest", "cancel-oldest", "cancel-both"});
struct WordParameter {
  std::string_view name{};
  std::span<const std::string_view> words{};
};
constexpr auto kWordParameters = std::to_array<WordParameter>({
    {.name = "timeinforce", .words = kTimesInForce},
    {.name = "trigger", .words = kTriggers},
    {.name = "stptype", .words = kSelfTradeTypes},
});

Result<std::string_view> RequiredWord(const Arguments& arguments, std::string_view field,
                                      std::span<const std::string_view> words) {
  if (arguments.Has(field)) return arguments.Choice(field, words, {});
  return arguments.Refuse(field, std::string(field) + " is missing" + DidYouMean({}, words));
}

Result<const OrderType*> ReadOrderType(const Arguments& arguments, std::string_view field) {
  std::vector<std::string_view> names;
  for (const OrderType& type : OrderTypes()) names.push_back(type.name);
  const auto name = RequiredWord(arguments, field, names);
  if (!name) return tl::unexpected(name.error());
  return FindOrderType(*name);
}

// `prefix` and `suffix` are "" of the order itself, "close[" and "]" of its conditional close.
Result<OrderTerms> ReadTerms(const Arguments& arguments, const PairInfo& pair,
                             const std::string& prefix, const std::string& suffix) {
  const auto type = ReadOrderType(arguments, prefix + "ordertype" + suffix);
  if (!type) return tl::unexpected(type.error());
  OrderTerms terms = {.type = *type};
  if (terms.type->prices >= 1) {
    const auto price = ReadPrice(arguments, prefix + "price" + suffix, pair, terms.type->trails);
    if (!price) return tl::unexpected(price.error());
    terms.price = *price;
  }
  if (terms.type->prices >= 2) {
    const auto price2 = ReadPrice(arguments, prefix + "price2" + suffix, pair, false);
    if (!price2) return tl::unexpected(price2.error());
    terms.price2 = *price2;
  }
  return terms;
}

// Into `order`, of which pair, side and terms are known.
Status ReadAmount(const Arguments& arguments, OrderRequest& order) {
  const auto in_quote = ReadVolumeInQuote(arguments, order);
  if (!in_quote) return tl::unexpected(in_quote.error());
  order.in_quote = *in_quote;
  const auto volume = ReadVolume(arguments, "volume", order);
  if (!volume) return tl::unexpected(volume.error());
  order.volume = *volume;
  if (Status enough = CheckMinima(arguments, "volume", order); !enough) return enough;
  return CheckShownVolume(arguments, "displayvol", order, order.volume);
}

// "none", "5", "5:1"
Result<int> ReadLeverage(const Arguments& arguments, const OrderRequest& order) {
  std::string_view text = arguments.Text("leverage");
  if (text.empty() || text == "none") return 0;
  const std::string said = FieldIs("leverage", text);
  if (text.ends_with(":1")) text.remove_suffix(2);
  const std::vector<int>& allowed =
      order.side == "buy" ? order.pair->leverage_buy : order.pair->leverage_sell;
  const Result<Decimal> asked = Decimal::Parse(text);
  std::string known;
  for (int leverage : allowed) {
    if (asked && *asked == Decimal::FromInteger(leverage)) return leverage;
    known += (known.empty() ? "" : ", ") + std::to_string(leverage);
  }
  return arguments.Refuse("leverage", said + "; " + order.pair->altname + " takes none" +
                                          (known.empty() ? "" : ", " + known));
}

Status CheckOptionalWords(const Arguments& arguments) {
  for (const WordParameter& parameter : kWordParameters) {
    const auto word = arguments.Choice(parameter.name, parameter.words, {});
    if (!word) return tl::unexpected(word.error());
  }
  return {};
}

// What is neither price nor volume. Into `order`, of which the rest is known.
Status ReadOptional(const Arguments& arguments, const Quirks& quirks, OrderRequest& order) {
  const auto leverage = ReadLeverage(arguments, order);
  if (!leverage) return tl::unexpected(leverage.error());
  order.leverage = *leverage;
  if (arguments.Has("close[ordertype]")) {
    const auto close = ReadTerms(arguments, *order.pair, "close[", "]");
    if (!close) return tl::unexpected(close.error());
    order.close = *close;
  }
  if (Status words = CheckOptionalWords(arguments); !words) return words;
  if (Status userref = CheckUserref(arguments); !userref) return userref;
  const auto cl_ord_id = ReadClientOrderId(arguments, quirks.cl_ord_id);
  if (!cl_ord_id) return tl::unexpected(cl_ord_id.error());
  order.cl_ord_id = *cl_ord_id;
  return {};
}

}  // namespace

Result<bool> ReadVolumeInQuote(const Arguments& arguments, const OrderRequest& order) {
  if (!arguments.Has("oflags")) return false;
  bool in_quote = false;
  for (std::string_view flag : SplitList(arguments.Text("oflags"))) {
    if (std::ranges::find(kFlags, flag) == kFlags.end()) {
      return arguments.Refuse("oflags", FieldIs("oflags", flag) + DidYouMean(flag, kFlags));
    }
    in_quote = in_quote || flag == "viqc";
  }
  if (in_quote && (order.side != "buy" || order.terms.type->name != "market")) {
    return arguments.Refuse("oflags", "viqc is for buying at the market only");
  }
  return in_quote;
}

Status CheckUserref(const Arguments& arguments) {
  const auto userref =
      arguments.Integer("userref", {.least = std::numeric_limits<std::int32_t>::min(),
                                    .most = std::numeric_limits<std::int32_t>::max()});
  if (!userref) return tl::unexpected(userref.error());
  return {};
}

Result<OrderRequest> ReadOrderRequest(const Arguments& arguments, const PairInfo& pair,
                                      const Quirks& quirks) {
  OrderRequest order = {.pair = &pair};
  const auto side = RequiredWord(arguments, "type", Sides());
  if (!side) return tl::unexpected(side.error());
  order.side = *side;
  const auto terms = ReadTerms(arguments, pair, "", "");
  if (!terms) return tl::unexpected(terms.error());
  order.terms = *terms;
  if (Status amount = ReadAmount(arguments, order); !amount) {
    return tl::unexpected(amount.error());
  }
  if (Status optional = ReadOptional(arguments, quirks, order); !optional) {
    return tl::unexpected(optional.error());
  }
  return order;
}

}  // namespace kraken::mock
