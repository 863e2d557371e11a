#include "kraken/protocol/scaled_clock.h"

#include <chrono>
#include <latch>
#include <limits>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

namespace kraken {
namespace {

using std::chrono::hours;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr Duration kYear = hours(24 * 365);

WallTime RealTime() { return std::chrono::system_clock::now(); }

TEST(ScaledClock, RefusesARateThatMeansNothing) {
  for (double rate :
       {0.0, -1.0, 1'000'000.5, std::numeric_limits<double>::infinity(),
        -std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THROW(ScaledClock clock(rate), std::invalid_argument) << rate;
  }
  EXPECT_NO_THROW(ScaledClock clock(1'000'000.0));
  EXPECT_NO_THROW(ScaledClock clock(std::numeric_limits<double>::min()));
}

TEST(ScaledClock, StartsAtTheRealTime) {
  const WallTime before = RealTime();
  const ScaledClock clock(1e-9);  // So slow that it stands still for the length of a test.
  const WallTime after = RealTime();
  EXPECT_GE(clock.Now(), before);
  EXPECT_LE(clock.Now(), after + seconds(1));
}

TEST(ScaledClock, RunsAtItsRate) {
  const auto steady_before = std::chrono::steady_clock::now();
  const ScaledClock clock(1'000'000.0);
  const WallTime first = clock.Now();
  while (std::chrono::steady_clock::now() - steady_before < std::chrono::microseconds(100)) {
  }
  const WallTime second = clock.Now();
  const auto steady_after = std::chrono::steady_clock::now();
  EXPECT_GT(second, first);
  EXPECT_LE(second - first, (steady_after - steady_before) * 1'000'000);
}

TEST(ScaledClock, NeverGoesBackByItself) {
  const ScaledClock clock(60.0);
  WallTime last = clock.Now();
  for (int i = 0; i < 10'000; ++i) {
    const WallTime now = clock.Now();
    ASSERT_LE(last, now);
    last = now;
  }
}

TEST(ScaledClock, AdvancePushesItForward) {
  ScaledClock clock;
  const WallTime before = clock.Now();
  clock.Advance(kYear);
  clock.Advance(kYear);
  EXPECT_GE(clock.Now() - before, 2 * kYear);
  EXPECT_LT(clock.Now() - before, 3 * kYear);
}

TEST(ScaledClock, AdvanceIsNotScaled) {
  ScaledClock clock(1e-9);
  const WallTime before = clock.Now();
  clock.Advance(hours(1));
  EXPECT_GE(clock.Now() - before, hours(1));
  EXPECT_LT(clock.Now() - before, hours(2));
}

TEST(ScaledClock, ANegativeStepIsRefused) {
  ScaledClock clock;
  EXPECT_THROW(clock.Advance(nanoseconds(-1)), std::invalid_argument);
}

TEST(ScaledClock, StopsAtTheEndOfTime) {
  ScaledClock clock(1'000'000.0);
  clock.Advance(Duration::max());
  EXPECT_EQ(clock.Now(), WallTime::max());
  clock.Advance(Duration::max());
  EXPECT_EQ(clock.Now(), WallTime::max());
  EXPECT_TRUE(clock.WaitUntil(WallTime::max(), {}));
}

TEST(ScaledClock, ResetTakesBackWhatAdvanceAdded) {
  ScaledClock clock;
  const WallTime before = clock.Now();
  clock.Advance(kYear);
  clock.Reset();
  EXPECT_GE(clock.Now(), before);
  EXPECT_LT(clock.Now() - before, kYear);
}

TEST(ScaledClock, DoesNotWaitForATimeThatHasPassed) {
  ScaledClock clock;
  EXPECT_TRUE(clock.WaitUntil(clock.Now(), {}));
  EXPECT_TRUE(clock.WaitUntil(WallTime::min(), {}));
}

TEST(ScaledClock, DoesNotWaitOnceStopWasRequested) {
  ScaledClock clock;
  std::stop_source source;
  source.request_stop();
  EXPECT_FALSE(clock.WaitUntil(clock.Now() + kYear, source.get_token()));
  EXPECT_FALSE(clock.WaitUntil(WallTime::max(), source.get_token()));
}

TEST(ScaledClock, AMinuteOfAFastClockIsSoonOver) {
  ScaledClock clock(1'000'000.0);
  const WallTime deadline = clock.Now() + std::chrono::minutes(1);
  EXPECT_TRUE(clock.WaitUntil(deadline, {}));
  EXPECT_GE(clock.Now(), deadline);
}

TEST(ScaledClock, AStopEndsTheWait) {
  for (double rate : {1.0, 60.0, std::numeric_limits<double>::min()}) {
    ScaledClock clock(rate);
    bool reached = true;
    std::jthread waiter(
        [&](const std::stop_token& stop) { reached = clock.WaitUntil(WallTime::max(), stop); });
    waiter.request_stop();
    waiter.join();
    EXPECT_FALSE(reached) << rate;
  }
}

// The latch opens just before the wait begins, so in nearly every round the waiter waits already.
constexpr int kRounds = 100;

TEST(ScaledClock, AdvanceWakesAWaiter) {
  for (int round = 0; round < kRounds; ++round) {
    ScaledClock clock;
    const WallTime deadline = clock.Now() + kYear;
    std::latch about_to_wait(1);
    bool reached = false;
    std::jthread waiter([&](const std::stop_token& stop) {
      about_to_wait.count_down();
      reached = clock.WaitUntil(deadline, stop);
    });
    about_to_wait.wait();
    clock.Advance(kYear);
    waiter.join();
    ASSERT_TRUE(reached);
  }
}

TEST(ScaledClock, AResetRightAfterAdvanceLosesNoWakeUp) {
  int woken = 0;
  for (int round = 0; round < kRounds; ++round) {
    ScaledClock clock;
    const WallTime deadline = clock.Now() + kYear;
    std::latch about_to_wait(1);
    bool reached = false;
    std::jthread waiter([&](const std::stop_token& stop) {
      about_to_wait.count_down();
      reached = clock.WaitUntil(deadline, stop);
    });
    about_to_wait.wait();
    std::this_thread::yield();
    clock.Advance(kYear);
    clock.Reset();
    waiter.request_stop();  // For a waiter that came too late for the Advance().
    waiter.join();
    if (reached) ++woken;
  }
  EXPECT_GT(woken, 0);
}

TEST(ScaledClock, AdvanceByTooLittleDoesNotEndTheWait) {
  ScaledClock clock;
  const WallTime deadline = clock.Now() + kYear;
  bool reached = true;
  std::jthread waiter(
      [&](const std::stop_token& stop) { reached = clock.WaitUntil(deadline, stop); });
  clock.Advance(kYear / 2);
  waiter.request_stop();
  waiter.join();
  EXPECT_FALSE(reached);
}

}  // namespace
}  // namespace kraken
