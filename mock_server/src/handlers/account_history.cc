// TradesHistory, QueryTrades, Ledgers, QueryLedgers: what happened on the account, the latest
// first.
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/src/handlers/account_texts.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/history_page.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/timestamps.h"

namespace kraken::mock {
namespace {

template <typename T>
Result<HistoryPage> ReadPage(const Arguments& arguments, const History<T>& history) {
  return ReadHistoryPage(arguments,
                         [&history](std::string_view id) { return history.Find(id) != nullptr; });
}

// {"count":N,"<name>":{…}}
std::string AnswerPage(std::string_view name, const HistoryPage& page, const PageOfTexts& texts) {
  std::string answer = "{";
  if (page.with_count) answer += R"("count":)" + std::to_string(texts.count()) + ",";
  return answer + JsonString(name) + ":{" + texts.text() + "}}";
}

// Source: docs.kraken.com, "Get Trades History". No account ever had a position.
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

// {"<id>":{…},…} of up to twenty ids. Source: docs.kraken.com, "Query Trades Info" and "Query
// Ledgers"; the refusals are assumed.
template <typename Find, typename ToText>
HandlerResult AnswerByIds(const Arguments& arguments, std::string_view field, Find find,
                          ToText to_text) {
  constexpr std::size_t kMost = 20;
  if (!arguments.Has(field)) {
    return arguments.Refuse(field, std::string(field) + " is missing: send up to 20 ids");
  }
  const auto ids = SplitList(arguments.Text(field));
  if (ids.size() > kMost) {
    return arguments.Refuse(field, std::string(field) + " lists " + std::to_string(ids.size()) +
                                       " ids; it takes at most 20");
  }
  std::string texts;
  std::set<std::string_view> seen;  // Each is answered once.
  for (const std::string_view id : ids) {
    const auto* const entry = find(id);
    if (entry == nullptr) {
      return arguments.Refuse(field, "the account has no entry " + Quoted(id));
    }
    if (!seen.insert(id).second) continue;
    if (!texts.empty()) texts += ',';
    texts += to_text(*entry);
  }
  return "{" + texts + "}";
}

}  // namespace

HandlerResult TradesHistory(const Call& call, World& world) {
  const Account& account = world.AccountOf(call.key);
  const History<Trade>& trades = account.trades();
  const Arguments arguments(call.params);
  const auto type = arguments.Choice("type", kTradeTypes, kTradeTypes.front());
  if (!type) return tl::unexpected(type.error());
  const auto ledgers = arguments.Flag("ledgers");
  if (!ledgers) return tl::unexpected(ledgers.error());
  auto page = ReadPage(arguments, trades);
  if (!page) return tl::unexpected(page.error());

  PageOfTexts texts(*page);
  const bool no_position = *type == "all" || *type == "no position";
  ForEachFromTheLast(trades.entries(), [&](const Trade& trade) {
    const bool is_reached = page->Reaches(trade.id);
    if (!is_reached || !no_position || !page->Covers(ToNanoseconds(trade.time))) return;
    if (!account.IsShown(trade, call.now)) return;
    texts.Add([&] { return TradeText(trade, *ledgers); });
  });
  return AnswerPage("trades", *page, texts);
}

HandlerResult QueryTrades(const Call& call, World& world) {
  const Account& account = world.AccountOf(call.key);
  return AnswerByIds(
      Arguments(call.params, Blame::kField), "txid",
      [&account, &call](std::string_view id) {
        const Trade* const trade = account.trades().Find(id);
        return trade != nullptr && account.IsShown(*trade, call.now) ? trade : nullptr;
      },
      [](const Trade& trade) { return TradeText(trade, true); });
}

HandlerResult Ledgers(const Call& call, World& world) {
  const History<LedgerEntry>& ledger = world.AccountOf(call.key).ledger();
  const Arguments arguments(call.params);
  const auto assets = ReadAssets(arguments);
  if (!assets) return tl::unexpected(assets.error());
  const auto type = arguments.Choice("type", kLedgerTypes, kLedgerTypes.front());
  if (!type) return tl::unexpected(type.error());
  auto page = ReadPage(arguments, ledger);
  if (!page) return tl::unexpected(page.error());

  const auto of_asset = [&assets](const LedgerEntry& entry) {
    return assets->empty() || std::ranges::find(*assets, entry.asset) != assets->end();
  };
  PageOfTexts texts(*page);
  ForEachFromTheLast(ledger.entries(), [&](const LedgerEntry& entry) {
    const bool is_reached = page->Reaches(entry.id);
    const bool of_type = *type == "all" || entry.type == *type;
    if (!is_reached || !page->Covers(ToNanoseconds(entry.time))) return;
    if (!of_type || !of_asset(entry)) return;
    texts.Add([&] { return LedgerText(entry); });
  });
  return AnswerPage("ledger", *page, texts);
}

HandlerResult QueryLedgers(const Call& call, World& world) {
  const History<LedgerEntry>& ledger = world.AccountOf(call.key).ledger();
  return AnswerByIds(
      Arguments(call.params, Blame::kField), "id",
      [&ledger](std::string_view id) { return ledger.Find(id); }, LedgerText);
}

}  // namespace kraken::mock
