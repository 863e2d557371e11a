// Orders through the whole pipeline, and what every private read says of them afterwards: by hand.
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

ApiKeySpec KeyWithDollars(std::string_view dollars) {
  ApiKeySpec key = DemoKey();
  key.balances = Balances{{"ZUSD", Decimal::Parse(dollars).value()}};
  return key;
}

class Orders : public ::testing::Test {
 protected:
  Json Call(const std::string& endpoint, const std::string& more = "") {
    return ResultOf(harness_.Private(endpoint, more));
  }
  Json CallWithJson(const std::string& endpoint, const std::string& members) {
    return ResultOf(harness_.PrivateJson(endpoint, members));
  }
  // The error strings, joined.
  std::string ErrorOf(const std::string& endpoint, const std::string& more) {
    return harness_.ErrorOf(harness_.Private(endpoint, more));
  }
  void Be(SystemStatus status) { harness_.world().Lock()->venue.SetStatus(status, harness_.now); }

  PipelineHarness harness_{WorldConfig{}, {KeyWithDollars("1000")}};

 private:
  Json ResultOf(HttpRequest request) {
    const Reply reply = harness_.Send(std::move(request));
    Json envelope = ParseJsonText(reply.body).value_or(Json());
    EXPECT_EQ(envelope["error"], Json::array()) << reply.body;
    return envelope["result"];
  }
};

// With its ids written as "ID".
std::string WithoutIds(Json orders) {
  for (Json& order : orders) {
    if (order.contains("txid")) order["txid"] = "ID";
  }
  return ToJsonText(orders);
}

constexpr const char* kThreeOrders =
    R"("pair":"XBTUSD","orders":[)"
    R"({"ordertype":"limit","type":"buy","volume":"0.01","price":"50000"},)"
    R"({"ordertype":"limit","type":"buy","volume":"0.02","price":"49000"},)"
    R"({"ordertype":"limit","type":"buy","volume":"0.005","price":"48000"}])";

TEST_F(Orders, OneOfABatchThatTheAccountCannotPayLeavesTheOthers) {
  const Json answer = CallWithJson("AddOrderBatch", kThreeOrders);
  EXPECT_EQ(WithoutIds(answer["orders"]),
            R"([{"txid":"ID","descr":{"order":"buy 0.01000000 XBTUSD @ limit 50000.0"}},)"
            R"({"error":"EOrder:Insufficient funds",)"
            R"("descr":{"order":"buy 0.02000000 XBTUSD @ limit 49000.0"}},)"
            R"({"txid":"ID","descr":{"order":"buy 0.00500000 XBTUSD @ limit 48000.0"}}])");
  // 500 and 240, with 0.4 % each.
  EXPECT_EQ(ToJsonText(Call("BalanceEx")),
            R"({"ZUSD":{"balance":"1000.0000","hold_trade":"742.9600"}})");
  EXPECT_EQ(Call("OpenOrders")["open"].size(), 2U);
  EXPECT_EQ(Call("TradesHistory")["count"], 0);
  EXPECT_EQ(Call("Ledgers")["count"], 0);
}

// What is only said of one order is said in its place; what all share refuses all.
TEST_F(Orders, AStatusRefusesTheOrdersOfABatchThatItDoesNotTake) {
  Be(SystemStatus::kPostOnly);
  const Json answer = CallWithJson(
      "AddOrderBatch",
      R"("pair":"XBTUSD","orders":[)"
      R"({"ordertype":"limit","type":"buy","volume":"0.01","price":"50000","oflags":"post"},)"
      R"({"ordertype":"limit","type":"buy","volume":"0.005","price":"48000"}])");
  EXPECT_EQ(WithoutIds(answer["orders"]),
            R"([{"txid":"ID","descr":{"order":"buy 0.01000000 XBTUSD @ limit 50000.0"}},)"
            R"({"error":"EService:Market in post_only mode",)"
            R"("descr":{"order":"buy 0.00500000 XBTUSD @ limit 48000.0"}}])");
  Be(SystemStatus::kCancelOnly);
  EXPECT_EQ(harness_.ErrorOf(harness_.PrivateJson("AddOrderBatch", kThreeOrders)),
            "EService:Market in cancel_only mode");
  EXPECT_EQ(Call("OpenOrders")["open"].size(), 1U);
}

TEST_F(Orders, EachStatusTakesItsChangesAndAllButMaintenanceCancels) {
  constexpr const char* kOrder = "&pair=XBTUSD&type=buy&ordertype=limit&volume=0.001&price=50000";
  struct Expected {
    SystemStatus status;
    std::string edit;
    std::string amend;
    std::string cancel;
  };
  const std::string limit_of_post_only = "EService:Market in post_only mode";
  const std::string cancel_only = "EService:Market in cancel_only mode";
  for (const Expected& expected : {
           Expected{SystemStatus::kOnline, "", "", ""},
           Expected{SystemStatus::kLimitOnly, "", "", ""},
           Expected{SystemStatus::kPostOnly, limit_of_post_only, limit_of_post_only, ""},
           Expected{SystemStatus::kCancelOnly, cancel_only, cancel_only, ""},
           Expected{SystemStatus::kMaintenance, "EService:Unavailable", "EService:Unavailable",
                    "EService:Unavailable"},
       }) {
    SCOPED_TRACE(ToString(expected.status));
    Be(SystemStatus::kOnline);
    const std::string edited = Call("AddOrder", kOrder)["txid"][0];
    const std::string amended = Call("AddOrder", kOrder)["txid"][0];
    const std::string canceled = Call("AddOrder", kOrder)["txid"][0];
    Be(expected.status);
    EXPECT_EQ(ErrorOf("EditOrder", "&pair=XBTUSD&price=49000&txid=" + edited), expected.edit);
    EXPECT_EQ(ErrorOf("AmendOrder", "&limit_price=49000&txid=" + amended), expected.amend);
    EXPECT_EQ(ErrorOf("CancelOrder", "&txid=" + canceled), expected.cancel);
    EXPECT_EQ(ErrorOf("Balance", ""), "");
  }
}

}  // namespace
}  // namespace kraken::mock
