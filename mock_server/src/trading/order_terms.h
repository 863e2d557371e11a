// What an order asks for: an order as a value, before anybody has taken it.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_ORDER_TERMS_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_ORDER_TERMS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/decimal.h"
#include "mock_server/src/built_in/name_table.h"

namespace kraken::mock {

struct OrderType {
  std::string_view name{};  // "stop-loss-limit"
  std::string_view text{};  // "stop loss": what descriptions say.
  int prices = 0;           // How many of `price` and `price2` it needs.
  bool triggered = false;   // Its first price is what it waits for.
  bool trails = false;      // Its first price is a distance: "+1%".
};

// An absolute price, or a distance from the last one: "+5", "-1.5%", "#2".
struct OrderPrice {
  char sign = '\0';  // '+', '-', '#'; none for an absolute price.
  Decimal amount{};
  bool percent = false;
};

// Above it nothing is a price: what orders come to has to fit into a Decimal.
inline Decimal HighestPrice() { return Decimal::FromInteger(1'000'000'000); }

// The same of volumes.
inline Decimal HighestVolume() { return Decimal::FromInteger(1'000'000'000'000); }

// What is to be done, at which prices: of the order itself, and of its conditional close.
struct OrderTerms {
  const OrderType* type = nullptr;
  OrderPrice price{};   // Where the type has one.
  OrderPrice price2{};  // Where the type has two.
};

enum class TimeInForce : std::uint8_t { kGtc, kIoc, kFok, kGtd };

// What happens where an order would trade with another of its own account.
enum class SelfTrade : std::uint8_t { kCancelNewest, kCancelOldest, kCancelBoth };

struct OrderRequest {  // NOLINT(clang-analyzer-optin.performance.Padding): few live at a time.
  const PairInfo* pair = nullptr;
  std::string_view side{};  // "buy" or "sell"
  OrderTerms terms{};
  Decimal volume{};          // No finer than the pair's lots.
  bool in_quote = false;     // With viqc the volume is an amount of the quote, else of the base.
  bool post_only = false;    // With post.
  bool fee_in_base = false;  // With fcib; else the fee is taken in the quote.
  bool no_mpp = false;       // With nompp, which does nothing any more.
  int leverage = 0;          // 0: none.
  TimeInForce time_in_force = TimeInForce::kGtc;
  SelfTrade self_trade = SelfTrade::kCancelNewest;
  std::optional<WallTime> start{};   // When it enters the market; at once where there is none.
  std::optional<WallTime> expire{};  // When it leaves it.
  std::optional<OrderTerms> close{};
  std::int64_t userref = 0;  // 0: none.
  std::string cl_ord_id{};   // Empty where none was given.

  bool buys() const { return side == "buy"; }
  bool is_market() const { return terms.type->name == "market"; }
  // Whether the fee is taken in the asset that is paid with, and not in the one that is got.
  bool pays_fee_besides() const { return fee_in_base != buys(); }
  // What is paid with, and held while the order waits.
  const AssetInfo& paid_asset() const { return buys() ? *pair->quote_asset : *pair->base_asset; }
  const Decimal& limit() const { return terms.price.amount; }
};

std::span<const OrderType> OrderTypes();
std::span<const std::string_view> Sides();
// Null where there is no such type, or no such side.
const OrderType* FindOrderType(std::string_view name);
const std::string_view* FindSide(std::string_view name);
std::string_view OtherSide(std::string_view side);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_ORDER_TERMS_H_
