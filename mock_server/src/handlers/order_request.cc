#include "mock_server/src/handlers/order_request.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/handlers/client_order_id.h"
#include "mock_server/src/handlers/order_amounts.h"
#include "mock_server/src/timestamps.h"

namespace kraken::mock {
namespace {

constexpr auto kFlags = std::to_array<std::string_view>({"post", "fcib", "fciq", "nompp", "viqc"});

// In the order of TimeInForce.
constexpr auto kTimesInForce = std::to_array<std::string_view>({"GTC", "IOC", "FOK", "GTD"});
constexpr auto kTriggers = std::to_array<std::string_view>({"last", "index"});
// In the order of SelfTrade.
constexpr auto kSelfTradeTypes =
    std::to_array<std::string_view>({"cancel-newest", "cancel-oldest", "cancel-both"});
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
  const auto flags = ReadFlags(arguments, order);
  if (!flags) return tl::unexpected(flags.error());
  order.post_only = flags->post_only;
  order.fee_in_base = flags->fee_in_base;
  order.no_mpp = flags->no_mpp;
  order.in_quote = flags->in_quote;
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

// One of `words`, which are in the order of the enumeration; the first where it is absent.
template <typename Enum>
Result<Enum> ReadWord(const Arguments& arguments, std::string_view field,
                      std::span<const std::string_view> words) {
  const auto word = arguments.Choice(field, words, words.front());
  if (!word) return tl::unexpected(word.error());
  return static_cast<Enum>(std::ranges::find(words, *word) - words.begin());
}

// "0" is none, "+60" that many seconds from now, others a UNIX time. Source: docs.kraken.com, "Add
// Order".
Result<std::optional<WallTime>> ReadMoment(const Arguments& arguments, std::string_view field,
                                           WallTime now) {
  const std::string_view text = arguments.Text(field);
  if (text.empty() || text == "0") return std::nullopt;
  const bool is_relative = text.front() == '+';
  const Result<Decimal> seconds = Decimal::Parse(is_relative ? text.substr(1) : text);
  if (!seconds || seconds->is_negative() || *seconds != seconds->Rounded(0)) {
    return arguments.Refuse(field, FieldIs(field, text) + "; it takes a UNIX time in seconds, +N " +
                                       "for N seconds from now, or 0 for none");
  }
  const Duration length(FromSeconds(*seconds));
  // Times in nanoseconds end in 2262; what is computed from them must still fit.
  constexpr Duration kLongest = std::chrono::hours(24 * 366 * 200);
  if (length > (is_relative ? kLongest - now.time_since_epoch() : kLongest)) {
    return arguments.Refuse(field, FieldIs(field, text) + ", which is too far away");
  }
  return is_relative ? now + length : WallTime(length);
}

// Into `order`. That a time which is over is refused is assumed, for the beginning too.
Status ReadTimes(const Arguments& arguments, WallTime now, OrderRequest& order) {
  const auto rule = ReadWord<TimeInForce>(arguments, "timeinforce", kTimesInForce);
  if (!rule) return tl::unexpected(rule.error());
  order.time_in_force = *rule;
  const auto start = ReadMoment(arguments, "starttm", now);
  if (!start) return tl::unexpected(start.error());
  order.start = *start;
  const auto expire = ReadMoment(arguments, "expiretm", now);
  if (!expire) return tl::unexpected(expire.error());
  order.expire = *expire;
  const auto is_over = [now](const std::optional<WallTime>& time) { return time && *time < now; };
  for (const auto& [field, time] :
       {std::pair{"starttm", order.start}, {"expiretm", order.expire}}) {
    if (!is_over(time)) continue;
    return arguments.Refuse(field, FieldIs(field, arguments.Text(field)) +
                                       ", which is over; it is " + FormatRfc3339(now));
  }
  if (order.time_in_force == TimeInForce::kGtd && !order.expire) {
    return arguments.Refuse("expiretm", "timeinforce is GTD, and expiretm is missing");
  }
  if (order.expire && *order.expire <= order.start.value_or(now)) {
    return arguments.Refuse("expiretm", FieldIs("expiretm", arguments.Text("expiretm")) +
                                            ", which is not after the order begins");
  }
  return {};
}

// What is neither price nor volume. Into `order`, of which the rest is known.
Status ReadOptional(const Arguments& arguments, const Call& call, OrderRequest& order) {
  const auto leverage = ReadLeverage(arguments, order);
  if (!leverage) return tl::unexpected(leverage.error());
  order.leverage = *leverage;
  if (arguments.Has("close")) {
    return arguments.Refuse("close", FieldIs("close", arguments.Text("close")) +
                                         "; it takes an object with ordertype and price");
  }
  if (arguments.Has("close[ordertype]") || arguments.Has("close[price]") ||
      arguments.Has("close[price2]")) {
    const auto close = ReadTerms(arguments, *order.pair, "close[", "]");
    if (!close) return tl::unexpected(close.error());
    if (close->type->prices == 0) {
      return arguments.Refuse("close[ordertype]", FieldIs("close[ordertype]", close->type->name) +
                                                      "; a close has a price");
    }
    order.close = *close;
  }
  const auto trigger = arguments.Choice("trigger", kTriggers, {});
  if (!trigger) return tl::unexpected(trigger.error());
  const auto self_trade = ReadWord<SelfTrade>(arguments, "stptype", kSelfTradeTypes);
  if (!self_trade) return tl::unexpected(self_trade.error());
  order.self_trade = *self_trade;
  if (Status times = ReadTimes(arguments, call.now, order); !times) return times;
  const auto userref = ReadUserref(arguments);
  if (!userref) return tl::unexpected(userref.error());
  order.userref = *userref;
  const auto cl_ord_id = ReadClientOrderId(arguments, call.quirks.cl_ord_id);
  if (!cl_ord_id) return tl::unexpected(cl_ord_id.error());
  order.cl_ord_id = *cl_ord_id;
  return {};
}

}  // namespace

Result<OrderFlags> ReadFlags(const Arguments& arguments, const OrderRequest& order) {
  OrderFlags flags;
  if (arguments.ElementCount("oflags") != 0) {
    return arguments.Refuse("oflags", "oflags is a list; it takes a text: \"post,fciq\"");
  }
  if (!arguments.Has("oflags")) return flags;
  std::set<std::string_view> set;
  for (std::string_view flag : SplitList(arguments.Text("oflags"))) {
    if (std::ranges::find(kFlags, flag) == kFlags.end()) {
      return arguments.Refuse("oflags", FieldIs("oflags", flag) + DidYouMean(flag, kFlags));
    }
    set.insert(flag);
  }
  flags = {.post_only = set.contains("post"),
           .fee_in_base = set.contains("fcib"),
           .no_mpp = set.contains("nompp"),
           .in_quote = set.contains("viqc")};
  if (flags.fee_in_base && set.contains("fciq")) {
    return arguments.Refuse("oflags", "fcib and fciq exclude each other");
  }
  if (flags.in_quote && (order.side != "buy" || !order.is_market())) {
    return arguments.Refuse("oflags", "viqc is for buying at the market only");
  }
  if (flags.post_only && order.is_market()) {
    return arguments.Refuse("oflags", "post is for orders with a limit; this is a market order");
  }
  return flags;
}

Result<std::int64_t> ReadUserref(const Arguments& arguments) {
  const auto userref =
      arguments.Integer("userref", {.least = std::numeric_limits<std::int32_t>::min(),
                                    .most = std::numeric_limits<std::int32_t>::max()});
  if (!userref) return tl::unexpected(userref.error());
  return userref->value_or(0);
}

Status CheckSimulated(const Arguments& arguments, const OrderRequest& order) {
  const auto is_simulated = [](const OrderTerms& terms) {
    return terms.type->name == "limit" || terms.type->name == "market";
  };
  const std::string later =
      " are not simulated in this version of the mock; a fixture of your own " +
      std::string("can answer it");
  if (!is_simulated(order.terms)) {
    return arguments.Refuse("ordertype",
                            "orders of the type " + std::string(order.terms.type->name) + later);
  }
  if (order.close && order.close->type->name != "limit") {
    return arguments.Refuse("close[ordertype]",
                            "closes of the type " + std::string(order.close->type->name) + later);
  }
  if (order.leverage != 0) return arguments.Refuse("leverage", "orders on margin" + later);
  const auto reduces = arguments.Flag("reduce_only");
  if (!reduces) return tl::unexpected(reduces.error());
  if (!*reduces) return {};
  return arguments.RefuseAs("EOrder:Reduce only:No position exists",
                            "reduce_only is for positions, which no account of the mock has");
}

Result<OrderRequest> ReadOrderRequest(const Arguments& arguments, const PairInfo& pair,
                                      const Call& call) {
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
  if (Status optional = ReadOptional(arguments, call, order); !optional) {
    return tl::unexpected(optional.error());
  }
  return order;
}

}  // namespace kraken::mock
