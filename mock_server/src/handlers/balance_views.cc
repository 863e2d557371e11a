// Balance, BalanceEx, TradeBalance, OpenPositions, TradeVolume: what an account has and pays.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/handlers/account_value.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/handlers/fixture_views.h"
#include "mock_server/src/built_in/name_table.h"

namespace kraken::mock {
namespace {

// A fee's members in the two spellings of the quirk trade-volume-keys; "fee" has only one.
struct Spelling {
  std::string_view joined{};
  std::string_view underscored{};
};
constexpr auto kSpellings = std::to_array<Spelling>({{"minfee", "min_fee"},
                                                     {"maxfee", "max_fee"},
                                                     {"nextfee", "next_fee"},
                                                     {"tiervolume", "tier_volume"},
                                                     {"nextvolume", "next_volume"}});

Json Respelled(const Json& fees) {
  Json respelled = Json::object();
  for (const auto& [pair, fee] : fees.items()) {
    for (const auto& [name, value] : fee.items()) {
      const auto* found = std::ranges::find(kSpellings, name, &Spelling::joined);
      respelled[pair][found == kSpellings.end() ? name : std::string(found->underscored)] = value;
    }
  }
  return respelled;
}

// "fees" or "fees_maker", in either spelling.
struct FeeTexts {
  explicit FeeTexts(const Json& fees) : joined(fees), underscored(Respelled(fees)) {}

  const ElementTexts& Spelled(TradeVolumeKeys keys) const {
    return keys == TradeVolumeKeys::kMinfee ? joined : underscored;
  }

  ElementTexts joined;
  ElementTexts underscored;
};

// {"currency":…,"volume":…,"fees":{pair:…},"fees_maker":{pair:…}}
struct VolumeTexts {
  explicit VolumeTexts(const Json& result)
      : head(R"({"currency":)" + ToJsonText(result.at("currency")) + R"(,"volume":)" +
             ToJsonText(result.at("volume"))),
        taker(result.at("fees")),
        maker(result.at("fees_maker")) {}

  std::string head;
  FeeTexts taker;
  FeeTexts maker;
};

std::string FeesOf(const ElementTexts& fees, const std::vector<const PairInfo*>& pairs) {
  std::vector<std::string_view> texts;
  for (const PairInfo* pair : pairs) texts.push_back(fees[fees.IndexOf(pair->id).value()]);
  return "{" + JoinTexts(texts) + "}";
}

const Balances& DemoBalances() {
  static const Balances kBalances = [] {
    Balances balances;
    for (const auto& [asset, balance] : BuiltInWorld().at("account").at("balances").items()) {
      balances.emplace(asset, Decimal::Parse(balance.get<std::string>()).value());
    }
    return balances;
  }();
  return kBalances;
}

bool HasOwnBalances(const Call& call) {
  return call.key != nullptr && call.key->spec.balances.has_value();
}

const Balances& BalancesOf(const Call& call) {
  return HasOwnBalances(call) ? *call.key->spec.balances : DemoBalances();
}

// "10000.0000": padded to the decimals of the asset, as live answers are.
std::string InDecimalsOf(const std::string& asset, const Decimal& amount) {
  return amount.ToFixed(NameTable::BuiltIn().FindAsset(asset)->decimals);
}

}  // namespace

HandlerResult ViewBalance(const Call& call) {
  static const FixtureFolder<ReadyText> kFolder("Balance");
  static const ReadyText& demo = *kFolder.Find("demo");
  if (!HasOwnBalances(call)) return demo.text;
  Json result = Json::object();
  for (const auto& [asset, balance] : *call.key->spec.balances) {
    result[asset] = InDecimalsOf(asset, balance);
  }
  return ToJsonText(result);
}

// The open orders of the demo account hold some of what it has; other accounts have none.
HandlerResult ViewBalanceEx(const Call& call) {
  static const FixtureFolder<ReadyText> kFolder("BalanceEx");
  static const ReadyText& demo = *kFolder.Find("demo");
  if (!HasOwnBalances(call)) return demo.text;
  Json result = Json::object();
  for (const auto& [asset, balance] : BalancesOf(call)) {
    result[asset] = Json::object({{"balance", InDecimalsOf(asset, balance)},
                                  {"hold_trade", InDecimalsOf(asset, Decimal())}});
  }
  return ToJsonText(result);
}

// No positions: no margin used, nothing unrealised, and no margin level ("ml").
HandlerResult ViewTradeBalance(const Call& call) {
  const Arguments arguments(call.params);
  const auto assets = arguments.Assets("asset");
  if (!assets) return tl::unexpected(assets.error());
  const std::string asset = assets->empty() ? "ZUSD" : assets->front()->id;
  const int places = NameTable::BuiltIn().FindAsset(asset)->decimals;
  const AccountValue value = ValueOf(BalancesOf(call));
  const std::optional<Decimal> in_asset = DollarsIn(value.whole, asset, places);
  if (!in_asset) {
    return arguments.Refuse(
        "asset", "no market of the mock prices " + asset + "; ask for ZUSD, XXBT, XETH or USDT");
  }
  const std::string whole = in_asset->ToFixed(places);
  const std::string collateral = DollarsIn(value.collateral, asset, places).value().ToFixed(places);
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
HandlerResult ViewOpenPositions(const Call& call) {
  const bool is_consolidated = Arguments(call.params).Has("consolidation");
  return std::string(is_consolidated ? "[]" : "{}");
}

HandlerResult ViewTradeVolume(const Call& call) {
  static const FixtureFolder<VolumeTexts> kWithFees("TradeVolume");
  static const FixtureFolder<ReadyText> kWithoutFees("TradeVolume");
  const auto pairs = Arguments(call.params).Pairs("pair");
  if (!pairs) return tl::unexpected(pairs.error());
  if (pairs->empty()) return kWithoutFees.Find("without-pairs")->text;
  const VolumeTexts& volume = *kWithFees.Find("all-pairs");
  const TradeVolumeKeys keys = call.quirks.trade_volume_keys;
  return volume.head + R"(,"fees":)" + FeesOf(volume.taker.Spelled(keys), *pairs) +
         R"(,"fees_maker":)" + FeesOf(volume.maker.Spelled(keys), *pairs) + "}";
}

}  // namespace kraken::mock
