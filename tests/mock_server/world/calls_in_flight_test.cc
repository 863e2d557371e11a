#include "mock_server/src/world/calls_in_flight.h"

#include <chrono>
#include <optional>

#include <gtest/gtest.h>

#include "kraken/protocol/manual_clock.h"

namespace kraken::mock {
namespace {

using std::chrono::seconds;

constexpr WallTime kDecidedAt = ManualClock::kDefaultStart;

TEST(CallsInFlight, HasRoomWhereNothingWaits) {
  CallsInFlight calls;
  EXPECT_EQ(calls.BusyUntil("k", 1, kDecidedAt), std::nullopt);
}

TEST(CallsInFlight, IsBusyUntilTheFirstOfThemEnds) {
  CallsInFlight calls;
  calls.Add("k", kDecidedAt + seconds(5));
  calls.Add("k", kDecidedAt + seconds(3));
  EXPECT_EQ(calls.BusyUntil("k", 3, kDecidedAt), std::nullopt) << "room for a third";
  EXPECT_EQ(calls.BusyUntil("k", 2, kDecidedAt), kDecidedAt + seconds(3));
  EXPECT_EQ(calls.BusyUntil("k", 1, kDecidedAt), kDecidedAt + seconds(3));
}

TEST(CallsInFlight, HasRoomAgainFromTheMomentThatOneEnds) {
  CallsInFlight calls;
  calls.Add("k", kDecidedAt + seconds(3));
  calls.Add("k", kDecidedAt + seconds(5));
  EXPECT_TRUE(calls.BusyUntil("k", 2, kDecidedAt + seconds(3) - Duration(1)).has_value());
  EXPECT_FALSE(calls.BusyUntil("k", 2, kDecidedAt + seconds(3)).has_value());
  EXPECT_EQ(calls.BusyUntil("k", 1, kDecidedAt + seconds(3)), kDecidedAt + seconds(5));
  EXPECT_FALSE(calls.BusyUntil("k", 1, kDecidedAt + seconds(5)).has_value());
}

TEST(CallsInFlight, CountsTwoThatEndAtTheSameMomentTwice) {
  CallsInFlight calls;
  calls.Add("k", kDecidedAt + seconds(3));
  calls.Add("k", kDecidedAt + seconds(3));
  EXPECT_TRUE(calls.BusyUntil("k", 2, kDecidedAt).has_value());
}

TEST(CallsInFlight, KeepsSubjectsApartAndForgetsThem) {
  CallsInFlight calls;
  calls.Add("a", kDecidedAt + seconds(3));
  calls.Add("b", kDecidedAt + seconds(4));
  EXPECT_EQ(calls.BusyUntil("b", 1, kDecidedAt), kDecidedAt + seconds(4));
  EXPECT_FALSE(calls.BusyUntil("c", 1, kDecidedAt).has_value());
  calls.Forget("a");
  calls.Forget("nobody");
  EXPECT_FALSE(calls.BusyUntil("a", 1, kDecidedAt).has_value());
  EXPECT_TRUE(calls.BusyUntil("b", 1, kDecidedAt).has_value());
}

}  // namespace
}  // namespace kraken::mock
