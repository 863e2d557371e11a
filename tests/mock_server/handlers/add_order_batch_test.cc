// AddOrderBatch: several orders in one call, each as AddOrder takes it.
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mock_server/src/trading/transaction_id.h"
#include "tests/mock_server/handlers/handler_harness.h"

namespace kraken::mock {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Of an order, as JSON members. Of two with one name the later one counts.
constexpr std::string_view kBuyMembers =
    R"("ordertype":"limit","type":"buy","volume":"1.2","price":"40000")";
constexpr std::string_view kSellMembers =
    R"("ordertype":"limit","type":"sell","volume":1.2,"price":42000)";
constexpr std::string_view kClose = R"("close":{"ordertype":"limit","price":"43000"})";

std::string Body(const std::vector<std::string>& orders, const std::string& more = "") {
  std::string list;
  for (const std::string& order : orders) list += (list.empty() ? "{" : ",{") + order + "}";
  return R"({"nonce":"1","pair":"BTC/USD","orders":[)" + list + "]" + more + "}";
}

Result<std::string> Batch(std::string_view json, const Quirks& quirks = {}) {
  World world{WorldConfig{.quirks = quirks}};
  return CallHandler("AddOrderBatch", ParseJsonParams(json).value(), world);
}

// Two orders, the second of them with one member set otherwise.
Result<std::string> BatchWith(std::string_view change) {
  return Batch(
      Body({std::string(kBuyMembers), std::string(kSellMembers) + "," + std::string(change)}));
}

Json OrdersOf(std::string_view json, const Quirks& quirks = {}) {
  return ParseJsonText(Batch(json, quirks).value()).value()["orders"];
}

TEST(AddOrderBatch, AnswersForEachOrderInTheOrderOfTheRequest) {
  const Json orders = OrdersOf(Body({std::string(kBuyMembers), std::string(kSellMembers)}));
  ASSERT_EQ(orders.size(), 2U);
  EXPECT_THAT(KeysOf(orders[0]), ElementsAre("txid", "descr"));
  EXPECT_EQ(ToJsonText(orders[0]["descr"]), R"({"order":"buy 1.20000000 XBTUSD @ limit 40000.0"})");
  EXPECT_EQ(ToJsonText(orders[1]["descr"]),
            R"({"order":"sell 1.20000000 XBTUSD @ limit 42000.0"})");
}

TEST(AddOrderBatch, GivesEachOrderAnIdThatIsPlainText) {
  World world{WorldConfig{}};
  const std::vector<std::string> fifteen(15, std::string(kBuyMembers));
  const HandlerResult answer =
      AnswerOf("AddOrderBatch", ParseJsonParams(Body(fifteen)).value(), world);
  std::vector<std::string> txids;
  const Json orders = ParseJsonText(answer.value().text).value()["orders"];
  for (const Json& order : orders) {
    txids.push_back(order["txid"].get<std::string>());
    EXPECT_TRUE(IsTransactionId(txids.back())) << txids.back();
    EXPECT_EQ(txids.back().front(), 'O');
  }
  EXPECT_EQ(std::set<std::string>(txids.begin(), txids.end()).size(), 15U);
  EXPECT_EQ(answer.value().did.orders, txids);
}

TEST(AddOrderBatch, TellsTheCloseBesideTheDescriptionOrInIt) {
  const std::string body =
      Body({std::string(kBuyMembers) + "," + std::string(kClose), std::string(kSellMembers)});
  constexpr const char* kText = "close position @ limit 43000.0";
  const Json beside = OrdersOf(body, Quirks{.batch_close = BatchClose::kBeside});
  EXPECT_EQ(beside, OrdersOf(body)) << "the default";
  EXPECT_THAT(KeysOf(beside[0]), ElementsAre("txid", "descr", "close"));
  EXPECT_EQ(beside[0]["close"], kText);
  EXPECT_THAT(KeysOf(beside[0]["descr"]), ElementsAre("order"));

  const Json inside = OrdersOf(body, Quirks{.batch_close = BatchClose::kInside});
  EXPECT_THAT(KeysOf(inside[0]), ElementsAre("txid", "descr"));
  EXPECT_THAT(KeysOf(inside[0]["descr"]), ElementsAre("order", "close"));
  EXPECT_EQ(inside[0]["descr"]["close"], kText);
  for (const Json& without : {beside[1], inside[1]}) {
    EXPECT_THAT(KeysOf(without), ElementsAre("txid", "descr"));
    EXPECT_THAT(KeysOf(without["descr"]), ElementsAre("order"));
  }
}

TEST(AddOrderBatch, PlacesNothingWhenItOnlyValidates) {
  World world{WorldConfig{}};
  World fresh{WorldConfig{}};
  const std::string close = std::string(kSellMembers) + "," + std::string(kClose);
  const auto params = [&close](const char* more) {
    return ParseJsonParams(Body({std::string(kBuyMembers), close}, more)).value();
  };
  const HandlerResult checked = AnswerOf("AddOrderBatch", params(R"(,"validate":true)"), world);
  const Json orders = ParseJsonText(checked.value().text).value()["orders"];
  EXPECT_THAT(KeysOf(orders[0]), ElementsAre("descr"));
  EXPECT_THAT(KeysOf(orders[1]), ElementsAre("descr", "close"));
  EXPECT_EQ(checked.value().did, Effect{});
  EXPECT_EQ(CallHandler("AddOrderBatch", params(R"(,"validate":"False")"), world).value(),
            CallHandler("AddOrderBatch", params(""), fresh).value())
      << "no chance was spent, and False is false";
  EXPECT_THAT(
      Batch(Body({std::string(kBuyMembers), std::string(kSellMembers)}, R"(,"validate":"maybe")")),
      Refuses(Invalid("validate"), "true or false"));
}

TEST(AddOrderBatch, TakesTheNamesOfForms) {
  const std::string form =
      "pair=XBTUSD&orders[0][ordertype]=limit&orders[0][type]=buy&orders[0][volume]=1"
      "&orders[0][price]=40000&orders%5B1%5D%5Bordertype%5D=market&orders%5B1%5D%5Btype%5D=sell"
      "&orders[1][volume]=2&orders[1][close][ordertype]=limit&orders[1][close][price]=41000";
  const Json orders = ResultOf("AddOrderBatch", form)["orders"];
  EXPECT_EQ(orders[0]["descr"]["order"], "buy 1.00000000 XBTUSD @ limit 40000.0");
  EXPECT_EQ(orders[1]["descr"]["order"], "sell 2.00000000 XBTUSD @ market");
  EXPECT_EQ(orders[1]["close"], "close position @ limit 41000.0");
}

TEST(AddOrderBatch, TakesTwoToFifteenOrders) {
  for (const std::size_t count : {2U, 15U}) {
    EXPECT_TRUE(Batch(Body(std::vector<std::string>(count, std::string(kBuyMembers))))) << count;
  }
  for (const std::size_t count : {0U, 1U, 16U}) {
    EXPECT_THAT(Batch(Body(std::vector<std::string>(count, std::string(kBuyMembers)))),
                Refuses(Invalid("orders"),
                        "orders lists " + std::to_string(count) + "; it takes a list of 2 to 15"));
  }
  EXPECT_THAT(CallHandler("AddOrderBatch", "pair=XBTUSD&orders=[{}]"),
              Refuses(Invalid("orders"), R"(orders is "[{}]")"));
  EXPECT_THAT(CallHandler("AddOrderBatch", "pair=XBTUSD&orders[][type]=buy"),
              Refuses(Invalid("orders"), "orders[0][type]=buy"));
}

TEST(AddOrderBatch, NeedsAPairForAll) {
  const std::string orders = R"("orders":[{"pair":"XBTUSD",)" + std::string(kBuyMembers) +
                             R"(},{"pair":"XBTUSD",)" + std::string(kSellMembers) + "}]}";
  EXPECT_THAT(Batch("{" + orders), Refuses(Invalid("pair"), "pair is missing"));
  EXPECT_THAT(Batch(R"({"pair":"XBTUDS",)" + orders),
              Refuses("EQuery:Unknown asset pair", "XBTUSD"));
}

TEST(AddOrderBatch, FailsAsAWholeWithTheStringsOfAddOrder) {
  EXPECT_THAT(BatchWith(R"("type":"hold")"), Refuses(Invalid("type"), "orders[1]: type is"));
  EXPECT_THAT(BatchWith(R"("ordertype":null)"),
              Refuses(Invalid("ordertype"), "orders[1]: ordertype is missing"));
  EXPECT_THAT(BatchWith(R"("price":"1.23")"),
              Refuses("EOrder:Invalid price:XBT/USD price can only be specified up to 1 decimals.",
                      "orders[1]: price"));
  EXPECT_THAT(BatchWith(R"("volume":"0.00001")"),
              Refuses("EGeneral:Invalid arguments:volume minimum not met", "orders[1]: volume"));
  EXPECT_THAT(BatchWith(R"("volume":"0.00005","price":"1")"),
              Refuses("EOrder:Cost minimum not met", "orders[1]: volume"));
  EXPECT_THAT(BatchWith(R"("close":{"ordertype":"limit"})"),
              Refuses(Invalid("close[price]"), "orders[1]: close[price] is missing"));
  EXPECT_THAT(BatchWith(R"("cl_ord_id":"with blank")"),
              Refuses(Invalid("cl_ord_id"), "orders[1]: cl_ord_id"));
}

TEST(AddOrderBatch, RefusesElementsThatAreNoOrders) {
  EXPECT_THAT(Batch(R"({"pair":"XBTUSD","orders":["a","b"]})"),
              Refuses(Invalid("type"), "orders[0]: type is missing"));
  EXPECT_THAT(Batch(Body({"", std::string(kBuyMembers)})),
              Refuses(Invalid("type"), "orders[0]: type is missing"));
}

TEST(AddOrderBatch, RefusesAClientIdThatIsUsedTwice) {
  const auto with = [](const std::string& first, const std::string& second) {
    return Batch(Body({std::string(kBuyMembers) + R"(,"cl_ord_id":")" + first + '"',
                       std::string(kSellMembers),
                       std::string(kBuyMembers) + R"(,"cl_ord_id":")" + second + '"'}));
  };
  constexpr const char* kNotUnique = "EGeneral:Invalid arguments:cl_ord_id not unique";
  EXPECT_THAT(with("mine", "mine"),
              Refuses(kNotUnique, R"(orders[2]: cl_ord_id is "mine", as is that of orders[0])"));
  EXPECT_THAT(with("6d1b345e-2821-40e2-ad83-4ecb18a06876", "6D1B345E282140E2AD834ECB18A06876"),
              Refuses(kNotUnique, "orders[0]"));
  EXPECT_TRUE(with("mine", "Mine"));
  EXPECT_TRUE(with("", "")) << "none is not one";
}

TEST(AddOrderBatch, FollowsTheQuirkOfClientIds) {
  const std::string body =
      Body({std::string(kBuyMembers), std::string(kSellMembers) + R"(,"cl_ord_id":"a-1")"});
  EXPECT_TRUE(Batch(body, Quirks{.cl_ord_id = ClOrdId::kAscii}));
  EXPECT_THAT(Batch(body, Quirks{.cl_ord_id = ClOrdId::kLowerAlnum}),
              Refuses(Invalid("cl_ord_id"), "orders[1]"));
}

TEST(AddOrderBatch, HoldsToOneDeadlineForAll) {
  const auto with = [](const std::string& deadline) {
    return Batch(Body({std::string(kBuyMembers), std::string(kSellMembers)},
                      R"(,"deadline":")" + deadline + '"'));
  };
  const WallTime now = kAsOf;
  EXPECT_TRUE(with(FormatRfc3339(now + std::chrono::seconds(5))));
  EXPECT_THAT(with(FormatRfc3339(now + std::chrono::seconds(61))),
              Refuses(Invalid("deadline"), "2 to 60 seconds"));
  EXPECT_THAT(with(FormatRfc3339(now - std::chrono::seconds(1))),
              Refuses("EService:Deadline elapsed", "deadline is"));
}

TEST(AddOrderBatch, IgnoresWhatClientsSendUnasked) {
  const std::string unasked = R"(,"broker":"x","stptype":"cancel-newest","starttm":"0")";
  const Result<std::string> answer =
      Batch(Body({std::string(kBuyMembers) + unasked, std::string(kSellMembers) + unasked},
                 R"(,"broker":"x","deadline":null,"validate":false)"));
  EXPECT_THAT(answer.value(), AllOf(HasSubstr("txid"), HasSubstr("buy 1.2")));
}

}  // namespace
}  // namespace kraken::mock
