#include "mock_server/src/built_in/name_table.h"

#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kraken::mock {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Not;

const NameTable& Names() { return NameTable::BuiltIn(); }

TEST(NameTable, FindsAPairUnderAllItsNames) {
  for (std::string_view name : {"XXBTZUSD", "XBTUSD", "XBT/USD", "BTC/USD", "BTCUSD"}) {
    const PairInfo* pair = Names().FindPair(name);
    ASSERT_NE(pair, nullptr) << name;
    EXPECT_EQ(pair->id, "XXBTZUSD") << name;
  }
}

TEST(NameTable, IgnoresLetterCase) {
  for (std::string_view name : {"xxbtzusd", "xbtusd", "Btc/Usd", "btcusd"}) {
    ASSERT_NE(Names().FindPair(name), nullptr) << name;
    EXPECT_EQ(Names().FindPair(name)->id, "XXBTZUSD") << name;
  }
  EXPECT_EQ(Names().FindAsset("btc")->id, "XXBT");
}

TEST(NameTable, KeepsPairsApartThatBeginAlike) {
  EXPECT_EQ(Names().FindPair("XBTUSDT")->id, "XBTUSDT");
  EXPECT_EQ(Names().FindPair("BTC/USDT")->id, "XBTUSDT");
  EXPECT_EQ(Names().FindPair("ETHUSD")->id, "XETHZUSD");
}

TEST(NameTable, DoesNotKnowNamesThatAreAlmostRight) {
  for (std::string_view name :
       {"", "XBT", "XBTUSDTT", "XBT-USD", "XBT_USD", " XBTUSD", "XXBT/ZUSD", "USDXBT", "XXBTUSD"}) {
    EXPECT_EQ(Names().FindPair(name), nullptr) << name;
  }
}

TEST(NameTable, FindsAssetsByIdAltnameAndCommonName) {
  EXPECT_EQ(Names().FindAsset("XXBT")->id, "XXBT");
  EXPECT_EQ(Names().FindAsset("XBT")->id, "XXBT");
  EXPECT_EQ(Names().FindAsset("BTC")->id, "XXBT");
  EXPECT_EQ(Names().FindAsset("DOGE")->id, "XXDG");
  EXPECT_EQ(Names().FindAsset("usd")->id, "ZUSD");
  EXPECT_EQ(Names().FindAsset("XXBT")->decimals, 10);
  EXPECT_EQ(Names().FindAsset("ADA.S")->altname, "ADA.S");
}

TEST(NameTable, StripsNoPrefixes) {
  EXPECT_EQ(Names().FindAsset("ZETA")->altname, "ZETA");
  EXPECT_EQ(Names().FindAsset("XAUT")->altname, "XAUT");
  EXPECT_EQ(Names().FindAsset("ETA"), nullptr);
  EXPECT_EQ(Names().FindAsset("AUT"), nullptr);
  EXPECT_EQ(Names().FindAsset("ZUSDT"), nullptr);
  EXPECT_EQ(Names().FindAsset("XUSDC"), nullptr);
}

TEST(NameTable, KnowsTheRulesOfAPair) {
  const PairInfo& pair = *Names().FindPair("ETHUSD");
  EXPECT_EQ(pair.base, "XETH");
  EXPECT_EQ(pair.quote, "ZUSD");
  EXPECT_EQ(pair.display_name, "ETH/USD");
  EXPECT_EQ(pair.pair_decimals, 2);
  EXPECT_EQ(pair.lot_decimals, 8);
  EXPECT_EQ(pair.ordermin.ToString(), "0.001");
  EXPECT_EQ(pair.costmin.ToString(), "0.5");
  EXPECT_EQ(pair.tick_size.ToString(), "0.01");
  EXPECT_THAT(pair.leverage_buy, ElementsAre(2, 3, 4, 5, 6, 7, 8, 9, 10));
}

TEST(NameTable, ListsNamesAsKrakenSpellsThem) {
  EXPECT_THAT(Names().pair_names(), AllOf(Contains("XBTUSD"), Contains("XXBTZUSD"),
                                          Contains("XBT/USD"), Not(Contains("BTC/USD"))));
  EXPECT_THAT(Names().asset_names(), AllOf(Contains("XXBT"), Contains("XBT"), Contains("ZETA")));
}

}  // namespace
}  // namespace kraken::mock
