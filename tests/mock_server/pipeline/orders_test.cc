// Orders through the whole pipeline, and what every private read says of them afterwards: by hand.
#include <string>
#include <utility>
#include <vector>

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

// --- What reads say after writes ---

constexpr const char* kFarBuy = "&pair=XBTUSD&type=buy&ordertype=limit&volume=0.001&price=50000";

TEST_F(Orders, AreAllCanceledWhenTheSwitchIsNotSetAnew) {
  const std::string txid = Call("AddOrder", kFarBuy)["txid"][0];
  Call("CancelAllOrdersAfter", "&timeout=10");
  harness_.now += std::chrono::seconds(8);
  Call("CancelAllOrdersAfter", "&timeout=10");
  harness_.now += std::chrono::seconds(8);
  EXPECT_EQ(Call("OpenOrders")["open"].size(), 1U);
  harness_.now += std::chrono::seconds(2);
  EXPECT_EQ(Call("OpenOrders")["open"].size(), 0U);
  const Json canceled = Call("QueryOrders", "&txid=" + txid)[txid];
  EXPECT_EQ(canceled["status"], "canceled");
  EXPECT_EQ(canceled["closetm"], 1767225618) << "18 seconds after the beginning";
  // It has fired, and is off.
  Call("AddOrder", kFarBuy);
  harness_.now += std::chrono::hours(1);
  EXPECT_EQ(Call("OpenOrders")["open"].size(), 1U);
}

TEST_F(Orders, AreKeptWhenTheSwitchIsTurnedOff) {
  Call("AddOrder", kFarBuy);
  Call("CancelAllOrdersAfter", "&timeout=10");
  Call("CancelAllOrdersAfter", "&timeout=0");
  harness_.now += std::chrono::hours(1);
  EXPECT_EQ(Call("OpenOrders")["open"].size(), 1U);
}

TEST_F(Orders, TellWhatTheyWereBeforeTheyWereAmended) {
  const std::string txid = Call("AddOrder", kFarBuy)["txid"][0];
  EXPECT_EQ(ToJsonText(Call("OrderAmends", "&order_id=" + txid)), R"({"amends":[],"count":0})");
  harness_.now += std::chrono::milliseconds(1500);
  const std::string first = Call("AmendOrder", "&limit_price=49000&txid=" + txid)["amend_id"];
  harness_.now += std::chrono::seconds(1);
  const std::string second =
      Call("AmendOrder", "&order_qty=0.002&post_only=true&txid=" + txid)["amend_id"];
  EXPECT_EQ(ToJsonText(Call("OrderAmends", "&order_id=" + txid)),
            R"({"amends":[{"amend_id":")" + txid +
                R"(","amend_type":"original","order_qty":"0.00100000",)"
                R"("remaining_qty":"0.00100000","limit_price":"50000.0","post_only":false,)"
                R"("timestamp":1767225600000},{"amend_id":")" +
                first +
                R"(","amend_type":"user","order_qty":"0.00100000","remaining_qty":"0.00100000",)"
                R"("limit_price":"49000.0","reason":"User requested","post_only":false,)"
                R"("timestamp":1767225601500},{"amend_id":")" +
                second +
                R"(","amend_type":"user","order_qty":"0.00200000","remaining_qty":"0.00200000",)"
                R"("limit_price":"49000.0","reason":"User requested","post_only":true,)"
                R"("timestamp":1767225602500}],"count":3})");
}

// 0.01 at 60250.1, with 0.4 %.
TEST_F(Orders, LeaveATradeAndItsLedgerWhichAreFoundByTheirIds) {
  const std::string order =
      Call("AddOrder", "&pair=XBTUSD&type=buy&ordertype=market&volume=0.01")["txid"][0];
  const JournalEntry placed = harness_.Last();
  ASSERT_EQ(placed.effect.trades.size(), 1U);
  ASSERT_EQ(placed.effect.ledger.size(), 2U);
  const std::string& trade = placed.effect.trades[0];
  Json told = Call("QueryTrades", "&txid=" + trade)[trade];
  EXPECT_EQ(told["ordertxid"], order);
  EXPECT_EQ(told["ledgers"], Json(placed.effect.ledger));
  told.erase("ordertxid");
  told.erase("postxid");
  told.erase("ledgers");
  EXPECT_EQ(ToJsonText(told),
            R"({"pair":"XXBTZUSD","time":1767225600,"type":"buy","ordertype":"market",)"
            R"("price":"60250.10000","cost":"602.50100","fee":"2.41000","vol":"0.01000000",)"
            R"("margin":"0.00000","leverage":"0","misc":"","trade_id":93105528,"maker":false})");
  const Json rows =
      Call("QueryLedgers", "&id=" + placed.effect.ledger[0] + "," + placed.effect.ledger[1]);
  const auto row = [&trade](const char* amount, const char* asset, const char* balance,
                            const char* fee) {
    return std::string(R"({"aclass":"currency","amount":")") + amount + R"(","asset":")" + asset +
           R"(","balance":")" + balance + R"(","fee":")" + fee + R"(","refid":")" + trade +
           R"(","time":1767225600,"type":"trade","subtype":""})";
  };
  EXPECT_EQ(ToJsonText(rows[placed.effect.ledger[0]]),
            row("-602.5010", "ZUSD", "395.0890", "2.4100"));
  EXPECT_EQ(ToJsonText(rows[placed.effect.ledger[1]]),
            row("0.0100000000", "XXBT", "0.0100000000", "0.0000000000"));
  EXPECT_EQ(Call("TradesHistory")["trades"][trade], Call("TradesHistory")["trades"].front());
  EXPECT_EQ(Call("Ledgers")["count"], 2);
  EXPECT_EQ(ToJsonText(Call("Balance")), R"({"XXBT":"0.0100000000","ZUSD":"395.0890"})");
  EXPECT_EQ(Call("TradeVolume")["volume"], "602.5010") << "at once";
  // 395.089, and 0.01 at the last price.
  EXPECT_EQ(Call("TradeBalance")["eb"], "997.5900");
}

TEST_F(Orders, ThatAreOnlyCheckedReserveNothing) {
  const Json checked = Call("AddOrder", std::string(kFarBuy) + "&validate=true");
  EXPECT_FALSE(checked.contains("txid"));
  EXPECT_EQ(Call("BalanceEx")["ZUSD"]["hold_trade"], "0.0000");
  EXPECT_EQ(Call("OpenOrders")["open"].size(), 0U);
}

TEST_F(Orders, ShowTheirTimesAndFlags) {
  const auto shown = [this](const std::string& more) {
    const std::string txid = Call("AddOrder", kFarBuy + more)["txid"][0];
    return Call("OpenOrders")["open"][txid];
  };
  const Json relative = shown("&starttm=%2B60&expiretm=%2B120&timeinforce=GTD&oflags=fcib,nompp");
  EXPECT_EQ(relative["status"], "pending");
  EXPECT_EQ(relative["starttm"], 1767225660);
  EXPECT_EQ(relative["expiretm"], 1767225720);
  EXPECT_EQ(relative["oflags"], "fcib,nompp");
  const Json absolute = shown("&starttm=1767225661&expiretm=1767225721&oflags=post");
  EXPECT_EQ(absolute["starttm"], 1767225661);
  EXPECT_EQ(absolute["expiretm"], 1767225721);
  EXPECT_EQ(absolute["oflags"], "post,fciq");
  const Json now = shown("&starttm=0&expiretm=0");
  EXPECT_EQ(now["status"], "open");
  EXPECT_EQ(now["starttm"], 0);
  EXPECT_EQ(now["expiretm"], 0);
  EXPECT_EQ(now["oflags"], "fciq");
}

// --- Pages ---

class Pages : public Orders {
 protected:
  // The ids of all pages, one after another.
  std::vector<std::string> AllOf(const std::string& call, const std::string& list) {
    std::vector<std::string> ids;
    for (std::size_t page = 0; page < 10; ++page) {
      const Json entries = Call(call, "&ofs=" + std::to_string(ids.size()))[list];
      for (const auto& [id, entry] : entries.items()) ids.push_back(id);
      if (entries.empty()) break;
    }
    return ids;
  }
};

TEST_F(Pages, HoldEverythingOnceTheLatestFirst) {
  std::vector<std::string> trades;
  std::vector<std::string> rows;
  std::vector<std::string> orders;
  for (int i = 0; i < 60; ++i) {
    Call("AddOrder", "&pair=XBTUSD&type=buy&ordertype=market&volume=0.0001");
    const Effect effect = harness_.Last().effect;
    orders.insert(orders.begin(), effect.orders[0]);
    trades.insert(trades.begin(), effect.trades[0]);
    for (const std::string& row : effect.ledger) rows.insert(rows.begin(), row);
  }
  EXPECT_EQ(AllOf("ClosedOrders", "closed"), orders);
  EXPECT_EQ(AllOf("TradesHistory", "trades"), trades);
  EXPECT_EQ(AllOf("Ledgers", "ledger"), rows);
  EXPECT_EQ(Call("ClosedOrders")["count"], 60);
  EXPECT_EQ(Call("ClosedOrders")["closed"].size(), 50U);
  // All of one moment: of those between two entries it is their places that count.
  const Json between = Call("TradesHistory", "&start=" + trades[12] + "&end=" + trades[2]);
  EXPECT_EQ(between["count"], 10);
  EXPECT_EQ(between["trades"].begin().key(), trades[2]);
  EXPECT_EQ(Call("Ledgers", "&start=" + rows[1])["count"], 1);
  EXPECT_EQ(Call("ClosedOrders", "&end=" + orders[58])["count"], 2);
}

// --- Keys of one account ---

TEST(SharedAccount, KeysSeeAndCancelEachOthersOrdersAndCountTogether) {
  ApiKeySpec one = KeyWithDollars("1000");
  one.account = "bots";
  ApiKeySpec two = one;
  two.credentials.api_key = "second";
  PipelineHarness harness({.rate_limits = RateLimits::kKraken}, {one, two});
  const auto send_as = [&harness](const ApiKeySpec& key, const std::string& call,
                                  const std::string& nonce, const std::string& more) {
    const Reply reply =
        harness.Send(PipelineHarness::Signed(key, call, nonce, "nonce=" + nonce + more));
    return ParseJsonText(reply.body).value();
  };
  // Nonces are each key's own: the second one's is smaller.
  const Json placed = send_as(one, "AddOrder", "100", std::string(kFarBuy) + "&cl_ord_id=mine");
  const std::string txid = placed["result"]["txid"][0];
  EXPECT_TRUE(send_as(one, "Balance", "101", "")["error"].empty());
  EXPECT_TRUE(send_as(two, "OpenOrders", "1", "")["result"]["open"].contains(txid));
  EXPECT_EQ(harness.Last().counters.front().value, "1") << "of calls: each key's own as well";
  EXPECT_EQ(send_as(two, "AddOrder", "2", std::string(kFarBuy) + "&cl_ord_id=mine")["error"][0],
            "EGeneral:Invalid arguments:cl_ord_id not unique");
  EXPECT_EQ(harness.Last().counters.back().value, "2") << "the engine's, of the account";
  EXPECT_EQ(send_as(two, "CancelOrder", "3", "&txid=" + txid)["result"]["count"], 1);
  EXPECT_TRUE(send_as(one, "OpenOrders", "102", "")["result"]["open"].empty());
}

TEST(Accounts, ThatComeLaterLeaveTheOrdersOfOthersAlone) {
  ApiKeySpec rich = KeyWithDollars("100000");
  ApiKeySpec demo = DemoKey();
  demo.credentials.api_key = "demo";
  PipelineHarness harness({}, {rich, demo});
  // All that is to be had at 60250.1, and then a bid there.
  harness.Send(harness.Private("AddOrder", "&pair=XBTUSD&type=buy&ordertype=market&volume=1"));
  const Reply bid = harness.Send(harness.Private(
      "AddOrder", "&pair=XBTUSD&type=buy&ordertype=limit&volume=0.5&price=60250.1"));
  const std::string txid = ParseJsonText(bid.body).value()["result"]["txid"][0];
  harness.Send(PipelineHarness::Signed(demo, "Balance", "1", "nonce=1"));
  const Reply open = harness.Send(harness.Private("OpenOrders"));
  EXPECT_TRUE(ParseJsonText(open.body).value()["result"]["open"].contains(txid)) << open.body;
}

// --- The journal says what an answer does not ---

TEST_F(Orders, TheJournalSaysWhyOneOfABatchWasRefused) {
  CallWithJson("AddOrderBatch", kThreeOrders);
  EXPECT_EQ(harness_.WhyOf("handle"),
            "orders[1]: the order needs 983.92 ZUSD with its fee, and 498 of 1000 is free");
}

TEST_F(Orders, TheJournalSaysThatAnOrderWasCanceledAtOnce) {
  const std::string txid =
      Call("AddOrder",
           "&pair=XBTUSD&type=buy&ordertype=limit&volume=0.001&price=60300&oflags=post")["txid"][0];
  EXPECT_EQ(harness_.WhyOf("handle"), txid + " was canceled at once: Post only order");
}

// --- Withdrawals ---

class Withdrawals : public Orders {
 protected:
  void SetUp() override {
    const WorldMonitor::Locked world = harness_.world().Lock();
    world->venue.AdvanceTo(harness_.now);
    Account& account = world->AccountOf(harness_.world().keyring().Find(ApiKeyOf()).get());
    account.SetWithdrawKeys(
        {{.name = "bank", .asset = NameTable::BuiltIn().FindAsset("ZUSD"), .address = "US-1"}});
  }
  std::string ApiKeyOf() const { return harness_.spec().credentials.api_key; }
  std::string Withdrawn(const std::string& amount) {
    return Call("Withdraw", "&asset=USD&key=bank&amount=" + amount)["refid"];
  }
};

TEST_F(Withdrawals, LeaveTheAccountAtOnceAndArriveByAndBy) {
  const std::string refid = Withdrawn("100");
  EXPECT_EQ(ToJsonText(Call("Balance")), R"({"ZUSD":"900.0000"})");
  const Json rows = Call("Ledgers")["ledger"];
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(ToJsonText(rows.front()),
            R"({"aclass":"currency","amount":"-96.0000","asset":"ZUSD","balance":"900.0000",)"
            R"("fee":"4.0000","refid":")" +
                refid + R"(","time":1767225600,"type":"withdrawal","subtype":""})");
  for (const auto& [seconds, status] :
       {std::pair{0, "Initial"}, {5, "Pending"}, {30, "Settled"}, {60, "Success"}}) {
    harness_.now = ManualClock::kDefaultStart + std::chrono::seconds(seconds);
    EXPECT_EQ(Call("WithdrawStatus")[0]["status"], status) << seconds;
  }
}

TEST_F(Withdrawals, CanBeCanceledUntilTheyAreSettled) {
  const std::string refid = Withdrawn("100");
  const std::string late = Withdrawn("50");
  EXPECT_EQ(Call("WithdrawCancel", "&asset=USD&refid=" + refid), true);
  EXPECT_EQ(ToJsonText(Call("Balance")), R"({"ZUSD":"950.0000"})");
  EXPECT_EQ(Call("Ledgers")["count"], 3);
  harness_.now += std::chrono::seconds(30);
  EXPECT_EQ(Call("WithdrawCancel", "&asset=USD&refid=" + late), false);
  EXPECT_EQ(harness_.WhyOf("handle"), "the withdrawal is Settled already");
  const Json all = Call("WithdrawStatus");
  EXPECT_EQ(all[1]["status"], "Failure");
  EXPECT_EQ(all[1]["status-prop"], "canceled");
}

TEST_F(Withdrawals, MayNotTakeWhatAnOrderHolds) {
  Call("AddOrder", "&pair=XBTUSD&type=buy&ordertype=limit&volume=0.01&price=50000");
  EXPECT_EQ(ErrorOf("Withdraw", "&asset=USD&key=bank&amount=498.01"),
            "EFunding:Insufficient funds");
  EXPECT_EQ(Withdrawn("498").size(), 21U);
}

TEST_F(Withdrawals, AreRefusedByFundingStrings) {
  const std::string usd = "&asset=USD&key=bank&amount=100";
  EXPECT_EQ(ErrorOf("Withdraw", "&asset=XTB&key=bank&amount=1"), "EFunding:Unknown asset");
  EXPECT_EQ(ErrorOf("WithdrawStatus", "&asset=XTB"), "EFunding:Unknown asset");
  EXPECT_EQ(ErrorOf("Withdraw", "&asset=USD&key=bnk&amount=1"), "EFunding:Unknown withdraw key");
  EXPECT_EQ(ErrorOf("Withdraw", "&asset=USD&key=bank&amount=19"), "EFunding:Invalid amount");
  EXPECT_EQ(ErrorOf("Withdraw", "&asset=USD&key=bank&amount=30.00001"), "EFunding:Invalid amount");
  EXPECT_EQ(ErrorOf("Withdraw", usd + "&max_fee=3.99"), "EFunding:Max fee exceeded");
  EXPECT_EQ(ErrorOf("Withdraw", usd + "&address=US-2"), "EFunding:Invalid withdrawal address");
  EXPECT_EQ(ErrorOf("WithdrawCancel", "&asset=USD&refid=FTQcuak-V6Za8qrWnhzTx67yYHz8Tg"),
            "EFunding:Unknown reference id");
  EXPECT_EQ(Call("WithdrawStatus"), Json::array());
}

TEST_F(Withdrawals, ComeInPages) {
  std::vector<std::string> refids;
  for (int i = 0; i < 5; ++i) refids.insert(refids.begin(), Withdrawn("50"));
  std::vector<std::string> seen;
  std::string cursor = "true";
  for (int page = 0; page < 3; ++page) {
    const Json answer = Call("WithdrawStatus", "&limit=2&cursor=" + cursor);
    for (const Json& withdrawal : answer["withdrawals"]) seen.push_back(withdrawal["refid"]);
    cursor = answer["next_cursor"].is_null() ? "none" : answer["next_cursor"].get<std::string>();
  }
  EXPECT_EQ(seen, refids);
  EXPECT_EQ(cursor, "none");
  EXPECT_EQ(ErrorOf("WithdrawStatus", "&cursor=foo"), "EGeneral:Invalid arguments:cursor");
}

TEST(DemoAccount, HasTheWithdrawalThatItsLedgerShows) {
  PipelineHarness harness;
  const Reply reply = harness.Send(harness.Private("WithdrawStatus"));
  const Json withdrawals = ParseJsonText(reply.body).value()["result"];
  ASSERT_EQ(withdrawals.size(), 1U);
  EXPECT_EQ(withdrawals[0]["status"], "Success");
}

}  // namespace
}  // namespace kraken::mock
