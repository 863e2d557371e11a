// Balance, BalanceEx, TradeBalance, OpenPositions, TradeVolume: what an account has and pays.
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/handlers/account_value.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/trading/fee_schedule.h"

namespace kraken::mock {
namespace {

// A fee's members in the two spellings of the quirk trade-volume-keys; "fee" has only one.
struct FeeNames {
  std::string_view least{};
  std::string_view most{};
  std::string_view next{};
  std::string_view from{};
  std::string_view next_from{};
};
constexpr FeeNames kJoined{"minfee", "maxfee", "nextfee", "tiervolume", "nextvolume"};
constexpr FeeNames kUnderscored{"min_fee", "max_fee", "next_fee", "tier_volume", "next_volume"};

constexpr int kFeeDecimals = 4;

// "10000.0000": padded to the decimals of the asset, as live answers are.
std::string InDecimalsOf(const AssetInfo& asset, const Decimal& amount) {
  return amount.ToFixed(asset.decimals);
}

std::string Member(std::string_view name, const std::optional<Decimal>& value) {
  std::string text = "\"" + std::string(name) + "\":";
  return text + (value ? "\"" + value->ToFixed(kFeeDecimals) + "\"" : "null");
}

std::string FeeText(const FeeSchedule& schedule, const Decimal& turnover, const FeeNames& names) {
  const FeeTier& tier = schedule.At(turnover);
  const FeeTier* next = schedule.NextAfter(turnover);
  const auto next_of = [next](Decimal FeeTier::*member) {
    return next == nullptr ? std::nullopt : std::optional<Decimal>(next->*member);
  };
  return "{" + Member("fee", tier.percent) + "," +
         Member(names.least, schedule.tiers().back().percent) + "," +
         Member(names.most, schedule.tiers().front().percent) + "," +
         Member(names.next, next_of(&FeeTier::percent)) + "," + Member(names.from, tier.volume) +
         "," + Member(names.next_from, next_of(&FeeTier::volume)) + "}";
}

// {"XXBTZUSD":{…},…}: all pairs have the same fees.
std::string FeesOfPairs(const std::vector<const PairInfo*>& pairs, const std::string& fee) {
  std::string text;
  for (const PairInfo* pair : pairs) {
    if (!text.empty()) text += ',';
    text += "\"" + pair->id + "\":" + fee;
  }
  return "{" + text + "}";
}

}  // namespace

HandlerResult Balance(const Call& call, World& world) {
  std::string balances;
  for (const auto& [asset, holding] : world.AccountOf(call.key).holdings()) {
    if (!balances.empty()) balances += ',';
    balances += "\"" + asset + "\":\"" + InDecimalsOf(*holding.asset, holding.balance) + "\"";
  }
  return "{" + balances + "}";
}

HandlerResult BalanceEx(const Call& call, World& world) {
  std::string balances;
  for (const auto& [asset, holding] : world.AccountOf(call.key).holdings()) {
    if (!balances.empty()) balances += ',';
    balances += "\"" + asset + R"(":{"balance":")" + InDecimalsOf(*holding.asset, holding.balance) +
                R"(","hold_trade":")" + InDecimalsOf(*holding.asset, holding.held) + "\"}";
  }
  return "{" + balances + "}";
}

// No positions: no margin used, nothing unrealised, and no margin level ("ml").
HandlerResult TradeBalance(const Call& call, World& world) {
  const Arguments arguments(call.params);
  const auto assets = arguments.Assets("asset");
  if (!assets) return tl::unexpected(assets.error());
  const AssetInfo* info =
      assets->empty() ? NameTable::BuiltIn().FindAsset("ZUSD") : assets->front();
  const std::string& asset = info->id;
  const int places = info->decimals;
  const AccountValue value = ValueOf(world.venue, world.AccountOf(call.key).holdings());
  const std::optional<Decimal> in_asset = world.venue.FromDollars(asset, value.whole, places);
  if (!in_asset) {
    return arguments.Refuse(
        "asset", "no market of the mock prices " + asset + "; ask for ZUSD, XXBT, XETH or USDT");
  }
  const std::string whole = in_asset->ToFixed(places);
  const std::string collateral =
      world.venue.FromDollars(asset, value.collateral, places).value().ToFixed(places);
  const std::string zero = Decimal().ToFixed(places);
  return ToJsonText(Json::object({{"eb", whole},
                                  {"tb", collateral},
                                  {"m", zero},
                                  {"uv", zero},
                                  {"n", zero},
                                  {"c", zero},
                                  {"v", zero},
                                  {"e", collateral},
                                  {"mf", collateral}}));
}

// The mock has no margin yet, hence no positions. With `consolidation` the answer is a list
// (docs.kraken.com, "Get Open Positions").
HandlerResult OpenPositions(const Call& call, World& /*world*/) {
  const bool is_consolidated = Arguments(call.params).Has("consolidation");
  return std::string(is_consolidated ? "[]" : "{}");
}

HandlerResult TradeVolume(const Call& call, World& world) {
  const auto pairs = Arguments(call.params).Pairs("pair");
  if (!pairs) return tl::unexpected(pairs.error());
  const Decimal turnover = world.AccountOf(call.key).TurnoverUpTo(call.now);
  const std::string head =
      R"({"currency":"ZUSD","volume":")" + turnover.ToFixed(kFeeDecimals) + "\"";
  if (pairs->empty()) return head + R"(,"fees":null,"fees_maker":null})";
  const FeeNames& names =
      call.quirks.trade_volume_keys == TradeVolumeKeys::kMinfee ? kJoined : kUnderscored;
  return head + R"(,"fees":)" +
         FeesOfPairs(*pairs, FeeText(FeeSchedule::Taker(), turnover, names)) + R"(,"fees_maker":)" +
         FeesOfPairs(*pairs, FeeText(FeeSchedule::Maker(), turnover, names)) + "}";
}

}  // namespace kraken::mock
