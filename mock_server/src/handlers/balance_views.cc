// Balance, BalanceEx, TradeBalance, TradeVolume: what the demo account has and pays.
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/fixture_store.h"
#include "mock_server/src/handlers/fixture_views.h"

namespace kraken::mock {
namespace {

// {"currency":…,"volume":…,"fees":{pair:…},"fees_maker":{pair:…}}
struct FeeTexts {
  explicit FeeTexts(const Json& result)
      : head(R"({"currency":)" + ToJsonText(result.at("currency")) + R"(,"volume":)" +
             ToJsonText(result.at("volume"))),
        taker(result.at("fees")),
        maker(result.at("fees_maker")) {}

  std::string head;
  ElementTexts taker;
  ElementTexts maker;
};

std::string FeesOf(const ElementTexts& fees, const std::vector<const PairInfo*>& pairs) {
  std::vector<std::string_view> texts;
  for (const PairInfo* pair : pairs) texts.push_back(fees[fees.IndexOf(pair->id).value()]);
  return "{" + JoinTexts(texts) + "}";
}

}  // namespace

HandlerResult ViewBalance(const Call& /*call*/) {
  static const FixtureFolder<ReadyText> kFolder("Balance");
  static const ReadyText& demo = *kFolder.Find("demo");
  return demo.text;
}

HandlerResult ViewBalanceEx(const Call& /*call*/) {
  static const FixtureFolder<ReadyText> kFolder("BalanceEx");
  static const ReadyText& demo = *kFolder.Find("demo");
  return demo.text;
}

HandlerResult ViewTradeBalance(const Call& call) {
  static const FixtureFolder<ReadyText> kFolder("TradeBalance");
  const Arguments arguments(call.params);
  const auto assets = arguments.Assets("asset");
  if (!assets) return tl::unexpected(assets.error());
  const std::string asset = assets->empty() ? "ZUSD" : assets->front()->id;
  if (const ReadyText* answer = kFolder.Find(asset)) return answer->text;
  return arguments.Refuse(
      "asset", "no market of the mock prices " + asset + "; ask for ZUSD, XXBT, XETH or USDT");
}

HandlerResult ViewTradeVolume(const Call& call) {
  static const FixtureFolder<FeeTexts> kWithFees("TradeVolume");
  static const FixtureFolder<ReadyText> kWithoutFees("TradeVolume");
  const auto pairs = Arguments(call.params).Pairs("pair");
  if (!pairs) return tl::unexpected(pairs.error());
  if (pairs->empty()) return kWithoutFees.Find("without-pairs")->text;
  const FeeTexts& volume = *kWithFees.Find("all-pairs");
  return volume.head + R"(,"fees":)" + FeesOf(volume.taker, *pairs) + R"(,"fees_maker":)" +
         FeesOf(volume.maker, *pairs) + "}";
}

}  // namespace kraken::mock
