// TradesHistory, Ledgers: what happened on the demo account, the latest first.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/handlers/fixture_views.h"
#include "mock_server/src/handlers/history_page.h"
#include "mock_server/src/handlers/timestamps.h"

namespace kraken::mock {
namespace {

struct Entry {
  std::string id{};
  Nanoseconds time = 0;
  std::string text{};        // `"id":{…}`
  std::string asset{};       // Of the ledger.
  std::string type{};        // Of the ledger.
  std::string ledgerless{};  // A trade's text without the ids of its ledger entries.
};

std::string MemberText(const std::string& id, const Json& value) {
  return JsonString(id) + ":" + ToJsonText(value);
}

struct TradeEntries {
  explicit TradeEntries(const Json& result) {
    for (const auto& [id, trade] : result.at("trades").items()) {
      Json without = trade;
      without.erase("ledgers");
      entries.push_back({.id = id,
                         .time = FromSeconds(trade.at("time")),
                         .text = MemberText(id, trade),
                         .ledgerless = MemberText(id, without)});
    }
  }

  std::vector<Entry> entries{};
};

struct LedgerEntries {
  explicit LedgerEntries(const Json& result) {
    for (const auto& [id, entry] : result.at("ledger").items()) {
      entries.push_back({.id = id,
                         .time = FromSeconds(entry.at("time")),
                         .text = MemberText(id, entry),
                         .asset = entry.at("asset").get<std::string>(),
                         .type = entry.at("type").get<std::string>()});
    }
  }

  std::vector<Entry> entries{};
};

Result<HistoryPage> ReadPage(const Arguments& arguments, const std::vector<Entry>& entries) {
  return ReadHistoryPage(arguments, [&entries](std::string_view id) {
    const auto found = std::ranges::find(entries, id, &Entry::id);
    return found == entries.end() ? std::nullopt : std::optional<Nanoseconds>(found->time);
  });
}

// {"count":N,"<name>":{…}}
std::string AnswerPage(std::string_view name, const HistoryPage& page,
                       const std::vector<std::string_view>& texts) {
  std::string answer = "{";
  if (page.with_count) answer += R"("count":)" + std::to_string(texts.size()) + ",";
  return answer + JsonString(name) + ":{" + page.Join(texts) + "}}";
}

// Source: docs.kraken.com, "Get Trades History". The demo account never had a position.
constexpr auto kTradeTypes = std::to_array<std::string_view>(
    {"all", "no position", "any position", "closed position", "closing position"});

// Source: docs.kraken.com, "Get Ledgers Info".
constexpr auto kLedgerTypes = std::to_array<std::string_view>(
    {"all", "trade", "deposit", "withdrawal", "transfer", "margin", "adjustment", "rollover",
     "credit", "settled", "staking", "dividend", "sale", "nft_rebate"});

// The assets asked for; none means all of them, as does the word.
Result<std::vector<const AssetInfo*>> ReadAssets(const Arguments& arguments) {
  if (arguments.Text("asset") == "all") return std::vector<const AssetInfo*>();
  return arguments.Assets("asset");
}

}  // namespace

HandlerResult ViewTradesHistory(const Call& call) {
  static const FixtureFolder<TradeEntries> kFolder("TradesHistory");
  const std::vector<Entry>& entries = kFolder.Find("with-ledgers")->entries;
  const Arguments arguments(call.params);
  const auto type = arguments.Choice("type", kTradeTypes, kTradeTypes.front());
  if (!type) return tl::unexpected(type.error());
  const auto ledgers = arguments.Flag("ledgers");
  if (!ledgers) return tl::unexpected(ledgers.error());
  const auto page = ReadPage(arguments, entries);
  if (!page) return tl::unexpected(page.error());

  const bool no_position = *type == "all" || *type == "no position";
  std::vector<std::string_view> texts;
  for (const Entry& entry : entries) {
    const bool taken = no_position && page->Covers(entry.time);
    if (taken) texts.push_back(*ledgers ? entry.text : entry.ledgerless);
  }
  return AnswerPage("trades", *page, texts);
}

HandlerResult ViewLedgers(const Call& call) {
  static const FixtureFolder<LedgerEntries> kFolder("Ledgers");
  const std::vector<Entry>& entries = kFolder.Find("all")->entries;
  const Arguments arguments(call.params);
  const auto assets = ReadAssets(arguments);
  if (!assets) return tl::unexpected(assets.error());
  const auto type = arguments.Choice("type", kLedgerTypes, kLedgerTypes.front());
  if (!type) return tl::unexpected(type.error());
  const auto page = ReadPage(arguments, entries);
  if (!page) return tl::unexpected(page.error());

  const auto of_asset = [&assets](const Entry& entry) {
    return assets->empty() ||
           std::ranges::find(*assets, entry.asset, &AssetInfo::id) != assets->end();
  };
  std::vector<std::string_view> texts;
  for (const Entry& entry : entries) {
    const bool of_type = *type == "all" || entry.type == *type;
    if (of_type && of_asset(entry) && page->Covers(entry.time)) texts.push_back(entry.text);
  }
  return AnswerPage("ledger", *page, texts);
}

}  // namespace kraken::mock
