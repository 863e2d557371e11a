// AddOrder: what it answers for an order, and which orders it refuses.
#include <set>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mock_server/src/handlers/order_amounts.h"
#include "mock_server/src/trading/transaction_id.h"
#include "tests/mock_server/handlers/handler_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;

constexpr std::string_view kLimit = "pair=XBTUSD&type=buy&ordertype=limit&volume=1.25&price=37500";

// A limit order with one parameter set otherwise: a duplicate's last value counts.
Result<std::string> AddWith(const std::string& change) {
  return CallHandler("AddOrder", std::string(kLimit) + "&" + change);
}

std::string OrderText(const std::string& form) {
  return ResultOf("AddOrder", form + "&validate=true")["descr"]["order"].get<std::string>();
}

TEST(AddOrder, DescribesTheOrderThatWasSent) {
  const Json result = ResultOf("AddOrder", kLimit);
  EXPECT_THAT(KeysOf(result), ElementsAre("descr", "txid"));
  EXPECT_EQ(result["descr"]["order"], "buy 1.25000000 XBTUSD @ limit 37500.0");
  EXPECT_THAT(KeysOf(result["descr"]), ElementsAre("order"));
}

TEST(AddOrder, DescribesEachOrderType) {
  const std::string sell = "pair=ETH/USD&type=sell&volume=0.5&ordertype=";
  EXPECT_EQ(OrderText(sell + "market"), "sell 0.50000000 ETHUSD @ market");
  EXPECT_EQ(OrderText(sell + "iceberg&price=3100"), "sell 0.50000000 ETHUSD @ iceberg 3100.00");
  EXPECT_EQ(OrderText(sell + "stop-loss&price=2900.5"),
            "sell 0.50000000 ETHUSD @ stop loss 2900.50");
  EXPECT_EQ(OrderText(sell + "take-profit&price=3500"),
            "sell 0.50000000 ETHUSD @ take profit 3500.00");
  EXPECT_EQ(OrderText(sell + "stop-loss-limit&price=2900&price2=2890"),
            "sell 0.50000000 ETHUSD @ stop loss 2900.00 -> limit 2890.00");
  EXPECT_EQ(OrderText(sell + "take-profit-limit&price=3500&price2=3490"),
            "sell 0.50000000 ETHUSD @ take profit 3500.00 -> limit 3490.00");
  EXPECT_EQ(OrderText(sell + "trailing-stop&price=%2B1.0%25"),
            "sell 0.50000000 ETHUSD @ trailing stop +1.0000%");
  EXPECT_EQ(OrderText(sell + "trailing-stop-limit&price=%2B15&price2=-0.5%25"),
            "sell 0.50000000 ETHUSD @ trailing stop +15.00 -> limit -0.5000%");
  EXPECT_EQ(OrderText(sell + "settle-position"), "sell 0.50000000 ETHUSD @ settle position");
}

TEST(AddOrder, ReadsNumbersByValue) {
  EXPECT_EQ(OrderText("pair=XBTUSD&type=buy&ordertype=limit&price=29997.000000&volume=0.010000"),
            "buy 0.01000000 XBTUSD @ limit 29997.0");
  EXPECT_EQ(OrderText("pair=XBTUSD&type=buy&ordertype=limit&price=3e4&volume=1e-3"),
            "buy 0.00100000 XBTUSD @ limit 30000.0");
}

TEST(AddOrder, CutsTheVolumeToWholeLots) {
  EXPECT_EQ(OrderText("pair=XBTUSD&type=buy&ordertype=market&volume=0.123456789"),
            "buy 0.12345678 XBTUSD @ market");
}

TEST(AddOrder, DescribesLeverageAndClose) {
  const Json descr =
      ResultOf("AddOrder", std::string(kLimit) +
                               "&validate=true&leverage=5&close[ordertype]=stop-loss-limit"
                               "&close[price]=22000&close%5Bprice2%5D=21000")["descr"];
  EXPECT_EQ(descr["order"], "buy 1.25000000 XBTUSD @ limit 37500.0 with 5:1 leverage");
  EXPECT_EQ(descr["close"], "close position @ stop loss 22000.0 -> limit 21000.0");
  EXPECT_EQ(OrderText(std::string(kLimit) + "&leverage=none"),
            "buy 1.25000000 XBTUSD @ limit 37500.0");
}

TEST(AddOrder, TakesAJsonBody) {
  World world{WorldConfig{}};
  const Params params =
      ParseJsonParams(R"({"nonce":"1","pair":"BTC/USD","type":"sell","ordertype":"limit",
                          "volume":0.5,"price":37500,"leverage":null,"validate":true,
                          "close":{"ordertype":"take-profit","price":"30000"}})")
          .value();
  EXPECT_EQ(CallHandler("AddOrder", params, world).value(),
            R"({"descr":{"order":"sell 0.50000000 XBTUSD @ limit 37500.0",)"
            R"("close":"close position @ take profit 30000.0"}})");
}

TEST(AddOrder, AnswersWithTheCostWhereTheVolumeIsInTheQuote) {
  EXPECT_EQ(OrderText("pair=XBTUSD&type=buy&ordertype=market&volume=100&oflags=viqc"),
            "buy 100.00000000 XBTUSD @ market");
  EXPECT_THAT(AddWith("oflags=viqc"), Refuses(Invalid("oflags"), "market"));
  EXPECT_THAT(
      CallHandler("AddOrder", "pair=XBTUSD&type=sell&ordertype=market&volume=1&oflags=viqc"),
      Refuses(Invalid("oflags"), "buying"));
  EXPECT_THAT(
      CallHandler("AddOrder", "pair=XBTUSD&type=buy&ordertype=market&volume=0.4&oflags=viqc"),
      Refuses("EOrder:Cost minimum not met", "0.5"));
}

TEST(AddOrder, PlacesNothingWhenItOnlyValidates) {
  for (const char* validate : {"true", "True", "TRUE", "1"}) {
    const Json result = ResultOf("AddOrder", std::string(kLimit) + "&validate=" + validate);
    EXPECT_THAT(KeysOf(result), ElementsAre("descr")) << validate;
  }
  for (const char* validate : {"false", "False", "0", ""}) {
    const Json result = ResultOf("AddOrder", std::string(kLimit) + "&validate=" + validate);
    EXPECT_THAT(KeysOf(result), ElementsAre("descr", "txid")) << validate;
  }
  EXPECT_THAT(AddWith("validate=yes"), Refuses(Invalid("validate"), "true or false"));
}

TEST(AddOrder, GivesEachOrderAnIdOfItsOwnInTheOrderOfTheSeed) {
  World world{WorldConfig{.seed = 3}};
  World same{WorldConfig{.seed = 3}};
  const Params params = ParseForm(kLimit);
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) {
    const std::string answer = CallHandler("AddOrder", params, world).value();
    EXPECT_EQ(CallHandler("AddOrder", params, same).value(), answer);
    const Json txids = ParseJsonText(answer).value()["txid"];
    ASSERT_EQ(txids.size(), 1U);
    const auto txid = txids[0].get<std::string>();
    EXPECT_EQ(txid.front(), 'O');
    EXPECT_TRUE(IsTransactionId(txid)) << txid;
    ids.insert(txid);
  }
  EXPECT_EQ(ids.size(), 100U);
}

TEST(AddOrder, SpendsNoChanceOnOrdersThatAreNotPlaced) {
  World world{WorldConfig{}};
  World fresh{WorldConfig{}};
  const std::string limit(kLimit);
  ASSERT_TRUE(CallHandler("AddOrder", ParseForm(limit + "&validate=true"), world));
  ASSERT_FALSE(CallHandler("AddOrder", ParseForm(limit + "&type=hold"), world));
  EXPECT_EQ(CallHandler("AddOrder", ParseForm(limit), world).value(),
            CallHandler("AddOrder", ParseForm(limit), fresh).value());
}

TEST(AddOrder, NeedsPairTypeOrdertypeVolumeAndPrice) {
  EXPECT_THAT(CallHandler("AddOrder", ""), Refuses(Invalid("pair"), "pair is missing"));
  EXPECT_THAT(AddWith("pair="), Refuses(Invalid("pair"), "pair is missing"));
  EXPECT_THAT(AddWith("type="), Refuses(Invalid("type"), "buy, sell"));
  EXPECT_THAT(AddWith("ordertype="), Refuses(Invalid("ordertype"), "market"));
  EXPECT_THAT(AddWith("volume="), Refuses(Invalid("volume"), "volume is missing"));
  EXPECT_THAT(AddWith("price="), Refuses(Invalid("price"), "price is missing"));
  EXPECT_THAT(AddWith("ordertype=stop-loss-limit"),
              Refuses(Invalid("price2"), "price2 is missing"));
}

TEST(AddOrder, RefusesWordsThatItDoesNotKnow) {
  EXPECT_THAT(AddWith("pair=XBTUDS"),
              Refuses("EQuery:Unknown asset pair", R"(did you mean "XBTUSD"?)"));
  EXPECT_THAT(AddWith("type=buyy"), Refuses(Invalid("type"), R"(did you mean "buy"?)"));
  EXPECT_THAT(AddWith("ordertype=limt"), Refuses(Invalid("ordertype"), R"(did you mean "limit"?)"));
  EXPECT_THAT(AddWith("timeinforce=GTX"), Refuses(Invalid("timeinforce"), R"("GTC")"));
  EXPECT_THAT(AddWith("trigger=mark"), Refuses(Invalid("trigger"), "index"));
  EXPECT_THAT(AddWith("stptype=cancel-newst"), Refuses(Invalid("stptype"), "cancel-newest"));
  EXPECT_THAT(AddWith("oflags=post,fcid"), Refuses(Invalid("oflags"), R"(did you mean "fcib"?)"));
}

TEST(AddOrder, RefusesVolumesThatAreNone) {
  for (const char* volume : {"abc", "0", "-1", "NaN", "1e30", "1,5"}) {
    EXPECT_THAT(AddWith(std::string("volume=") + volume), Refuses(Invalid("volume"), "volume is"));
  }
}

TEST(AddOrder, HoldsToThePairsMinima) {
  EXPECT_THAT(AddWith("volume=0.000000001"),
              Refuses("EGeneral:Invalid arguments:volume minimum not met", "comes to 0;"));
  EXPECT_THAT(AddWith("volume=0.00004"),
              Refuses("EGeneral:Invalid arguments:volume minimum not met", "0.00005"));
  EXPECT_TRUE(AddWith("volume=0.00005"));
  EXPECT_THAT(AddWith("volume=0.00005&price=9999.9"),
              Refuses("EOrder:Cost minimum not met", "0.499995"));
  EXPECT_TRUE(AddWith("volume=0.00005&price=10000"));
}

TEST(AddOrder, RefusesPricesThatAreNone) {
  for (const char* price : {"abc", "0", "%2B", "%25", "-", "5%25", "1e30", "--1", "%2B-1"}) {
    EXPECT_THAT(AddWith(std::string("price=") + price), Refuses(Invalid("price"), "price is"));
  }
}

TEST(AddOrder, RefusesMoreDecimalsThanThePairHas) {
  EXPECT_THAT(AddWith("price=37500.05"),
              Refuses("EOrder:Invalid price:XBT/USD price can only be specified up to 1 decimals.",
                      R"("37500.05")"));
  EXPECT_THAT(AddWith("close[ordertype]=limit&close[price]=1.23"),
              Refuses("EOrder:Invalid price:XBT/USD price can only be specified up to 1 decimals.",
                      "close[price]"));
  EXPECT_TRUE(AddWith("price=%2B1.2345%25")) << "a percentage is no price";
}

TEST(AddOrder, WantsADistanceForTrailingStops) {
  EXPECT_THAT(AddWith("ordertype=trailing-stop"), Refuses(Invalid("price"), "+1%"));
}

TEST(AddOrder, RefusesABrokenClose) {
  EXPECT_THAT(AddWith("close[ordertype]=stop"), Refuses(Invalid("close[ordertype]"), "stop-loss"));
  EXPECT_THAT(AddWith("close[ordertype]=limit"), Refuses(Invalid("close[price]"), "missing"));
  EXPECT_THAT(AddWith("close[ordertype]=market"), Refuses(Invalid("close[ordertype]"), "a price"));
}

// Whoever asks for a close must not get an order without one.
TEST(AddOrder, RefusesACloseThatItCannotRead) {
  EXPECT_THAT(AddWith("close[price]=55000"), Refuses(Invalid("close[ordertype]"), "missing"));
  EXPECT_THAT(AddWith("close=limit"), Refuses(Invalid("close"), "an object"));
}

TEST(AddOrder, RefusesAListOfFlags) {
  EXPECT_THAT(AddWith("oflags[0]=post&oflags[1]=fcib"), Refuses(Invalid("oflags"), "a text"));
}

TEST(AddOrder, ReducesNoPositionThatThereIsNot) {
  EXPECT_THAT(AddWith("reduce_only=true"),
              Refuses("EOrder:Reduce only:No position exists", "positions"));
}

TEST(ReadPrice, TakesWholeTicks) {
  PairInfo pair = *NameTable::BuiltIn().FindPair("XBTUSD");
  pair.tick_size = Decimal::Parse("0.5").value();
  const auto read = [&pair](const std::string& form) -> Result<std::string> {
    const Params params = ParseForm(form);
    const auto price = ReadPrice(Arguments(params), "price", pair, false);
    if (!price) return tl::unexpected(price.error());
    return price->amount.ToString();
  };
  EXPECT_THAT(read("price=100.3"), Refuses("EOrder:Tick size check failed", "go by 0.5"));
  EXPECT_EQ(read("price=100.5").value(), "100.5");
  EXPECT_EQ(read("price=%2B0.3").value(), "0.3") << "a distance is none";
}

TEST(AddOrder, RefusesLeverageThatThePairDoesNotOffer) {
  for (const char* leverage : {"1", "11", "2.5", "x", "5:2", ":1"}) {
    EXPECT_THAT(AddWith(std::string("leverage=") + leverage),
                Refuses(Invalid("leverage"), "takes none, 2, 3"));
  }
}

TEST(AddOrder, ChecksTheClientsOwnIds) {
  for (const char* id : {"6d1b345e-2821-40e2-ad83-4ecb18a06877", "6d1b345e282140e2ad834ecb18a06877",
                         "arb-20240509-00010", "a"}) {
    EXPECT_TRUE(AddWith(std::string("cl_ord_id=") + id)) << id;
  }
  for (const char* id : {"meme-20240509-00010", "6d1b345e-2821-40e2-ad83-4ecb18a0687g",
                         "6d1b345e282140e2ad834ecb18a068760", "with+blank"}) {
    EXPECT_THAT(AddWith(std::string("cl_ord_id=") + id), Refuses(Invalid("cl_ord_id"), "UUID"));
  }
  EXPECT_TRUE(AddWith("userref=-2147483648"));
  EXPECT_THAT(AddWith("userref=2147483648"), Refuses(Invalid("userref"), "2147483647"));
}

TEST(AddOrder, TakesAnyShortTextAsAClientIdUnlessTheQuirkIsSet) {
  const auto add = [](ClOrdId allowed, const std::string& id) {
    return CallHandler("AddOrder", std::string(kLimit) + "&cl_ord_id=" + id,
                       Quirks{.cl_ord_id = allowed});
  };
  for (const char* id : {"arb-20240509-00010", "Abc", "a_b", "~!"}) {
    EXPECT_TRUE(add(ClOrdId::kAscii, id)) << id;
    EXPECT_THAT(add(ClOrdId::kLowerAlnum, id),
                Refuses(Invalid("cl_ord_id"), "lower case letters and digits"));
  }
  for (const char* id :
       {"abc123", "6D1B345E-2821-40E2-AD83-4ECB18A06877", "6d1b345e282140e2ad834ecb18a06877", ""}) {
    EXPECT_TRUE(add(ClOrdId::kAscii, id)) << id;
    EXPECT_TRUE(add(ClOrdId::kLowerAlnum, id)) << id;
  }
  EXPECT_THAT(add(ClOrdId::kLowerAlnum, "abcdefghijklmnopqrs"),
              Refuses(Invalid("cl_ord_id"), "18"));
}

TEST(AddOrder, AcceptsWhatClientsSendUnasked) {
  // Each by itself, so that none is taken only because of another.
  for (const char* unasked : {"stptype=cancel-newest",
                              "starttm=0",
                              "expiretm=0",
                              "validate=False",
                              "reduce_only=False",
                              "reduce_only=false",
                              "broker=x",
                              "broker=",
                              "oflags=fciq",
                              "timeinforce=gtc",
                              "consolidate_taker=True",
                              "trading_agreement=agree",
                              "asset_class=",
                              "deadline=",
                              "leverage=none",
                              "displayvol=1",
                              "price2=",
                              "userref=0",
                              "trigger=last",
                              "trades=False",
                              "otp=123456",
                              "rebase_multiplier=base"}) {
    const Result<std::string> answer = AddWith(unasked);
    ASSERT_TRUE(answer) << unasked << ": " << answer.error().message;
    EXPECT_THAT(*answer, ::testing::HasSubstr("txid")) << unasked;
  }
}

Result<std::string> AddAt(std::string_view now, const std::string& deadline) {
  World world{WorldConfig{}};
  const Params params = ParseForm(std::string(kLimit) + "&deadline=" + deadline);
  return CallHandler("AddOrder", params, world, ParseRfc3339(now).value());
}

TEST(AddOrder, TakesADeadlineOfTwoToSixtySeconds) {
  constexpr const char* kNow = "2026-11-22T12:00:00Z";
  for (const char* deadline : {"2026-11-22T12:00:02Z", "2026-11-22T12:01:00Z",
                               "2026-11-22T12:00:05.123Z", "2026-11-22T13:00:30%2B01:00"}) {
    EXPECT_TRUE(AddAt(kNow, deadline)) << deadline;
  }
  for (const char* deadline : {"2026-11-22T12:00:01.999Z", "2026-11-22T12:01:00.001Z"}) {
    EXPECT_THAT(AddAt(kNow, deadline), Refuses(Invalid("deadline"), "it is 2026-11-22T12:00:00Z"));
  }
  EXPECT_THAT(AddAt(kNow, "1700000000"), Refuses(Invalid("deadline"), "1700000000"));
}

TEST(AddOrder, RefusesADeadlineThatIsOver) {
  for (const char* deadline : {"2026-11-22T12:00:00Z", "2026-11-22T11:59:30Z"}) {
    EXPECT_THAT(AddAt("2026-11-22T12:00:00Z", deadline),
                Refuses("EService:Deadline elapsed", "it is 2026-11-22T12:00:00Z"));
  }
}

TEST(AddOrder, WantsIcebergsToShowAFifteenth) {
  const std::string iceberg = "validate=true&ordertype=iceberg&volume=1.5&displayvol=";
  for (const char* shown : {"0.1", "1.5", "1"}) EXPECT_TRUE(AddWith(iceberg + shown)) << shown;
  for (const char* shown : {"0.09999999", "1.6", "0", "-1", "1e30", "-1e30"}) {
    EXPECT_THAT(AddWith(iceberg + shown), Refuses(Invalid("displayvol"), "a fifteenth"));
  }
  EXPECT_THAT(AddWith(iceberg + "some"), Refuses(Invalid("displayvol"), "not a number"));
}

TEST(AddOrder, TellsTheJournalWhichOrderItMade) {
  World world{WorldConfig{}};
  const HandlerResult placed = AnswerOf("AddOrder", ParseForm(kLimit), world);
  ASSERT_TRUE(placed);
  ASSERT_THAT(placed->did.orders, ::testing::SizeIs(1));
  EXPECT_THAT(placed->text, ::testing::HasSubstr(placed->did.orders.front()));
  const std::string validated = std::string(kLimit) + "&validate=true";
  EXPECT_EQ(AnswerOf("AddOrder", ParseForm(validated), world)->did, Effect{});
}

TEST(TransactionId, IsRecognisedByItsForm) {
  for (const char* id : {"OU22CG-KLAF2-FWUDD7", "9K6KFS-5H3PL-XBRC7A"}) {
    EXPECT_TRUE(IsTransactionId(id)) << id;
  }
  for (const char* id :
       {"", "OU22CG", "OU22CG-KLAF2-FWUDD", "OU22CG-KLAF2-FWUDD77", "OU22CGKLAF2-FWUDD77",
        "ou22cg-klaf2-fwudd7", "OU22CG_KLAF2_FWUDD7", "OFAKE-XXXXXX-XXXXXX"}) {
    EXPECT_FALSE(IsTransactionId(id)) << id;
  }
}

TEST(AddOrder, RefusesTimesThatAreOverOrTooFarAway) {
  EXPECT_THAT(AddWith("starttm=1767217336"), Refuses(Invalid("starttm"), "which is over"));
  EXPECT_TRUE(AddWith("starttm=%2B60"));
  EXPECT_THAT(AddWith("expiretm=%2B9000000000"), Refuses(Invalid("expiretm"), "too far away"));
  const Params far = ParseForm(std::string(kLimit) + "&expiretm=%2B4000000000");
  World world{WorldConfig{}};
  EXPECT_THAT(CallHandler("AddOrder", far, world, WallTime(std::chrono::hours(24 * 365 * 130))),
              Refuses(Invalid("expiretm"), "too far away"));
  EXPECT_THAT(AddWith("expiretm=soon"), Refuses(Invalid("expiretm"), "+N for N seconds"));
  EXPECT_THAT(AddWith("timeinforce=GTD"), Refuses(Invalid("expiretm"), "missing"));
  EXPECT_THAT(AddWith("starttm=%2B60&expiretm=%2B60"),
              Refuses(Invalid("expiretm"), "not after the order begins"));
}

TEST(AddOrder, RefusesWhatIsNotSimulatedUnlessItIsOnlyChecked) {
  for (const char* change : {"ordertype=stop-loss", "ordertype=iceberg"}) {
    EXPECT_THAT(AddWith(change), Refuses(Invalid("ordertype"), "not simulated"));
    EXPECT_TRUE(AddWith(std::string(change) + "&validate=true")) << change;
  }
  EXPECT_THAT(AddWith("leverage=2"), Refuses(Invalid("leverage"), "not simulated"));
  EXPECT_THAT(AddWith("close[ordertype]=stop-loss&close[price]=1"),
              Refuses(Invalid("close[ordertype]"), "not simulated"));
}

TEST(AddOrder, RefusesFlagsThatExcludeEachOther) {
  EXPECT_THAT(AddWith("oflags=fcib,fciq"), Refuses(Invalid("oflags"), "exclude"));
  EXPECT_THAT(AddWith("ordertype=market&oflags=post"), Refuses(Invalid("oflags"), "limit"));
}

}  // namespace
}  // namespace kraken::mock
