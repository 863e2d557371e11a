#include "mock_server/src/handlers/account_value.h"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "kraken/mock/api_key.h"

namespace kraken::mock {
namespace {

Decimal Amount(std::string_view text) { return Decimal::Parse(text).value(); }

// Its markets stand where they begin.
Venue NewVenue() {
  Venue venue(1);
  venue.AdvanceTo(WallTime());
  return venue;
}

AccountValue Value(const Balances& balances) {
  Holdings holdings;
  for (const auto& [asset, balance] : balances) holdings[asset].balance = balance;
  return ValueOf(NewVenue(), holdings);
}

std::string WholeOf(const Balances& balances) { return Value(balances).whole.ToString(); }
std::string CollateralOf(const Balances& balances) { return Value(balances).collateral.ToString(); }

std::optional<Decimal> FromDollars(const Decimal& dollars, std::string_view asset, int places) {
  return NewVenue().FromDollars(asset, dollars, places);
}

// The last prices and collateral shares of fixtures/world.json.
TEST(AccountValue, IsAtTheLastPrices) {
  EXPECT_EQ(WholeOf({}), "0");
  EXPECT_EQ(WholeOf({{"ZUSD", Amount("12.5")}}), "12.5");
  EXPECT_EQ(WholeOf({{"XXBT", Amount("2")}}), "120500.2");
  EXPECT_EQ(WholeOf({{"XETH", Amount("0.5")}}), "1506.225");
  EXPECT_EQ(WholeOf({{"ZUSD", Amount("1")}, {"XXBT", Amount("1")}, {"XETH", Amount("1")}}),
            "63263.55");
}

TEST(AccountValue, CountsAsCollateralOnlyInPart) {
  EXPECT_EQ(CollateralOf({{"ZUSD", Amount("12.5")}}), "12.5");
  EXPECT_EQ(CollateralOf({{"XXBT", Amount("1")}}), "59647.599");
  EXPECT_EQ(CollateralOf({{"XETH", Amount("1")}}), "2952.201");
}

TEST(AccountValue, PricesTetherByWhatBitcoinCostsInBoth) {
  // 60250.1 / 60241.7
  EXPECT_EQ(WholeOf({{"USDT", Amount("1")}}), "1.000139438296");
  EXPECT_EQ(WholeOf({{"USDT", Amount("60241.7")}}), "60250.1");
  EXPECT_EQ(WholeOf({{"USDT", Amount("1.23456789")}}), "1.234740036043");
}

TEST(AccountValue, DoesNotCountWhatNoMarketPrices) {
  EXPECT_EQ(WholeOf({{"ZEUR", Amount("1000")}, {"ZUSD", Amount("1")}}), "1");
}

TEST(FromDollars, IsTheOtherWayRound) {
  EXPECT_EQ(FromDollars(Amount("12.5"), "ZUSD", 4), Amount("12.5"));
  EXPECT_EQ(FromDollars(Amount("120500.2"), "XXBT", 10), Amount("2"));
  EXPECT_EQ(FromDollars(Amount("1506.225"), "XETH", 10), Amount("0.5"));
  EXPECT_EQ(FromDollars(Amount("60250.1"), "USDT", 8), Amount("60241.7"));
  EXPECT_EQ(FromDollars(Amount("1"), "XXBT", 4), Amount("0"));
}

TEST(FromDollars, KnowsOnlyWhatAMarketPrices) {
  EXPECT_EQ(FromDollars(Amount("1"), "ZEUR", 4), std::nullopt);
  EXPECT_EQ(FromDollars(Amount("1"), "XBT", 4), std::nullopt) << "not its id";
}

}  // namespace
}  // namespace kraken::mock
