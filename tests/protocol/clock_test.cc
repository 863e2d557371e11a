#include "kraken/protocol/clock.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"

namespace kraken {
namespace {

using gtest::FailsWith;
using gtest::IsOk;
using std::chrono::hours;
using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr WallTime At(std::int64_t seconds, std::int64_t nanos = 0) {
  return WallTime(std::chrono::seconds(seconds) + Duration(nanos));
}

// --- SystemClock ---

TEST(SystemClock, TellsTheTimeOfTheSystem) {
  const SystemClock clock;
  const WallTime before = std::chrono::system_clock::now();
  const WallTime now = clock.Now();
  const WallTime after = std::chrono::system_clock::now();
  EXPECT_LE(before, now);
  EXPECT_LE(now, after);
}

TEST(SystemClock, DoesNotWaitForATimeThatHasPassed) {
  SystemClock clock;
  EXPECT_TRUE(clock.WaitUntil(clock.Now(), {}));
  EXPECT_TRUE(clock.WaitUntil(WallTime::min(), {}));
}

TEST(SystemClock, ReachesADeadline) {
  SystemClock clock;
  const WallTime deadline = clock.Now() + milliseconds(1);
  EXPECT_TRUE(clock.WaitUntil(deadline, {}));
  EXPECT_GE(clock.Now(), deadline);
}

TEST(SystemClock, DoesNotWaitOnceStopWasRequested) {
  SystemClock clock;
  std::stop_source source;
  source.request_stop();
  EXPECT_FALSE(clock.WaitUntil(clock.Now() + hours(24), source.get_token()));
  EXPECT_FALSE(clock.WaitUntil(WallTime::max(), source.get_token()));
}

TEST(SystemClock, AStopEndsTheWait) {
  SystemClock clock;
  bool reached = true;
  std::jthread waiter([&](const std::stop_token& stop) {
    reached = clock.WaitUntil(clock.Now() + hours(24), stop);
  });
  waiter.request_stop();
  waiter.join();
  EXPECT_FALSE(reached);
}

// --- FormatRfc3339 ---

TEST(FormatRfc3339, HasNoFractionForWholeSeconds) {
  EXPECT_EQ(FormatRfc3339(At(1'795'347'000)), "2026-11-22T11:30:00Z");
  EXPECT_EQ(FormatRfc3339(At(0)), "1970-01-01T00:00:00Z");
}

TEST(FormatRfc3339, HasAsManyGroupsOfThreeDigitsAsAreNeeded) {
  EXPECT_EQ(FormatRfc3339(At(0, 500'000'000)), "1970-01-01T00:00:00.500Z");
  EXPECT_EQ(FormatRfc3339(At(0, 1'000'000)), "1970-01-01T00:00:00.001Z");
  EXPECT_EQ(FormatRfc3339(At(0, 1'000)), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(FormatRfc3339(At(0, 123'456'000)), "1970-01-01T00:00:00.123456Z");
  EXPECT_EQ(FormatRfc3339(At(0, 1)), "1970-01-01T00:00:00.000000001Z");
  EXPECT_EQ(FormatRfc3339(At(0, 999'999'999)), "1970-01-01T00:00:00.999999999Z");
  EXPECT_EQ(FormatRfc3339(At(0, 100'000'010)), "1970-01-01T00:00:00.100000010Z");
}

TEST(FormatRfc3339, CountsBackwardsBeforeNineteenSeventy) {
  EXPECT_EQ(FormatRfc3339(At(-1)), "1969-12-31T23:59:59Z");
  EXPECT_EQ(FormatRfc3339(At(0, -1)), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(FormatRfc3339(WallTime::min()), "1677-09-21T00:12:43.145224192Z");
  EXPECT_EQ(FormatRfc3339(WallTime::max()), "2262-04-11T23:47:16.854775807Z");
}

TEST(FormatRfc3339, KnowsLeapYears) {
  EXPECT_EQ(FormatRfc3339(At(951'782'400)), "2000-02-29T00:00:00Z");
  EXPECT_EQ(FormatRfc3339(At(951'868'800)), "2000-03-01T00:00:00Z");
  EXPECT_EQ(FormatRfc3339(At(4'107'542'400)), "2100-03-01T00:00:00Z");
  EXPECT_EQ(FormatRfc3339(At(4'107'542'399)), "2100-02-28T23:59:59Z");
}

// --- ParseRfc3339 ---

struct GoodTime {
  std::string_view text;
  WallTime time;
};

constexpr auto kGoodTimes =
    std::to_array<GoodTime>({{"1970-01-01T00:00:00Z", At(0)},
                             {"2026-11-22T11:30:00Z", At(1'795'347'000)},
                             {"2026-11-22t11:30:00z", At(1'795'347'000)},
                             {"2026-11-22T12:30:00+01:00", At(1'795'347'000)},
                             {"2026-11-22T06:00:00-05:30", At(1'795'347'000)},
                             {"2026-11-23T11:29:00+23:59", At(1'795'347'000)},
                             {"2026-11-22T11:30:00-00:00", At(1'795'347'000)},
                             {"2026-12-31T23:30:00-01:00", At(1'798'763'400)},
                             {"2000-02-29T00:00:00Z", At(951'782'400)},
                             {"2024-02-29T23:59:59Z", At(1'709'251'199)},
                             {"1969-12-31T23:59:59Z", At(-1)},
                             {"1969-12-31T23:59:59.5Z", At(0, -500'000'000)},
                             {"1970-01-01T00:00:00.5Z", At(0, 500'000'000)},
                             {"1970-01-01T00:00:00.50Z", At(0, 500'000'000)},
                             {"1970-01-01T00:00:00.1234567Z", At(0, 123'456'700)},
                             {"1970-01-01T00:00:00.000000001Z", At(0, 1)},
                             {"1970-01-01T01:00:00.25+01:00", At(0, 250'000'000)},
                             {"1677-09-21T00:12:43.145224192Z", WallTime::min()},
                             {"2262-04-11T23:47:16.854775807Z", WallTime::max()}});

TEST(ParseRfc3339, ReadsAllThatTheRfcAllows) {
  for (const GoodTime& good : kGoodTimes) {
    SCOPED_TRACE(good.text);
    const Result<WallTime> time = ParseRfc3339(good.text);
    ASSERT_THAT(time, IsOk());
    EXPECT_EQ(FormatRfc3339(*time), FormatRfc3339(good.time));
  }
}

TEST(ParseRfc3339, ReadsWhatFormatWrites) {
  std::mt19937_64 random(3339);
  for (int i = 0; i < 2000; ++i) {
    auto nanos = static_cast<std::int64_t>(random());
    if (i % 3 == 0) nanos -= nanos % 1'000'000'000;
    if (i % 3 == 1) nanos -= nanos % 1'000'000;
    const WallTime time{Duration(nanos)};
    const Result<WallTime> again = ParseRfc3339(FormatRfc3339(time));
    ASSERT_THAT(again, IsOk());
    ASSERT_EQ(again->time_since_epoch().count(), nanos);
  }
}

struct BadTime {
  std::string_view text;
  std::string_view fault;
};

constexpr auto kBadTimes =
    std::to_array<BadTime>({{"", "does not begin like one"},
                            {"now", "does not begin like one"},
                            {"1795347000", "does not begin like one"},
                            {"2026-11-22", "does not begin like one"},
                            {"2026-11-22T11:30", "does not begin like one"},
                            {"2026-11-22 11:30:00Z", "does not begin like one"},
                            {"26-11-22T11:30:00Z", "does not begin like one"},
                            {"2026-1-22T11:30:00Z", "does not begin like one"},
                            {"2026/11/22T11:30:00Z", "does not begin like one"},
                            {" 2026-11-22T11:30:00Z", "does not begin like one"},
                            {"-026-11-22T11:30:00Z", "does not begin like one"},
                            {"2026-00-22T11:30:00Z", "month 0 is not within 1 to 12"},
                            {"2026-13-22T11:30:00Z", "month 13 is not within 1 to 12"},
                            {"2026-11-00T11:30:00Z", "day 0 is not within 1 to 31"},
                            {"2026-11-32T11:30:00Z", "day 32 is not within 1 to 31"},
                            {"2026-11-31T11:30:00Z", "that month has no day 31"},
                            {"2026-02-29T11:30:00Z", "that month has no day 29"},
                            {"2100-02-29T11:30:00Z", "that month has no day 29"},
                            {"2026-11-22T24:00:00Z", "hour 24 is not within 0 to 23"},
                            {"2026-11-22T11:60:00Z", "minute 60 is not within 0 to 59"},
                            {"2016-12-31T23:59:60Z", "second 60 is not within 0 to 59"},
                            {"2026-11-22T11:30:00.Z", "no digit follows the point"},
                            {"2026-11-22T11:30:00,5Z", "needs a time zone"},
                            {"2026-11-22T11:30:00.1234567890Z", "more than 9 fractional digits"},
                            {"2026-11-22T11:30:00", "needs a time zone"},
                            {"2026-11-22T11:30:00.5", "needs a time zone"},
                            {"2026-11-22T11:30:00+01", "needs a time zone"},
                            {"2026-11-22T11:30:00+0100", "needs a time zone"},
                            {"2026-11-22T11:30:00+24:00", "offset hour 24 is not within 0 to 23"},
                            {"2026-11-22T11:30:00+01:60", "offset minute 60 is not within 0 to 59"},
                            {"2026-11-22T11:30:00Z ", "more follows"},
                            {"2026-11-22T11:30:00+01:00Z", "more follows"},
                            {"1677-09-21T00:12:43.145224191Z", "outside the years 1677 to 2262"},
                            {"2262-04-11T23:47:16.854775808Z", "outside the years 1677 to 2262"},
                            {"0000-01-01T00:00:00Z", "outside the years 1677 to 2262"},
                            {"9999-12-31T23:59:59Z", "outside the years 1677 to 2262"}});

TEST(ParseRfc3339, NamesTheFault) {
  for (const BadTime& bad : kBadTimes) {
    SCOPED_TRACE(bad.text);
    EXPECT_THAT(ParseRfc3339(bad.text),
                FailsWith(ErrorKind::kMalformed,
                          AllOf(HasSubstr(std::string(bad.fault)),
                                HasSubstr("expected the form 2026-11-22T11:30:00"))));
  }
}

TEST(ParseRfc3339, EveryTruncationOfAGoodTimeIsRefused) {
  constexpr std::string_view kWhole = "2026-11-22T11:30:00.123+01:00";
  ASSERT_THAT(ParseRfc3339(kWhole), IsOk());
  for (std::size_t length = 0; length < kWhole.size(); ++length) {
    EXPECT_FALSE(ParseRfc3339(kWhole.substr(0, length)).has_value()) << length;
  }
}

}  // namespace
}  // namespace kraken
