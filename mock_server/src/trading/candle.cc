#include "mock_server/src/trading/candle.h"

#include <algorithm>

namespace kraken::mock {

void Candle::Add(const Candle& later) {
  high = std::max(high, later.high);
  low = std::min(low, later.low);
  close = later.close;
  volume = volume + later.volume;
  cost = cost + later.cost;
  count += later.count;
}

std::chrono::sys_seconds StretchOf(WallTime time, std::chrono::minutes interval) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
  const std::chrono::seconds length = interval;
  auto rest = seconds % length;
  if (rest < std::chrono::seconds::zero()) rest += length;
  return std::chrono::sys_seconds(seconds - rest);
}

void CandleSeries::Add(WallTime time, const Decimal& price, const Decimal& volume) {
  const Candle trade{.start = StretchOf(time, interval_),
                     .open = price,
                     .high = price,
                     .low = price,
                     .close = price,
                     .volume = volume,
                     .cost = price * volume,
                     .count = 1};
  if (!candles_.empty() && candles_.back().start == trade.start) {
    candles_.back().Add(trade);
    return;
  }
  candles_.push_back(trade);
  if (candles_.size() > kMost) candles_.pop_front();
}

}  // namespace kraken::mock
