// What changes the exchange from outside: an account, and a market's price.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/balances_form.h"
#include "mock_server/src/checked_json.h"
#include "mock_server/src/control/control_call.h"

namespace kraken::mock {
namespace {

struct AccountChange {
  std::optional<Balances> balances{};
  std::optional<std::vector<WithdrawKey>> withdraw_keys{};
  std::optional<Tier> tier{};
};

WithdrawKey ReadWithdrawKey(const CheckedJson& form) {
  constexpr auto kMembers = std::to_array<std::string_view>({"name", "asset", "address"});
  form.ExpectObjectOf(kMembers);
  WithdrawKey key{.name = form.Require("name").Text()};
  if (key.name.empty()) form.Require("name").Report("a withdrawal key has a name");
  const CheckedJson asset = form.Require("asset");
  const NameTable& names = NameTable::BuiltIn();
  key.asset = names.FindAsset(asset.Text());
  if (asset.IsText() && key.asset == nullptr) {
    asset.Report("no such asset" + DidYouMean(asset.Text(), names.asset_names()));
  }
  key.address = form.Find("address").exists() ? form.Find("address").Text() : "mock:" + key.name;
  return key;
}

std::optional<std::vector<WithdrawKey>> ReadWithdrawKeys(const CheckedJson& form) {
  if (!form.exists()) return std::nullopt;
  std::vector<WithdrawKey> keys;
  for (const CheckedJson& item : form.Items()) {
    WithdrawKey key = ReadWithdrawKey(item);
    const bool is_there = std::ranges::any_of(keys, [&key](const WithdrawKey& other) {
      return other.name == key.name && other.asset == key.asset;
    });
    if (is_there) item.Report("the same name and asset as another of these keys");
    keys.push_back(std::move(key));
  }
  return keys;
}

AccountChange ReadAccount(const CheckedJson& root) {
  constexpr auto kMembers = std::to_array<std::string_view>({"balances", "withdraw_keys", "tier"});
  root.ExpectObjectOf(kMembers);
  return {.balances = ReadBalances(root.Find("balances")),
          .withdraw_keys = ReadWithdrawKeys(root.Find("withdraw_keys")),
          .tier = root.Find("tier").Parsed(ParseTier)};
}

// An open order may need what is to be taken away.
std::optional<Reply> RefuseLessThanHeld(const Account& account, const Balances& balances) {
  for (const auto& [asset, balance] : balances) {
    const auto found = account.holdings().find(asset);
    if (found == account.holdings().end() || found->second.held <= balance) continue;
    return ErrorReply(409, "open orders hold " + found->second.held.ToString() + " " + asset +
                               ", which is more than " + balance.ToString() +
                               "; cancel them first");
  }
  return std::nullopt;
}

Json DescribeAccount(const Account& account, Tier tier) {
  Json balances = Json::object();
  for (const auto& [asset, holding] : account.holdings()) {
    balances[asset] = holding.balance.ToFixed(holding.asset->decimals);
  }
  Json keys = Json::array();
  for (const WithdrawKey& key : account.withdraw_keys()) {
    keys.push_back(
        Json::object({{"name", key.name}, {"asset", key.asset->id}, {"address", key.address}}));
  }
  return Json::object({{"balances", std::move(balances)},
                       {"withdraw_keys", std::move(keys)},
                       {"tier", ToString(tier)}});
}

struct MarketMove {
  const PairInfo* pair = nullptr;
  Decimal price{};
  std::optional<Decimal> volume{};
};

void ReadTradedVolume(const CheckedJson& form, MarketMove& move) {
  move.volume = form.Parsed(Decimal::Parse);
  if (!move.volume || move.pair == nullptr) return;
  const Decimal& volume = *move.volume;
  if (volume <= Decimal() || volume > HighestVolume()) {
    form.Report("volumes are above 0 and up to " + HighestVolume().ToString());
  } else if (volume.Rounded(move.pair->lot_decimals) != volume) {
    form.Report(move.pair->altname + " has lots of " + std::to_string(move.pair->lot_decimals) +
                " decimals");
  }
}

MarketMove ReadMarketMove(const CheckedJson& root) {
  constexpr auto kMembers = std::to_array<std::string_view>({"pair", "price", "volume"});
  root.ExpectObjectOf(kMembers);
  const CheckedJson pair = root.Require("pair");
  const CheckedJson price = root.Require("price");
  const NameTable& names = NameTable::BuiltIn();
  MarketMove move{.pair = names.FindPair(pair.Text())};
  if (pair.IsText() && move.pair == nullptr) {
    pair.Report("no such pair" + DidYouMean(pair.Text(), names.pair_names()));
  }
  if (const CheckedJson volume = root.Find("volume"); volume.exists()) {
    ReadTradedVolume(volume, move);
  }
  const std::optional<Decimal> amount = price.Parsed(Decimal::Parse);
  if (!amount || move.pair == nullptr) return move;
  move.price = *amount;
  const Decimal& tick = move.pair->tick_size;
  if (*amount < tick || *amount > HighestPrice()) {
    price.Report("prices of " + move.pair->altname + " are " + tick.ToString() + " to " +
                 HighestPrice().ToString());
  } else if (amount->DividedBy(tick, 0) * tick != *amount) {
    price.Report(move.pair->altname + " has a tick size of " + tick.ToString());
  }
  return move;
}

}  // namespace

Reply PutAccount(const ControlCall& call) {
  const std::shared_ptr<const ApiKey> key = call.world.keyring().Find(call.subject);
  if (key == nullptr) {
    return NoSuchKey(call.subject);
  }
  const Result<AccountChange> change =
      ReadJson<AccountChange>(call.request.body, kRequestBody, ReadAccount);
  if (!change) return ErrorReply(400, change.error().message);
  const WorldMonitor::Locked world = call.world.Lock();
  world->venue.AdvanceTo(call.clock.Now());
  Account& account = world->AccountOf(key.get());
  if (change->balances) {
    if (auto refusal = RefuseLessThanHeld(account, *change->balances)) return *refusal;
    for (const auto& [asset, balance] : *change->balances) account.SetBalance(asset, balance);
  }
  if (change->withdraw_keys) account.SetWithdrawKeys(*change->withdraw_keys);
  if (change->tier) world->StateOf(*key).tier = change->tier;
  return JsonReply(DescribeAccount(account, world->TierOf(key.get())));
}

Reply MoveMarket(const ControlCall& call) {
  const Result<MarketMove> move =
      ReadJson<MarketMove>(call.request.body, kRequestBody, ReadMarketMove);
  if (!move) return ErrorReply(400, move.error().message);
  const WorldMonitor::Locked world = call.world.Lock();
  world->venue.AdvanceTo(call.clock.Now());
  if (!world->venue.trades()) {
    return ErrorReply(409, "nothing trades while the system status is " +
                               std::string(ToString(world->venue.status())) +
                               R"(; PUT /__mock__/system-status {"status":"online"} first)");
  }
  world->venue.MoveMarket(*move->pair, move->price, move->volume);
  const Market& market = world->venue.MarketOf(*move->pair);
  const int places = move->pair->pair_decimals;
  return JsonReply(Json::object({{"pair", move->pair->id},
                                 {"price", market.last().ToFixed(places)},
                                 {"bid", market.best_bid().ToFixed(places)},
                                 {"ask", market.best_ask().ToFixed(places)}}));
}

}  // namespace kraken::mock
