#include <chrono>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::Each;
using ::testing::ElementsAre;

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

// --- Public calls ---

constexpr const char* kTooMany = "EGeneral:Too many requests";

HttpRequest PublicFrom(const std::string& peer, const std::string& target) {
  HttpRequest request = PipelineHarness::Public("/0/public/" + target);
  request.peer = peer;
  return request;
}

// The errors of `calls` calls of one kind, one after the other at one moment.
std::vector<std::string> ErrorsOf(PipelineHarness& harness, const std::string& target, int calls) {
  std::vector<std::string> errors;
  for (int i = 0; i < calls; ++i) {
    errors.push_back(harness.ErrorOf(PipelineHarness::Public("/0/public/" + target)));
  }
  return errors;
}

TEST(CheckCallCounter, LetsAnAddressMakeThirtyPublicCallsAtOnce) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  EXPECT_THAT(ErrorsOf(harness, "Time", 30), Each(""));
  const Reply reply = harness.Send(PipelineHarness::Public("/0/public/Time"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"error":["EGeneral:Too many requests"]})");
  EXPECT_EQ(harness.LastRefusingStage(), "check_call_counter");
  EXPECT_EQ(harness.LastWhy(),
            "public calls of this address stand at 30 of 30 (-1/s); the next fits at "
            "2026-01-01T00:00:01Z");
}

TEST(CheckCallCounter, LetsAnAddressMakeOneMorePublicCallEachSecond) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  ErrorsOf(harness, "Time", 30);
  for (int i = 0; i < 5; ++i) {
    harness.now += seconds(1) - Duration(1);
    EXPECT_THAT(ErrorsOf(harness, "Time", 1), Each(kTooMany)) << i;
    harness.now += Duration(1);
    EXPECT_THAT(ErrorsOf(harness, "Time", 1), Each("")) << i;
  }
  harness.now += seconds(3);
  EXPECT_THAT(ErrorsOf(harness, "Time", 4), ElementsAre("", "", "", kTooMany));
}

TEST(CheckCallCounter, DoesNotChargePublicCallsThatItRefuses) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  ErrorsOf(harness, "Time", 30);
  harness.now += milliseconds(500);
  EXPECT_THAT(ErrorsOf(harness, "Time", 20), Each(kTooMany));
  EXPECT_EQ(harness.Last().counters.at(0).value, "29.50");
  harness.now += milliseconds(500);
  EXPECT_THAT(ErrorsOf(harness, "Time", 1), Each(""));
}

TEST(CheckCallCounter, CountsThePublicCallsOfAnAddressTogetherAndAddressesApart) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  for (const char* target : {"Time", "SystemStatus", "Ticker", "Depth?pair=XBTUSD"}) {
    ErrorsOf(harness, target, 8);
  }
  EXPECT_EQ(harness.Last().errors, std::vector<std::string>{kTooMany}) << "the 32nd";
  EXPECT_EQ(harness.ErrorOf(PublicFrom("127.0.0.2", "Time")), "");
  EXPECT_EQ(harness.ErrorOf(PublicFrom("::1", "Time")), "");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "") << "keys have counters of their own";
}

TEST(CheckCallCounter, LetsTradesAndOhlcOfAPairBeCalledThreeTimesAtOnce) {
  for (const char* target : {"Trades?pair=XBTUSD", "OHLC?pair=XBTUSD"}) {
    PipelineHarness harness({.rate_limits = RateLimits::kKraken});
    EXPECT_THAT(ErrorsOf(harness, target, 4), ElementsAre("", "", "", kTooMany)) << target;
    EXPECT_EQ(harness.LastWhy(),
              "public calls of this address for XXBTZUSD stand at 3 of 3 (-0.33/s); the next fits "
              "at 2026-01-01T00:00:02.999994001Z");
    for (int i = 0; i < 5; ++i) {
      harness.now += milliseconds(2999);
      EXPECT_THAT(ErrorsOf(harness, target, 1), Each(kTooMany)) << target;
      harness.now += milliseconds(1);
      EXPECT_THAT(ErrorsOf(harness, target, 1), Each("")) << target;
    }
    EXPECT_EQ(harness.ErrorOf(PublicFrom("127.0.0.2", target)), "") << target;
  }
}

TEST(CheckCallCounter, CountsAPairUnderAllItsNamesAndBothEndpointsTogether) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  for (const char* target : {"Trades?pair=XBTUSD", "Trades?pair=XXBTZUSD", "OHLC?pair=btc/usd"}) {
    EXPECT_THAT(ErrorsOf(harness, target, 1), Each("")) << target;
  }
  for (const char* target : {"Trades?pair=XBT/USD", "OHLC?pair=XBTUSD&interval=5"}) {
    EXPECT_THAT(ErrorsOf(harness, target, 1), Each(kTooMany)) << target;
  }
}

TEST(CheckCallCounter, CountsOtherPairsAndOtherEndpointsApart) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  EXPECT_THAT(ErrorsOf(harness, "Trades?pair=XBTUSD", 4), ElementsAre("", "", "", kTooMany));
  EXPECT_THAT(ErrorsOf(harness, "Trades?pair=ETHUSD", 3), Each(""));
  // Thirty of the address are still there, whatever was asked of the pairs.
  EXPECT_THAT(ErrorsOf(harness, "Ticker?pair=XBTUSD", 30), Each(""));
  EXPECT_THAT(ErrorsOf(harness, "Ticker?pair=XBTUSD", 1), Each(kTooMany));
  EXPECT_THAT(ErrorsOf(harness, "OHLC?pair=XBTUSDT", 3), Each(""));
}

// What the handler will refuse has to be counted somewhere all the same.
TEST(CheckCallCounter, CountsCallsWithoutAPairTogether) {
  for (const char* target : {"Trades", "Trades?pair=", "Trades?pair=%20"}) {
    PipelineHarness harness({.rate_limits = RateLimits::kKraken});
    ErrorsOf(harness, target, 3);
    EXPECT_THAT(ErrorsOf(harness, "Trades", 1), Each(kTooMany)) << target;
    EXPECT_THAT(ErrorsOf(harness, "Time", 30), Each("")) << target;
  }
}

TEST(CheckCallCounter, PutsPublicCountersIntoTheJournal) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  ErrorsOf(harness, "Time", 2);
  ASSERT_EQ(harness.Last().counters.size(), 1U);
  EXPECT_EQ(harness.Last().counters[0].name, "public");
  EXPECT_EQ(harness.Last().counters[0].value, "2");
  EXPECT_EQ(harness.Last().counters[0].max, "30");
  EXPECT_EQ(harness.Last().counters[0].cost, "1");
  harness.now += milliseconds(750);
  ErrorsOf(harness, "Time", 1);
  EXPECT_EQ(harness.Last().counters.at(0).value, "2.25");
  ErrorsOf(harness, "Trades?pair=XBTUSD", 1);
  ASSERT_EQ(harness.Last().counters.size(), 1U);
  EXPECT_EQ(harness.Last().counters[0].name, "public");
  EXPECT_EQ(harness.Last().counters[0].value, "1");
  EXPECT_EQ(harness.Last().counters[0].max, "3");
}

TEST(CheckCallCounter, CountsNoPublicCallsWhenOff) {
  PipelineHarness harness;
  EXPECT_THAT(ErrorsOf(harness, "Trades?pair=XBTUSD", 40), Each(""));
  EXPECT_TRUE(harness.Last().counters.empty());
}

// --- The quirk limiter ---

TEST(CheckCallCounter, ChargesAKeyWithoutPermissionWhereItComesFirst) {
  ApiKeySpec reader = DemoKey();
  reader.permissions = {Permission::kQueryLedger};
  PipelineHarness harness({.rate_limits = RateLimits::kKraken}, {reader});
  for (int i = 0; i < 15; ++i) {
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EGeneral:Permission denied");
    EXPECT_EQ(harness.Last().counters.at(0).value, std::to_string(i + 1));
  }
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), kOverLimit);
  EXPECT_EQ(harness.LastRefusingStage(), "check_call_counter");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Ledgers")), kOverLimit);
}

TEST(CheckCallCounter, DoesNotChargeAKeyWithoutPermissionWhereThatComesFirst) {
  ApiKeySpec reader = DemoKey();
  reader.permissions = {Permission::kQueryLedger};
  PipelineHarness harness(
      {.rate_limits = RateLimits::kKraken, .quirks = {.limiter = LimiterPlace::kAfterPermission}},
      {reader});
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EGeneral:Permission denied");
    EXPECT_TRUE(harness.Last().counters.empty());
  }
  for (int i = 0; i < 7; ++i) EXPECT_EQ(harness.ErrorOf(harness.Private("Ledgers")), "") << i;
  EXPECT_EQ(harness.Last().counters.size(), 1U) << "charged once, not at both places";
  EXPECT_EQ(harness.Last().counters.at(0).value, "14");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Ledgers")), kOverLimit);
  EXPECT_EQ(harness.LastRefusingStage(), "check_call_counter(after permission)");
}

TEST(CheckCallCounter, CountsPublicCallsOnceAtEitherPlace) {
  for (const LimiterPlace place :
       {LimiterPlace::kBeforePermission, LimiterPlace::kAfterPermission}) {
    PipelineHarness harness({.rate_limits = RateLimits::kKraken, .quirks = {.limiter = place}});
    EXPECT_THAT(ErrorsOf(harness, "Time", 30), Each(""));
    EXPECT_THAT(ErrorsOf(harness, "Time", 1), Each(kTooMany));
  }
}

// --- The quirks refused-cost and ledger-cost ---

TEST(CheckCallCounter, ChargesCallsThatItRefusesUnlessItsQuirkSaysOtherwise) {
  for (const auto& [quirk, value, error_later] :
       {std::tuple{RefusedCost::kCounted, "15", kOverLimit},
        std::tuple{RefusedCost::kFree, "14.34", ""}}) {
    PipelineHarness harness(
        {.rate_limits = RateLimits::kKraken, .quirks = {.refused_cost = quirk}});
    for (int i = 0; i < 15; ++i) harness.Send(harness.Private("Balance"));
    harness.now += seconds(2);
    EXPECT_EQ(harness.ErrorOf(harness.Private("Ledgers")), kOverLimit);
    EXPECT_EQ(harness.Last().counters.at(0).value, value);
    harness.now += milliseconds(1031);
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), error_later) << value;
  }
}

TEST(CheckCallCounter, ChargesHistoriesWhatItsQuirkSays) {
  for (const int cost : {2, 4}) {
    for (const char* endpoint : {"Ledgers", "QueryLedgers", "TradesHistory"}) {
      PipelineHarness harness(
          {.rate_limits = RateLimits::kKraken, .quirks = {.ledger_cost = cost}});
      harness.Send(harness.Private(endpoint));
      ASSERT_EQ(harness.Last().counters.size(), 1U) << endpoint;
      EXPECT_EQ(harness.Last().counters[0].value, std::to_string(cost)) << endpoint;
      EXPECT_EQ(harness.Last().counters[0].cost, std::to_string(cost)) << endpoint;
      harness.Send(harness.Private("Balance"));
      EXPECT_EQ(harness.Last().counters.at(0).cost, "1") << "others cost what they always do";
    }
  }
}

}  // namespace
}  // namespace kraken::mock
