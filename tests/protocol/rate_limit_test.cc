#include "kraken/protocol/rate_limit.h"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"

namespace kraken {

void PrintTo(Tier tier, std::ostream* out) { *out << ToString(tier); }
void PrintTo(Transaction transaction, std::ostream* out) { *out << static_cast<int>(transaction); }

namespace {

using gtest::FailsWith;
using gtest::HoldsValue;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr WallTime kStart{seconds(1'767'225'600)};
constexpr auto kTiers = {Tier::kStarter, Tier::kIntermediate, Tier::kPro};

// 2.5 counts.
MicroCount Counts(double counts) { return std::lround(counts * static_cast<double>(kOneCount)); }

// --- Tiers ---

TEST(Tier, HasANameThatParses) {
  EXPECT_EQ(ToString(Tier::kStarter), "starter");
  EXPECT_EQ(ToString(Tier::kIntermediate), "intermediate");
  EXPECT_EQ(ToString(Tier::kPro), "pro");
  for (Tier tier : kTiers) EXPECT_THAT(ParseTier(ToString(tier)), HoldsValue(tier));
}

TEST(Tier, AnUnknownNameIsAnsweredWithTheThree) {
  for (std::string_view name : {"", "Pro", "pro ", "premium", "2"}) {
    EXPECT_THAT(
        ParseTier(name),
        FailsWith(ErrorKind::kMalformed,
                  AllOf(HasSubstr("unknown tier \"" + std::string(name) + "\""),
                        HasSubstr("starter"), HasSubstr("intermediate"), HasSubstr("pro"))));
  }
}

TEST(CallLimits, AreThoseOfTheDocumentation) {
  EXPECT_EQ(CallLimits(Tier::kStarter).max, Counts(15));
  EXPECT_EQ(CallLimits(Tier::kStarter).decay_per_s, Counts(0.33));
  EXPECT_EQ(CallLimits(Tier::kIntermediate).max, Counts(20));
  EXPECT_EQ(CallLimits(Tier::kIntermediate).decay_per_s, Counts(0.5));
  EXPECT_EQ(CallLimits(Tier::kPro).max, Counts(20));
  EXPECT_EQ(CallLimits(Tier::kPro).decay_per_s, Counts(1));
}

TEST(EngineLimits, AreThoseOfTheDocumentation) {
  EXPECT_EQ(EngineLimits(Tier::kStarter).max, Counts(60));
  EXPECT_EQ(EngineLimits(Tier::kStarter).decay_per_s, Counts(1));
  EXPECT_EQ(EngineLimits(Tier::kIntermediate).max, Counts(125));
  EXPECT_EQ(EngineLimits(Tier::kIntermediate).decay_per_s, Counts(2.34));
  EXPECT_EQ(EngineLimits(Tier::kPro).max, Counts(180));
  EXPECT_EQ(EngineLimits(Tier::kPro).decay_per_s, Counts(3.75));
}

// Whether calls that come so far apart are all allowed, beginning with a counter that is full.
bool AllAllowed(const CounterLimits& limits, Duration apart, int calls) {
  DecayingCounter counter{.value = limits.max, .as_of = kStart};
  for (int i = 1; i <= calls; ++i) {
    const CounterVerdict verdict =
        ChargeCall(counter, limits, 1, kStart + i * apart, RefusedCost::kFree);
    if (!verdict.allowed) return false;
    counter = verdict.after;
  }
  return true;
}

// How many calls a counter takes that has nothing in it.
int AtOnce(const CounterLimits& limits) {
  DecayingCounter counter;
  int calls = 0;
  while (true) {
    const CounterVerdict verdict = ChargeCall(counter, limits, 1, kStart, RefusedCost::kFree);
    if (!verdict.allowed) return calls;
    counter = verdict.after;
    ++calls;
  }
}

TEST(PublicLimits, AreThirtyAtOnceAndOneASecond) {
  EXPECT_EQ(AtOnce(PublicLimits()), 30);
  EXPECT_TRUE(AllAllowed(PublicLimits(), seconds(1), 100'000));
  EXPECT_FALSE(AllAllowed(PublicLimits(), milliseconds(999), 1));
}

TEST(PublicPairLimits, AreThreeAtOnceAndOneEveryThreeSeconds) {
  EXPECT_EQ(AtOnce(PublicPairLimits()), 3);
  EXPECT_TRUE(AllAllowed(PublicPairLimits(), seconds(3), 100'000));
  EXPECT_FALSE(AllAllowed(PublicPairLimits(), milliseconds(2999), 1));
  EXPECT_FALSE(AllAllowed(PublicPairLimits(), milliseconds(1500), 3)) << "as was reported";
}

// --- ValueAt ---

TEST(ValueAt, FallsWithTime) {
  const DecayingCounter counter{.value = Counts(10), .as_of = kStart};
  const CounterLimits limits = CallLimits(Tier::kStarter);
  EXPECT_EQ(ValueAt(counter, limits, kStart), Counts(10));
  EXPECT_EQ(ValueAt(counter, limits, kStart + seconds(1)), Counts(9.67));
  EXPECT_EQ(ValueAt(counter, limits, kStart + milliseconds(100)), Counts(9.967));
  EXPECT_EQ(ValueAt(counter, limits, kStart + seconds(30)), Counts(0.1));
}

TEST(ValueAt, NeverFallsBelowZero) {
  const DecayingCounter counter{.value = Counts(1), .as_of = kStart};
  const CounterLimits limits = CallLimits(Tier::kPro);
  EXPECT_EQ(ValueAt(counter, limits, kStart + seconds(1)), 0);
  EXPECT_EQ(ValueAt(counter, limits, kStart + seconds(2)), 0);
  EXPECT_EQ(ValueAt({}, limits, kStart), 0);
}

TEST(ValueAt, ATimeBeforeTheCounterCountsAsItsOwn) {
  const DecayingCounter counter{.value = Counts(5), .as_of = kStart};
  const CounterLimits limits = CallLimits(Tier::kPro);
  EXPECT_EQ(ValueAt(counter, limits, kStart - seconds(1)), Counts(5));
  EXPECT_EQ(ValueAt(counter, limits, WallTime::min()), Counts(5));
}

TEST(ValueAt, IsExactOverCenturies) {
  const CounterLimits slow{.max = kOneCount, .decay_per_s = 1};
  const DecayingCounter ancient{.value = 20'000'000'000, .as_of = WallTime::min()};
  // From the first WallTime to the last there are 18,446,744,073.7 seconds.
  EXPECT_EQ(ValueAt(ancient, slow, WallTime::max()), 20'000'000'000 - 18'446'744'073);
  const CounterLimits fast{.max = kOneCount, .decay_per_s = std::numeric_limits<MicroCount>::max()};
  EXPECT_EQ(ValueAt(ancient, fast, WallTime::max()), 0);
}

TEST(ValueAt, RoundsTheDecayDown) {
  const DecayingCounter counter{.value = Counts(5), .as_of = kStart};
  const CounterLimits limits = CallLimits(Tier::kStarter);  // A millionth takes 3030.3 ns.
  EXPECT_EQ(ValueAt(counter, limits, kStart + nanoseconds(3030)), Counts(5));
  EXPECT_EQ(ValueAt(counter, limits, kStart + nanoseconds(3031)), Counts(5) - 1);
}

TEST(ValueAt, WithoutDecayNothingFalls) {
  const DecayingCounter counter{.value = Counts(5), .as_of = kStart};
  EXPECT_EQ(ValueAt(counter, {.max = Counts(5), .decay_per_s = 0}, WallTime::max()), Counts(5));
}

// --- ChargeCall ---

TEST(ChargeCall, AddsTheCost) {
  const CounterLimits limits = CallLimits(Tier::kStarter);
  const CounterVerdict first = ChargeCall({}, limits, 1, kStart);
  EXPECT_TRUE(first.allowed);
  EXPECT_EQ(first.before, 0);
  EXPECT_EQ(first.after, (DecayingCounter{.value = Counts(1), .as_of = kStart}));
  EXPECT_EQ(first.allowed_at, std::nullopt);

  const CounterVerdict second = ChargeCall(first.after, limits, 2, kStart + seconds(1));
  EXPECT_EQ(second.before, Counts(0.67));
  EXPECT_EQ(second.after, (DecayingCounter{.value = Counts(2.67), .as_of = kStart + seconds(1)}));
}

TEST(ChargeCall, AllowsExactlyTheMaximumAndNoMore) {
  const CounterLimits limits = CallLimits(Tier::kStarter);
  DecayingCounter counter;
  for (int call = 1; call <= 15; ++call) {
    const CounterVerdict verdict = ChargeCall(counter, limits, 1, kStart);
    ASSERT_TRUE(verdict.allowed) << "call " << call;
    counter = verdict.after;
  }
  const CounterVerdict refused = ChargeCall(counter, limits, 1, kStart, RefusedCost::kFree);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.before, Counts(15));
  // A count takes 1 / 0.33 s to go: 3.030303030303… s, rounded up to the nanosecond.
  EXPECT_EQ(refused.allowed_at, kStart + nanoseconds(3'030'303'031));
}

TEST(ChargeCall, AMicroCountTooMuchIsRefused) {
  const CounterLimits limits = CallLimits(Tier::kPro);
  EXPECT_TRUE(ChargeCall({.value = Counts(18), .as_of = kStart}, limits, 2, kStart).allowed);
  EXPECT_FALSE(ChargeCall({.value = Counts(18) + 1, .as_of = kStart}, limits, 2, kStart).allowed);
}

TEST(ChargeCall, ARefusedCallFillsTheCounterWhereItCounts) {
  const CounterLimits limits = CallLimits(Tier::kIntermediate);
  const DecayingCounter counter{.value = Counts(19.5), .as_of = kStart};
  const CounterVerdict verdict = ChargeCall(counter, limits, 2, kStart, RefusedCost::kCounted);
  EXPECT_FALSE(verdict.allowed);
  EXPECT_EQ(verdict.after, (DecayingCounter{.value = Counts(20), .as_of = kStart}));
  EXPECT_EQ(verdict.allowed_at, kStart + seconds(4));
}

TEST(ChargeCall, ARefusedCallChangesNothingWhereItIsFree) {
  const CounterLimits limits = CallLimits(Tier::kIntermediate);
  const DecayingCounter counter{.value = Counts(19.5), .as_of = kStart};
  const CounterVerdict verdict = ChargeCall(counter, limits, 2, kStart, RefusedCost::kFree);
  EXPECT_FALSE(verdict.allowed);
  EXPECT_EQ(verdict.after, counter);
  EXPECT_EQ(verdict.allowed_at, kStart + seconds(3));
}

TEST(ChargeCall, RefusedCallsCountUnlessToldOtherwise) {
  const DecayingCounter counter{.value = Counts(19.5), .as_of = kStart};
  EXPECT_EQ(ChargeCall(counter, CallLimits(Tier::kPro), 1, kStart).after.value, Counts(20));
}

TEST(ChargeCall, ARefusalNeverLowersTheCounter) {
  // As when the tier of a key has been lowered.
  const DecayingCounter counter{.value = Counts(20), .as_of = kStart};
  const CounterVerdict verdict = ChargeCall(counter, CallLimits(Tier::kStarter), 1, kStart);
  EXPECT_FALSE(verdict.allowed);
  EXPECT_EQ(verdict.after.value, Counts(20));
}

TEST(ChargeCall, ACostAboveTheMaximumNeverFits) {
  const CounterVerdict verdict = ChargeCall({}, CallLimits(Tier::kStarter), 16, kStart);
  EXPECT_FALSE(verdict.allowed);
  EXPECT_EQ(verdict.allowed_at, std::nullopt);
  EXPECT_TRUE(ChargeCall({}, CallLimits(Tier::kStarter), 15, kStart).allowed);
}

TEST(ChargeCall, WhatDoesNotDecayNeverFits) {
  const CounterLimits limits{.max = Counts(1), .decay_per_s = 0};
  const CounterVerdict verdict =
      ChargeCall({.value = Counts(1), .as_of = kStart}, limits, 1, kStart);
  EXPECT_FALSE(verdict.allowed);
  EXPECT_EQ(verdict.allowed_at, std::nullopt);
}

TEST(ChargeCall, ATimeBeyondTheCalendarIsNever) {
  const CounterLimits limits{.max = Counts(1), .decay_per_s = 1};
  const DecayingCounter counter{.value = std::numeric_limits<MicroCount>::max(), .as_of = kStart};
  EXPECT_EQ(ChargeCall(counter, limits, 1, kStart).allowed_at, std::nullopt);
}

TEST(ChargeCall, FreeCallsLeaveTheCounterAsItIs) {
  const CounterLimits limits = CallLimits(Tier::kStarter);
  const DecayingCounter counter{.value = Counts(10), .as_of = kStart};
  // Written anew each time, the counter would lose the decay of every microsecond to rounding.
  DecayingCounter state = counter;
  for (int i = 1; i <= 1000; ++i) {
    const CounterVerdict verdict = ChargeCall(state, limits, 0, kStart + nanoseconds(i * 1000));
    EXPECT_TRUE(verdict.allowed);
    state = verdict.after;
  }
  EXPECT_EQ(state, counter);
}

TEST(ChargeCall, AClockThatStepsBackNeitherLowersNorRedatesTheCounter) {
  const CounterLimits limits = CallLimits(Tier::kPro);
  const DecayingCounter counter{.value = Counts(5), .as_of = kStart};
  const CounterVerdict verdict = ChargeCall(counter, limits, 1, kStart - seconds(60));
  EXPECT_EQ(verdict.before, Counts(5));
  EXPECT_EQ(verdict.after, (DecayingCounter{.value = Counts(6), .as_of = kStart}));
}

TEST(ChargeCall, RefusesCostsThatNoCallHas) {
  EXPECT_THROW(ChargeCall({}, CallLimits(Tier::kPro), -1, kStart), std::invalid_argument);
  EXPECT_THROW(ChargeCall({}, CallLimits(Tier::kPro), 256, kStart), std::invalid_argument);
  EXPECT_NO_THROW(ChargeCall({}, CallLimits(Tier::kPro), 255, kStart));
}

// --- EngineCost ---

struct Band {
  Duration age;
  int amend;
  int edit;
  int cancel;
};

// Both sides of every edge of the table in "Spot trading limits", fixed part included.
constexpr auto kBands = std::to_array<Band>({
    {seconds(-1), 4, 7, 8},
    {seconds(0), 4, 7, 8},
    {seconds(5) - nanoseconds(1), 4, 7, 8},
    {seconds(5), 3, 6, 6},
    {seconds(10) - nanoseconds(1), 3, 6, 6},
    {seconds(10), 2, 5, 5},
    {seconds(15) - nanoseconds(1), 2, 5, 5},
    {seconds(15), 1, 3, 4},
    {seconds(45) - nanoseconds(1), 1, 3, 4},
    {seconds(45), 1, 2, 2},
    {seconds(90) - nanoseconds(1), 1, 2, 2},
    {seconds(90), 1, 1, 1},
    {seconds(300) - nanoseconds(1), 1, 1, 1},
    {seconds(300), 1, 1, 0},
    {Duration::max(), 1, 1, 0},
});

TEST(EngineCost, DependsOnTheAgeOfTheOrder) {
  for (const Band& band : kBands) {
    SCOPED_TRACE(band.age.count());
    EXPECT_EQ(EngineCost(Transaction::kAmend, band.age), band.amend * kOneCount);
    EXPECT_EQ(EngineCost(Transaction::kEdit, band.age), band.edit * kOneCount);
    EXPECT_EQ(EngineCost(Transaction::kCancel, band.age), band.cancel * kOneCount);
    EXPECT_EQ(EngineCost(Transaction::kBatchCancel, band.age), band.cancel * kOneCount);
    EXPECT_EQ(EngineCost(Transaction::kAdd, band.age), kOneCount);
    EXPECT_EQ(EngineCost(Transaction::kBatchAdd, band.age), kOneCount / 2);
  }
}

TEST(EngineCost, WithoutAnAgeIsTheFixedPart) {
  EXPECT_EQ(EngineCost(Transaction::kAdd, std::nullopt), kOneCount);
  EXPECT_EQ(EngineCost(Transaction::kAmend, std::nullopt), kOneCount);
  EXPECT_EQ(EngineCost(Transaction::kEdit, std::nullopt), kOneCount);
  EXPECT_EQ(EngineCost(Transaction::kCancel, std::nullopt), 0);
  EXPECT_EQ(EngineCost(Transaction::kBatchCancel, std::nullopt), 0);
}

TEST(EngineCost, OfABatchGrowsWithItsOrders) {
  EXPECT_EQ(EngineCost(Transaction::kBatchAdd, std::nullopt, 2), Counts(1));
  EXPECT_EQ(EngineCost(Transaction::kBatchAdd, std::nullopt, 15), Counts(7.5));
  EXPECT_EQ(EngineCost(Transaction::kBatchCancel, seconds(1), 50), Counts(400));
  EXPECT_EQ(EngineCost(Transaction::kBatchAdd, std::nullopt, 0), 0);
  EXPECT_THROW(EngineCost(Transaction::kBatchAdd, std::nullopt, -1), std::invalid_argument);
}

// --- ChargeEngine ---

TEST(ChargeEngine, AgreesWithTheFirstExampleOfTheDocumentation) {
  // Add, amend 7 s later, cancel 36 s after that: 1 + (1 + 2) + 4 = 8, decay left aside.
  const CounterLimits limits{.max = EngineLimits(Tier::kStarter).max, .decay_per_s = 0};
  const WallTime amended = kStart + seconds(7);
  const WallTime cancelled = amended + seconds(36);
  DecayingCounter counter;
  counter =
      ChargeEngine(counter, limits, EngineCost(Transaction::kAdd, std::nullopt), kStart).after;
  counter =
      ChargeEngine(counter, limits, EngineCost(Transaction::kAmend, amended - kStart), amended)
          .after;
  counter = ChargeEngine(counter, limits, EngineCost(Transaction::kCancel, cancelled - amended),
                         cancelled)
                .after;
  EXPECT_EQ(counter.value, Counts(8));
}

TEST(ChargeEngine, AgreesWithTheSecondExampleOfTheDocumentation) {
  // Intermediate: 50 orders, then 10 s: 50 - 10 * 2.34 = 26.6.
  const CounterLimits limits = EngineLimits(Tier::kIntermediate);
  DecayingCounter counter;
  for (int i = 0; i < 50; ++i) {
    const CounterVerdict verdict =
        ChargeEngine(counter, limits, EngineCost(Transaction::kAdd, std::nullopt), kStart);
    ASSERT_TRUE(verdict.allowed);
    counter = verdict.after;
  }
  EXPECT_EQ(counter.value, Counts(50));
  EXPECT_EQ(ValueAt(counter, limits, kStart + seconds(10)), Counts(26.6));
}

TEST(ChargeEngine, RefusesFromTheThresholdOn) {
  const CounterLimits limits = EngineLimits(Tier::kStarter);
  const DecayingCounter below{.value = Counts(60) - 1, .as_of = kStart};
  const DecayingCounter at{.value = Counts(60), .as_of = kStart};
  EXPECT_TRUE(ChargeEngine(below, limits, kOneCount, kStart).allowed);
  EXPECT_FALSE(ChargeEngine(at, limits, kOneCount, kStart).allowed);
  EXPECT_TRUE(ChargeEngine(at, limits, kOneCount, kStart + nanoseconds(1000)).allowed);
}

TEST(ChargeEngine, JudgesWhatWasThereBeforeTheCharge) {
  const CounterLimits limits = EngineLimits(Tier::kStarter);
  const CounterVerdict verdict = ChargeEngine({}, limits, Counts(400), kStart);
  EXPECT_TRUE(verdict.allowed);
  EXPECT_EQ(verdict.before, 0);
  EXPECT_EQ(verdict.after.value, Counts(400));
}

TEST(ChargeEngine, ChargesWhatItRefuses) {
  const CounterLimits limits = EngineLimits(Tier::kStarter);
  const DecayingCounter counter{.value = Counts(60), .as_of = kStart};
  const CounterVerdict verdict = ChargeEngine(counter, limits, Counts(4), kStart);
  EXPECT_FALSE(verdict.allowed);
  EXPECT_EQ(verdict.before, Counts(60));
  EXPECT_EQ(verdict.after.value, Counts(64));
  // Four counts and a millionth have to go, at one a second.
  EXPECT_EQ(verdict.allowed_at, kStart + seconds(4) + nanoseconds(1000));
}

TEST(ChargeEngine, AFreeTransactionLeavesTheCounterAsItIs) {
  const CounterLimits limits = EngineLimits(Tier::kIntermediate);
  const DecayingCounter counter{.value = Counts(10), .as_of = kStart};
  const MicroCount cost = EngineCost(Transaction::kCancel, seconds(300));
  EXPECT_EQ(ChargeEngine(counter, limits, cost, kStart + seconds(1)).after, counter);
}

TEST(ChargeEngine, StopsAtTheGreatestCountInsteadOfWrapping) {
  const CounterLimits limits = EngineLimits(Tier::kStarter);
  constexpr MicroCount kMost = std::numeric_limits<MicroCount>::max();
  const DecayingCounter counter{.value = kMost - 1, .as_of = kStart};
  EXPECT_EQ(ChargeEngine(counter, limits, kOneCount, kStart).after.value, kMost);
}

// --- Properties, over seeded random inputs ---

struct Setting {
  CounterLimits limits;
  DecayingCounter counter;
  WallTime now;
};

class RateLimitProperties : public ::testing::Test {
 protected:
  std::uint64_t Below(std::uint64_t limit) { return random_() % limit; }

  // A counter of some tier, filled somehow, and a moment at or after its own.
  Setting Some(CounterLimits (*limits_of)(Tier)) {
    const CounterLimits limits = limits_of(static_cast<Tier>(Below(kTierNames.size())));
    const auto value =
        static_cast<MicroCount>(Below(static_cast<std::uint64_t>(limits.max) * 5 / 4));
    const WallTime as_of = kStart + nanoseconds(Below(1'000'000'000'000));
    return {.limits = limits,
            .counter = {.value = value, .as_of = as_of},
            .now = as_of + nanoseconds(Below(30'000'000'000))};
  }

 private:
  std::mt19937_64 random_{4'300};
};

TEST_F(RateLimitProperties, TheValueOnlyFalls) {
  for (int i = 0; i < 5000; ++i) {
    const Setting s = Some(CallLimits);
    const WallTime later = s.now + nanoseconds(Below(10'000'000'000));
    ASSERT_GE(ValueAt(s.counter, s.limits, s.now), ValueAt(s.counter, s.limits, later));
    ASSERT_GE(ValueAt(s.counter, s.limits, later), 0);
  }
}

TEST_F(RateLimitProperties, AStopOnTheWayRaisesTheValueByOneMillionthAtMost) {
  for (int i = 0; i < 5000; ++i) {
    const Setting s = Some(EngineLimits);
    const WallTime later = s.now + nanoseconds(Below(30'000'000'000));
    const DecayingCounter between{.value = ValueAt(s.counter, s.limits, s.now), .as_of = s.now};
    const MicroCount at_once = ValueAt(s.counter, s.limits, later);
    const MicroCount in_two_steps = ValueAt(between, s.limits, later);
    ASSERT_GE(in_two_steps, at_once);
    ASSERT_LE(in_two_steps, at_once + 1);
  }
}

TEST_F(RateLimitProperties, ACallFitsAtAllowedAtAndNotANanosecondEarlier) {
  int refusals = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Setting s = Some(CallLimits);
    const int cost = static_cast<int>(Below(15)) + 1;
    const RefusedCost refused = Below(2) == 0 ? RefusedCost::kCounted : RefusedCost::kFree;
    const CounterVerdict verdict = ChargeCall(s.counter, s.limits, cost, s.now, refused);
    if (verdict.allowed) continue;
    ++refusals;
    ASSERT_TRUE(verdict.allowed_at.has_value());
    const WallTime then = *verdict.allowed_at;
    ASSERT_GT(then, s.now);
    ASSERT_TRUE(ChargeCall(verdict.after, s.limits, cost, then).allowed);
    ASSERT_FALSE(ChargeCall(verdict.after, s.limits, cost, then - nanoseconds(1)).allowed);
  }
  EXPECT_GT(refusals, 1000);
}

TEST_F(RateLimitProperties, ATransactionFitsAtAllowedAtAndNotANanosecondEarlier) {
  int refusals = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Setting s = Some(EngineLimits);
    const auto cost = static_cast<MicroCount>(Below(9)) * kOneCount;
    const CounterVerdict verdict = ChargeEngine(s.counter, s.limits, cost, s.now);
    if (verdict.allowed) continue;
    ++refusals;
    ASSERT_TRUE(verdict.allowed_at.has_value());
    const WallTime then = *verdict.allowed_at;
    ASSERT_GT(then, s.now);
    ASSERT_TRUE(ChargeEngine(verdict.after, s.limits, cost, then).allowed);
    ASSERT_FALSE(ChargeEngine(verdict.after, s.limits, cost, then - nanoseconds(1)).allowed);
  }
  EXPECT_GT(refusals, 100);
}

TEST_F(RateLimitProperties, WhatIsAllowedStaysWithinTheMaximum) {
  for (int i = 0; i < 5000; ++i) {
    const Setting s = Some(CallLimits);
    const int cost = static_cast<int>(Below(4));
    const CounterVerdict verdict = ChargeCall(s.counter, s.limits, cost, s.now);
    ASSERT_EQ(verdict.allowed, verdict.before + cost * kOneCount <= s.limits.max);
    if (!verdict.allowed) continue;
    ASSERT_EQ(ValueAt(verdict.after, s.limits, s.now), verdict.before + cost * kOneCount);
  }
}

}  // namespace
}  // namespace kraken
