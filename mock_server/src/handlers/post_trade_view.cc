// PostTrade: the trades of all symbols, of which a request chooses.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/clock.h"
#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/fixture_views.h"

namespace kraken::mock {
namespace {

struct Row {
  std::string symbol{};
  std::string time_text{};
  WallTime time{};
};

struct PublishedTrades {
  explicit PublishedTrades(const Json& result) : texts(result.at("trades")) {
    for (const Json& trade : result.at("trades")) {
      const auto time_text = trade.at("trade_ts").get<std::string>();
      rows.push_back({.symbol = trade.at("symbol").get<std::string>(),
                      .time_text = time_text,
                      .time = ParseRfc3339(time_text).value()});
    }
  }

  ElementTexts texts;
  std::vector<Row> rows{};  // Oldest first.
};

// Which trades: after `from`, up to and with `to` (assumed, as for Trades and the account's
// history), and of the symbol if there is one.
struct Choice {
  std::optional<WallTime> from{};
  std::optional<WallTime> to{};
  std::string symbol{};

  bool Takes(const Row& row) const {
    return (symbol.empty() || row.symbol == symbol) && (!from || row.time > *from) &&
           (!to || row.time <= *to);
  }
};

Result<std::optional<WallTime>> ReadTime(const Arguments& arguments, std::string_view field) {
  if (!arguments.Has(field)) return std::optional<WallTime>();
  const Result<WallTime> time = ParseRfc3339(arguments.Text(field));
  if (time) return std::optional<WallTime>(*time);
  return arguments.Refuse(field, std::string(field) + ": " + time.error().message);
}

Result<Choice> ReadChoice(const Arguments& arguments) {
  Choice choice;
  if (arguments.Has("symbol")) {
    const auto pair = arguments.Pair("symbol");
    if (!pair) return tl::unexpected(pair.error());
    choice.symbol = (*pair)->display_name;
  }
  const auto from = ReadTime(arguments, "from_ts");
  if (!from) return tl::unexpected(from.error());
  const auto to = ReadTime(arguments, "to_ts");
  if (!to) return tl::unexpected(to.error());
  choice.from = *from;
  choice.to = *to;
  return choice;
}

}  // namespace

HandlerResult ViewPostTrade(const Call& call) {
  static const FixtureFolder<PublishedTrades> kFolder("PostTrade");
  const Arguments arguments(call.params);
  const Result<Choice> choice = ReadChoice(arguments);
  if (!choice) return tl::unexpected(choice.error());
  const auto asked = arguments.Integer("count", {.least = 1, .most = 1000});
  if (!asked) return tl::unexpected(asked.error());

  const PublishedTrades& trades = *kFolder.Find("all-symbols");
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < trades.rows.size(); ++i) {
    if (choice->Takes(trades.rows[i])) chosen.push_back(i);
  }
  const auto count = std::min(static_cast<std::size_t>(asked->value_or(1000)), chosen.size());
  // From a time on: the oldest, to go on from; otherwise the latest.
  const std::size_t first = choice->from ? 0 : chosen.size() - count;
  std::vector<std::string_view> texts;
  std::string last(arguments.Text("from_ts"));
  for (std::size_t i = first; i < first + count; ++i) {
    texts.push_back(trades.texts[chosen[i]]);
    last = trades.rows[chosen[i]].time_text;
  }
  return R"({"last_ts":)" + JsonString(last) + R"(,"count":)" + std::to_string(count) +
         R"(,"trades":[)" + JoinTexts(texts) + "]}";
}

}  // namespace kraken::mock
