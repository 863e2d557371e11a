// What trading costs, by the turnover of 30 days. Source: AssetPairs (`fees`, `fees_maker`).
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_FEE_SCHEDULE_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_FEE_SCHEDULE_H_

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/decimal.h"

namespace kraken::mock {

// How far back the turnover reaches that decides on the fee.
inline constexpr Duration kTurnoverSpan = std::chrono::hours(24 * 30);

struct FeeTier {
  Decimal volume{};   // From this turnover on, in dollars.
  Decimal percent{};  // Of the cost.
};

class FeeSchedule final {
 public:
  // From fixtures/world.json; all its pairs have the same. Thread-safe.
  static const FeeSchedule& Taker();
  static const FeeSchedule& Maker();

  // Sorted by volume, the first from 0 on.
  explicit FeeSchedule(std::vector<FeeTier> tiers) : tiers_(std::move(tiers)) {}

  const FeeTier& At(const Decimal& turnover) const;
  // The one after it; null at the top.
  const FeeTier* NextAfter(const Decimal& turnover) const;
  std::span<const FeeTier> tiers() const { return tiers_; }

 private:
  std::vector<FeeTier> tiers_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_FEE_SCHEDULE_H_
