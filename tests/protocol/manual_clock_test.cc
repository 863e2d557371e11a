#include "kraken/protocol/manual_clock.h"

#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace kraken {
namespace {

using std::chrono::hours;
using std::chrono::nanoseconds;
using std::chrono::seconds;

// A thread that waits on the clock, and what came of it.
class Waiter final {
 public:
  Waiter(ManualClock& clock, WallTime deadline)
      : thread_([this, &clock, deadline](const std::stop_token& stop) {
          reached_ = clock.WaitUntil(deadline, stop);
        }) {}

  void Stop() { thread_.request_stop(); }
  // Joins first: a wake-up that was lost makes the test hang, and its time limit tells.
  bool Reached() {
    thread_.join();
    return reached_;
  }

 private:
  bool reached_ = false;
  std::jthread thread_;
};

TEST(ManualClock, StandsStillAtTheStartOfTwentyTwentySix) {
  const ManualClock clock;
  EXPECT_EQ(FormatRfc3339(clock.Now()), "2026-01-01T00:00:00Z");
  EXPECT_EQ(clock.Now(), clock.Now());
}

TEST(ManualClock, StartsWhereItIsTold) {
  const WallTime start(seconds(42));
  EXPECT_EQ(ManualClock(start).Now(), start);
}

TEST(ManualClock, AdvancesByTheStep) {
  ManualClock clock;
  clock.Advance(seconds(15));
  clock.Advance(nanoseconds(1));
  clock.Advance(seconds(0));
  EXPECT_EQ(clock.Now() - ManualClock::kDefaultStart, seconds(15) + nanoseconds(1));
}

TEST(ManualClock, NeverGoesBack) {
  ManualClock clock;
  EXPECT_THROW(clock.Advance(nanoseconds(-1)), std::invalid_argument);
  EXPECT_EQ(clock.Now(), ManualClock::kDefaultStart);
}

TEST(ManualClock, StopsAtTheEndOfTime) {
  ManualClock clock;
  clock.Advance(Duration::max());
  EXPECT_EQ(clock.Now(), WallTime::max());
  clock.Advance(hours(1));
  EXPECT_EQ(clock.Now(), WallTime::max());

  ManualClock ancient(WallTime::min());
  ancient.Advance(Duration::max());
  EXPECT_EQ(ancient.Now(), WallTime::min() + Duration::max());
}

TEST(ManualClock, ResetGoesBackToTheStart) {
  ManualClock clock;
  clock.Advance(hours(1));
  clock.Reset();
  EXPECT_EQ(clock.Now(), ManualClock::kDefaultStart);
}

TEST(ManualClock, DoesNotWaitForATimeThatHasCome) {
  ManualClock clock;
  EXPECT_TRUE(clock.WaitUntil(clock.Now(), {}));
  EXPECT_TRUE(clock.WaitUntil(clock.Now() - seconds(1), {}));
}

TEST(ManualClock, DoesNotWaitOnceStopWasRequested) {
  ManualClock clock;
  std::stop_source source;
  source.request_stop();
  EXPECT_FALSE(clock.WaitUntil(clock.Now() + seconds(1), source.get_token()));
  EXPECT_TRUE(clock.WaitUntil(clock.Now(), source.get_token()));
}

TEST(ManualClock, AdvanceWakesAWaiterWhoseTimeHasCome) {
  ManualClock clock;
  Waiter waiter(clock, clock.Now() + seconds(15));
  ASSERT_TRUE(clock.AwaitWaiters(1));
  clock.Advance(seconds(15));
  EXPECT_TRUE(waiter.Reached());
  EXPECT_EQ(clock.waiters(), 0);
}

TEST(ManualClock, ANanosecondShortDoesNotWake) {
  ManualClock clock;
  Waiter waiter(clock, clock.Now() + seconds(15));
  ASSERT_TRUE(clock.AwaitWaiters(1));
  clock.Advance(seconds(15) - nanoseconds(1));
  EXPECT_EQ(clock.waiters(), 1);
  clock.Advance(nanoseconds(1));
  EXPECT_TRUE(waiter.Reached());
}

TEST(ManualClock, WakesOnlyThoseWhoseTimeHasCome) {
  ManualClock clock;
  Waiter early(clock, clock.Now() + seconds(5));
  Waiter late(clock, clock.Now() + seconds(10));
  ASSERT_TRUE(clock.AwaitWaiters(2));
  clock.Advance(seconds(7));
  EXPECT_TRUE(early.Reached());
  EXPECT_EQ(clock.waiters(), 1);
  late.Stop();
  EXPECT_FALSE(late.Reached());
  EXPECT_EQ(clock.waiters(), 0);
}

TEST(ManualClock, AStopEndsTheWait) {
  ManualClock clock;
  Waiter waiter(clock, clock.Now() + seconds(1));
  ASSERT_TRUE(clock.AwaitWaiters(1));
  waiter.Stop();
  EXPECT_FALSE(waiter.Reached());
}

TEST(ManualClock, AResetRightAfterAdvanceLosesNoWakeUp) {
  for (int i = 0; i < 100; ++i) {
    ManualClock clock;
    Waiter waiter(clock, clock.Now() + seconds(15));
    ASSERT_TRUE(clock.AwaitWaiters(1));
    clock.Advance(seconds(15));
    clock.Reset();
    EXPECT_TRUE(waiter.Reached());
  }
}

TEST(ManualClock, AwaitWaitersCountsNobodyTwice) {
  // Whoever was let go may still have to run; only his next wait may count again.
  constexpr int kSteps = 200;
  ManualClock clock;
  std::jthread stepper([&](const std::stop_token& stop) {
    for (int i = 0; i < kSteps; ++i) clock.WaitUntil(clock.Now() + seconds(1), stop);
  });
  for (int i = 0; i < kSteps; ++i) {
    ASSERT_TRUE(clock.AwaitWaiters(1));
    clock.Advance(seconds(1));
  }
  stepper.join();
  EXPECT_EQ(clock.Now() - ManualClock::kDefaultStart, seconds(kSteps));
}

TEST(ManualClock, AwaitWaitersGivesUp) {
  const ManualClock clock;
  EXPECT_TRUE(clock.AwaitWaiters(0, Duration::zero()));
  EXPECT_FALSE(clock.AwaitWaiters(1, Duration::zero()));
}

TEST(ManualClock, ServesManyThreads) {
  constexpr int kThreads = 8;
  ManualClock clock;
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&clock, i] {
      clock.WaitUntil(ManualClock::kDefaultStart + seconds(i + 1), {});
      EXPECT_GE(clock.Now(), ManualClock::kDefaultStart + seconds(i + 1));
    });
  }
  ASSERT_TRUE(clock.AwaitWaiters(kThreads));
  for (int i = 0; i < kThreads; ++i) clock.Advance(seconds(1));
  for (std::jthread& thread : threads) thread.join();
  EXPECT_EQ(clock.waiters(), 0);
}

}  // namespace
}  // namespace kraken
