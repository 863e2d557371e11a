#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

constexpr WallTime kStart = ManualClock::kDefaultStart;  // 1767225600

// A server whose answers all wait for so long.
WorldConfig Slow(Duration delay, std::uint32_t concurrent_calls,
                 RateLimits rate_limits = RateLimits::kKraken) {
  return {.rate_limits = rate_limits,
          .quirks = {.concurrent_calls = concurrent_calls},
          .scenario = Scenario{.rules = {{.times = std::nullopt, .faults = {DelayAnswer{delay}}}}}};
}

HttpRequest TimeFrom(const std::string& peer) {
  HttpRequest request = PipelineHarness::Public("/0/public/Time");
  request.peer = peer;
  return request;
}

TEST(CheckConcurrency, RefusesTheCallOfAKeyThatIsOneTooMany) {
  PipelineHarness harness(Slow(milliseconds(2500), 3));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "") << i;
  const Reply reply = harness.Send(harness.Private("Balance"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"error":["EService:Throttled: 1767225603"]})") << "rounded up";
  EXPECT_EQ(reply.delivery.delay, Duration(0));
  EXPECT_EQ(harness.LastRefusingStage(), "check_concurrency");
  EXPECT_EQ(harness.LastWhy(),
            "this key has 3 calls that wait for their answers (the quirk concurrent-calls); the "
            "first of them ends at 2026-01-01T00:00:02.500Z");
}

TEST(CheckConcurrency, TellsAWholeSecondAsItIs) {
  PipelineHarness harness(Slow(seconds(2), 1));
  harness.Send(harness.Private("Balance"));
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EService:Throttled: 1767225602");
}

TEST(CheckConcurrency, TellsWhenTheFirstOfThemEnds) {
  PipelineHarness harness(Slow(seconds(10), 2));
  harness.Send(harness.Private("Balance"));
  harness.now += seconds(3);
  harness.Send(harness.Private("Balance"));
  harness.now += seconds(1);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EService:Throttled: 1767225610");
}

TEST(CheckConcurrency, TakesACallAgainAtTheSecondThatItHasTold) {
  PipelineHarness harness(Slow(milliseconds(2500), 1));
  harness.Send(harness.Private("Balance"));
  harness.now = kStart + seconds(2);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EService:Throttled: 1767225603");
  harness.now = kStart + seconds(3);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EService:Throttled: 1767225606");
}

TEST(CheckConcurrency, TakesAsManyAgainAsHaveEnded) {
  PipelineHarness harness(Slow(seconds(10), 2));
  harness.Send(harness.Private("Balance"));
  harness.now += seconds(5);
  harness.Send(harness.Private("Balance"));
  harness.now += seconds(5);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "") << "at the moment of the end";
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EService:Throttled: 1767225615");
}

TEST(CheckConcurrency, CountsOnlyCallsThatWait) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken, .quirks = {.concurrent_calls = 1}});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "") << i;
}

TEST(CheckConcurrency, CountsCallsWhoseAnswersWaitWhateverTheyAre) {
  const Scenario slow_errors{
      .rules = {{.when = {.endpoint = "Balance"},
                 .faults = {DelayAnswer{seconds(4)}, AnswerErrors{{"EService:Busy"}}}},
                {.when = {.endpoint = "TradeBalance"},
                 .at = FaultPoint::kReply,
                 .faults = {DelayAnswer{seconds(6)}}}}};
  PipelineHarness harness({.rate_limits = RateLimits::kKraken,
                           .quirks = {.concurrent_calls = 2},
                           .scenario = slow_errors});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EService:Busy");
  EXPECT_EQ(harness.ErrorOf(harness.Private("TradeBalance", "&asset=XTB")), "EQuery:Unknown asset");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Ledgers")), "EService:Throttled: 1767225604");
}

TEST(CheckConcurrency, CountsKeysApart) {
  ApiKeySpec second = DemoKey();
  second.credentials.api_key = "second";
  PipelineHarness harness(Slow(seconds(5), 1), {DemoKey(), second});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  EXPECT_EQ(harness.ErrorOf(PipelineHarness::Signed(second, "Balance", "1", "nonce=1")), "");
  EXPECT_EQ(harness.ErrorOf(PipelineHarness::Signed(second, "Balance", "2", "nonce=2")),
            "EService:Throttled: 1767225605");
}

TEST(CheckConcurrency, CountsPublicCallsByTheirAddress) {
  PipelineHarness harness(Slow(seconds(5), 2));
  EXPECT_EQ(harness.ErrorOf(TimeFrom("10.0.0.1")), "");
  EXPECT_EQ(harness.ErrorOf(TimeFrom("10.0.0.1")), "");
  EXPECT_EQ(harness.ErrorOf(TimeFrom("10.0.0.1")), "EService:Throttled: 1767225605");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("this address has 2 calls"));
  EXPECT_EQ(harness.ErrorOf(TimeFrom("10.0.0.2")), "");
  HttpRequest of_a_key = harness.Private("Balance");
  of_a_key.peer = "10.0.0.1";
  EXPECT_EQ(harness.ErrorOf(of_a_key), "") << "a key's calls are the key's, from wherever";
}

TEST(CheckConcurrency, LetsAHundredWaitByDefault) {
  PipelineHarness harness(Slow(seconds(5), Quirks().concurrent_calls));
  // Cancels of everything are on no counter, and there is nothing any more after the first.
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(harness.ErrorOf(harness.Private("CancelAll")), "") << i;
  }
  EXPECT_EQ(harness.ErrorOf(harness.Private("CancelAll")), "EService:Throttled: 1767225605");
}

TEST(CheckConcurrency, LetsAnyNumberWaitUnderOtherLimits) {
  for (const RateLimits limits : {RateLimits::kOff, RateLimits::kArticle}) {
    PipelineHarness harness(Slow(seconds(5), 1, limits));
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(harness.ErrorOf(PipelineHarness::Public("/0/public/Time")), "");
    }
  }
}

TEST(CheckConcurrency, ForgetsTheCallsOfAKeyThatIsReset) {
  PipelineHarness harness(Slow(seconds(5), 1));
  harness.Send(harness.Private("Balance"));
  harness.world().Lock()->ResetKey(harness.spec().credentials.api_key);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
}

// Throttled calls are refused before they are charged: the counter stands as if they had not come.
TEST(CheckConcurrency, ComesBeforeTheCallCounter) {
  PipelineHarness harness(Slow(seconds(1), 1));
  for (int i = 0; i < 20; ++i) harness.Send(harness.Private("Balance"));
  EXPECT_TRUE(harness.Last().counters.empty());
  harness.now += seconds(1);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
}

// --- The quirk throttled-space ---

TEST(CheckConcurrency, LeavesTheBlankOutWithTheQuirk) {
  WorldConfig config = Slow(seconds(5), 1);
  config.quirks.throttled_space = ThrottledSpace::kNone;
  PipelineHarness harness(config);
  harness.Send(harness.Private("Balance"));
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EService:Throttled:1767225605");
}

}  // namespace
}  // namespace kraken::mock
