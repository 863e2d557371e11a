#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* kOverLimit = "EAPI:Rate limit exceeded";

TEST(CheckCallCounter, LetsAStarterKeyMakeFifteenCallsAtOnce) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  for (int i = 0; i < 15; ++i) EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "") << i;
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), kOverLimit);
  EXPECT_EQ(harness.LastRefusingStage(), "check_call_counter");
}

TEST(CheckCallCounter, AnswersOverTheLimitWithHttp200) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  for (int i = 0; i < 15; ++i) harness.Send(harness.Private("Balance"));
  const Reply reply = harness.Send(harness.Private("Balance"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"error":["EAPI:Rate limit exceeded"]})");
}

TEST(CheckCallCounter, SaysCounterLimitCostAndWhenItFits) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  for (int i = 0; i < 15; ++i) harness.Send(harness.Private("Balance"));
  harness.Send(harness.Private("Ledgers"));
  EXPECT_EQ(harness.LastWhy(),
            "the call counter of this key stands at 15 of 15 (tier starter, -0.33/s), and this "
            "call costs 2; it fits at 2026-01-01T00:00:06.060606061Z");
  ASSERT_EQ(harness.Last().counters.size(), 1U);
  EXPECT_EQ(harness.Last().counters[0].value, "15");
}

TEST(CheckCallCounter, DrainsWithTime) {
  const auto error_after = [](milliseconds pause) {
    PipelineHarness harness({.rate_limits = RateLimits::kKraken});
    for (int i = 0; i < 15; ++i) harness.Send(harness.Private("Balance"));
    harness.now += pause;
    return harness.ErrorOf(harness.Private("Balance"));
  };
  EXPECT_EQ(error_after(milliseconds(3030)), kOverLimit);
  EXPECT_EQ(error_after(milliseconds(3031)), "");
}

TEST(CheckCallCounter, ChargesHistoriesTwoAndOrdersNothing) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  harness.Send(harness.Private("TradesHistory"));
  EXPECT_EQ(harness.Last().counters.at(0).value, "2");
  harness.Send(harness.Private("CancelOrder", "&txid=O1"));
  EXPECT_TRUE(harness.Last().counters.empty());
  harness.Send(harness.Private("Balance"));
  EXPECT_EQ(harness.Last().counters.at(0).value, "3");
}

TEST(CheckCallCounter, FollowsTheKeysOwnTierBeforeTheServers) {
  ApiKeySpec pro = DemoKey();
  pro.tier = Tier::kPro;
  PipelineHarness harness({.tier = Tier::kStarter, .rate_limits = RateLimits::kKraken}, {pro});
  for (int i = 0; i < 20; ++i) EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "") << i;
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), kOverLimit);
  harness.now += seconds(1);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
}

TEST(CheckCallCounter, IsNotChargedByCallsThatDoNotAuthenticate) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  HttpRequest forged = harness.Private("Balance");
  forged.headers[1].value = "no";
  harness.Send(forged);
  harness.Send(harness.Private("Balance"));
  EXPECT_EQ(harness.Last().counters.at(0).value, "1");
}

TEST(CheckCallCounter, ComesBeforeThePermission) {
  ApiKeySpec powerless = DemoKey();
  powerless.permissions = {};
  PipelineHarness harness({.rate_limits = RateLimits::kKraken}, {powerless});
  for (int i = 0; i < 15; ++i) harness.Send(harness.Private("Balance"));
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), kOverLimit);
}

TEST(CheckCallCounter, LetsEverythingPassWhenOff) {
  PipelineHarness harness;
  for (int i = 0; i < 100; ++i) EXPECT_EQ(harness.ErrorOf(harness.Private("Ledgers")), "");
}

TEST(CheckCallCounter, KnowsTheOlderArticlesRuleForPrivateCalls) {
  PipelineHarness harness({.rate_limits = RateLimits::kArticle});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), kOverLimit);
  EXPECT_EQ(harness.LastWhy(),
            "1 call in one second is the limit of --rate-limits article for this key; the next "
            "fits at 2026-01-01T00:00:01Z");
  harness.now += seconds(1);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
}

TEST(CheckCallCounter, KnowsTheOlderArticlesRuleForPublicCallsPerAddress) {
  PipelineHarness harness({.rate_limits = RateLimits::kArticle});
  for (int i = 0; i < 15; ++i) {
    EXPECT_EQ(harness.ErrorOf(PipelineHarness::Public("/0/public/Time")), "");
  }
  EXPECT_EQ(harness.ErrorOf(PipelineHarness::Public("/0/public/Time")),
            "EGeneral:Too many requests");
  HttpRequest neighbour = PipelineHarness::Public("/0/public/Time");
  neighbour.peer = "127.0.0.2";
  EXPECT_EQ(harness.ErrorOf(neighbour), "");
}

}  // namespace
}  // namespace kraken::mock
