// Public data of markets that live: what orders and time do to what everybody sees.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/mock_server/handlers/handler_harness.h"
#include "tests/mock_server/trading/venue_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;

class LiveMarket : public ::testing::Test {
 protected:
  Json Result(std::string_view endpoint, std::string_view form, Duration after = Duration(0)) {
    const auto text = CallHandler(endpoint, ParseForm(form), world_, kAsOf + after);
    return ParseJsonText(text.value()).value();
  }
  void Place(OrderRequest request) {
    Account& account = world_.AccountOf(nullptr);
    MakeRich(account);
    ASSERT_TRUE(world_.venue.Place(account, std::move(request)));
  }

  World world_{WorldConfig{}};
};

TEST_F(LiveMarket, ShowsRestingOrdersInTheBook) {
  Result("Depth", "pair=XBTUSD");
  Place(LimitOrder("buy", "2.5", "60250.05"));
  Place(LimitOrder("buy", "0.25", "60250"));
  const Json bids = Result("Depth", "pair=XBTUSD&count=2")["XXBTZUSD"]["bids"];
  EXPECT_EQ(ToJsonText(bids[0]), R"(["60250.05000","2.500",1767217337])");
  EXPECT_EQ(ToJsonText(bids[1]), R"(["60250.00000","3.250",1767217337])") << "theirs and ours";
  const Json ticker = Result("Ticker", "pair=XBTUSD")["XXBTZUSD"];
  EXPECT_EQ(ToJsonText(ticker["b"]), R"(["60250.05000","2","2.500"])");
}

TEST_F(LiveMarket, TakesWhatIsBoughtOutOfTheBookAndTellsEverybody) {
  Result("Depth", "pair=XBTUSD");
  Place(MarketOrder("buy", "0.4"));
  const Json asks = Result("Depth", "pair=XBTUSD&count=1")["XXBTZUSD"]["asks"];
  EXPECT_EQ(asks[0][1], "0.600");
  const Json trades = Result("Trades", "pair=XBTUSD&count=1");
  EXPECT_EQ(ToJsonText(trades["XXBTZUSD"][0]),
            R"(["60250.10000","0.40000000",1767217337,"b","m","",93105528])");
  EXPECT_EQ(trades["last"], "1767217337000000000");
  const Json ticker = Result("Ticker", "pair=XBTUSD")["XXBTZUSD"];
  EXPECT_EQ(ToJsonText(ticker["c"]), R"(["60250.10000","0.40000000"])");
  const Json candle = Result("OHLC", "pair=XBTUSD")["XXBTZUSD"].back();
  EXPECT_EQ(candle[7], 3) << "two were there before";
  EXPECT_EQ(candle[6], "0.44597000");
}

TEST_F(LiveMarket, GoesOnWithTheClock) {
  Result("Ticker", "pair=XBTUSD");
  const Json later = Result("Trades", "pair=XBTUSD", std::chrono::minutes(10));
  EXPECT_GT(later["XXBTZUSD"].size(), 300U);
  std::string before;
  for (const Json& trade : later["XXBTZUSD"]) {
    const std::string time = ToJsonText(trade[2]);
    EXPECT_GE(time.substr(0, 10), before);
    before = time.substr(0, 10);
  }
  const Json quotes = Result("Spread", "pair=XBTUSD", std::chrono::minutes(10));
  EXPECT_EQ(quotes["XXBTZUSD"].size(), 200U);
  const Json ticker = Result("Ticker", "pair=XBTUSD", std::chrono::minutes(10))["XXBTZUSD"];
  EXPECT_EQ(ticker["b"][0], quotes["XXBTZUSD"].back()[1]);
  EXPECT_EQ(ticker["a"][0], quotes["XXBTZUSD"].back()[2]);
}

TEST_F(LiveMarket, HasCandlesWithoutGapsUpToNow) {
  Result("OHLC", "pair=XBTUSD");
  for (const auto& [minutes, length] : {std::pair{"1", 60}, {"15", 900}, {"1440", 86400}}) {
    const std::string form = std::string("pair=XBTUSD&interval=") + minutes;
    const Json candles = Result("OHLC", form, std::chrono::hours(5));
    const Json& rows = candles["XXBTZUSD"];
    ASSERT_EQ(rows.size(), 720U);
    for (std::size_t i = 1; i < rows.size(); ++i) {
      ASSERT_EQ(rows[i][0].get<int>() - rows[i - 1][0].get<int>(), length);
    }
    const std::int64_t now = 1767217337 + 5 * 3600;
    EXPECT_EQ(rows.back()[0].get<std::int64_t>(), now - now % length);
    EXPECT_EQ(candles["last"], rows[718][0]);
  }
}

TEST_F(LiveMarket, BeginsADayAnewAtMidnight) {
  Result("Ticker", "pair=XBTUSD");
  // Half a minute past midnight.
  const Duration later = std::chrono::seconds(2 * 3600 + 18 * 60 + 13);
  const Json ticker = Result("Ticker", "pair=XBTUSD", later)["XXBTZUSD"];
  EXPECT_LT(ticker["t"][0].get<int>(), 20);
  EXPECT_GT(ticker["t"][1].get<int>(), 1000);
}

TEST_F(LiveMarket, TakesAnyMomentSinceWhich) {
  const std::size_t all = Result("Spread", "pair=XBTUSD")["XXBTZUSD"].size();
  EXPECT_EQ(Result("Spread", "pair=XBTUSD&since=-99999999999")["XXBTZUSD"].size(), all);
  EXPECT_EQ(Result("Spread", "pair=XBTUSD&since=99999999999")["XXBTZUSD"].size(), 0U);
}

// Whenever a server is started, its markets' past ends there.
TEST(MarketHistory, EndsWhereTheClockBegins) {
  World world{WorldConfig{}};
  const WallTime start = ParseRfc3339("2026-11-25T10:00:00Z").value();
  const auto result = [&](std::string_view endpoint, std::string_view form) {
    return ParseJsonText(CallHandler(endpoint, ParseForm(form), world, start).value()).value();
  };
  const Json trades = result("Trades", "pair=XBTUSD&count=1");
  EXPECT_EQ(ToJsonText(trades["XXBTZUSD"][0][2]), "1795600797.7160928");
  for (const auto& [interval, last] : {std::pair{"1", 1795600800}, {"60", 1795600800}}) {
    const Json candles = result("OHLC", std::string("pair=XBTUSD&interval=") + interval);
    EXPECT_EQ(candles["XXBTZUSD"].back()[0], last);
  }
}

}  // namespace
}  // namespace kraken::mock
