#include "mock_server/src/trading/market.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <nlohmann/json.hpp>

#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/timestamps.h"
#include "mock_server/src/trading/order_terms.h"

namespace kraken::mock {
namespace {

std::vector<Level> LevelsOf(const Json& rows) {
  std::vector<Level> levels;
  for (const Json& row : rows) {
    levels.push_back({.price = DecimalOf(row.at(0)),
                      .volume = DecimalOf(row.at(1)),
                      .time = WallTime(Duration(FromSeconds(row.at(2))))});
  }
  return levels;
}

// What the fixtures of Depth show.
struct FirstBook {
  explicit FirstBook(const Json& result)
      : asks(LevelsOf(result.front().at("asks"))), bids(LevelsOf(result.front().at("bids"))) {}

  std::vector<Level> asks;
  std::vector<Level> bids;
};

// The seed of one market, so that each has numbers of its own (FNV-1a).
std::uint64_t SeedOf(std::uint64_t seed, std::string_view pair) {
  std::uint64_t hash = 0xcbf29ce484222325U ^ seed;
  for (const char c : pair) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

std::int64_t ToInteger(const Decimal& whole) { return std::stoll(whole.ToString()); }

// The remainder, since the library's distributions differ from one library to the next.
std::int64_t Below(std::mt19937_64& random, std::int64_t bound) {
  return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(bound));
}

}  // namespace

Market::Market(const PairInfo& pair, std::uint64_t seed, WallTime now)
    : pair_(&pair), random_(SeedOf(seed, pair.id)) {
  static const FixtureFolder<FirstBook> kBooks("Depth");
  const Json& row = BuiltInWorld().at("market").at("pairs").at(pair.id);
  if (row.at("follows").is_string()) leader_ = row.at("follows").get<std::string>();
  mean_gap_ = std::chrono::milliseconds(row.at("mean_gap_ms").get<std::int64_t>());
  typical_volume_ = DecimalOf(row.at("typical_volume"));
  last_ = DecimalOf(row.at("last"));
  last_number_ = row.at("last_trade_id").get<std::uint64_t>();
  const FirstBook& book = *kBooks.Find(pair.id);
  asks_ = book.asks;
  bids_ = book.bids;
  // Nobody wants a book of last year.
  for (std::vector<Level>* levels : {&asks_, &bids_}) {
    for (Level& level : *levels) level.time += now - BuiltInTime();
  }
  levels_are_built_ = true;
  highest_ = ToInteger(HighestPrice().DividedBy(pair_->tick_size, 0));
  best_bid_ = TicksOf(bids_.front().price);
  first_best_bid_ = best_bid_;
  for (const Level& level : asks_) {
    ask_shape_.push_back({.offset = TicksOf(level.price) - best_bid_, .volume = level.volume});
  }
  for (const Level& level : bids_) {
    bid_shape_.push_back({.offset = best_bid_ - TicksOf(level.price), .volume = level.volume});
  }
  began_ = now;
  next_trade_ = now + mean_gap_;
}

Decimal Market::PriceAt(std::int64_t ticks) const {
  return Decimal::FromInteger(ticks) * pair_->tick_size;
}

std::int64_t Market::TicksOf(const Decimal& price) const {
  return WithinPrices(price.DividedBy(pair_->tick_size, 0));
}

std::int64_t Market::WithinPrices(const Decimal& ticks) const {
  return ToInteger(std::clamp(ticks, Decimal::FromInteger(1), Decimal::FromInteger(highest_)));
}

void Market::BuildLevels() {
  if (levels_are_built_) return;
  levels_are_built_ = true;
  // The volumes of the first book, shifted by a place with each move.
  const auto build = [&](const std::vector<Shape>& shape, std::int64_t sign) {
    std::vector<Level> levels;
    levels.reserve(shape.size());
    for (std::size_t i = 0; i < shape.size(); ++i) {
      const std::int64_t ticks = best_bid_ + sign * shape[i].offset;
      if (ticks <= 0 || ticks > highest_) break;  // Of a market that went so far.
      const std::size_t other = (i + moves_) % shape.size();
      levels.push_back({.price = PriceAt(ticks), .volume = shape[other].volume, .time = moved_});
    }
    return levels;
  };
  asks_ = build(ask_shape_, 1);
  bids_ = build(bid_shape_, -1);
}

const std::vector<Level>& Market::Levels(std::string_view side) {
  BuildLevels();
  return side == "buy" ? bids_ : asks_;
}

void Market::TakeBest(std::string_view side, const Decimal& volume, WallTime now) {
  BuildLevels();
  std::vector<Level>& levels = side == "buy" ? bids_ : asks_;
  Level& best = levels.front();
  best.volume = best.volume - volume;
  best.time = now;
  if (best.volume.is_zero()) levels.erase(levels.begin());
}

void Market::StandAt(std::int64_t best_bid, WallTime now) {
  // So that the best ask is a price, too.
  best_bid_ = std::clamp<std::int64_t>(best_bid, 1, highest_ - ask_shape_.front().offset);
  ++moves_;
  levels_are_built_ = false;
  moved_ = now;
  quotes_.push_back({.time = now, .bid = this->best_bid(), .ask = best_ask()});
  if (quotes_.size() > kMostQuotes) quotes_.pop_front();
}

PublicTrade Market::Trade(std::string_view side, const Decimal& price, WallTime now) {
  const Decimal factor =
      Decimal::FromInteger(20 + Below(random_, 360)) * Decimal::Parse("0.01").value();
  return {
      .time = now,
      .price = price,
      .volume = (typical_volume_ * factor).Rounded(pair_->lot_decimals),
      .side = side,
      .by_market_order = Below(random_, 3) == 0,
  };
}

PublicTrade Market::Move(const Market* leader) {
  // The sum of four even numbers is nearly normal. Per trade its deviation is 0.037 % of the price,
  // which makes about 3 % a day.
  constexpr std::int64_t kHalf = 500;
  std::int64_t deviation = 0;
  for (int i = 0; i < 4; ++i) deviation += Below(random_, 2 * kHalf + 1) - kHalf;
  const std::int64_t before = best_bid_;
  if (leader == nullptr) {
    constexpr std::int64_t kWhole = 57'735'000;
    walked_ += before * deviation * 37;
    const std::int64_t ticks = walked_ / kWhole;
    walked_ -= ticks * kWhole;
    StandAt(before + ticks, next_trade_);
  } else {
    const Decimal share = Decimal::FromInteger(leader->best_bid_)
                              .DividedBy(Decimal::FromInteger(leader->first_best_bid_), 12);
    const Decimal followed = (Decimal::FromInteger(first_best_bid_) * share).Rounded(0);
    StandAt(WithinPrices(followed) + deviation / kHalf, next_trade_);
  }
  const bool rises = best_bid_ > before || (best_bid_ == before && deviation >= 0);
  const std::int64_t ticks = rises ? best_bid_ + ask_shape_.front().offset : best_bid_;
  const PublicTrade trade = Trade(rises ? "buy" : "sell", PriceAt(ticks), next_trade_);
  const std::int64_t gap = mean_gap_.count();
  next_trade_ += Duration(gap / 2 + Below(random_, gap));
  return trade;
}

PublicTrade Market::MoveTo(const Decimal& price, std::string_view side, const Market* leader,
                           WallTime now) {
  const bool rises = side == "buy";
  const std::int64_t ticks = TicksOf(price);
  StandAt(rises ? ticks - ask_shape_.front().offset : ticks, now);
  if (leader != nullptr) {  // From here on it follows.
    const Decimal begun =
        Decimal::FromInteger(best_bid_) * Decimal::FromInteger(leader->first_best_bid_);
    first_best_bid_ = WithinPrices(begun.DividedBy(Decimal::FromInteger(leader->best_bid_), 0));
  }
  return Trade(side, PriceAt(ticks), now);
}

std::uint64_t Market::Record(PublicTrade trade) {
  trade.number = ++last_number_;
  if (!trades_.empty()) trade.time = std::max(trade.time, trades_.back().time + Duration(1));
  last_ = trade.price;
  for (CandleSeries& series : candles_) series.Add(trade.time, trade.price, trade.volume);
  trades_.push_back(trade);
  if (trades_.size() > kMostTrades) trades_.pop_front();
  return trade.number;
}

}  // namespace kraken::mock
