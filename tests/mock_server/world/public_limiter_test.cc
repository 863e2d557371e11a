#include "mock_server/src/world/public_limiter.h"

#include <chrono>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "kraken/protocol/manual_clock.h"

namespace kraken::mock {
namespace {

using std::chrono::seconds;

constexpr WallTime kArrival = ManualClock::kDefaultStart;
constexpr std::size_t kMany = 10'000;

// How many of `calls` calls at one moment are let through.
int Allowed(PublicLimiter& limiter, std::string_view address, std::string_view pair, WallTime now,
            int calls = 100) {
  int allowed = 0;
  for (int i = 0; i < calls; ++i) {
    if (limiter.Charge(address, pair, now).allowed) ++allowed;
  }
  return allowed;
}

// As many counters as there may be before empty ones go, each of one call.
void Fill(PublicLimiter& limiter, WallTime now) {
  for (std::size_t i = limiter.size(); i < kMany; ++i) {
    limiter.Charge("peer " + std::to_string(i), "", now);
  }
}

TEST(PublicLimiter, LetsAnAddressCallThirtyTimesAtOnceAndThenOnceASecond) {
  PublicLimiter limiter;
  EXPECT_EQ(Allowed(limiter, "a", "", kArrival), 30);
  EXPECT_EQ(limiter.Charge("a", "", kArrival).allowed_at, kArrival + seconds(1));
  EXPECT_EQ(Allowed(limiter, "a", "", kArrival + seconds(1) - Duration(1)), 0);
  EXPECT_EQ(Allowed(limiter, "a", "", kArrival + seconds(1)), 1);
  EXPECT_EQ(Allowed(limiter, "a", "", kArrival + seconds(60)), 30);
}

TEST(PublicLimiter, LetsAPairBeCalledThreeTimesAtOnceAndThenEveryThreeSeconds) {
  PublicLimiter limiter;
  EXPECT_EQ(Allowed(limiter, "a", "XXBTZUSD", kArrival), 3);
  EXPECT_EQ(Allowed(limiter, "a", "XXBTZUSD", kArrival + seconds(2)), 0);
  EXPECT_EQ(Allowed(limiter, "a", "XXBTZUSD", kArrival + seconds(3)), 1);
  EXPECT_EQ(Allowed(limiter, "a", "XXBTZUSD", kArrival + seconds(60)), 3);
}

TEST(PublicLimiter, KeepsAddressesAndPairsApart) {
  PublicLimiter limiter;
  EXPECT_EQ(Allowed(limiter, "a", "XXBTZUSD", kArrival), 3);
  EXPECT_EQ(Allowed(limiter, "a", "XETHZUSD", kArrival), 3);
  EXPECT_EQ(Allowed(limiter, "b", "XXBTZUSD", kArrival), 3);
  EXPECT_EQ(Allowed(limiter, "a", "", kArrival), 30);
  EXPECT_EQ(Allowed(limiter, "b", "", kArrival), 30);
}

TEST(PublicLimiter, TellsWhatStandsAfterEachCallAndChargesRefusedOnesNothing) {
  PublicLimiter limiter;
  EXPECT_EQ(limiter.Charge("a", "XXBTZUSD", kArrival).after.value, kOneCount);
  Allowed(limiter, "a", "XXBTZUSD", kArrival, 2);
  const CounterVerdict refused = limiter.Charge("a", "XXBTZUSD", kArrival + seconds(1));
  EXPECT_FALSE(refused.allowed);
  EXPECT_LT(refused.before, 3 * kOneCount);
  EXPECT_EQ(limiter.Charge("a", "XXBTZUSD", kArrival + seconds(1)).before, refused.before);
}

TEST(PublicLimiter, DropsCountersThatHaveRunEmptyOnceThereAreMany) {
  PublicLimiter limiter;
  Fill(limiter, kArrival);
  EXPECT_EQ(limiter.size(), kMany);
  limiter.Charge("one more", "", kArrival + seconds(3));
  EXPECT_EQ(limiter.size(), 1U);
}

TEST(PublicLimiter, DropsNoneWhileThereAreFewer) {
  PublicLimiter limiter;
  limiter.Charge("a", "", kArrival);
  limiter.Charge("b", "", kArrival + seconds(100));
  EXPECT_EQ(limiter.size(), 2U);
}

TEST(PublicLimiter, DropsNoCounterThatStillCounts) {
  PublicLimiter limiter;
  EXPECT_EQ(Allowed(limiter, "busy", "", kArrival), 30);
  EXPECT_EQ(Allowed(limiter, "busy", "XXBTZUSD", kArrival), 3);
  Fill(limiter, kArrival);
  limiter.Charge("one more", "", kArrival + seconds(3));
  EXPECT_EQ(limiter.size(), 3U);
  EXPECT_EQ(Allowed(limiter, "busy", "", kArrival + seconds(3)), 3);
  EXPECT_EQ(Allowed(limiter, "busy", "XXBTZUSD", kArrival + seconds(3)), 1);
}

}  // namespace
}  // namespace kraken::mock
