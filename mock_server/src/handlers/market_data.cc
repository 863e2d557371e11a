// OHLC, Trades, Spread: rows in the order of time, of which a request chooses a stretch.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/market_history.h"
#include "mock_server/src/handlers/printed_prices.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/timestamps.h"

namespace kraken::mock {
namespace {

// A fixture's row, taken apart at its time.
struct PastRow {
  Nanoseconds time = 0;
  std::string head{};
  std::string tail{};
};

// {"XXBTZUSD":[…],"last":…}
struct PastRows {
  PastRows(const Json& result, std::size_t time_column) {
    for (const Json& row : result.front()) {
      std::string head = "[";
      std::string tail;
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (i < time_column) head += ToJsonText(row.at(i)) + ",";
        if (i > time_column) tail += "," + ToJsonText(row.at(i));
      }
      rows.push_back({.time = FromSeconds(row.at(time_column)), .head = head, .tail = tail + "]"});
    }
  }

  std::vector<PastRow> rows{};
};
struct PastTrades : PastRows {
  explicit PastTrades(const Json& result) : PastRows(result, 2) {}
};
struct PastQuotes : PastRows {
  explicit PastQuotes(const Json& result) : PastRows(result, 0) {}
};

// A row of the past, or of what happened since: one of the two. Its text is made only where it is
// asked for.
template <typename Live>
struct TapeRow {
  Nanoseconds time = 0;
  const PastRow* past = nullptr;
  const Live* live = nullptr;
};
template <typename Live>
using TapeRows = std::vector<TapeRow<Live>>;

template <typename Live>
TapeRows<Live> PastAs(const PastRows& past, Duration shift) {
  TapeRows<Live> rows;
  for (const PastRow& row : past.rows) {
    rows.push_back({.time = row.time + shift.count(), .past = &row});
  }
  return rows;
}

std::string LiveText(const PublicTrade& trade, const PairInfo& pair) {
  return R"([")" + trade.price.ToFixed(kPrintedDecimals) + R"(",")" +
         trade.volume.ToFixed(pair.lot_decimals) + R"(",)" + SecondsText(trade.time) + R"(,")" +
         (trade.side == "buy" ? "b" : "s") + R"(",")" + (trade.by_market_order ? "m" : "l") +
         R"(","",)" + std::to_string(trade.number) + "]";
}

std::string LiveText(const BestPrices& quote, const PairInfo& /*pair*/) {
  return "[" + WholeSecondsText(quote.time) + ",\"" + quote.bid.ToFixed(kPrintedDecimals) +
         R"(",")" + quote.ask.ToFixed(kPrintedDecimals) + "\"]";
}

template <typename Live>
std::string RowText(const TapeRow<Live>& row, const PairInfo& pair) {
  if (row.live != nullptr) return LiveText(*row.live, pair);
  return row.past->head + SecondsText(WallTime(Duration(row.time))) + row.past->tail;
}

// The first row that is younger than `since`.
template <typename Live>
std::size_t FirstAfter(const TapeRows<Live>& rows, Nanoseconds since) {
  return static_cast<std::size_t>(std::ranges::upper_bound(rows, since, {}, &TapeRow<Live>::time) -
                                  rows.begin());
}

// `last` as JSON: a number, or Trades' string.
template <typename Live>
std::string AnswerRows(const PairInfo& pair, const TapeRows<Live>& rows, std::size_t first,
                       std::size_t count, std::string_view last) {
  std::string answer = "{" + JsonString(pair.id) + ":[";
  for (std::size_t i = first; i < first + count; ++i) {
    if (i != first) answer += ',';
    answer += RowText(rows[i], pair);
  }
  return answer.append(R"(],"last":)").append(last).append("}");
}

TapeRows<PublicTrade> TradesOf(const Market& market) {
  static const FixtureFolder<PastTrades> kFolder("Trades");
  auto rows = PastAs<PublicTrade>(*kFolder.Find(market.pair().id), ShiftOf(market));
  for (const PublicTrade& trade : market.trades()) {
    rows.push_back({.time = ToNanoseconds(trade.time), .live = &trade});
  }
  return rows;
}

TapeRows<BestPrices> QuotesOf(const Market& market) {
  static const FixtureFolder<PastQuotes> kFolder("Spread");
  auto rows =
      PastAs<BestPrices>(*kFolder.Find(market.pair().id), ShiftOf(market, std::chrono::seconds(1)));
  for (const BestPrices& quote : market.quotes()) {
    const auto second = std::chrono::floor<std::chrono::seconds>(quote.time);
    rows.push_back({.time = ToNanoseconds(second), .live = &quote});
  }
  if (rows.size() > Market::kMostQuotes) {
    rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(Market::kMostQuotes));
  }
  return rows;
}

// --- Candles ---

struct PastCandles {
  explicit PastCandles(const Json& result) {
    for (const Json& row : result.front()) {
      Candle candle{.start = std::chrono::sys_seconds(std::chrono::seconds(row.at(0))),
                    .open = DecimalOf(row.at(1)),
                    .high = DecimalOf(row.at(2)),
                    .low = DecimalOf(row.at(3)),
                    .close = DecimalOf(row.at(4)),
                    .volume = DecimalOf(row.at(6)),
                    .count = row.at(7).get<std::uint64_t>()};
      candle.cost = candle.volume * DecimalOf(row.at(5));
      candles.push_back(candle);
    }
  }

  std::vector<Candle> candles{};
};

// One without a trade, at the price of the one before.
Candle FlatAfter(const Candle& before, std::chrono::minutes interval) {
  return {.start = before.start + interval,
          .open = before.close,
          .high = before.close,
          .low = before.close,
          .close = before.close};
}

void FillUpTo(std::chrono::sys_seconds start, std::chrono::minutes interval,
              std::vector<Candle>& candles) {
  const auto missing = (start - candles.back().start) / std::chrono::seconds(interval);
  if (missing > static_cast<std::int64_t>(2 * CandleSeries::kMost)) {
    // Of a stretch that long nothing but its end is seen.
    candles.back().start = start - interval * static_cast<int>(2 * CandleSeries::kMost);
  }
  while (candles.back().start < start) candles.push_back(FlatAfter(candles.back(), interval));
}

// Without gaps, up to the one that runs at `now`.
std::vector<Candle> CandlesOf(const Market& market, std::size_t interval, WallTime now) {
  static const FixtureFolder<PastCandles> kFolder("OHLC");
  const std::chrono::minutes length = kIntervals.at(interval);
  const std::string name = market.pair().id + "-" + std::to_string(length.count());
  std::vector<Candle> candles = kFolder.Find(name)->candles;
  const std::chrono::seconds shift = ShiftOf(market, length);
  for (Candle& candle : candles) candle.start += shift;
  for (const Candle& live : market.candles(interval).candles()) {
    FillUpTo(live.start - length, length, candles);
    if (candles.back().start == live.start) {
      candles.back().Add(live);
    } else {
      candles.push_back(live);
    }
  }
  FillUpTo(StretchOf(now, length), length, candles);
  if (candles.size() > CandleSeries::kMost) {
    candles.erase(candles.begin(),
                  candles.end() - static_cast<std::ptrdiff_t>(CandleSeries::kMost));
  }
  return candles;
}

std::string CandleText(const Candle& candle, const PairInfo& pair) {
  const auto price = [&pair](const Decimal& value) {
    return ",\"" + value.ToFixed(pair.pair_decimals) + "\"";
  };
  const Decimal average = candle.volume.is_zero()
                              ? Decimal()
                              : candle.cost.DividedBy(candle.volume, pair.pair_decimals);
  return "[" + std::to_string(candle.start.time_since_epoch().count()) + price(candle.open) +
         price(candle.high) + price(candle.low) + price(candle.close) + price(average) + ",\"" +
         candle.volume.ToFixed(pair.lot_decimals) + R"(",)" + std::to_string(candle.count) + "]";
}

// The place among kIntervals.
Result<std::size_t> ReadInterval(const Arguments& arguments) {
  const Result<std::optional<Decimal>> number = arguments.Number("interval");
  if (!number) return tl::unexpected(number.error());
  if (!number->has_value()) return std::size_t{0};
  const auto* found = std::ranges::find_if(kIntervals, [&number](std::chrono::minutes interval) {
    return Decimal::FromInteger(interval.count()) == **number;
  });
  if (found != kIntervals.end()) return static_cast<std::size_t>(found - kIntervals.begin());
  return arguments.Refuse("interval", "interval is " + Quoted(arguments.Text("interval")) +
                                          "; it takes minutes: 1, 5, 15, 30, 60, 240, 1440, " +
                                          "10080 or 21600");
}

}  // namespace

HandlerResult Ohlc(const Call& call, World& world) {
  const Arguments arguments(call.params);
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  const auto interval = ReadInterval(arguments);
  if (!interval) return tl::unexpected(interval.error());
  const auto since = arguments.Number("since");
  if (!since) return tl::unexpected(since.error());

  const std::vector<Candle> candles =
      CandlesOf(world.venue.MarketOf(**pair), *interval, world.venue.now());
  // The running candle is there whatever `since` says.
  const Nanoseconds after = *since ? FromSeconds(**since) : -1;
  std::string rows;
  for (const Candle& candle : candles) {
    const bool is_running = &candle == &candles.back();
    if (*since && !is_running && ToNanoseconds(candle.start) <= after) continue;
    if (!rows.empty()) rows += ',';
    rows += CandleText(candle, **pair);
  }
  const Candle& committed = candles.at(candles.size() - 2);
  return "{" + JsonString((*pair)->id) + ":[" + rows + R"(],"last":)" +
         std::to_string(committed.start.time_since_epoch().count()) + "}";
}

HandlerResult Trades(const Call& call, World& world) {
  constexpr Arguments::Range kCounts = {.least = 1, .most = 1000};
  const Arguments arguments(call.params);
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  const auto asked = arguments.Integer("count", kCounts);
  if (!asked) return tl::unexpected(asked.error());
  const auto since = arguments.Number("since");
  if (!since) return tl::unexpected(since.error());

  const TapeRows<PublicTrade> rows = TradesOf(world.venue.MarketOf(**pair));
  const auto most = static_cast<std::size_t>(asked->value_or(kCounts.most));
  if (!*since) {  // The latest ones.
    const std::size_t count = std::min(most, rows.size());
    return AnswerRows(**pair, rows, rows.size() - count, count,
                      JsonString(std::to_string(rows.back().time)));
  }
  // The oldest ones after it, so that a client can go through them page by page.
  const Nanoseconds after = FromSecondsOrNanoseconds(**since);
  const std::size_t first = FirstAfter(rows, after);
  const std::size_t count = std::min(most, rows.size() - first);
  const Nanoseconds last = count == 0 ? after : rows[first + count - 1].time;
  return AnswerRows(**pair, rows, first, count, JsonString(std::to_string(last)));
}

HandlerResult Spread(const Call& call, World& world) {
  const Arguments arguments(call.params);
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  const auto since = arguments.Number("since");
  if (!since) return tl::unexpected(since.error());

  const TapeRows<BestPrices> rows = QuotesOf(world.venue.MarketOf(**pair));
  // Included is the second that `since` names: its rows may not all have been there before.
  const auto from = std::ranges::lower_bound(rows, *since ? FromSeconds(**since) : 0, {},
                                             &TapeRow<BestPrices>::time);
  const auto first = *since ? static_cast<std::size_t>(from - rows.begin()) : 0;
  return AnswerRows(**pair, rows, first, rows.size() - first,
                    WholeSecondsText(WallTime(Duration(rows.back().time))));
}

}  // namespace kraken::mock
