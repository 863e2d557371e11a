// The engine's counter and the limit of open orders, through the pipeline.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr const char* kRateLimit = "EOrder:Rate limit exceeded";

class EngineLimits : public ::testing::Test {
 protected:
  explicit EngineLimits(RateLimits limits = RateLimits::kKraken)
      : harness_({.rate_limits = limits}) {}

  std::string Add(const std::string& pair = "XBTUSD", const std::string& more = "") {
    return harness_.ErrorOf(harness_.Private(
        "AddOrder", "&pair=" + pair + "&type=buy&ordertype=limit&price=1000&volume=0.002" + more));
  }
  // "1 of 60, cost 1"
  std::string Counter() {
    const JournalEntry last = harness_.Last();
    if (last.counters.empty()) return "";
    const CounterNote& note = last.counters.back();
    return note.name + " " + note.value + " of " + note.max + ", cost " + note.cost;
  }

  PipelineHarness harness_;
};

TEST_F(EngineLimits, CountNewOrdersByPair) {
  EXPECT_EQ(Add(), "");
  EXPECT_EQ(Counter(), "engine XBTUSD 1 of 60, cost 1");
  EXPECT_EQ(Add(), "");
  EXPECT_EQ(Counter(), "engine XBTUSD 2 of 60, cost 1");
  EXPECT_EQ(Add("ETHUSD"), "");
  EXPECT_EQ(Counter(), "engine ETHUSD 1 of 60, cost 1");
  harness_.now += std::chrono::seconds(2);
  EXPECT_EQ(Add(), "");
  EXPECT_EQ(Counter(), "engine XBTUSD 1 of 60, cost 1") << "two have decayed";
}

TEST_F(EngineLimits, CountOrdersThatAreRefused) {
  EXPECT_EQ(Add("XBTUSD", "&volume=100000"), "EOrder:Insufficient funds");
  EXPECT_EQ(Counter(), "engine XBTUSD 1 of 60, cost 1");
  EXPECT_EQ(Add("XBTUSD", "&volume=x"), "EGeneral:Invalid arguments:volume");
  EXPECT_EQ(Counter(), "engine XBTUSD 2 of 60, cost 1");
}

TEST_F(EngineLimits, RefuseFromTheMaximumOn) {
  for (int i = 0; i < 60; ++i) ASSERT_EQ(Add("XBTUSD", "&validate=true"), "") << i;
  EXPECT_EQ(Add(), kRateLimit);
  EXPECT_THAT(harness_.LastWhy(), HasSubstr("stands at 60 of 60 (tier starter, -1/s)"));
  EXPECT_EQ(Add("ETHUSD"), "");
  harness_.now += std::chrono::seconds(3);
  EXPECT_EQ(Add(), "");
}

// The documented example: add, amend after 7 seconds, cancel 36 seconds later: 1, 3 and 4.
TEST_F(EngineLimits, CountChangesByTheAgeOfTheOrder) {
  EXPECT_EQ(Add("XBTUSD", "&cl_ord_id=mine"), "");
  harness_.now += std::chrono::seconds(7);
  EXPECT_EQ(harness_.ErrorOf(harness_.Private("AmendOrder", "&cl_ord_id=mine&limit_price=1001")),
            "");
  EXPECT_EQ(Counter(), "engine XBTUSD 3 of 60, cost 3");
  harness_.now += std::chrono::seconds(36);
  EXPECT_EQ(harness_.ErrorOf(harness_.Private("CancelOrder", "&cl_ord_id=mine")), "");
  EXPECT_EQ(Counter(), "engine XBTUSD 4 of 60, cost 4");
}

TEST_F(EngineLimits, CountAnAmendmentThatEndsTheOrderAsACancel) {
  // 0.02 of it are filled.
  harness_.ErrorOf(harness_.Private(
      "AmendOrder", "&cl_ord_id=6d1b345e-2821-40e2-ad83-4ecb18a06876&order_qty=0.01"));
  EXPECT_EQ(Counter(), "engine XBTUSD 0 of 60, cost 0") << "it is old";
}

TEST_F(EngineLimits, CountAnAmendmentThatEndsAYoungOrderAsMuch) {
  ApiKeySpec rich = DemoKey();
  rich.balances = Balances{{"ZUSD", Decimal::FromInteger(100'000)}};
  PipelineHarness harness({.rate_limits = RateLimits::kKraken}, {rich});
  // One is to be had at this price.
  ASSERT_EQ(harness.ErrorOf(harness.Private("AddOrder",
                                            "&pair=XBTUSD&type=buy&ordertype=limit&price=60250.1"
                                            "&volume=1.5&cl_ord_id=mine")),
            "");
  ASSERT_EQ(harness.ErrorOf(harness.Private("AmendOrder", "&cl_ord_id=mine&order_qty=0.5")), "");
  EXPECT_EQ(harness.Last().counters.back().cost, "8");
}

TEST_F(EngineLimits, NeverRefuseToCancelABatch) {
  for (const char* name : {"a", "b", "c"}) {
    ASSERT_EQ(Add("XBTUSD", "&cl_ord_id=" + std::string(name)), "");
  }
  for (int i = 0; i < 57; ++i) ASSERT_EQ(Add("XBTUSD", "&validate=true"), "") << i;
  EXPECT_EQ(
      harness_.ErrorOf(harness_.PrivateJson("CancelOrderBatch", R"("cl_ord_ids":["a","b","c"])")),
      "");
  EXPECT_EQ(Counter(), "engine XBTUSD 84 of 60, cost 8") << "three that were young";
  EXPECT_EQ(Add(), kRateLimit);
  EXPECT_THAT(harness_.Last().counters, SizeIs(1));
}

TEST_F(EngineLimits, CancelAllWhateverTheCounterSays) {
  for (int i = 0; i < 60; ++i) ASSERT_EQ(Add("XBTUSD", i < 3 ? "" : "&validate=true"), "") << i;
  EXPECT_EQ(Add(), kRateLimit);
  EXPECT_EQ(harness_.ErrorOf(harness_.Private("CancelAll")), "");
  EXPECT_THAT(harness_.Last().effect.orders, SizeIs(6)) << "with those of the demo account";
  EXPECT_EQ(Counter(), "") << "it costs nothing";
}

TEST_F(EngineLimits, HoldTheOpenOrdersOfAPair) {
  // The demo account has two already.
  for (int i = 0; i < 58; ++i) {
    ASSERT_EQ(Add(), "") << i;
    harness_.now += std::chrono::seconds(1);
  }
  EXPECT_EQ(Add(), "EOrder:Orders limit exceeded");
  EXPECT_EQ(Add("ETHUSD"), "");
}

class NoEngineLimits : public EngineLimits {
 protected:
  NoEngineLimits() : EngineLimits(RateLimits::kOff) {}
};

TEST_F(NoEngineLimits, CountNothing) {
  for (int i = 0; i < 100; ++i) ASSERT_EQ(Add(), "") << i;
  EXPECT_EQ(Counter(), "");
}

}  // namespace
}  // namespace kraken::mock
