#include "mock_server/src/world/article_limiter.h"

#include <chrono>

#include <gtest/gtest.h>

#include "kraken/protocol/manual_clock.h"

namespace kraken::mock {
namespace {

using std::chrono::milliseconds;

constexpr WallTime kNow = ManualClock::kDefaultStart;

TEST(ArticleLimiter, AllowsSoManyCallsInAnyOneSecond) {
  ArticleLimiter limiter;
  EXPECT_TRUE(limiter.Charge("a", 2, kNow).allowed);
  EXPECT_TRUE(limiter.Charge("a", 2, kNow + milliseconds(600)).allowed);
  const ArticleLimiter::Verdict third = limiter.Charge("a", 2, kNow + milliseconds(900));
  EXPECT_FALSE(third.allowed);
  EXPECT_EQ(third.in_window, 2);
  EXPECT_EQ(third.allowed_at, kNow + milliseconds(1000));
  EXPECT_TRUE(limiter.Charge("a", 2, third.allowed_at).allowed);
  EXPECT_FALSE(limiter.Charge("a", 2, third.allowed_at).allowed);
}

TEST(ArticleLimiter, KeepsSubjectsApartAndForgetsThem) {
  ArticleLimiter limiter;
  EXPECT_TRUE(limiter.Charge("a", 1, kNow).allowed);
  EXPECT_TRUE(limiter.Charge("b", 1, kNow).allowed);
  EXPECT_FALSE(limiter.Charge("a", 1, kNow).allowed);
  limiter.Forget("a");
  EXPECT_TRUE(limiter.Charge("a", 1, kNow).allowed);
  EXPECT_FALSE(limiter.Charge("b", 1, kNow).allowed);
}

TEST(ArticleLimiter, KnowsTheArticlesNumbers) {
  EXPECT_EQ(ArticleLimiter::kPublicPerSecond, 15);
  EXPECT_EQ(ArticleLimiter::PrivatePerSecond(Tier::kStarter), 1);
  EXPECT_EQ(ArticleLimiter::PrivatePerSecond(Tier::kIntermediate), 20);
  EXPECT_EQ(ArticleLimiter::PrivatePerSecond(Tier::kPro), 20);
}

}  // namespace
}  // namespace kraken::mock
