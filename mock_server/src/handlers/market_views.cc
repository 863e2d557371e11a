// OHLC, Trades, Spread: rows in the order of time, of which a request chooses a stretch.
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/fixture_views.h"
#include "mock_server/src/timestamps.h"

namespace kraken::mock {
namespace {

// {"XXBTZUSD":[…],"last":…}
struct TimedRows {
  TimedRows(const Json& result, std::size_t time_column)
      : pair(result.begin().key()), rows(result.front()), last(ToJsonText(result.at("last"))) {
    for (const Json& row : result.front()) times.push_back(FromSeconds(row.at(time_column)));
  }

  // The first row that is younger than `since`.
  std::size_t FirstAfter(Nanoseconds since) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(times, since) - times.begin());
  }

  std::string Answer(std::size_t first, std::size_t count, std::string_view last_text) const {
    std::string answer = "{";
    answer.append(JsonString(pair)).append(":[");
    answer.append(rows.Range(first, count)).append("],\"last\":").append(last_text);
    return answer + "}";
  }

  std::string pair;
  ElementTexts rows;
  std::vector<Nanoseconds> times{};
  std::string last;  // As JSON: a number, or Trades' string.
};

// Candles and spreads have their time first, trades have it third.
struct CandleRows : TimedRows {
  explicit CandleRows(const Json& result) : TimedRows(result, 0) {}
};
struct SpreadRows : TimedRows {
  explicit SpreadRows(const Json& result) : TimedRows(result, 0) {}
};
struct TradeRows : TimedRows {
  explicit TradeRows(const Json& result) : TimedRows(result, 2) {}
};

// In minutes. Source: docs.kraken.com, "Get OHLC Data".
constexpr auto kIntervals =
    std::to_array<std::string_view>({"1", "5", "15", "30", "60", "240", "1440", "10080", "21600"});

Result<std::string_view> ReadInterval(const Arguments& arguments) {
  const Result<std::optional<Decimal>> number = arguments.Number("interval");
  if (!number) return tl::unexpected(number.error());
  if (!number->has_value()) return kIntervals.front();
  const auto* found = std::ranges::find(kIntervals, (*number)->ToString());
  if (found != kIntervals.end()) return *found;
  return arguments.Refuse("interval", "interval is " + Quoted(arguments.Text("interval")) +
                                          "; it takes minutes: 1, 5, 15, 30, 60, 240, 1440, " +
                                          "10080 or 21600");
}

}  // namespace

HandlerResult ViewOhlc(const Call& call) {
  static const FixtureFolder<CandleRows> kFolder("OHLC");
  const Arguments arguments(call.params);
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  const auto interval = ReadInterval(arguments);
  if (!interval) return tl::unexpected(interval.error());
  const auto since = arguments.Number("since");
  if (!since) return tl::unexpected(since.error());

  const CandleRows& candles = *kFolder.Find((*pair)->id + "-" + std::string(*interval));
  // The running candle is there whatever `since` says.
  const std::size_t running = candles.times.size() - 1;
  const std::size_t first =
      *since ? std::min(candles.FirstAfter(FromSeconds(**since)), running) : 0;
  return candles.Answer(first, candles.times.size() - first, candles.last);
}

HandlerResult ViewTrades(const Call& call) {
  static const FixtureFolder<TradeRows> kFolder("Trades");
  constexpr Arguments::Range kCounts = {.least = 1, .most = 1000};
  const Arguments arguments(call.params);
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  const auto asked = arguments.Integer("count", kCounts);
  if (!asked) return tl::unexpected(asked.error());
  const auto since = arguments.Number("since");
  if (!since) return tl::unexpected(since.error());

  const TradeRows& trades = *kFolder.Find((*pair)->id);
  const auto most = static_cast<std::size_t>(asked->value_or(kCounts.most));
  if (!*since) {  // The latest ones.
    const std::size_t count = std::min(most, trades.times.size());
    return trades.Answer(trades.times.size() - count, count, trades.last);
  }
  // The oldest ones after it, so that a client can go through them page by page.
  const Nanoseconds after = FromSecondsOrNanoseconds(**since);
  const std::size_t first = trades.FirstAfter(after);
  const std::size_t count = std::min(most, trades.times.size() - first);
  const Nanoseconds last = count == 0 ? after : trades.times[first + count - 1];
  return trades.Answer(first, count, JsonString(std::to_string(last)));
}

HandlerResult ViewSpread(const Call& call) {
  static const FixtureFolder<SpreadRows> kFolder("Spread");
  const Arguments arguments(call.params);
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  const auto since = arguments.Number("since");
  if (!since) return tl::unexpected(since.error());

  const SpreadRows& spreads = *kFolder.Find((*pair)->id);
  // Included is the second that `since` names: its rows may not all have been there before.
  const std::size_t first = *since ? spreads.FirstAfter(FromSeconds(**since) - 1) : 0;
  return spreads.Answer(first, spreads.times.size() - first, spreads.last);
}

}  // namespace kraken::mock
