// What holds whatever happens: checked after every step of long walks at random.
//
// Whoever walks notes what came to the exchange from outside; whoever audits adds up what was
// traded on it. What orders hold, pay and get is worked out a second time, from docs/exchange.md,
// whose words are in quotes.
//
// KRAKEN_WALK_STEPS sets how long the walks are, all together.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/trading/auditor.h"
#include "tests/mock_server/trading/walker.h"

namespace kraken::mock {
namespace {

int WalkSteps() {
  const char* steps = std::getenv("KRAKEN_WALK_STEPS");  // NOLINT(concurrency-mt-unsafe)
  return steps == nullptr ? 20'000 : std::stoi(steps);
}

constexpr int kWalks = 4;

class VenueWalk : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Seeds, VenueWalk, ::testing::Range(1, 1 + kWalks));

TEST_P(VenueWalk, KeepsTheBooks) {
  constexpr int kMany = 100;
  constexpr int kEnough = 5'000;  // For everything to happen that can.
  const int steps = WalkSteps() / kWalks;
  Walker walker(static_cast<std::uint64_t>(GetParam()));
  Auditor auditor(walker);
  for (int step = 1; step <= steps; ++step) {
    walker.Step();
    auditor.AfterStep();
    if (step % kMany == 0) auditor.AfterManySteps();
    ASSERT_FALSE(HasFailure()) << "in step " << step << "\n" << walker.Text();
  }
  if (steps >= kEnough) auditor.AfterAll();
}

// Not even in what comes later, such as ids and the ends of timers: who never asked goes the same
// way.
TEST(VenueWalk, LeavesNoTraceOfWhatItRefuses) {
  Walker walker(7);
  Walker follower(7, &walker);
  int refused = 0;
  const int steps = std::max(2'000, WalkSteps() / 10);
  for (int step = 1; step <= steps; ++step) {
    walker.Step();
    follower.Step();
    if (walker.refusal().empty()) continue;
    ++refused;
    ASSERT_EQ(walker.Text(), follower.Text()) << walker.refusal() << " in step " << step;
  }
  EXPECT_EQ(walker.Text(), follower.Text());
  EXPECT_GT(refused, 100);
}

TEST(VenueWalk, IsTheSameForTheSameSeed) {
  Walker first(8);
  Walker second(8);
  Walker other(9);
  for (int step = 1; step <= 1'000; ++step) {
    for (Walker* walker : {&first, &second, &other}) walker->Step();
  }
  EXPECT_EQ(first.Text(), second.Text());
  EXPECT_NE(first.Text(), other.Text());
}

}  // namespace
}  // namespace kraken::mock
