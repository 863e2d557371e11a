// The market of a pair as everybody else makes it: their orders, their trades, and how its price
// moves. Made up from a seed, beginning where the built-in fixtures stand.
//
// The same seed gives the same market, whatever the library and the machine, and whoever looks at
// it in between.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_MARKET_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_MARKET_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/decimal.h"
#include "mock_server/src/built_in/name_table.h"
#include "mock_server/src/trading/candle.h"

namespace kraken::mock {

struct Level {
  Decimal price{};
  Decimal volume{};
  WallTime time{};  // Of the latest order in it.
};

// The best prices at some time.
struct BestPrices {
  WallTime time{};
  Decimal bid{};
  Decimal ask{};
};

// A trade as everybody sees it.
struct PublicTrade {
  std::uint64_t number = 0;
  WallTime time{};
  Decimal price{};
  Decimal volume{};
  std::string_view side{};  // Of the one who came: "buy" or "sell".
  bool by_market_order = false;
};

class Market final {
 public:
  static constexpr std::size_t kMostTrades = 1000;
  static constexpr std::size_t kMostQuotes = 200;

  // It stands still until the first trade after `now`.
  Market(const PairInfo& pair, std::uint64_t seed, WallTime now);

  const PairInfo& pair() const { return *pair_; }
  const Decimal& last() const { return last_; }
  // Of the pair that this one follows; empty where it goes its own way.
  std::string_view leader() const { return leader_; }

  // The orders of that side, "buy" or "sell", the best first.
  const std::vector<Level>& Levels(std::string_view side);
  // Takes from the best of them. It is there again after the next move.
  void TakeBest(std::string_view side, const Decimal& volume, WallTime now);

  Decimal best_bid() const { return PriceAt(best_bid_); }
  Decimal best_ask() const { return PriceAt(best_bid_ + ask_shape_.front().offset); }

  // Others do not trade before then: what nobody would see is not made up.
  void SleepUntil(WallTime time) { next_trade_ = std::max(next_trade_, time); }
  // When others trade next.
  WallTime next_trade() const { return next_trade_; }
  // They do, and the price moves: answers the trade, which is not recorded yet. A market that has a
  // leader goes where that one has gone.
  PublicTrade Move(const Market* leader);
  // The same for a price that somebody sets. `side` is whose orders come, so that the others' best
  // price is this one.
  PublicTrade MoveTo(const Decimal& price, std::string_view side, const Market* leader,
                     WallTime now);
  // Puts a trade on the tape; answers the number that it gets. No two have the same time there, so
  // that nobody who asks for what came after one of them misses another.
  std::uint64_t Record(PublicTrade trade);
  // What happened since the beginning, the latest last: what the built-in fixtures show came
  // before.
  const std::deque<PublicTrade>& trades() const { return trades_; }
  const std::deque<BestPrices>& quotes() const { return quotes_; }
  // By the places of kIntervals.
  const CandleSeries& candles(std::size_t interval) const { return candles_.at(interval); }
  WallTime began() const { return began_; }

 private:
  struct Shape {
    std::int64_t offset = 0;  // From the best bid, in ticks.
    Decimal volume{};
  };

  Decimal PriceAt(std::int64_t ticks) const;
  std::int64_t TicksOf(const Decimal& price) const;
  // The nearest that is a price.
  std::int64_t WithinPrices(const Decimal& ticks) const;
  void BuildLevels();
  void StandAt(std::int64_t best_bid, WallTime now);
  PublicTrade Trade(std::string_view side, const Decimal& price, WallTime now);

  const PairInfo* pair_;
  std::string leader_{};
  Duration mean_gap_{};
  Decimal typical_volume_{};
  std::vector<Shape> ask_shape_{};
  std::vector<Shape> bid_shape_{};
  std::mt19937_64 random_;
  std::int64_t highest_ = 0;  // Of all prices, in ticks; no market of ours goes beyond.
  std::int64_t best_bid_ = 0;
  std::int64_t first_best_bid_ = 0;
  std::int64_t walked_ = 0;  // Less than a tick, and not walked yet.
  Decimal last_{};
  std::uint64_t last_number_ = 0;
  std::uint64_t moves_ = 0;
  bool levels_are_built_ = false;
  std::vector<Level> asks_{};
  std::vector<Level> bids_{};
  WallTime next_trade_{};
  std::deque<PublicTrade> trades_{};
  std::deque<BestPrices> quotes_{};
  std::vector<CandleSeries> candles_{kIntervals.begin(), kIntervals.end()};
  WallTime began_{};
  WallTime moved_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_MARKET_H_
