#include "mock_server/src/handlers/order_request.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/handler.h"

namespace kraken::mock {
namespace {

constexpr auto kOrderTypes = std::to_array<OrderType>({
    {.name = "market", .text = "market"},
    {.name = "limit", .text = "limit", .prices = 1},
    {.name = "iceberg", .text = "iceberg", .prices = 1},
    {.name = "stop-loss", .text = "stop loss", .prices = 1},
    {.name = "take-profit", .text = "take profit", .prices = 1},
    {.name = "stop-loss-limit", .text = "stop loss", .prices = 2},
    {.name = "take-profit-limit", .text = "take profit", .prices = 2},
    {.name = "trailing-stop", .text = "trailing stop", .prices = 1, .trails = true},
    {.name = "trailing-stop-limit", .text = "trailing stop", .prices = 2, .trails = true},
    {.name = "settle-position", .text = "settle position"},
});

constexpr auto kSides = std::to_array<std::string_view>({"buy", "sell"});
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

// Larger amounts are no prices and no volumes, and their product would not fit into a Decimal.
bool IsReasonable(const Decimal& amount) {
  return amount <= Decimal::FromInteger(1'000'000'000'000);
}

std::string Is(std::string_view field, std::string_view text) {
  return std::string(field) + " is " + Quoted(text);
}

Result<std::string_view> RequiredWord(const Arguments& arguments, std::string_view field,
                                      std::span<const std::string_view> words) {
  if (arguments.Has(field)) return arguments.Choice(field, words, {});
  return arguments.Refuse(field, std::string(field) + " is missing" + DidYouMean({}, words));
}

Result<const OrderType*> ReadOrderType(const Arguments& arguments, std::string_view field) {
  std::vector<std::string_view> names;
  for (const OrderType& type : kOrderTypes) names.push_back(type.name);
  const auto name = RequiredWord(arguments, field, names);
  if (!name) return tl::unexpected(name.error());
  return &*std::ranges::find(kOrderTypes, *name, &OrderType::name);
}

// "XBT/USD price can only be specified up to 1 decimals." was recorded of live orders, full stop
// and all.
tl::unexpected<Error> TooManyDecimals(const PairInfo& pair, std::string_view field,
                                      std::string_view text) {
  const std::string limit = pair.wsname + " price can only be specified up to " +
                            std::to_string(pair.pair_decimals) + " decimals.";
  return Refusal("EOrder:Invalid price:" + limit, Is(field, text) + ": " + limit);
}

Result<OrderPrice> ReadPrice(const Arguments& arguments, std::string_view field,
                             const PairInfo& pair, bool trails) {
  constexpr std::string_view kSigns = "+-#";
  const std::string_view text = arguments.Text(field);
  std::string_view digits = text;
  OrderPrice price;
  if (!digits.empty() && kSigns.find(digits.front()) != std::string_view::npos) {
    price.sign = digits.front();
    digits.remove_prefix(1);
  }
  if (price.sign != '\0' && digits.ends_with('%')) {
    price.percent = true;
    digits.remove_suffix(1);
  }
  const Result<Decimal> amount = Decimal::Parse(digits);
  if (!amount || *amount <= Decimal() || !IsReasonable(*amount)) {
    return arguments.Refuse(field, text.empty() ? std::string(field) + " is missing"
                                                : Is(field, text) + ", which is not a price");
  }
  if (trails && price.sign == '\0') {
    return arguments.Refuse(field, Is(field, text) + "; a trailing stop takes a distance: +1%");
  }
  if (!price.percent && amount->Rounded(pair.pair_decimals) != *amount) {
    return TooManyDecimals(pair, field, text);
  }
  price.amount = *amount;
  return price;
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

// Whether the volume is in the quote: viqc, which is for buying at the market.
Result<bool> ReadFlags(const Arguments& arguments, const OrderRequest& order) {
  if (!arguments.Has("oflags")) return false;
  bool in_quote = false;
  for (std::string_view flag : SplitList(arguments.Text("oflags"))) {
    if (std::ranges::find(kFlags, flag) == kFlags.end()) {
      return arguments.Refuse("oflags", Is("oflags", flag) + DidYouMean(flag, kFlags));
    }
    in_quote = in_quote || flag == "viqc";
  }
  if (in_quote && (order.side != "buy" || order.terms.type->name != "market")) {
    return arguments.Refuse("oflags", "viqc is for buying at the market only");
  }
  return in_quote;
}

Result<Decimal> ReadVolume(const Arguments& arguments, const OrderRequest& order, bool in_quote) {
  const PairInfo& pair = *order.pair;
  const auto volume = arguments.Number("volume");
  if (!volume) return tl::unexpected(volume.error());
  if (!volume->has_value()) return arguments.Refuse("volume", "volume is missing");
  // What is finer than the pair's lots falls away (assumed).
  const Decimal value = (*volume)->Rounded(pair.lot_decimals, Rounding::kDown);
  const std::string said = Is("volume", arguments.Text("volume"));
  if (value.is_zero() && order.terms.type->name == "settle-position") return value;  // All of it.
  if (value <= Decimal() || !IsReasonable(value)) {
    return arguments.Refuse("volume", said + ", which is not a volume");
  }
  if (!in_quote && value < pair.ordermin) {
    return Refusal(
        "EGeneral:Invalid arguments:volume minimum not met",
        said + "; " + pair.altname + " takes " + pair.ordermin.ToString() + " or more (ordermin)");
  }
  const bool has_price = order.terms.type->prices > 0 && order.terms.price.sign == '\0';
  const Decimal price = has_price ? order.terms.price.amount : Decimal::FromInteger(1);
  if ((in_quote || has_price) && value * price < pair.costmin) {
    return Refusal("EOrder:Cost minimum not met",
                   said + ", which comes to " + (value * price).ToString() + "; " + pair.altname +
                       " takes " + pair.costmin.ToString() + " or more (costmin)");
  }
  return value;
}

// "none", "5", "5:1"
Result<int> ReadLeverage(const Arguments& arguments, const OrderRequest& order) {
  std::string_view text = arguments.Text("leverage");
  if (text.empty() || text == "none") return 0;
  const std::string said = Is("leverage", text);
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

// A dashed UUID, 32 hexadecimal digits, or up to 18 characters of free text.
bool IsClientOrderId(std::string_view id) {
  constexpr std::string_view kUuid = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  constexpr std::string_view kHexadecimal = "0123456789abcdefABCDEF";
  constexpr std::size_t kLongestText = 18;
  if (id.size() <= kLongestText) {
    return std::ranges::all_of(id, [](char c) { return c > ' ' && c <= '~'; });
  }
  std::string form;
  for (char c : id) form += kHexadecimal.find(c) != std::string_view::npos ? 'x' : c;
  return form == kUuid || form == std::string(32, 'x');
}

Status CheckOptional(const Arguments& arguments) {
  for (const WordParameter& parameter : kWordParameters) {
    const auto word = arguments.Choice(parameter.name, parameter.words, {});
    if (!word) return tl::unexpected(word.error());
  }
  const auto userref =
      arguments.Integer("userref", {.least = std::numeric_limits<std::int32_t>::min(),
                                    .most = std::numeric_limits<std::int32_t>::max()});
  if (!userref) return tl::unexpected(userref.error());
  const std::string_view id = arguments.Text("cl_ord_id");
  if (IsClientOrderId(id)) return {};
  return arguments.Refuse(
      "cl_ord_id",
      Is("cl_ord_id", id) + "; it takes a UUID or up to 18 characters of text without blanks");
}

}  // namespace

Result<OrderRequest> ReadOrderRequest(const Params& params) {
  const Arguments arguments(params, Blame::kField);
  OrderRequest order;
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  order.pair = *pair;
  const auto side = RequiredWord(arguments, "type", kSides);
  if (!side) return tl::unexpected(side.error());
  order.side = *side;
  const auto terms = ReadTerms(arguments, *order.pair, "", "");
  if (!terms) return tl::unexpected(terms.error());
  order.terms = *terms;
  const auto in_quote = ReadFlags(arguments, order);
  if (!in_quote) return tl::unexpected(in_quote.error());
  const auto volume = ReadVolume(arguments, order, *in_quote);
  if (!volume) return tl::unexpected(volume.error());
  order.volume = *volume;
  const auto leverage = ReadLeverage(arguments, order);
  if (!leverage) return tl::unexpected(leverage.error());
  order.leverage = *leverage;
  if (arguments.Has("close[ordertype]")) {
    const auto close = ReadTerms(arguments, *order.pair, "close[", "]");
    if (!close) return tl::unexpected(close.error());
    order.close = *close;
  }
  const Status optional = CheckOptional(arguments);
  if (!optional) return tl::unexpected(optional.error());
  const auto validate = arguments.Flag("validate");
  if (!validate) return tl::unexpected(validate.error());
  order.validate = *validate;
  return order;
}

}  // namespace kraken::mock
