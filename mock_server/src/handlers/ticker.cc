// Ticker: where the markets stand, and what they did today and within a day.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/printed_prices.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/handlers/tokenized.h"

namespace kraken::mock {
namespace {

// What the fixture shows of one pair: its candles of "today" and of 24 hours, and its last trade.
struct PastTicker {
  explicit PastTicker(const Json& row) : last_volume(DecimalOf(row.at("c").at(1))) {
    for (std::size_t i = 0; i < candles.size(); ++i) {
      Candle& candle = candles.at(i);
      candle = {.open = DecimalOf(row.at("o")),
                .high = DecimalOf(row.at("h").at(i)),
                .low = DecimalOf(row.at("l").at(i)),
                .close = DecimalOf(row.at("c").at(0)),
                .volume = DecimalOf(row.at("v").at(i)),
                .count = row.at("t").at(i).get<std::uint64_t>()};
      average.at(i) = DecimalOf(row.at("p").at(i));
      candle.cost = candle.volume * average.at(i);
    }
  }

  std::array<Candle, 2> candles{};
  std::array<Decimal, 2> average{};
  Decimal last_volume;
};

struct PastTickers {
  explicit PastTickers(const Json& result) {
    for (const auto& [pair, row] : result.items()) by_pair.emplace(pair, PastTicker(row));
  }

  std::map<std::string, PastTicker> by_pair{};
};

// `past` counts where it lies in the stretch; of what happened since, the hours from `from` on.
Candle Since(WallTime from, const Candle* past, const Market& market) {
  std::optional<Candle> sum;
  if (past != nullptr) sum = *past;
  for (const Candle& hour : market.candles(kHourly).candles()) {
    if (hour.start < from) continue;
    if (sum) {
      sum->Add(hour);
    } else {
      sum = hour;
    }
  }
  // A stretch in which nothing happened.
  return sum.value_or(Candle{
      .open = market.last(), .high = market.last(), .low = market.last(), .close = market.last()});
}

std::string PriceText(const Decimal& price) {
  return "\"" + price.ToFixed(kPrintedDecimals) + "\"";
}

// ["60250.10000","1","1.000"]
std::string BestText(const std::vector<Level>& levels) {
  if (levels.empty()) return R"(["0.00000","0","0.000"])";
  const Level& best = levels.front();
  return "[" + PriceText(best.price) + ",\"" + best.volume.ToFixed(0, Rounding::kDown) + "\",\"" +
         BookVolumeText(best.volume) + "\"]";
}

template <typename ToText>
std::string PairOfTexts(const std::array<Candle, 2>& candles, ToText to_text) {
  return "[" + to_text(candles[0]) + "," + to_text(candles[1]) + "]";
}

std::string TickerText(Venue& venue, const PairInfo& pair, const PastTicker& past) {
  const Market& market = venue.MarketOf(pair);
  const WallTime now = venue.now();
  const WallTime midnight = std::chrono::floor<std::chrono::days>(now);
  const WallTime day_ago = now - std::chrono::hours(24);
  const bool is_first_day = market.began() >= midnight;
  const bool is_within_a_day = market.began() > day_ago;
  const std::array<Candle, 2> stretches{
      Since(midnight, is_first_day ? past.candles.data() : nullptr, market),
      Since(day_ago, is_within_a_day ? &past.candles[1] : nullptr, market)};
  const int lots = pair.lot_decimals;
  const auto volume = [lots](const Candle& c) { return "\"" + c.volume.ToFixed(lots) + "\""; };
  const auto average = [](const Candle& c) {
    return PriceText(c.volume.is_zero() ? Decimal() : c.cost.DividedBy(c.volume, kPrintedDecimals));
  };
  const Decimal& last_volume =
      market.trades().empty() ? past.last_volume : market.trades().back().volume;
  return R"({"a":)" + BestText(venue.BookOf(pair, "sell", 1)) +
         ",\"b\":" + BestText(venue.BookOf(pair, "buy", 1)) + ",\"c\":[" +
         PriceText(market.last()) + ",\"" + last_volume.ToFixed(lots) + R"("],"v":)" +
         PairOfTexts(stretches, volume) + ",\"p\":" + PairOfTexts(stretches, average) + ",\"t\":" +
         PairOfTexts(stretches, [](const Candle& c) { return std::to_string(c.count); }) +
         ",\"l\":" + PairOfTexts(stretches, [](const Candle& c) { return PriceText(c.low); }) +
         ",\"h\":" + PairOfTexts(stretches, [](const Candle& c) { return PriceText(c.high); }) +
         ",\"o\":" + PriceText(stretches[0].open) + "}";
}

}  // namespace

HandlerResult Ticker(const Call& call, World& world) {
  static const FixtureFolder<PastTickers> kFolder("Ticker");
  const Arguments arguments(call.params);
  const Result<bool> tokenized = AsksForTokenized(arguments, "asset_class");
  if (!tokenized) return tl::unexpected(tokenized.error());
  if (*tokenized) return NothingTokenized(arguments.Text("pair"), "EQuery:Unknown asset pair");
  auto pairs = arguments.Pairs("pair");
  if (!pairs) return tl::unexpected(pairs.error());
  if (pairs->empty()) {
    for (const PairInfo& pair : NameTable::BuiltIn().pairs()) pairs->push_back(&pair);
  }
  const PastTickers& past = *kFolder.Find("all-pairs");
  std::string texts;
  for (const PairInfo* pair : *pairs) {
    if (!texts.empty()) texts += ',';
    texts += JsonString(pair->id) + ":" + TickerText(world.venue, *pair, past.by_pair.at(pair->id));
  }
  return "{" + texts + "}";
}

}  // namespace kraken::mock
