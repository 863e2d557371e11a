// Depth, GroupedBook, PreTrade: the book of one pair, the accounts' own orders included.
#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/decimal.h"
#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/fixture_views.h"
#include "mock_server/src/handlers/printed_prices.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/timestamps.h"

namespace kraken::mock {
namespace {

// In ticks and levels. Source: docs.kraken.com, "Get Grouped Order Book".
constexpr auto kDepths = std::to_array<std::string_view>({"10", "25", "100", "250", "1000"});
constexpr auto kGroupings =
    std::to_array<std::string_view>({"1", "5", "10", "25", "50", "100", "250", "500", "1000"});

Result<int> ReadStep(const Arguments& arguments, std::string_view field,
                     std::span<const std::string_view> known) {
  const auto number = arguments.Number(field);
  if (!number) return tl::unexpected(number.error());
  const std::string text = *number ? (*number)->ToString() : std::string(known.front());
  if (std::ranges::find(known, text) != known.end()) return std::stoi(text);
  return arguments.Refuse(
      field, std::string(field) + " is " + Quoted(text) + "; it takes one of " + JoinTexts(known));
}

// The volumes of levels, which begin with the best, put together at multiples of `width`.
std::vector<Level> Group(const std::vector<Level>& levels, const Decimal& width, Rounding rounding,
                         std::size_t most) {
  std::vector<Level> groups;
  for (const Level& level : levels) {
    const Decimal price = level.price.DividedBy(width, 0, rounding) * width;
    if (groups.empty() || groups.back().price != price) {
      if (groups.size() == most) break;
      groups.push_back({.price = price});
    }
    groups.back().volume = groups.back().volume + level.volume;
  }
  return groups;
}

// ["60250.10000","1.000",1767217283],…
std::string LevelTexts(const std::vector<Level>& levels) {
  std::string texts;
  for (const Level& level : levels) {
    if (!texts.empty()) texts += ',';
    texts += "[\"" + level.price.ToFixed(kPrintedDecimals) + "\",\"" +
             BookVolumeText(level.volume) + "\"," + WholeSecondsText(level.time) + "]";
  }
  return texts;
}

std::string GroupTexts(const std::vector<Level>& groups, int lot_decimals) {
  std::string texts;
  for (const Level& group : groups) {
    if (!texts.empty()) texts += ',';
    texts += R"({"price":")" + group.price.ToFixed(kPrintedDecimals) + R"(","qty":")" +
             group.volume.ToFixed(lot_decimals) + R"("})";
  }
  return texts;
}

}  // namespace

HandlerResult Depth(const Call& call, World& world) {
  const Arguments arguments(call.params);
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  const auto asked = arguments.Integer("count", {.least = 1, .most = 500});
  if (!asked) return tl::unexpected(asked.error());
  const auto count = static_cast<std::size_t>(asked->value_or(100));
  return "{" + JsonString((*pair)->id) + R"(:{"asks":[)" +
         LevelTexts(world.venue.BookOf(**pair, "sell", count)) + R"(],"bids":[)" +
         LevelTexts(world.venue.BookOf(**pair, "buy", count)) + "]}}";
}

HandlerResult GroupedBook(const Call& call, World& world) {
  constexpr std::size_t kWhole = 10'000;
  const Arguments arguments(call.params);
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  const Result<int> depth = ReadStep(arguments, "depth", kDepths);
  if (!depth) return tl::unexpected(depth.error());
  const Result<int> grouping = ReadStep(arguments, "grouping", kGroupings);
  if (!grouping) return tl::unexpected(grouping.error());

  const Decimal width = (*pair)->tick_size * Decimal::FromInteger(*grouping);
  const auto most = static_cast<std::size_t>(*depth);
  const auto bids = Group(world.venue.BookOf(**pair, "buy", kWhole), width, Rounding::kDown, most);
  const auto asks = Group(world.venue.BookOf(**pair, "sell", kWhole), width, Rounding::kUp, most);
  const int decimals = (*pair)->lot_decimals;
  return R"({"pair":)" + JsonString((*pair)->display_name) + R"(,"grouping":)" +
         std::to_string(*grouping) + R"(,"bids":[)" + GroupTexts(bids, decimals) + R"(],"asks":[)" +
         GroupTexts(asks, decimals) + "]}";
}

HandlerResult ViewPreTrade(const Call& call) {
  static const FixtureFolder<ReadyText> kFolder("PreTrade");
  const auto pair = Arguments(call.params).Pair("symbol");
  if (!pair) return tl::unexpected(pair.error());
  return kFolder.Find((*pair)->id)->text;
}

}  // namespace kraken::mock
