#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Scenario With(Rule rule) { return {.name = "test", .rules = {std::move(rule)}}; }

constexpr const char* kBusy = "EService:Busy";

TEST(InjectFault, TakesTheHandlersPlaceAndThenLetsGo) {
  PipelineHarness harness(
      {.scenario = With({.when = {.endpoint = "Balance"}, .faults = {AnswerErrors{{kBusy}}}})});
  const Reply reply = harness.Send(harness.Private("Balance"));
  EXPECT_EQ(reply.body, R"({"error":["EService:Busy"]})");
  EXPECT_EQ(harness.Last().rule, "test#1");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  EXPECT_EQ(harness.Last().rule, "");
}

TEST(InjectFault, AtHandlingLeavesTheChecksInPlace) {
  PipelineHarness harness({.scenario = With({.faults = {AnswerErrors{{kBusy}}}})});
  HttpRequest forged = harness.Private("Balance");
  forged.headers[1].value = "no";
  EXPECT_EQ(harness.ErrorOf(forged), "EAPI:Invalid signature");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), kBusy);
}

TEST(InjectFault, AtArrivalAsksForNoEndpointNorMethodNorJson) {
  PipelineHarness harness({.scenario = With({.at = FaultPoint::kArrival,
                                             .times = std::nullopt,
                                             .faults = {AnswerErrors{{kBusy}}}})});
  EXPECT_EQ(harness.ErrorOf({.method = "GET", .target = "/nowhere"}), kBusy);
  EXPECT_EQ(harness.ErrorOf({.method = "POST", .target = "/0/public/Time"}), kBusy);
  EXPECT_EQ(harness.ErrorOf({.method = "POST",
                             .target = "/0/private/Balance",
                             .headers = {{"Content-Type", "application/json"}},
                             .body = "{bad"}),
            kBusy);
}

TEST(InjectFault, AtArrivalAPathThatDoesNotExistIsMetByTheStarAlone) {
  PipelineHarness harness({.scenario = With({.when = {.endpoint = "*a*"},
                                             .at = FaultPoint::kArrival,
                                             .faults = {AnswerErrors{{kBusy}}}})});
  EXPECT_EQ(harness.Send({.method = "GET", .target = "/Balance"}).status, 404);
}

TEST(InjectFault, AtArrivalChecksNothing) {
  PipelineHarness harness(
      {.scenario = With({.at = FaultPoint::kArrival, .faults = {AnswerErrors{{kBusy}}}})});
  EXPECT_EQ(harness.ErrorOf({.method = "POST", .target = "/0/private/Balance"}), kBusy);
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "1")), "");
}

TEST(InjectFault, AtReplySpoilsOnlyTheAnswer) {
  PipelineHarness harness(
      {.scenario = With({.when = {.endpoint = "AddOrder"},
                         .at = FaultPoint::kReply,
                         .faults = {AnswerHttp{.status = 502, .body = "<html>"}}})});
  const Reply reply = harness.Send(
      harness.Private("AddOrder", "&pair=XBTUSD&type=buy&volume=0.1&ordertype=market"));
  EXPECT_EQ(reply.status, 502);
  EXPECT_EQ(reply.content_type, "text/html; charset=UTF-8");
  EXPECT_EQ(reply.body, "<html>");
  EXPECT_EQ(harness.VerdictOf("handle"), StageVerdict::kAnswered);
  EXPECT_EQ(harness.Last().status, 502);
}

TEST(InjectFault, TellsAPageFromKrakensEnvelope) {
  const auto entry_after = [](const char* body) {
    PipelineHarness harness(
        {.scenario = With({.faults = {AnswerHttp{.status = 503, .body = body}}})});
    harness.Send(harness.Private("Balance"));
    return harness.Last();
  };
  const JournalEntry page = entry_after("<html>");
  EXPECT_FALSE(page.is_envelope);
  EXPECT_THAT(page.errors, IsEmpty());
  const JournalEntry envelope = entry_after(R"({ "result": {}, "error": ["EService:Busy"] })");
  EXPECT_TRUE(envelope.is_envelope);
  EXPECT_THAT(envelope.errors, ElementsAre(kBusy));
}

TEST(InjectFault, DelaysAndGoesOn) {
  PipelineHarness harness(
      {.scenario = With({.faults = {DelayAnswer{std::chrono::milliseconds(250)}}})});
  const Reply reply = harness.Send(harness.Private("Balance"));
  EXPECT_EQ(reply.delivery.delay, std::chrono::milliseconds(250));
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.body, HasSubstr("XXBT"));
}

TEST(InjectFault, AppliesSeveralFaultsInOrder) {
  PipelineHarness harness({.scenario = With({.faults = {DelayAnswer{std::chrono::seconds(1)},
                                                        AnswerHttp{.status = 429}}})});
  const Reply reply = harness.Send(PipelineHarness::Public("/0/public/Time"));
  EXPECT_EQ(reply.delivery.delay, std::chrono::seconds(1));
  EXPECT_EQ(reply.status, 429);
}

TEST(InjectFault, NotesEveryRuleThatFired) {
  PipelineHarness harness(
      {.scenario = Scenario{.name = "test",
                            .rules = {{.faults = {AnswerErrors{{kBusy}}}},
                                      {.at = FaultPoint::kArrival,
                                       .faults = {DelayAnswer{std::chrono::seconds(1)}}}}}});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), kBusy);
  EXPECT_THAT(harness.Last().rules, ElementsAre("test#2", "test#1"));
  EXPECT_EQ(harness.Last().rule, "test#1");
}

TEST(InjectFault, AnswersErrorsTogetherWithAResult) {
  PipelineHarness harness(
      {.scenario =
           With({.faults = {AnswerErrors{{"WDatabase:No change"}, R"({"delete":true})"}}})});
  EXPECT_EQ(harness.Send(harness.Private("RemoveExport")).body,
            R"({"error":["WDatabase:No change"],"result":{"delete":true}})");
}

TEST(InjectFault, CountsTheNthCallPerKeyAndEndpoint) {
  PipelineHarness harness({.scenario = With({.when = {.endpoint = "Balance", .nth = 2},
                                             .faults = {AnswerErrors{{kBusy}}}})});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  EXPECT_EQ(harness.ErrorOf(harness.Private("TradeBalance")), "");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), kBusy);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
}

TEST(InjectFault, HitsOnlyTheKeyItNames) {
  ApiKeySpec second = DemoKey();
  second.credentials.api_key = "second";
  PipelineHarness harness(
      {.scenario = With({.when = {.key = "second"}, .faults = {AnswerErrors{{kBusy}}}})},
      {DemoKey(), second});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  EXPECT_EQ(harness.ErrorOf(PipelineHarness::Signed(second, "Balance", "1", "nonce=1")), kBusy);
}

// --- The quirk error-result ---

TEST(InjectFault, HasTheResultOfErrorsThatTheQuirkSays) {
  for (const auto& [quirk, body] :
       {std::pair{ErrorResult::kAbsent, R"({"error":["EService:Busy"]})"},
        std::pair{ErrorResult::kEmpty, R"({"error":["EService:Busy"],"result":{}})"},
        std::pair{ErrorResult::kNull, R"({"error":["EService:Busy"],"result":null})"}}) {
    for (const FaultPoint at : {FaultPoint::kArrival, FaultPoint::kHandling, FaultPoint::kReply}) {
      PipelineHarness harness({.quirks = {.error_result = quirk},
                               .scenario = With({.at = at, .faults = {AnswerErrors{{kBusy}}}})});
      EXPECT_EQ(harness.Send(harness.Private("Balance")).body, body);
    }
  }
}

TEST(InjectFault, KeepsTheResultThatARuleGivesWhateverTheQuirkSays) {
  for (const ErrorResult quirk : {ErrorResult::kAbsent, ErrorResult::kEmpty, ErrorResult::kNull}) {
    PipelineHarness harness(
        {.quirks = {.error_result = quirk},
         .scenario = With({.faults = {AnswerErrors{{"EGeneral:Warning"}, R"({"delete":true})"}}})});
    EXPECT_EQ(harness.Send(harness.Private("RemoveExport")).body,
              R"({"error":["EGeneral:Warning"],"result":{"delete":true}})");
  }
}

TEST(InjectFault, ThrottlesUntilATimeAhead) {
  PipelineHarness harness(
      {.scenario = With({.faults = {AnswerThrottled{std::chrono::seconds(30)}}})});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EService:Throttled: 1767225630");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
}

TEST(InjectFault, LocksOutFromTheNextCallOn) {
  PipelineHarness harness({.scenario = With({.faults = {LockOut{std::chrono::seconds(5)}}})});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "") << "the call itself goes on";
  harness.now += std::chrono::milliseconds(4999);
  EXPECT_EQ(harness.ErrorOf(PipelineHarness::Public("/0/public/Time")), "");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EGeneral:Temporary lockout");
}

TEST(InjectFault, LocksOutAtArrivalAndLetsGoWhenItIsOver) {
  PipelineHarness harness({.quirks = {.lockout = std::chrono::seconds(2)},
                           .scenario = With({.at = FaultPoint::kArrival,
                                             .faults = {LockOut{std::chrono::seconds(5)}}})});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EGeneral:Temporary lockout");
  harness.now += std::chrono::seconds(5);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
}

TEST(InjectFault, MovesTheLastNonceAhead) {
  const auto calls = [](FaultPoint at) {
    PipelineHarness harness({.scenario = With({.at = at, .faults = {MoveNonceAhead{100}}})});
    std::string errors;
    for (const char* nonce : {"1000", "1100", "1101"}) {
      errors += harness.ErrorOf(harness.PrivateWithNonce("Balance", nonce)) + ";";
    }
    return errors;
  };
  EXPECT_EQ(calls(FaultPoint::kHandling), ";EAPI:Invalid nonce;;") << "the call itself goes on";
  EXPECT_EQ(calls(FaultPoint::kArrival), "EAPI:Invalid nonce;EAPI:Invalid nonce;;");
}

TEST(InjectFault, MovesNoNonceBeyondTheLastOneNorWhereThereIsNone) {
  PipelineHarness harness(
      {.scenario =
           With({.times = std::nullopt, .faults = {MoveNonceAhead{18'446'744'073'709'551'615U}}})});
  EXPECT_EQ(harness.ErrorOf(PipelineHarness::Public("/0/public/Time")), "");
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "1000")), "");
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "18446744073709551615")),
            "EAPI:Invalid nonce");
}

TEST(InjectFault, RedirectsElsewhere) {
  PipelineHarness harness({.scenario = With({.faults = {RedirectTo("https://example.com/")}})});
  const Reply reply = harness.Send(PipelineHarness::Public("/0/public/Time"));
  EXPECT_EQ(reply.status, 302);
  EXPECT_THAT(reply.headers,
              ElementsAre(Header{.name = "Location", .value = "https://example.com/"}));
}

// --- What is only for a time ---

constexpr const char* kRestingOrder =
    "&pair=XBTUSD&type=buy&volume=0.1&ordertype=limit&price=30000";
constexpr const char* kFilledOrder = "&pair=XBTUSD&type=buy&volume=0.01&ordertype=market";

Scenario HidingOrders(FaultPoint at) {
  return With({.when = {.endpoint = "AddOrder"},
               .at = at,
               .faults = {HideOrders{std::chrono::seconds(2)}}});
}

TEST(InjectFault, KeepsAnOrderFromBeingSeenForAWhile) {
  for (const FaultPoint at : {FaultPoint::kArrival, FaultPoint::kHandling, FaultPoint::kReply}) {
    PipelineHarness harness({.scenario = HidingOrders(at)});
    EXPECT_EQ(harness.ErrorOf(harness.Private("AddOrder", kRestingOrder)), "");
    const std::string txid = harness.Last().effect.orders.at(0);
    const auto open = [&harness] { return harness.Send(harness.Private("OpenOrders")).body; };
    harness.now += std::chrono::milliseconds(1999);
    EXPECT_THAT(open(), ::testing::Not(HasSubstr(txid)));
    EXPECT_EQ(harness.ErrorOf(harness.Private("QueryOrders", "&txid=" + txid)),
              "EOrder:Invalid order");
    EXPECT_EQ(harness.ErrorOf(harness.Private("OrderAmends", "&order_id=" + txid)),
              "EOrder:Invalid order");
    EXPECT_EQ(harness.ErrorOf(harness.Private("AddOrder", kRestingOrder)), "");
    const std::string second = harness.Last().effect.orders.at(0);
    EXPECT_THAT(open(), HasSubstr(second)) << "only the first was struck";
    harness.now += std::chrono::milliseconds(1);
    EXPECT_THAT(open(), HasSubstr(txid));
    EXPECT_EQ(harness.ErrorOf(harness.Private("QueryOrders", "&txid=" + txid)), "");
    EXPECT_EQ(harness.ErrorOf(harness.Private("OrderAmends", "&order_id=" + txid)), "");
  }
}

TEST(InjectFault, KeepsAFilledOrdersTradesFromBeingSeenAsLong) {
  PipelineHarness harness({.scenario = HidingOrders(FaultPoint::kReply)});
  EXPECT_EQ(harness.ErrorOf(harness.Private("AddOrder", kFilledOrder)), "");
  const Effect effect = harness.Last().effect;
  const std::string trade = effect.trades.at(0);
  const auto says = [&harness](const char* endpoint) {
    return harness.Send(harness.Private(endpoint)).body;
  };
  EXPECT_THAT(says("ClosedOrders"), ::testing::Not(HasSubstr(effect.orders.at(0))));
  EXPECT_THAT(says("TradesHistory"), ::testing::Not(HasSubstr(trade)));
  EXPECT_NE(harness.ErrorOf(harness.Private("QueryTrades", "&txid=" + trade)), "");
  harness.now += std::chrono::seconds(2);
  EXPECT_THAT(says("ClosedOrders"), HasSubstr(effect.orders.at(0)));
  EXPECT_THAT(says("TradesHistory"), HasSubstr(trade));
  EXPECT_EQ(harness.ErrorOf(harness.Private("QueryTrades", "&txid=" + trade)), "");
}

TEST(InjectFault, HidesNoOrderThatTheCallDidNotPlace) {
  PipelineHarness harness({.scenario = With({.when = {.endpoint = "CancelOrder"},
                                             .faults = {HideOrders{std::chrono::seconds(2)}}})});
  EXPECT_EQ(harness.ErrorOf(harness.Private("AddOrder", kRestingOrder)), "");
  const std::string txid = harness.Last().effect.orders.at(0);
  EXPECT_EQ(harness.ErrorOf(harness.Private("CancelOrder", "&txid=" + txid)), "");
  EXPECT_EQ(harness.ErrorOf(harness.Private("QueryOrders", "&txid=" + txid)), "");
}

TEST(InjectFault, LetsAnOrderBeCanceledThatIsNotSeen) {
  PipelineHarness harness({.scenario = HidingOrders(FaultPoint::kHandling)});
  EXPECT_EQ(harness.ErrorOf(harness.Private("AddOrder", kRestingOrder)), "");
  const std::string txid = harness.Last().effect.orders.at(0);
  EXPECT_THAT(harness.Send(harness.Private("CancelOrder", "&txid=" + txid)).body,
              HasSubstr("\"count\":1"));
}

std::string StatusOf(PipelineHarness& harness) {
  const std::string body = harness.Send(PipelineHarness::Public("/0/public/SystemStatus")).body;
  const std::size_t begin = body.find("status\":\"") + 9;
  return body.substr(begin, body.find('"', begin) - begin);
}

TEST(InjectFault, SwitchesTheSystemStatusForATime) {
  PipelineHarness harness(
      {.scenario = With({.when = {.endpoint = "AddOrder"},
                         .at = FaultPoint::kArrival,
                         .faults = {SwitchSystemStatus{.status = SystemStatus::kMaintenance,
                                                       .length = std::chrono::seconds(10)}}})});
  EXPECT_EQ(harness.ErrorOf(harness.Private("AddOrder", kRestingOrder)), "EService:Unavailable")
      << "the call itself meets it";
  EXPECT_EQ(StatusOf(harness), "maintenance");
  harness.now += std::chrono::milliseconds(9'999);
  EXPECT_EQ(harness.ErrorOf(harness.Private("AddOrder", kRestingOrder)), "EService:Unavailable");
  harness.now += std::chrono::milliseconds(1);
  EXPECT_EQ(harness.ErrorOf(harness.Private("AddOrder", kRestingOrder)), "");
  EXPECT_EQ(StatusOf(harness), "online");
}

TEST(InjectFault, SwitchesTheSystemStatusForGood) {
  PipelineHarness harness(
      {.scenario = With({.faults = {SwitchSystemStatus{.status = SystemStatus::kPostOnly}}})});
  EXPECT_EQ(StatusOf(harness), "post_only");
  harness.now += std::chrono::hours(100);
  EXPECT_EQ(StatusOf(harness), "post_only");
}

TEST(InjectFault, ReturnsToTheStatusBeforeAllThatWereForATime) {
  PipelineHarness harness(
      {.scenario = With({.times = 2,
                         .faults = {SwitchSystemStatus{.status = SystemStatus::kCancelOnly,
                                                       .length = std::chrono::seconds(5)}}})});
  EXPECT_EQ(StatusOf(harness), "cancel_only");
  harness.now += std::chrono::seconds(3);
  EXPECT_EQ(StatusOf(harness), "cancel_only");
  harness.now += std::chrono::milliseconds(4'999);
  EXPECT_EQ(StatusOf(harness), "cancel_only") << "the second one began anew";
  harness.now += std::chrono::milliseconds(1);
  EXPECT_EQ(StatusOf(harness), "online");
}

TEST(InjectFault, CountsACallThatStallsAsOneThatWaits) {
  PipelineHarness harness(
      {.rate_limits = RateLimits::kKraken,
       .quirks = {.concurrent_calls = 1},
       .scenario = With({.faults = {StallAnswer{.length = std::chrono::seconds(2)}}})});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  harness.now += std::chrono::milliseconds(1'999);
  EXPECT_THAT(harness.ErrorOf(harness.Private("Balance")), HasSubstr("EService:Throttled"));
  harness.now += std::chrono::milliseconds(1);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
}

TEST(InjectFault, CountsNoCallAsWaitingThatTheEdgeAnswers) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken,
                           .quirks = {.concurrent_calls = 1},
                           .scenario = With({.at = FaultPoint::kArrival,
                                             .faults = {DelayAnswer{.by = std::chrono::seconds(5)},
                                                        AnswerHttp{.status = 503}}})});
  EXPECT_EQ(harness.Send(harness.Private("Balance")).status, 503);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
}

TEST(InjectFault, SaysTheSameOfMaintenanceWhereverItBegins) {
  PipelineHarness harness(
      {.scenario = With({.when = {.endpoint = "AddOrder"},
                         .faults = {SwitchSystemStatus{.status = SystemStatus::kMaintenance}}})});
  EXPECT_EQ(harness.ErrorOf(harness.Private("AddOrder", kRestingOrder)), "EService:Unavailable");
}

}  // namespace
}  // namespace kraken::mock
