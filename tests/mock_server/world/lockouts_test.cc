#include "mock_server/src/world/lockouts.h"

#include <chrono>

#include <gtest/gtest.h>

#include "kraken/protocol/manual_clock.h"

namespace kraken::mock {
namespace {

constexpr WallTime kFailedAt = ManualClock::kDefaultStart;

TEST(Lockouts, LocksOutAtTheFourthFailureInARow) {
  Lockouts lockouts;
  for (int i = 1; i < Lockouts::kFailures; ++i) {
    EXPECT_EQ(lockouts.RecordFailure("k", kFailedAt), i);
    EXPECT_FALSE(lockouts.LockedUntil("k", kFailedAt).has_value());
  }
  lockouts.RecordFailure("k", kFailedAt);
  EXPECT_EQ(lockouts.LockedUntil("k", kFailedAt), kFailedAt + Lockouts::kLength);
  EXPECT_FALSE(lockouts.LockedUntil("other", kFailedAt).has_value());
}

TEST(Lockouts, EndsAtItsTimeAndBeginsANewRow) {
  Lockouts lockouts;
  for (int i = 0; i < Lockouts::kFailures; ++i) lockouts.RecordFailure("k", kFailedAt);
  const WallTime end = kFailedAt + Lockouts::kLength;
  EXPECT_TRUE(lockouts.LockedUntil("k", end - Duration(1)).has_value());
  EXPECT_FALSE(lockouts.LockedUntil("k", end).has_value());
  EXPECT_EQ(lockouts.RecordFailure("k", end), 1);
  EXPECT_FALSE(lockouts.LockedUntil("k", end).has_value());
}

TEST(Lockouts, RenewsFromTheMomentOfTheCall) {
  Lockouts lockouts;
  for (int i = 0; i < Lockouts::kFailures; ++i) lockouts.RecordFailure("k", kFailedAt);
  const WallTime later = kFailedAt + std::chrono::minutes(10);
  EXPECT_EQ(lockouts.Renew("k", later), later + Lockouts::kLength);
  EXPECT_EQ(lockouts.LockedUntil("k", later), later + Lockouts::kLength);
}

TEST(Lockouts, ForgetsFailuresWithASuccess) {
  Lockouts lockouts;
  for (int i = 1; i < Lockouts::kFailures; ++i) lockouts.RecordFailure("k", kFailedAt);
  lockouts.RecordSuccess("k");
  EXPECT_EQ(lockouts.RecordFailure("k", kFailedAt), 1);
}

}  // namespace
}  // namespace kraken::mock
