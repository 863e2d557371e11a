#include "mock_server/src/trading/order_terms.h"

#include <algorithm>
#include <array>

#include "mock_server/src/trading/order.h"

namespace kraken::mock {
namespace {

constexpr auto kOrderTypes = std::to_array<OrderType>({
    {.name = "market", .text = "market"},
    {.name = "limit", .text = "limit", .prices = 1},
    {.name = "iceberg", .text = "iceberg", .prices = 1},
    {.name = "stop-loss", .text = "stop loss", .prices = 1, .triggered = true},
    {.name = "take-profit", .text = "take profit", .prices = 1, .triggered = true},
    {.name = "stop-loss-limit", .text = "stop loss", .prices = 2, .triggered = true},
    {.name = "take-profit-limit", .text = "take profit", .prices = 2, .triggered = true},
    {.name = "trailing-stop",
     .text = "trailing stop",
     .prices = 1,
     .triggered = true,
     .trails = true},
    {.name = "trailing-stop-limit",
     .text = "trailing stop",
     .prices = 2,
     .triggered = true,
     .trails = true},
    {.name = "settle-position", .text = "settle position"},
});

constexpr auto kSides = std::to_array<std::string_view>({"buy", "sell"});
// In the order of OrderStatus.
constexpr auto kStatusNames =
    std::to_array<std::string_view>({"pending", "open", "closed", "canceled", "expired"});

}  // namespace

std::span<const OrderType> OrderTypes() { return kOrderTypes; }
std::span<const std::string_view> Sides() { return kSides; }

const OrderType* FindOrderType(std::string_view name) {
  const auto* found = std::ranges::find(kOrderTypes, name, &OrderType::name);
  return found == kOrderTypes.end() ? nullptr : found;
}

const std::string_view* FindSide(std::string_view name) {
  const auto* found = std::ranges::find(kSides, name);
  return found == kSides.end() ? nullptr : found;
}

std::string_view OtherSide(std::string_view side) {
  return side == kSides.front() ? kSides.back() : kSides.front();
}

std::string_view ToString(OrderStatus status) {
  return kStatusNames[static_cast<std::size_t>(status)];
}

}  // namespace kraken::mock
