// The accounts' orders that wait on one side of a pair's book: by price, then by time.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_RESTING_ORDERS_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_RESTING_ORDERS_H_

#include <cstdint>
#include <map>
#include <utility>

#include "kraken/protocol/decimal.h"
#include "mock_server/src/trading/order.h"

namespace kraken::mock {

class RestingOrders final {
 public:
  enum Best : std::uint8_t { kHighestFirst, kLowestFirst };
  explicit RestingOrders(Best best) : best_(best) {}

  void Add(Order& order) { orders_.emplace(KeyOf(order), &order); }
  void Remove(const Order& order) { orders_.erase(KeyOf(order)); }
  // Null where none rests.
  Order* best() const { return orders_.empty() ? nullptr : orders_.begin()->second; }

  // The best first, for as long as `visit` answers true.
  template <typename Visit>
  void ForEachWhile(Visit visit) const {
    for (const auto& [key, order] : orders_) {
      if (!visit(*order)) return;
    }
  }

 private:
  using Key = std::pair<Decimal, std::uint64_t>;

  Key KeyOf(const Order& order) const {
    const Decimal& price = order.request.limit();
    return {best_ == kHighestFirst ? -price : price, order.priority};
  }

  Best best_;
  std::map<Key, Order*> orders_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_RESTING_ORDERS_H_
