// EditOrder and AmendOrder: what they answer, and what they refuse.
#include <chrono>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mock_server/src/trading/transaction_id.h"
#include "tests/mock_server/handlers/demo_account.h"
#include "tests/mock_server/handlers/handler_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<std::string> Edit(const std::string& txid, const std::string& change,
                         const Quirks& quirks = {}) {
  return CallHandler("EditOrder", "pair=XBTUSD&txid=" + txid + "&" + change, quirks);
}

Json Edited(const std::string& txid, const std::string& change) {
  return ParseJsonText(Edit(txid, change).value()).value();
}

Result<std::string> Amend(const std::string& txid, const std::string& change,
                          const Quirks& quirks = {}) {
  return CallHandler("AmendOrder", "txid=" + txid + "&" + change, quirks);
}

TEST(EditOrder, AnswersForTheNewOrder) {
  const Json answer = Edited(kResting, "price=65000&volume=0.3");
  EXPECT_THAT(KeysOf(answer), ElementsAre("status", "txid", "originaltxid", "volume", "price",
                                          "orders_cancelled", "descr"));
  EXPECT_EQ(answer["status"], "ok");
  EXPECT_EQ(answer["originaltxid"], kResting);
  EXPECT_NE(answer["txid"], kResting);
  EXPECT_TRUE(IsTransactionId(answer["txid"].get<std::string>()));
  EXPECT_EQ(answer["volume"], "0.30000000");
  EXPECT_EQ(answer["price"], "65000.0");
  EXPECT_EQ(answer["orders_cancelled"], 1);
  EXPECT_EQ(ToJsonText(answer["descr"]), R"({"order":"sell 0.30000000 XXBTZUSD @ limit 65000.0"})");
}

TEST(EditOrder, KeepsWhatIsNotChanged) {
  EXPECT_EQ(Edited(kResting, "price=65000.000")["descr"]["order"],
            "sell 0.25000000 XXBTZUSD @ limit 65000.0");
  EXPECT_EQ(Edited(kResting, "volume=1e-1")["descr"]["order"],
            "sell 0.10000000 XXBTZUSD @ limit 64500.0");
  EXPECT_EQ(Edited(kResting, "price=%2B1%25")["price"], "+1.0000%");
}

// As documentation's example has it: a second price for a limit order.
TEST(EditOrder, EchoesASecondPrice) {
  const Json answer = Edited(kResting, "price=27500&price2=26500");
  EXPECT_EQ(answer["price2"], "26500.0");
  EXPECT_EQ(answer["descr"]["order"], "sell 0.25000000 XXBTZUSD @ limit 27500.0");
  EXPECT_THAT(Edit(kResting, "price2=abc"), Refuses(Invalid("price2"), "not a price"));
}

TEST(EditOrder, TakesAUserrefForTheOrder) {
  World world{WorldConfig{}};
  const Params params =
      ParseJsonParams(R"({"pair":"XBT/USD","txid":1001,"userref":-7,"volume":"0.1"})").value();
  const Json answer = ParseJsonText(CallHandler("EditOrder", params, world).value()).value();
  EXPECT_EQ(answer["originaltxid"], kResting);
  EXPECT_EQ(answer["newuserref"], -7);
  EXPECT_EQ(answer["olduserref"], 1001);
  EXPECT_FALSE(Edited(kResting, "volume=0.1").contains("newuserref"));
  EXPECT_FALSE(Edited(kResting, "userref=5").contains("olduserref"));
  EXPECT_THAT(Edit(kResting, "userref=2147483648"), Refuses(Invalid("userref"), "2147483647"));
}

TEST(EditOrder, PlacesNothingWhenItOnlyValidates) {
  EXPECT_EQ(Edit(kResting, "price=65000&validate=True").value(),
            R"({"descr":{"order":"sell 0.25000000 XXBTZUSD @ limit 65000.0"}})");
  EXPECT_THAT(Edit(kResting, "price=65000&validate=False").value(), HasSubstr("originaltxid"));
  EXPECT_THAT(Edit(kResting, "validate=2"), Refuses(Invalid("validate"), "true or false"));
}

TEST(EditOrder, TellsTheJournalOfBothOrders) {
  World world{WorldConfig{}};
  const std::string form = std::string("pair=XBTUSD&volume=0.1&txid=") + kResting;
  const HandlerResult answer = AnswerOf("EditOrder", ParseForm(form), world);
  const Json json = ParseJsonText(answer.value().text).value();
  EXPECT_THAT(answer.value().did.orders, ElementsAre(json["txid"].get<std::string>(), kResting));
}

TEST(EditOrder, NeedsAnOrderAndItsPair) {
  EXPECT_THAT(CallHandler("EditOrder", "pair=XBTUSD&volume=1"),
              Refuses(Invalid("txid"), "txid is missing"));
  // Documented: cl_ord_id is not supported.
  EXPECT_THAT(CallHandler("EditOrder", std::string("pair=XBTUSD&cl_ord_id=") + kClientId),
              Refuses(Invalid("txid"), "txid is missing"));
  EXPECT_THAT(CallHandler("EditOrder", std::string("txid=") + kResting),
              Refuses(Invalid("pair"), "pair is missing"));
  EXPECT_THAT(Edit(kResting, "pair=ETHUSD"), Refuses(Invalid("pair"), "an order of XBTUSD"));
  EXPECT_THAT(Edit(kResting, "pair=XBTEUR"), Refuses("EQuery:Unknown asset pair", "XBTEUR"));
}

TEST(EditOrder, ChangesOnlyOpenOrders) {
  EXPECT_THAT(Edit(kCanceledOrder, "volume=1"), Refuses("EOrder:Unknown order", kCanceledOrder));
  EXPECT_THAT(Edit(kCanceledOrder, "volume=1", Quirks{.closed_order = ClosedOrder::kInvalid}),
              Refuses("EOrder:Invalid order", kCanceledOrder));
  EXPECT_THAT(Edit("77", "volume=1"), Refuses("EOrder:Unknown order", "userref"));
  EXPECT_THAT(Edit("OFAKE-XXXXX-XXXXX", "volume=1"), Refuses("EOrder:Invalid order", "OFAKE"));
}

TEST(EditOrder, HoldsToThePairsRules) {
  EXPECT_THAT(Edit(kResting, "price=65000.05"),
              Refuses("EOrder:Invalid price:XBT/USD price can only be specified up to 1 decimals.",
                      "65000.05"));
  EXPECT_THAT(Edit(kResting, "price=0"), Refuses(Invalid("price"), "not a price"));
  EXPECT_THAT(Edit(kResting, "volume=-1"), Refuses(Invalid("volume"), "not a volume"));
  EXPECT_THAT(Edit(kResting, "volume=0.00004"),
              Refuses("EGeneral:Invalid arguments:volume minimum not met", "0.00005"));
  EXPECT_THAT(Edit(kResting, "price=1"), Refuses("EOrder:Cost minimum not met", "0.25"));
  EXPECT_THAT(Edit(kResting, "oflags=pots"), Refuses(Invalid("oflags"), R"("post")"));
  EXPECT_TRUE(Edit(kResting, "oflags=post,fciq"));
  EXPECT_THAT(Edit(kResting, "cancel_response=x"), Refuses(Invalid("cancel_response"), "true"));
  EXPECT_TRUE(Edit(kResting, "cancel_response=true&displayvol=1&asset_class="));
}

TEST(EditOrder, LeavesMoreThanIsFilled) {
  EXPECT_THAT(Edit(kPartFilled, "volume=0.01"), Refuses("EOrder:Not enough leaves qty", "0.02"));
  EXPECT_THAT(Edit(kPartFilled, "volume=0.02"), Refuses("EOrder:Not enough leaves qty", "0.02"));
  EXPECT_THAT(Edit(kPartFilled, "volume=0.02001"),
              Refuses("EGeneral:Invalid arguments:volume minimum not met", "comes to 0.00001"));
  EXPECT_TRUE(Edit(kPartFilled, "volume=0.021"));
}

TEST(AmendOrder, AnswersWithAnIdOfTheAmendment) {
  for (const std::string& form : {std::string("txid=") + kResting + "&limit_price=65000",
                                  std::string("cl_ord_id=") + kClientId + "&order_qty=1.25"}) {
    const Json answer = ResultOf("AmendOrder", form);
    EXPECT_THAT(KeysOf(answer), ElementsAre("amend_id"));
    EXPECT_TRUE(IsTransactionId(answer["amend_id"].get<std::string>())) << answer;
    EXPECT_EQ(answer["amend_id"].get<std::string>().front(), 'T');
  }
}

TEST(AmendOrder, TellsTheJournalWhichOrder) {
  World world{WorldConfig{}};
  const std::string form = std::string("order_qty=1&cl_ord_id=") + kClientId;
  const HandlerResult answer = AnswerOf("AmendOrder", ParseForm(form), world);
  EXPECT_THAT(answer.value().did.orders, ElementsAre(kPartFilled));
}

TEST(AmendOrder, NeedsAnIdAndNotAUserref) {
  EXPECT_THAT(CallHandler("AmendOrder", "order_qty=1"), Refuses(Invalid("txid"), "cl_ord_id"));
  EXPECT_THAT(Amend("1001", "order_qty=1"), Refuses("EOrder:Invalid order", "1001"));
  EXPECT_THAT(Amend(kResting, std::string("order_qty=1&cl_ord_id=") + kClientId),
              Refuses("EOrder:Unknown order", kResting))
      << "the two name different orders";
}

TEST(AmendOrder, ChangesOnlyOpenOrders) {
  const Quirks invalid = {.closed_order = ClosedOrder::kInvalid};
  EXPECT_THAT(Amend(kCanceledOrder, "order_qty=1"),
              Refuses("EOrder:Unknown order", kCanceledOrder));
  EXPECT_THAT(Amend(kCanceledOrder, "order_qty=1", invalid),
              Refuses("EOrder:Invalid order", kCanceledOrder));
  EXPECT_THAT(CallHandler("AmendOrder", "order_qty=1&cl_ord_id=mine"),
              Refuses("EOrder:Unknown order", "cl_ord_id"));
}

TEST(AmendOrder, NeedsSomethingToAmend) {
  EXPECT_THAT(Amend(kResting, ""),
              Refuses("EGeneral:Invalid arguments", "nothing is to be amended"));
  EXPECT_THAT(Amend(kResting, "post_only=true"),
              Refuses("EGeneral:Invalid arguments", "order_qty"));
}

TEST(AmendOrder, RefusesWhatALimitOrderDoesNotHave) {
  EXPECT_THAT(Amend(kResting, "trigger_price=65000"),
              Refuses(Invalid("trigger_price"), "a limit order"));
  EXPECT_THAT(Amend(kResting, "display_qty=0.1&order_qty=1"),
              Refuses(Invalid("display_qty"), "iceberg"));
}

TEST(AmendOrder, HoldsToThePairsRules) {
  EXPECT_THAT(Amend(kResting, "limit_price=65000.05"),
              Refuses("EOrder:Invalid price:XBT/USD price can only be specified up to 1 decimals.",
                      "limit_price"));
  EXPECT_THAT(Amend(kResting, "limit_price=abc"), Refuses(Invalid("limit_price"), "not a price"));
  EXPECT_THAT(Amend(kResting, "order_qty=abc"), Refuses(Invalid("order_qty"), "not a number"));
  EXPECT_THAT(Amend(kResting, "order_qty=0.00004"),
              Refuses("EGeneral:Invalid arguments:volume minimum not met", "order_qty"));
  EXPECT_THAT(Amend(kResting, "limit_price=1"), Refuses("EOrder:Cost minimum not met", "0.25"));
  EXPECT_THAT(Amend(kResting, "order_qty=1&post_only=maybe"),
              Refuses(Invalid("post_only"), "true"));
  EXPECT_THAT(Amend(kResting, "order_qty=1&pair=ETHUSD"), Refuses(Invalid("pair"), "XBTUSD"));
  EXPECT_TRUE(Amend(kResting, "order_qty=1&pair=btc/usd&post_only=True&limit_price=%2B50"));
}

// Documented: what is left of the order is canceled.
TEST(AmendOrder, MayAmendToLessThanIsFilled) {
  EXPECT_TRUE(Amend(kPartFilled, "order_qty=0.00001"));
  EXPECT_THAT(Amend(kPartFilled, "order_qty=0"), Refuses(Invalid("order_qty"), "not a volume"));
  // Of an order of which nothing is filled, nothing is less.
  EXPECT_THAT(Amend(kResting, "order_qty=0.000000001"),
              Refuses("EGeneral:Invalid arguments:volume minimum not met", "comes to 0;"));
}

TEST(ChangedOrders, HaveDeadlines) {
  const WallTime now = kAsOf;
  const std::string over = "deadline=" + FormatRfc3339(now - std::chrono::seconds(1));
  const std::string good = "deadline=" + FormatRfc3339(now + std::chrono::seconds(5));
  EXPECT_TRUE(Edit(kResting, "volume=1&" + good));
  EXPECT_THAT(Edit(kResting, "volume=1&" + over), Refuses("EService:Deadline elapsed", "deadline"));
  EXPECT_TRUE(Amend(kResting, "order_qty=1&" + good));
  EXPECT_THAT(Amend(kResting, "order_qty=1&" + over),
              Refuses("EService:Deadline elapsed", "deadline"));
}

}  // namespace
}  // namespace kraken::mock
