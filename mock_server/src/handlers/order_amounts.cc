#include "mock_server/src/handlers/order_amounts.h"

#include <string>

#include "mock_server/src/trading/cost_minimum.h"

namespace kraken::mock {
namespace {

// Larger amounts are no prices and no volumes, and their product would not fit into a Decimal.
bool IsReasonable(const Decimal& amount) { return amount > Decimal() && amount <= HighestVolume(); }

bool SettlesAPosition(const OrderRequest& order) {
  return order.terms.type->name == "settle-position";
}

// "XBT/USD price can only be specified up to 1 decimals." was recorded of live orders, full stop
// and all.
tl::unexpected<Error> TooManyDecimals(const Arguments& arguments, std::string_view field,
                                      const PairInfo& pair) {
  const std::string limit = pair.wsname + " price can only be specified up to " +
                            std::to_string(pair.pair_decimals) + " decimals.";
  return arguments.RefuseAs("EOrder:Invalid price:" + limit,
                            FieldIs(field, arguments.Text(field)) + ": " + limit);
}

// What the order costs at its own price; none where only the market knows.
std::optional<Decimal> CostOf(const OrderRequest& order) {
  if (order.in_quote) return order.volume;
  const OrderPrice& price = order.terms.price;
  if (order.terms.type->prices == 0 || price.sign != '\0') return std::nullopt;
  return order.volume * price.amount;
}

}  // namespace

std::optional<OrderPrice> ParsePrice(std::string_view text) {
  constexpr std::string_view kSigns = "+-#";
  OrderPrice price;
  if (!text.empty() && kSigns.find(text.front()) != std::string_view::npos) {
    price.sign = text.front();
    text.remove_prefix(1);
  }
  if (price.sign != '\0' && text.ends_with('%')) {
    price.percent = true;
    text.remove_suffix(1);
  }
  const Result<Decimal> amount = Decimal::Parse(text);
  if (!amount || !IsReasonable(*amount)) return std::nullopt;
  price.amount = *amount;
  // As many decimals as descriptions print of a percentage (assumed).
  constexpr int kPercentDecimals = 4;
  const bool is_too_fine = price.percent && amount->Rounded(kPercentDecimals) != *amount;
  const bool is_too_high = price.amount > HighestPrice();
  if (is_too_fine || is_too_high) return std::nullopt;
  return price;
}

Result<OrderPrice> ReadPrice(const Arguments& arguments, std::string_view field,
                             const PairInfo& pair, bool trails) {
  if (!arguments.Has(field)) return arguments.Refuse(field, std::string(field) + " is missing");
  const std::string said = FieldIs(field, arguments.Text(field));
  const std::optional<OrderPrice> price = ParsePrice(arguments.Text(field));
  if (!price) return arguments.Refuse(field, said + ", which is not a price");
  if (trails && price->sign == '\0') {
    return arguments.Refuse(field, said + "; a trailing stop takes a distance: +1%");
  }
  if (!price->percent && price->amount.Rounded(pair.pair_decimals) != price->amount) {
    return TooManyDecimals(arguments, field, pair);
  }
  if (price->sign == '\0' &&
      price->amount.DividedBy(pair.tick_size, 0) * pair.tick_size != price->amount) {
    return arguments.RefuseAs(
        "EOrder:Tick size check failed",
        said + "; prices of " + pair.altname + " go by " + pair.tick_size.ToString());
  }
  return *price;
}

Result<Decimal> ReadVolume(const Arguments& arguments, std::string_view field,
                           const OrderRequest& order) {
  const auto volume = arguments.Number(field);
  if (!volume) return tl::unexpected(volume.error());
  if (!volume->has_value()) {
    return arguments.Refuse(field, std::string(field) + " is missing");
  }
  // What is finer than the pair's lots, or costs, falls away (assumed).
  const int places = order.in_quote ? order.pair->cost_decimals : order.pair->lot_decimals;
  const Decimal value = (*volume)->Rounded(places, Rounding::kDown);
  if (IsReasonable(**volume) || (value.is_zero() && SettlesAPosition(order))) return value;
  return arguments.Refuse(field, FieldIs(field, arguments.Text(field)) +
                                     ", which is not a volume: it takes a number above 0");
}

Status CheckMinima(const Arguments& arguments, std::string_view field, const OrderRequest& order) {
  if (order.volume.is_zero() && SettlesAPosition(order)) return {};
  const PairInfo& pair = *order.pair;
  const std::string said = std::string(field) + " comes to " + order.volume.ToString();
  if (!order.in_quote && order.volume < pair.ordermin) {
    return arguments.RefuseAs(
        "EGeneral:Invalid arguments:volume minimum not met",
        said + "; " + pair.altname + " takes " + pair.ordermin.ToString() + " or more (ordermin)");
  }
  const std::optional<Decimal> cost = CostOf(order);
  if (!cost) return {};
  const Status enough = CheckCost(pair, *cost);
  if (enough) return {};
  return arguments.RefuseAs(enough.error().api_errors.front(),
                            said + ": " + enough.error().message);
}

// At least a fifteenth of the volume is shown. Source: docs.kraken.com, "Add Order". That it is no
// more than all of it is assumed, as is the string.
Status CheckShownVolume(const Arguments& arguments, std::string_view field,
                        const OrderRequest& order, const Decimal& volume) {
  if (!arguments.Has(field) || order.terms.type->name != "iceberg") return {};
  const auto shown = arguments.Number(field);
  if (!shown) return tl::unexpected(shown.error());
  const bool shows_enough =
      IsReasonable(**shown) && **shown * Decimal::FromInteger(15) >= volume && **shown <= volume;
  if (shows_enough) return {};
  return arguments.Refuse(field, FieldIs(field, arguments.Text(field)) +
                                     "; an iceberg shows a fifteenth or more of its volume, " +
                                     volume.ToString() + ", and not more than all of it");
}

}  // namespace kraken::mock
