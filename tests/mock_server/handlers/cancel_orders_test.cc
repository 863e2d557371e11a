// The canceling of orders: one, several, all, and all after a while.
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/mock_server/handlers/demo_account.h"
#include "tests/mock_server/handlers/handler_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr const char* kOne = R"({"count":1})";

Result<std::string> Cancel(const std::string& name, const std::string& value,
                           const Quirks& quirks = {}) {
  return CallHandler("CancelOrder", name + "=" + value, quirks);
}

Result<std::string> CancelBatch(std::string_view json, const Quirks& quirks = {}) {
  World world{WorldConfig{.quirks = quirks}};
  return CallHandler("CancelOrderBatch", ParseJsonParams(json).value(), world);
}

std::string TextOfBatch(std::string_view json) { return CancelBatch(json).value(); }

TEST(CancelOrder, CancelsAnOpenOrderByIdUserrefOrClientId) {
  EXPECT_EQ(Cancel("txid", kResting).value(), kOne);
  EXPECT_EQ(Cancel("txid", "1001").value(), kOne);
  EXPECT_EQ(Cancel("cl_ord_id", kClientId).value(), kOne);
  EXPECT_EQ(Cancel("cl_ord_id", "6D1B345E282140E2AD834ECB18A06876").value(), kOne)
      << "a UUID is a number";
}

TEST(CancelOrder, WantsAllThatIsSaidToFit) {
  const std::string client_id = std::string("&cl_ord_id=") + kClientId;
  EXPECT_EQ(Cancel("txid", kPartFilled + client_id).value(), kOne);
  EXPECT_THAT(Cancel("txid", kResting + client_id), Refuses("EOrder:Unknown order", kResting));
}

TEST(CancelOrder, TakesAUserrefAsANumberInJson) {
  World world{WorldConfig{}};
  const Params params = ParseJsonParams(R"({"nonce":1,"txid":1001})").value();
  EXPECT_EQ(CallHandler("CancelOrder", params, world).value(), kOne);
}

TEST(CancelOrder, TellsTheJournalWhichOrder) {
  World world{WorldConfig{}};
  const HandlerResult answer = AnswerOf("CancelOrder", ParseForm("txid=1002"), world);
  EXPECT_THAT(answer.value().did.orders, ElementsAre(kOther));
}

TEST(CancelOrder, NeedsToKnowWhichOrder) {
  EXPECT_THAT(CallHandler("CancelOrder", ""), Refuses(Invalid("txid"), "send txid"));
  EXPECT_THAT(Cancel("txid", ""), Refuses(Invalid("txid"), "send txid"));
  // A userref is sent as txid; a parameter of that name is one of those that are ignored.
  EXPECT_THAT(Cancel("userref", "1002"), Refuses(Invalid("txid"), "given as userref"));
}

TEST(CancelOrder, DoesNotCancelWhatIsNotOpen) {
  EXPECT_THAT(Cancel("txid", kCanceledOrder), Refuses("EOrder:Unknown order", kCanceledOrder));
  EXPECT_THAT(Cancel("txid", "ONOFNR-CPMA7-UJJIAB"),
              Refuses("EOrder:Invalid order", R"(did you mean "ONOFNR-CPMA7-UJJIAG"?)"));
  EXPECT_THAT(Cancel("txid", "77"), Refuses("EOrder:Unknown order", "userref"));
  EXPECT_THAT(Cancel("cl_ord_id", "mine"), Refuses("EOrder:Unknown order", "cl_ord_id"));
  EXPECT_THAT(Cancel("txid", "0"), Refuses("EOrder:Unknown order", "userref"))
      << "orders without a userref have none in common";
}

TEST(CancelOrder, CallsClosedOrdersInvalidWithTheQuirk) {
  const Quirks quirks = {.closed_order = ClosedOrder::kInvalid};
  EXPECT_THAT(Cancel("txid", kCanceledOrder, quirks),
              Refuses("EOrder:Invalid order", kCanceledOrder));
  EXPECT_THAT(Cancel("txid", "77", quirks), Refuses("EOrder:Invalid order", "userref"));
  EXPECT_THAT(Cancel("cl_ord_id", "mine", quirks), Refuses("EOrder:Invalid order", "cl_ord_id"));
  EXPECT_EQ(Cancel("txid", kResting, quirks).value(), kOne);
}

TEST(CancelOrder, CallsIdsThatCannotExistInvalid) {
  for (const char* txid :
       {"BAD_ORDERNUMBER", "OFAKE-XXXXX-XXXXX", "onofnr-cpma7-ujjiag", "99999999999999", "1.5"}) {
    EXPECT_THAT(Cancel("txid", txid), Refuses("EOrder:Invalid order", txid));
  }
}

TEST(CancelOrderBatch, TakesIdsUserrefsAndClientIds) {
  EXPECT_EQ(TextOfBatch(R"({"nonce":1,"orders":["ONOFNR-CPMA7-UJJIAG",1002]})"), R"({"count":2})");
  EXPECT_EQ(TextOfBatch(R"({"orders":["1001"]})"), kOne);
  EXPECT_EQ(TextOfBatch(R"({"cl_ord_ids":["6d1b345e-2821-40e2-ad83-4ecb18a06876"]})"), kOne);
}

TEST(CancelOrderBatch, TellsTheJournalWhichOrders) {
  World world{WorldConfig{}};
  const Params all = ParseJsonParams(R"({"orders":[1001,"O63HMB-VZAME-52HULR"],
                                         "cl_ord_ids":["6d1b345e-2821-40e2-ad83-4ecb18a06876"]})")
                         .value();
  const HandlerResult answer = AnswerOf("CancelOrderBatch", all, world);
  EXPECT_EQ(answer.value().text, R"({"count":3})");
  EXPECT_THAT(answer.value().did.orders, UnorderedElementsAre(kResting, kPartFilled, kOther));
}

TEST(CancelOrderBatch, CountsEachOpenOrderOnce) {
  EXPECT_EQ(TextOfBatch(R"({"orders":[1001,"ONOFNR-CPMA7-UJJIAG",1001]})"), kOne);
  EXPECT_EQ(TextOfBatch(R"({"orders":["OXHYXS-BWJT7-OTGB6D","nonsense",1002,77]})"), kOne);
}

TEST(CancelOrderBatch, FailsWhereNothingIsOpen) {
  constexpr const char* kClosed = R"({"orders":["OXHYXS-BWJT7-OTGB6D",77]})";
  EXPECT_THAT(CancelBatch(kClosed), Refuses("EOrder:Unknown order", kCanceledOrder));
  EXPECT_THAT(CancelBatch(kClosed, Quirks{.closed_order = ClosedOrder::kInvalid}),
              Refuses("EOrder:Invalid order", kCanceledOrder));
  EXPECT_THAT(CancelBatch(R"({"orders":["nonsense"]})"),
              Refuses("EOrder:Invalid order", "nonsense"));
}

TEST(CancelOrderBatch, TakesOneToFiftyNames) {
  const std::string orders = Invalid("orders");
  EXPECT_THAT(CancelBatch("{}"), Refuses(orders, "list 0 orders; they take 1 to 50"));
  EXPECT_THAT(CancelBatch(R"({"orders":"ONOFNR-CPMA7-UJJIAG"})"), Refuses(orders, "in lists"));
  std::string fifty = R"({"orders":[1001)";
  for (int i = 1; i < 50; ++i) fifty += ",1001";
  EXPECT_EQ(TextOfBatch(fifty + "]}"), kOne);
  EXPECT_THAT(CancelBatch(fifty + R"(],"cl_ord_ids":["a"]})"), Refuses(orders, "51"));
  EXPECT_THAT(CancelBatch(R"({"orders[4000000000]":1})"), Refuses(orders, "4000000001"));
}

TEST(CancelOrderBatch, RefusesElementsThatAreNoNames) {
  EXPECT_THAT(CancelBatch(R"({"orders":[1001,{"txid":"ONOFNR-CPMA7-UJJIAG"}]})"),
              Refuses(Invalid("orders"), "orders[1]"));
  EXPECT_THAT(CancelBatch(R"({"orders":[1001],"cl_ord_ids":[""]})"),
              Refuses(Invalid("cl_ord_ids"), "cl_ord_ids[0]"));
}

TEST(CancelAll, CountsTheOpenOrders) {
  World world{WorldConfig{}};
  const HandlerResult answer = AnswerOf("CancelAll", Params(), world);
  EXPECT_EQ(answer.value().text, R"({"count":3})");
  EXPECT_THAT(answer.value().did.orders, UnorderedElementsAre(kResting, kPartFilled, kOther));
  EXPECT_EQ(ResultOf("OpenOrders")["open"].size(), 3U);
}

std::string Timer(const std::string& timeout, std::string_view now) {
  World world{WorldConfig{}};
  const WallTime time = ParseRfc3339(now).value();
  return CallHandler("CancelAllOrdersAfter", ParseForm("timeout=" + timeout), world, time).value();
}

TEST(CancelAllOrdersAfter, TellsNowAndThenInWholeSeconds) {
  EXPECT_EQ(Timer("60", "2023-03-24T17:41:56.789Z"),
            R"({"currentTime":"2023-03-24T17:41:56Z","triggerTime":"2023-03-24T17:42:56Z"})");
  EXPECT_EQ(Timer("86399", "2023-12-31T23:59:59Z"),
            R"({"currentTime":"2023-12-31T23:59:59Z","triggerTime":"2024-01-01T23:59:58Z"})");
}

TEST(CancelAllOrdersAfter, IsDisarmedByZero) {
  EXPECT_EQ(Timer("0", "2023-03-24T17:41:56Z"),
            R"({"currentTime":"2023-03-24T17:41:56Z","triggerTime":"0"})");
}

TEST(CancelAllOrdersAfter, TakesSecondsOfLessThanADay) {
  const std::string field = Invalid("timeout");
  EXPECT_THAT(CallHandler("CancelAllOrdersAfter", ""), Refuses(field, "timeout is missing"));
  for (const char* timeout : {"86400", "-1", "1.5", "abc"}) {
    EXPECT_THAT(CallHandler("CancelAllOrdersAfter", std::string("timeout=") + timeout),
                Refuses(field, timeout));
  }
}

}  // namespace
}  // namespace kraken::mock
