// The demo account's orders, as they are listed.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/mock_server/handlers/demo_account.h"
#include "tests/mock_server/handlers/handler_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string With(const std::string& name, const std::string& value) { return name + "=" + value; }

TEST(OpenOrdersView, ListsTradesOnlyWhenAsked) {
  for (const char* form : {"", "trades=false", "trades=False", "trades=0", "trades="}) {
    EXPECT_FALSE(ResultOf("OpenOrders", form)["open"][kPartFilled].contains("trades")) << form;
  }
  for (const char* form : {"trades=true", "trades=True", "trades=1"}) {
    EXPECT_THAT(ResultOf("OpenOrders", form)["open"][kPartFilled]["trades"],
                ElementsAre("TL7BYT-ODOSA-ES5WW4"));
  }
  EXPECT_THAT(CallHandler("OpenOrders", "trades=maybe"), Refuses(kInvalid, "trades is \"maybe\""));
}

TEST(OpenOrdersView, TakesTrueFromJson) {
  World world{WorldConfig{}};
  const Params params = ParseJsonParams(R"({"nonce":"1","trades":true,"userref":null})").value();
  const Result<std::string> answer = CallHandler("OpenOrders", params, world);
  ASSERT_TRUE(answer);
  EXPECT_NE(answer->find("TL7BYT-ODOSA-ES5WW4"), std::string::npos);
}

TEST(OpenOrdersView, FiltersByUserrefAndClientId) {
  EXPECT_THAT(KeysOf(ResultOf("OpenOrders")["open"]), ElementsAre(kResting, kPartFilled, kOther));
  EXPECT_THAT(KeysOf(ResultOf("OpenOrders", "userref=1001")["open"]), ElementsAre(kResting));
  EXPECT_THAT(KeysOf(ResultOf("OpenOrders", "userref=1001.0")["open"]), ElementsAre(kResting));
  EXPECT_THAT(KeysOf(ResultOf("OpenOrders", With("cl_ord_id", kClientId))["open"]),
              ElementsAre(kPartFilled));
  EXPECT_EQ(TextOf("OpenOrders", "userref=-7"), R"({"open":{}})");
  EXPECT_THAT(KeysOf(ResultOf("OpenOrders", "cl_ord_id=6D1B345E282140E2AD834ECB18A06876")["open"]),
              ElementsAre(kPartFilled))
      << "a UUID is a number";
  EXPECT_EQ(TextOf("OpenOrders", "cl_ord_id=none-such"), R"({"open":{}})");
}

TEST(OpenOrdersView, RefusesAUserrefThatIsNoInt32) {
  for (const char* userref : {"abc", "1.5", "2147483648", "-2147483649"}) {
    EXPECT_THAT(CallHandler("OpenOrders", With("userref", userref)), Refuses(kInvalid, "userref"));
  }
}

TEST(ClosedOrdersView, ListsTheLatestFirst) {
  const Json result = ResultOf("ClosedOrders");
  double last = 1e12;
  for (const Json& order : result["closed"]) {
    EXPECT_LT(order["closetm"].get<double>(), last);
    last = order["closetm"].get<double>();
    EXPECT_FALSE(order.contains("trades"));
  }
  EXPECT_EQ(result["count"], 6);
}

TEST(ClosedOrdersView, LeavesTheCountOutWhenAsked) {
  EXPECT_THAT(KeysOf(ResultOf("ClosedOrders", "without_count=true")), ElementsAre("closed"));
  EXPECT_THAT(KeysOf(ResultOf("ClosedOrders", "without_count=False")),
              ElementsAre("closed", "count"));
}

TEST(ClosedOrdersView, CountsAllMatchesWhateverThePage) {
  const std::vector<std::string> all = KeysOf(ResultOf("ClosedOrders")["closed"]);
  const Json rest = ResultOf("ClosedOrders", "ofs=4");
  EXPECT_THAT(KeysOf(rest["closed"]), ElementsAre(all[4], all[5]));
  EXPECT_EQ(rest["count"], 6);
  EXPECT_EQ(TextOf("ClosedOrders", "ofs=100"), R"({"closed":{},"count":6})");
  EXPECT_THAT(CallHandler("ClosedOrders", "ofs=-1"), Refuses(kInvalid, "ofs is"));
}

TEST(ClosedOrdersView, ExcludesStartAndIncludesEnd) {
  const Json closed = ResultOf("ClosedOrders")["closed"];
  const std::vector<std::string> all = KeysOf(closed);
  const std::string third = closed[all[2]]["closetm"].dump();
  const std::string by_close = "closetime=close&";
  EXPECT_THAT(KeysOf(ResultOf("ClosedOrders", by_close + With("start", third))["closed"]),
              ElementsAre(all[0], all[1]));
  EXPECT_EQ(KeysOf(ResultOf("ClosedOrders", by_close + With("end", third))["closed"])[0], all[2]);
  // The id of an order stands for its time.
  EXPECT_THAT(KeysOf(ResultOf("ClosedOrders", by_close + With("start", all[2]))["closed"]),
              ElementsAre(all[0], all[1]));
  EXPECT_THAT(CallHandler("ClosedOrders", "start=OFAKE1-AAAAA-BBBBBB"),
              Refuses(kInvalid, "OFAKE1-AAAAA-BBBBBB"));
}

TEST(ClosedOrdersView, LooksAtTheTimeThatClosetimeNames) {
  const Json order = ResultOf("ClosedOrders")["closed"][kCanceledOrder];
  // A moment while that order was open.
  const std::string between = "1763500000";
  ASSERT_LT(order["opentm"].get<double>(), 1763500000.0);
  ASSERT_GT(order["closetm"].get<double>(), 1763500000.0);
  const auto has = [&](const std::string& form) {
    return ResultOf("ClosedOrders", form)["closed"].contains(kCanceledOrder);
  };
  EXPECT_TRUE(has("closetime=open&end=" + between));
  EXPECT_FALSE(has("closetime=close&end=" + between));
  EXPECT_TRUE(has("closetime=both&end=" + between));
  EXPECT_TRUE(has("end=" + between));
  EXPECT_THAT(CallHandler("ClosedOrders", "closetime=closed"), Refuses(kInvalid, "\"close\""));
}

TEST(QueryOrdersView, GivesTheNamedOrdersByTheirIds) {
  const Json orders =
      ResultOf("QueryOrders", With("txid", std::string(kCanceledOrder) + ",+" + kPartFilled));
  EXPECT_THAT(KeysOf(orders), ElementsAre(kCanceledOrder, kPartFilled));
  EXPECT_EQ(orders[kCanceledOrder]["status"], "canceled");
  EXPECT_FALSE(orders[kPartFilled].contains("trades"));
  EXPECT_TRUE(ResultOf("QueryOrders", With("trades=true&txid", kPartFilled))[kPartFilled].contains(
      "trades"));
}

TEST(QueryOrdersView, FiltersByUserref) {
  EXPECT_EQ(TextOf("QueryOrders", With("userref=5&txid", kResting)), "{}");
}

TEST(QueryOrdersView, RefusesNoneUnknownAndTooMany) {
  EXPECT_THAT(CallHandler("QueryOrders", ""),
              Refuses("EGeneral:Invalid arguments:txid", "txid is missing"));
  EXPECT_THAT(CallHandler("QueryOrders", "txid=OFAKE-XXXXX-XXXXX"),
              Refuses("EOrder:Invalid order", "OFAKE-XXXXX-XXXXX"));
  std::string many = kResting;
  for (int i = 0; i < 50; ++i) many += std::string(",") + kResting;
  EXPECT_THAT(CallHandler("QueryOrders", With("txid", many)),
              Refuses("EGeneral:Invalid arguments:txid", "51"));
}

TEST(QueryOrdersView, AnswersEachOrderOnce) {
  const std::string twice = std::string("txid=") + kResting + "," + kResting;
  EXPECT_EQ(TextOf("QueryOrders", twice), TextOf("QueryOrders", std::string("txid=") + kResting));
}

}  // namespace
}  // namespace kraken::mock
