#include "mock_server/src/world/lockouts.h"

#include <chrono>
#include <cstdint>

#include <gtest/gtest.h>

#include "kraken/protocol/manual_clock.h"

namespace kraken::mock {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr WallTime kFailedAt = ManualClock::kDefaultStart;
constexpr Lockouts::Rule kFourAndAQuarter{.failures = 4, .length = minutes(15)};

// "k" has just failed as often as the rule takes.
Lockouts LockedOut(const Lockouts::Rule& rule) {
  Lockouts lockouts(rule);
  for (std::uint32_t i = 0; i < rule.failures; ++i) lockouts.RecordFailure("k", kFailedAt);
  return lockouts;
}

TEST(Lockouts, LocksOutAtTheLastFailureOfItsRule) {
  for (const std::uint32_t failures : {1U, 3U, 4U}) {
    Lockouts lockouts({.failures = failures, .length = minutes(15)});
    for (std::uint32_t i = 1; i < failures; ++i) {
      EXPECT_EQ(lockouts.RecordFailure("k", kFailedAt), i);
      EXPECT_FALSE(lockouts.LockedUntil("k", kFailedAt).has_value()) << failures;
    }
    EXPECT_EQ(lockouts.RecordFailure("k", kFailedAt), failures);
    EXPECT_EQ(lockouts.LockedUntil("k", kFailedAt), kFailedAt + minutes(15)) << failures;
    EXPECT_FALSE(lockouts.LockedUntil("other", kFailedAt).has_value());
  }
}

TEST(Lockouts, LastsAsLongAsItsRuleSays) {
  for (const Duration length : {Duration(seconds(1)), Duration(minutes(15))}) {
    const Lockouts lockouts = LockedOut({.failures = 2, .length = length});
    const WallTime end = kFailedAt + length;
    EXPECT_EQ(lockouts.LockedUntil("k", end - Duration(1)), end);
    EXPECT_FALSE(lockouts.LockedUntil("k", end).has_value());
  }
}

TEST(Lockouts, BeginsANewRowOnceItHasEnded) {
  Lockouts lockouts = LockedOut(kFourAndAQuarter);
  const WallTime end = kFailedAt + kFourAndAQuarter.length;
  EXPECT_EQ(lockouts.RecordFailure("k", end), 1U);
  EXPECT_FALSE(lockouts.LockedUntil("k", end).has_value());
}

TEST(Lockouts, RenewsFromTheMomentOfTheCall) {
  Lockouts lockouts = LockedOut(kFourAndAQuarter);
  const WallTime later = kFailedAt + minutes(10);
  EXPECT_EQ(lockouts.Renew("k", later), later + kFourAndAQuarter.length);
  EXPECT_EQ(lockouts.LockedUntil("k", later), later + kFourAndAQuarter.length);
}

TEST(Lockouts, ForgetsFailuresWithASuccess) {
  Lockouts lockouts(kFourAndAQuarter);
  for (int i = 1; i < 4; ++i) lockouts.RecordFailure("k", kFailedAt);
  lockouts.RecordSuccess("k");
  EXPECT_EQ(lockouts.RecordFailure("k", kFailedAt), 1U);
}

TEST(Lockouts, ForgetsASubjectAndNoOther) {
  Lockouts lockouts({.failures = 1, .length = minutes(15)});
  lockouts.RecordFailure("k", kFailedAt);
  lockouts.RecordFailure("other", kFailedAt);
  lockouts.Forget("k");
  EXPECT_FALSE(lockouts.LockedUntil("k", kFailedAt).has_value());
  EXPECT_TRUE(lockouts.LockedUntil("other", kFailedAt).has_value());
}

}  // namespace
}  // namespace kraken::mock
