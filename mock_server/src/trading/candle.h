// What a market did in stretches of time.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_CANDLE_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_CANDLE_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/decimal.h"

namespace kraken::mock {

struct Candle {
  std::chrono::sys_seconds start{};
  Decimal open{};
  Decimal high{};
  Decimal low{};
  Decimal close{};
  Decimal volume{};
  Decimal cost{};  // Of the quote.
  std::uint64_t count = 0;

  // With what happened later in the same stretch.
  void Add(const Candle& later);
};

// The lengths that candles come in. Source: docs.kraken.com, "Get OHLC Data".
inline constexpr auto kIntervals = std::to_array<std::chrono::minutes>(
    {std::chrono::minutes(1), std::chrono::minutes(5), std::chrono::minutes(15),
     std::chrono::minutes(30), std::chrono::minutes(60), std::chrono::minutes(240),
     std::chrono::minutes(1440), std::chrono::minutes(10080), std::chrono::minutes(21600)});
inline constexpr std::size_t kHourly = 4;  // Its place among them.

// The stretch of that length in which a time lies; all of them begin at 1970.
std::chrono::sys_seconds StretchOf(WallTime time, std::chrono::minutes interval);

// Candles of one length, the latest last; stretches without a trade have none.
class CandleSeries final {
 public:
  static constexpr std::size_t kMost = 720;

  explicit CandleSeries(std::chrono::minutes interval) : interval_(interval) {}

  void Add(WallTime time, const Decimal& price, const Decimal& volume);
  const std::deque<Candle>& candles() const { return candles_; }

 private:
  std::chrono::minutes interval_;
  std::deque<Candle> candles_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_CANDLE_H_
