#include "mock_server/src/wire/growing_pool.h"

#include <atomic>
#include <latch>
#include <thread>

#include <gtest/gtest.h>

namespace kraken::mock {
namespace {

TEST(GrowingPool, HasAThreadForEachTask) {
  constexpr int kTasks = 50;
  GrowingPool pool;
  std::latch all_run(kTasks);  // Would never open if one task had to wait for another.
  for (int i = 0; i < kTasks; ++i) pool.Run([&] { all_run.arrive_and_wait(); });
  pool.Join();
  EXPECT_TRUE(all_run.try_wait());
}

TEST(GrowingPool, UsesThreadsAgain) {
  GrowingPool pool;
  for (int i = 0; i < 1'000; ++i) {
    std::latch done(1);
    pool.Run([&] { done.count_down(); });
    done.wait();
  }
  // One in turn, but each may come before the thread of the one before is back.
  EXPECT_LT(pool.threads(), 100U);
}

TEST(GrowingPool, RunsAllTasksBeforeJoinReturns) {
  GrowingPool pool;
  std::atomic<int> run = 0;
  for (int i = 0; i < 100; ++i) pool.Run([&] { ++run; });
  pool.Join();
  EXPECT_EQ(run, 100);
}

TEST(GrowingPool, RunsTasksThatComeTooLateWhereTheyAre) {
  GrowingPool pool;
  pool.Join();
  std::thread::id run_on;
  pool.Run([&] { run_on = std::this_thread::get_id(); });
  EXPECT_EQ(run_on, std::this_thread::get_id());
}

TEST(GrowingPool, JoinsTwice) {
  GrowingPool pool;
  pool.Run([] {});
  pool.Join();
  pool.Join();
}

}  // namespace
}  // namespace kraken::mock
