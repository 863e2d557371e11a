// An order that was placed, and what became of it.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_ORDER_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_ORDER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/decimal.h"
#include "mock_server/src/trading/order_terms.h"

namespace kraken::mock {

class Account;

// Pending: it has a start that is still to come. Canceled covers all that ended without having been
// filled, but for those whose time was over, which are expired.
enum class OrderStatus : std::uint8_t { kPending, kOpen, kClosed, kCanceled, kExpired };
std::string_view ToString(OrderStatus status);

// Why orders end that are not filled.
inline constexpr std::string_view kCanceledReason = "User requested";
inline constexpr std::string_view kExpiredReason = "Order expired";
inline constexpr std::string_view kReplacedReason = "Order replaced";
inline constexpr std::string_view kPostOnlyReason = "Post only order";
inline constexpr std::string_view kSelfTradeReason = "Self trade prevented";
inline constexpr std::string_view kNotFilledReason = "Order could not be filled completely";

// What an order asked for at some time. The first is how it was placed.
struct Amendment {
  std::string id{};
  Decimal volume{};
  Decimal remaining{};
  Decimal limit{};  // 0 of orders that have none.
  bool post_only = false;
  WallTime at{};
};

struct Order {
  // Beyond so many the oldest amendments are forgotten, but for how it was placed.
  static constexpr std::size_t kMostAmendments = 1'000;

  bool is_open() const { return status == OrderStatus::kPending || status == OrderStatus::kOpen; }
  bool IsShownAt(WallTime now) const { return shown_from <= now; }
  Decimal remaining() const { return request.volume - executed; }

  std::string txid{};
  Account* account = nullptr;
  OrderRequest request{};      // As it stands now.
  std::string parent{};        // Of a conditional close: the order that it closes.
  std::uint64_t number = 0;    // Counts all orders of the venue.
  std::uint64_t priority = 0;  // Of two at one price the lower one goes first.
  OrderStatus status = OrderStatus::kPending;
  std::string_view reason{};  // Why it ended, where it was not filled.
  WallTime opened{};
  WallTime changed{};  // When it was placed or last amended.
  WallTime closed{};
  WallTime shown_from{};  // No query knows it before.
  Decimal executed{};     // Of the base.
  Decimal cost{};         // Of the quote, exact.
  Decimal fee{};          // Exact, in what it is taken in.
  Decimal fee_cap{};      // In percent: no fill of it costs more, so that what it holds suffices.
  Decimal held{};         // What the account cannot spend because of it.
  std::vector<std::string> trades{};
  std::vector<Amendment> amendments{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_ORDER_H_
