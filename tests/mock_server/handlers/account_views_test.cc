// What the demo account has: balances, worth, fees.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/mock_server/handlers/handler_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;

TEST(BalanceView, IsTheDemoAccountWhateverElseIsSent) {
  EXPECT_EQ(TextOf("Balance", "nonce=1&rebase_multiplier=base"),
            R"({"XXBT":"1.0000000000","ZUSD":"10000.0000"})");
  EXPECT_EQ(TextOf("BalanceEx", "type=spot"),
            R"({"XXBT":{"balance":"1.0000000000","hold_trade":"0.2500000000"},)"
            R"("ZUSD":{"balance":"10000.0000","hold_trade":"3263.0000"}})");
}

TEST(TradeBalanceView, IsInDollarsUnlessAnotherAssetIsNamed) {
  EXPECT_EQ(TextOf("TradeBalance"), TextOf("TradeBalance", "asset=usd"));
  EXPECT_EQ(ResultOf("TradeBalance")["eb"], "70250.1000");
  EXPECT_EQ(ResultOf("TradeBalance", "asset=xbt")["eb"], "1.1659748283");
  EXPECT_FALSE(ResultOf("TradeBalance").contains("ml")) << "there are no positions";
}

TEST(TradeBalanceView, RefusesAssetsThatItCannotPrice) {
  EXPECT_THAT(CallHandler("TradeBalance", "asset=XTB"), Refuses("EQuery:Unknown asset", "XBT"));
  EXPECT_THAT(CallHandler("TradeBalance", "asset=EUR"),
              Refuses("EGeneral:Invalid arguments", "ZEUR"));
}

TEST(TradeVolumeView, HasNoFeesWithoutPairs) {
  EXPECT_EQ(TextOf("TradeVolume"),
            R"({"currency":"ZUSD","volume":"7110.0000","fees":null,"fees_maker":null})");
}

TEST(TradeVolumeView, HasTheFeesOfTheNamedPairs) {
  const Json volume = ResultOf("TradeVolume", "pair=ETHUSD,xbtusd&fee-info=true");
  EXPECT_EQ(volume["volume"], "7110.0000");
  EXPECT_THAT(KeysOf(volume["fees"]), ElementsAre("XETHZUSD", "XXBTZUSD"));
  EXPECT_THAT(KeysOf(volume["fees_maker"]), ElementsAre("XETHZUSD", "XXBTZUSD"));
  EXPECT_EQ(ToJsonText(volume["fees"]["XXBTZUSD"]),
            R"({"fee":"0.4000","minfee":"0.1000","maxfee":"0.4000","nextfee":"0.3500",)"
            R"("tiervolume":"0.0000","nextvolume":"10000.0000"})");
  EXPECT_EQ(volume["fees_maker"]["XXBTZUSD"]["fee"], "0.2500");
}

TEST(TradeVolumeView, SpellsTheFeesMembersAsTheQuirkSays) {
  const auto fee_of = [](TradeVolumeKeys keys, const char* side) {
    const auto answer =
        CallHandler("TradeVolume", "pair=XBTUSD", Quirks{.trade_volume_keys = keys});
    return ToJsonText(ParseJsonText(answer.value()).value()[side]["XXBTZUSD"]);
  };
  for (const char* side : {"fees", "fees_maker"}) {
    std::string joined = fee_of(TradeVolumeKeys::kMinfee, side);
    EXPECT_EQ(joined, ToJsonText(ResultOf("TradeVolume", "pair=XBTUSD")[side]["XXBTZUSD"]));
    EXPECT_THAT(KeysOf(ParseJsonText(joined).value()),
                ElementsAre("fee", "minfee", "maxfee", "nextfee", "tiervolume", "nextvolume"));
    std::string underscored = fee_of(TradeVolumeKeys::kMinFee, side);
    EXPECT_THAT(KeysOf(ParseJsonText(underscored).value()),
                ElementsAre("fee", "min_fee", "max_fee", "next_fee", "tier_volume", "next_volume"));
    std::erase(underscored, '_');
    EXPECT_EQ(underscored, joined);
  }
}

TEST(TradeVolumeView, RefusesAnUnknownPair) {
  EXPECT_THAT(CallHandler("TradeVolume", "pair=XBTUSD,XBTEUR"),
              Refuses("EQuery:Unknown asset pair", "XBTEUR"));
}

}  // namespace
}  // namespace kraken::mock
