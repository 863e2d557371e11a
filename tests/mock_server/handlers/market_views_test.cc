// Market data: what a request's parameters make of the fixtures, and what is refused.
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/protocol/decimal.h"
#include "tests/mock_server/handlers/handler_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr const char* kUnknownPair = "EQuery:Unknown asset pair";

// --- Assets ---

TEST(AssetsView, GivesAllAssetsWhereNoneIsNamed) {
  EXPECT_THAT(ResultOf("Assets"), SizeIs(12));
  EXPECT_THAT(ResultOf("Assets", "asset="), SizeIs(12));
  EXPECT_THAT(ResultOf("Assets", "aclass=currency"), SizeIs(12));
}

TEST(AssetsView, GivesTheNamedAssetsUnderTheirIds) {
  EXPECT_THAT(KeysOf(ResultOf("Assets", "asset=XBT,ETH")), ElementsAre("XXBT", "XETH"));
  EXPECT_THAT(KeysOf(ResultOf("Assets", "asset=usd")), ElementsAre("ZUSD"));
  EXPECT_EQ(ResultOf("Assets", "asset=BTC")["XXBT"]["altname"], "XBT");
}

TEST(AssetsView, FailsAsAWholeForOneUnknownName) {
  EXPECT_THAT(CallHandler("Assets", "asset=XBT,ZETTA"),
              Refuses("EQuery:Unknown asset", R"("ZETTA"; did you mean "ZETA"?)"));
}

TEST(AssetsView, KnowsNoTokenizedAssets) {
  EXPECT_EQ(TextOf("Assets", "aclass=tokenized_asset"), "{}");
  EXPECT_THAT(CallHandler("Assets", "aclass=tokenized_asset&asset=AAPLx"),
              Refuses("EQuery:Unknown asset", "AAPLx"));
  EXPECT_THAT(CallHandler("Assets", "aclass=currencies"), Refuses(kInvalid, "currency"));
}

// --- AssetPairs ---

TEST(AssetPairsView, GivesThePairsThatAreNamed) {
  EXPECT_THAT(ResultOf("AssetPairs"), SizeIs(3));
  EXPECT_THAT(KeysOf(ResultOf("AssetPairs", "pair=XBT%2FUSD")), ElementsAre("XXBTZUSD"));
  EXPECT_THAT(KeysOf(ResultOf("AssetPairs", "pair=ethusd,BTCUSDT")),
              ElementsAre("XETHZUSD", "XBTUSDT"));
}

TEST(AssetPairsView, GivesOnlyTheFieldsThatInfoAsksFor) {
  const std::string pair = "pair=XBTUSD&info=";
  EXPECT_THAT(KeysOf(ResultOf("AssetPairs", pair + "leverage")["XXBTZUSD"]),
              ElementsAre("leverage_buy", "leverage_sell"));
  EXPECT_THAT(KeysOf(ResultOf("AssetPairs", pair + "fees")["XXBTZUSD"]),
              ElementsAre("fees", "fees_maker", "fee_volume_currency"));
  EXPECT_THAT(
      KeysOf(ResultOf("AssetPairs", pair + "margin")["XXBTZUSD"]),
      ElementsAre("margin_call", "margin_stop", "long_position_limit", "short_position_limit"));
  EXPECT_EQ(ResultOf("AssetPairs", pair + "info"), ResultOf("AssetPairs", "pair=XBTUSD"));
  EXPECT_THAT(ResultOf("AssetPairs", "info=fees"), SizeIs(3));
}

TEST(AssetPairsView, RefusesWhatIsNotThere) {
  EXPECT_THAT(CallHandler("AssetPairs", "pair=XBTUDS"),
              Refuses(kUnknownPair, R"("XBTUDS"; did you mean "XBTUSD"?)"));
  EXPECT_THAT(CallHandler("AssetPairs", "info=leverages"),
              Refuses(kInvalid, R"(did you mean "leverage"?)"));
  EXPECT_EQ(TextOf("AssetPairs", "aclass_base=tokenized_asset"), "{}");
}

// --- Ticker ---

TEST(TickerView, GivesEveryPairWhereNoneIsNamed) {
  EXPECT_THAT(KeysOf(ResultOf("Ticker")), ElementsAre("XBTUSDT", "XETHZUSD", "XXBTZUSD"));
}

TEST(TickerView, KeysTheAnswerByIdWhateverWasAsked) {
  for (const char* name : {"XXBTZUSD", "XBTUSD", "XBT/USD", "xbt%2Fusd", "BTCUSD", "btc/usd"}) {
    EXPECT_THAT(KeysOf(ResultOf("Ticker", std::string("pair=") + name)), ElementsAre("XXBTZUSD"));
  }
}

TEST(TickerView, TakesAListWithBlanksAndRepetitions) {
  EXPECT_THAT(KeysOf(ResultOf("Ticker", "pair=XBTUSD,+ETHUSD+,XXBTZUSD")),
              ElementsAre("XXBTZUSD", "XETHZUSD"));
  EXPECT_THAT(KeysOf(ResultOf("Ticker", "pair=XBTUSD%2CETHUSD")),
              ElementsAre("XXBTZUSD", "XETHZUSD"));
}

TEST(TickerView, FailsAsAWholeForOneBadPair) {
  EXPECT_THAT(CallHandler("Ticker", "pair=XBTUSD,ETHUDS"),
              Refuses(kUnknownPair, R"("ETHUDS"; did you mean "ETHUSD"?)"));
  EXPECT_THAT(CallHandler("Ticker", "pair=XBTUSD,"), Refuses(kUnknownPair, R"("")"));
  EXPECT_THAT(CallHandler("Ticker", "pair=NONSENSE"), Refuses(kUnknownPair, "known: XBTUSDT"));
}

TEST(TickerView, QuotesHostileNamesWithinBounds) {
  const Result<std::string> answer =
      CallHandler("Ticker", "pair=%00%ff%0a" + std::string(5000, 'A'));
  ASSERT_FALSE(answer);
  EXPECT_LT(answer.error().message.size(), 300U);
  EXPECT_EQ(answer.error().message.find('\n'), std::string::npos);
}

TEST(MarketViews, IgnoreParametersThatTheyDoNotKnow) {
  EXPECT_EQ(TextOf("Ticker", "pair=XBTUSD&ascending=False&nonce=1"),
            TextOf("Ticker", "pair=XBTUSD"));
}

class OnePairView : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Endpoints, OnePairView,
                         ::testing::Values("OHLC", "Depth", "Trades", "Spread", "GroupedBook"),
                         [](const auto& tested) { return tested.param; });

TEST_P(OnePairView, NeedsAPairThatExists) {
  EXPECT_THAT(CallHandler(GetParam(), ""), Refuses(kInvalid, "pair is missing"));
  EXPECT_THAT(CallHandler(GetParam(), "pair="), Refuses(kInvalid, "pair is missing"));
  EXPECT_THAT(CallHandler(GetParam(), "pair=ETHUSDD"),
              Refuses(kUnknownPair, R"(did you mean "ETHUSD"?)"));
  EXPECT_THAT(CallHandler(GetParam(), "pair=XBTUSD,ETHUSD"),
              Refuses(kUnknownPair, "XBTUSD,ETHUSD"));
}

TEST_P(OnePairView, TakesThePairUnderAnyName) {
  const std::string answer = TextOf(GetParam(), "pair=XXBTZUSD");
  EXPECT_EQ(TextOf(GetParam(), "pair=btc/usd"), answer);
  EXPECT_EQ(TextOf(GetParam(), "pair=XBTUSD"), answer);
  EXPECT_NE(TextOf(GetParam(), "pair=XBTUSDT"), answer);
}

// --- OHLC ---

TEST(OhlcView, GivesMinutesUnlessAskedForAnotherInterval) {
  EXPECT_EQ(TextOf("OHLC", "pair=XBTUSD"), TextOf("OHLC", "pair=XBTUSD&interval=1"));
  const Json rows = ResultOf("OHLC", "pair=XBTUSD&interval=240")["XXBTZUSD"];
  EXPECT_EQ(rows[1][0].get<int>() - rows[0][0].get<int>(), 240 * 60);
}

TEST(OhlcView, ComparesTheIntervalByValue) {
  EXPECT_EQ(TextOf("OHLC", "pair=XBTUSD&interval=5.0"), TextOf("OHLC", "pair=XBTUSD&interval=5"));
}

TEST(OhlcView, RefusesOtherIntervals) {
  for (const char* interval : {"0", "2", "-1", "5.5", "1h", "43200", "%20five"}) {
    EXPECT_THAT(CallHandler("OHLC", std::string("pair=XBTUSD&interval=") + interval),
                Refuses(kInvalid, "interval is"));
  }
}

TEST(OhlcView, GivesTheCandlesAfterSince) {
  const Json all = ResultOf("OHLC", "pair=XBTUSD");
  const Json& rows = all["XXBTZUSD"];
  const std::string tenth = rows[9][0].dump();
  const Json later = ResultOf("OHLC", "pair=XBTUSD&since=" + tenth);
  EXPECT_EQ(later["XXBTZUSD"].size(), 710U);
  EXPECT_EQ(later["XXBTZUSD"][0], rows[10]);
  EXPECT_EQ(later["last"], all["last"]);
  EXPECT_EQ(ResultOf("OHLC", "pair=XBTUSD&since=0"), all);
}

TEST(OhlcView, AlwaysGivesTheRunningCandle) {
  const Json rows = ResultOf("OHLC", "pair=XBTUSD")["XXBTZUSD"];
  const std::string last = ResultOf("OHLC", "pair=XBTUSD")["last"].dump();
  for (const std::string& since :
       {last, rows.back()[0].dump(), std::string("99999999999"), std::string("1e30")}) {
    const Json answer = ResultOf("OHLC", "pair=XBTUSD&since=" + since);
    EXPECT_THAT(answer["XXBTZUSD"], ElementsAre(rows.back())) << since;
  }
}

TEST(OhlcView, PutsThePairBeforeLast) {
  EXPECT_THAT(KeysOf(ResultOf("OHLC", "pair=XBTUSD")), ElementsAre("XXBTZUSD", "last"));
  EXPECT_THAT(KeysOf(ResultOf("Trades", "pair=ETHUSD")), ElementsAre("XETHZUSD", "last"));
  EXPECT_THAT(KeysOf(ResultOf("Spread", "pair=XBTUSDT")), ElementsAre("XBTUSDT", "last"));
}

TEST(OhlcView, RefusesASinceThatIsNoNumber) {
  EXPECT_THAT(CallHandler("OHLC", "pair=XBTUSD&since=today"), Refuses(kInvalid, "since is"));
  EXPECT_THAT(CallHandler("Spread", "pair=XBTUSD&since=today"), Refuses(kInvalid, "since is"));
  EXPECT_THAT(CallHandler("Trades", "pair=XBTUSD&since=today"), Refuses(kInvalid, "since is"));
}

// --- Depth ---

TEST(DepthView, GivesAHundredLevelsUnlessToldOtherwise) {
  const Json book = ResultOf("Depth", "pair=XBTUSD")["XXBTZUSD"];
  EXPECT_THAT(KeysOf(book), ElementsAre("asks", "bids"));
  EXPECT_THAT(book["asks"], SizeIs(100));
  EXPECT_THAT(book["bids"], SizeIs(100));
}

TEST(DepthView, GivesTheBestLevelsOfEachSide) {
  const Json all = ResultOf("Depth", "pair=XBTUSD&count=500")["XXBTZUSD"];
  EXPECT_THAT(all["asks"], SizeIs(150));
  const Json two = ResultOf("Depth", "pair=XBTUSD&count=2")["XXBTZUSD"];
  EXPECT_THAT(two["asks"], ElementsAre(all["asks"][0], all["asks"][1]));
  EXPECT_THAT(two["bids"], ElementsAre(all["bids"][0], all["bids"][1]));
}

TEST(DepthView, RefusesCountsOutOfRange) {
  for (const char* count : {"0", "501", "-1", "1.5", "ten", "1e9"}) {
    EXPECT_THAT(CallHandler("Depth", std::string("pair=XBTUSD&count=") + count),
                Refuses(kInvalid, "count is"));
  }
}

// --- Trades ---

TEST(TradesView, GivesTheLatestWhereNoSinceIsGiven) {
  const Json all = ResultOf("Trades", "pair=XBTUSD");
  const Json three = ResultOf("Trades", "pair=XBTUSD&count=3");
  const Json& rows = all["XXBTZUSD"];
  EXPECT_GT(rows.size(), 200U);
  EXPECT_THAT(three["XXBTZUSD"], ElementsAre(*(rows.end() - 3), *(rows.end() - 2), rows.back()));
  EXPECT_EQ(three["last"], all["last"]);
  EXPECT_TRUE(all["last"].is_string());
}

TEST(TradesView, GoesThroughTheHistoryPageByPageWithoutLossOrRepetition) {
  const Json all = ResultOf("Trades", "pair=ETHUSD")["XETHZUSD"];
  Json seen = Json::array();
  std::string since = "0";
  for (int page = 0; page < 100; ++page) {
    const Json answer = ResultOf("Trades", "pair=ETHUSD&count=50&since=" + since);
    if (answer["XETHZUSD"].empty()) break;
    for (const Json& row : answer["XETHZUSD"]) seen.push_back(row);
    since = answer["last"].get<std::string>();
  }
  EXPECT_EQ(seen, all);
}

TEST(TradesView, TakesSinceInSecondsFractionsAndNanoseconds) {
  const Json rows = ResultOf("Trades", "pair=XBTUSD")["XXBTZUSD"];
  const std::string time = rows[7][2].dump();  // "1767213871.1234567"
  const std::string nanoseconds = ResultOf("Trades", "pair=XBTUSD&count=8&since=0")["last"];
  EXPECT_EQ(ResultOf("Trades", "pair=XBTUSD&since=" + time)["XXBTZUSD"][0], rows[8]);
  EXPECT_EQ(ResultOf("Trades", "pair=XBTUSD&since=" + nanoseconds)["XXBTZUSD"][0], rows[8]);
  const std::string whole = time.substr(0, time.find('.'));
  EXPECT_EQ(ResultOf("Trades", "pair=XBTUSD&since=" + whole)["XXBTZUSD"][0][2].dump().substr(0, 10),
            whole);
}

TEST(TradesView, GivesAnEmptyListAndTheSameLastWhereNothingIsNewer) {
  const std::string last = ResultOf("Trades", "pair=XBTUSD")["last"];
  EXPECT_EQ(TextOf("Trades", "pair=XBTUSD&since=" + last),
            R"({"XXBTZUSD":[],"last":")" + last + R"("})");
  EXPECT_EQ(TextOf("Trades", "pair=XBTUSD&since=1800000000"),
            R"({"XXBTZUSD":[],"last":"1800000000000000000"})");
}

TEST(TradesView, RefusesCountsOutOfRange) {
  EXPECT_THAT(CallHandler("Trades", "pair=XBTUSD&count=0"), Refuses(kInvalid, "1 to 1000"));
  EXPECT_THAT(CallHandler("Trades", "pair=XBTUSD&count=1001"), Refuses(kInvalid, "1 to 1000"));
}

// --- Spread ---

TEST(SpreadView, GivesTheRowsFromSinceOnThatSecondIncluded) {
  const Json all = ResultOf("Spread", "pair=XBTUSD");
  EXPECT_THAT(all["XXBTZUSD"], SizeIs(200));
  const int since = all["XXBTZUSD"][150][0].get<int>();
  const Json later = ResultOf("Spread", "pair=XBTUSD&since=" + std::to_string(since));
  EXPECT_EQ(later["XXBTZUSD"][0][0], since);
  EXPECT_LE(later["XXBTZUSD"].size(), 50U + 10U);
  EXPECT_GE(later["XXBTZUSD"].size(), 50U);
  EXPECT_EQ(later["last"], all["last"]);
  EXPECT_TRUE(all["last"].is_number_integer());
}

// --- GroupedBook ---

TEST(GroupedBookView, GivesTenGroupsOfOneTickUnlessToldOtherwise) {
  const Json book = ResultOf("GroupedBook", "pair=XBTUSD");
  EXPECT_THAT(KeysOf(book), ElementsAre("pair", "grouping", "bids", "asks"));
  EXPECT_EQ(book["pair"], "BTC/USD");
  EXPECT_EQ(book["grouping"], 1);
  EXPECT_THAT(book["bids"], SizeIs(10));
  EXPECT_EQ(book["bids"][0]["price"], ResultOf("Depth", "pair=XBTUSD")["XXBTZUSD"]["bids"][0][0]);
}

TEST(GroupedBookView, AddsUpBidsDownwardsAndAsksUpwards) {
  const Json depth = ResultOf("Depth", "pair=XBTUSD&count=500")["XXBTZUSD"];
  const Json book = ResultOf("GroupedBook", "pair=XBTUSD&grouping=100&depth=1000");
  // 100 ticks of 0.1 are 10 dollars: the best bid is 60250.0, the best ask 60250.1.
  EXPECT_EQ(book["bids"][0]["price"], "60250.00000");
  EXPECT_EQ(book["asks"][0]["price"], "60260.00000");
  for (const char* side : {"bids", "asks"}) {
    Decimal grouped;
    for (const Json& group : book[side]) {
      grouped = grouped + Decimal::Parse(group["qty"].get<std::string>()).value();
    }
    Decimal single;
    for (const Json& level : depth[side]) {
      single = single + Decimal::Parse(level[1].get<std::string>()).value();
    }
    EXPECT_EQ(grouped, single) << side;
    EXPECT_LT(book[side].size(), depth[side].size());
  }
}

TEST(GroupedBookView, RefusesDepthsAndGroupingsThatAreNotOnTheList) {
  EXPECT_THAT(CallHandler("GroupedBook", "pair=XBTUSD&depth=11"),
              Refuses(kInvalid, "10,25,100,250,1000"));
  EXPECT_THAT(CallHandler("GroupedBook", "pair=XBTUSD&grouping=3"),
              Refuses(kInvalid, "1,5,10,25,50,100,250,500,1000"));
  EXPECT_THAT(CallHandler("GroupedBook", "pair=XBTUSD&grouping=x"), Refuses(kInvalid, "grouping"));
}

// --- PreTrade, PostTrade ---

TEST(PreTradeView, NeedsASymbol) {
  EXPECT_THAT(CallHandler("PreTrade", ""), Refuses(kInvalid, "symbol is missing"));
  EXPECT_THAT(CallHandler("PreTrade", "symbol=BTC/UDS"), Refuses(kUnknownPair, "BTC/UDS"));
}

TEST(PreTradeView, GivesTheTenBestLevelsOfTheBook) {
  const Json levels = ResultOf("PreTrade", "symbol=BTC/USD");
  EXPECT_EQ(levels["symbol"], "BTC/USD");
  EXPECT_THAT(levels["bids"], SizeIs(10));
  EXPECT_EQ(levels["bids"][0]["side"], "BUY");
  EXPECT_EQ(levels["asks"][0]["side"], "SELL");
  EXPECT_EQ(ResultOf("PreTrade", "symbol=ETH/USD")["base_asset"], "ETH");
}

TEST(PostTradeView, GivesTheTradesOfAllSymbolsOrOfOne) {
  const Json all = ResultOf("PostTrade");
  EXPECT_EQ(all["count"], 45);
  EXPECT_EQ(all["last_ts"], all["trades"].back()["trade_ts"]);
  const Json one = ResultOf("PostTrade", "symbol=ETH/USD");
  EXPECT_EQ(one["count"], 15);
  for (const Json& trade : one["trades"]) EXPECT_EQ(trade["symbol"], "ETH/USD");
}

TEST(PostTradeView, GivesTheLatestOrThoseAfterATime) {
  const Json all = ResultOf("PostTrade")["trades"];
  EXPECT_THAT(ResultOf("PostTrade", "count=1")["trades"], ElementsAre(all.back()));
  const std::string third = all[2]["trade_ts"];
  const std::string fifth = all[4]["trade_ts"];
  const Json after = ResultOf("PostTrade", "count=2&from_ts=" + third);
  EXPECT_THAT(after["trades"], ElementsAre(all[3], all[4]));
  EXPECT_EQ(after["last_ts"], fifth);
  EXPECT_THAT(ResultOf("PostTrade", "from_ts=" + third + "&to_ts=" + fifth)["trades"],
              ElementsAre(all[3], all[4]));
}

TEST(PostTradeView, GivesNothingAndTheSameTimeWhereNothingIsNewer) {
  EXPECT_EQ(TextOf("PostTrade", "from_ts=2030-01-01T00:00:00Z"),
            R"({"last_ts":"2030-01-01T00:00:00Z","count":0,"trades":[]})");
}

TEST(PostTradeView, RefusesWhatItCannotRead) {
  EXPECT_THAT(CallHandler("PostTrade", "from_ts=yesterday"), Refuses(kInvalid, "from_ts"));
  EXPECT_THAT(CallHandler("PostTrade", "to_ts=1767217337"), Refuses(kInvalid, "to_ts"));
  EXPECT_THAT(CallHandler("PostTrade", "count=1001"), Refuses(kInvalid, "1 to 1000"));
  EXPECT_THAT(CallHandler("PostTrade", "symbol=BTCUDS"), Refuses(kUnknownPair, "BTCUDS"));
}

}  // namespace
}  // namespace kraken::mock
