// Faults that take time: on the server's clock, which the test holds in its hand.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/faults/fault_harness.h"

namespace kraken::mock {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::IsEmpty;

TEST(FaultInTime, DelaysAllOfTheAnswer) {
  const Scenario scenario = Striking(DelayAnswer{.by = milliseconds(1500)});
  EXPECT_EQ(ParsedStriking(R"({"delay_ms":1500})"), scenario);
  FaultHarness harness(scenario);
  RawClient client(harness.port());
  client.Send(AskForTime());
  ASSERT_TRUE(harness.clock().AwaitWaiters(1));
  harness.clock().Advance(milliseconds(1499));
  EXPECT_EQ(harness.clock().waiters(), 1);
  harness.clock().Advance(milliseconds(1));
  EXPECT_EQ(client.ReadExactly(RightAnswer().size()), RightAnswer());
}

TEST(FaultInTime, DelaysByWhatChanceSays) {
  const Scenario scenario =
      Striking(DelayAnswer{.by = milliseconds(1000), .up_to = milliseconds(2000)});
  EXPECT_EQ(ParsedStriking(R"({"delay_ms":{"uniform":[1000,2000]}})"), scenario);
  FaultHarness harness(scenario);
  RawClient client(harness.port());
  client.Send(AskForTime());
  ASSERT_TRUE(harness.clock().AwaitWaiters(1));
  harness.clock().Advance(milliseconds(999));
  EXPECT_EQ(harness.clock().waiters(), 1);
  harness.clock().Advance(milliseconds(1001));
  EXPECT_EQ(client.ReadExactly(RightAnswer().size()), RightAnswer());
}

TEST(FaultInTime, StallsBeforeTheFirstByte) {
  const Scenario scenario = Striking(StallAnswer{.length = seconds(2)});
  EXPECT_EQ(ParsedStriking(R"({"stall_ms":2000})"), scenario);
  FaultHarness harness(scenario);
  RawClient client(harness.port());
  client.Send(AskForTime());
  ASSERT_TRUE(harness.clock().AwaitWaiters(1));
  harness.clock().Advance(seconds(2));
  EXPECT_EQ(client.ReadExactly(RightAnswer().size()), RightAnswer());
}

TEST(FaultInTime, StallsInTheMidstOfTheAnswerAndGoesOn) {
  const Scenario scenario = Striking(StallAnswer{.length = seconds(2), .after_bytes = 40});
  EXPECT_EQ(ParsedStriking(R"({"stall_ms":2000,"after_bytes":40})"), scenario);
  FaultHarness harness(scenario);
  RawClient client(harness.port());
  client.Send(AskForTime());
  EXPECT_EQ(client.ReadExactly(40), RightAnswer().substr(0, 40));
  ASSERT_TRUE(harness.clock().AwaitWaiters(1));
  harness.clock().Advance(seconds(2));
  EXPECT_EQ(client.ReadExactly(RightAnswer().size() - 40), RightAnswer().substr(40));
  EXPECT_EQ(client.Ask(AskForTime()).body, kRightBody) << "on the same connection";
  EXPECT_EQ(harness.Ended(), "complete");
}

TEST(FaultInTime, StallsForGoodUntilTheClientLeaves) {
  const Scenario scenario = Striking(StallAnswer{.after_bytes = 40});
  EXPECT_EQ(ParsedStriking(R"({"stall_ms":"for-ever","after_bytes":40})"), scenario);
  FaultHarness harness(scenario);
  {
    RawClient client(harness.port());
    client.Send(AskForTime());
    EXPECT_EQ(client.ReadExactly(40), RightAnswer().substr(0, 40));
  }
  ASSERT_TRUE(harness.AwaitEnd());
  EXPECT_EQ(harness.Ended(), "stalled");
}

TEST(FaultInTime, StallsForGoodUntilTheServerStops) {
  FaultHarness harness(Striking(StallAnswer{}));
  RawClient client(harness.port());
  client.Send(AskForTime());
  ASSERT_TRUE(harness.AwaitRequest());
  harness.server().Stop();
  EXPECT_THAT(client.ReadToEnd(), IsEmpty());
  EXPECT_EQ(harness.Ended(), "stalled");
}

TEST(FaultInTime, SendsSlowly) {
  const Scenario scenario = Striking(SlowAnswer{20});
  EXPECT_EQ(ParsedStriking(R"({"slow_bytes_per_s":20})"), scenario);
  FaultHarness harness(scenario);
  RawClient client(harness.port());
  client.Send(AskForTime());
  std::string got = client.ReadExactly(1);
  for (std::size_t second = 1; second <= 2; ++second) {
    ASSERT_TRUE(harness.clock().AwaitWaiters(1));
    harness.clock().Advance(seconds(1));
    got += client.ReadExactly(20);
    EXPECT_EQ(got.size(), 1 + 20 * second);
  }
  harness.clock().Advance(seconds(60));
  got += client.ReadExactly(RightAnswer().size() - got.size());
  EXPECT_EQ(got, RightAnswer());
  EXPECT_EQ(client.Ask(AskForTime()).body, kRightBody) << "at full speed, on the same connection";
}

TEST(FaultInTime, GoesOnToTheFaultsThatFollow) {
  Scenario scenario = Striking(DelayAnswer{.by = seconds(1)});
  scenario.rules[0].faults.emplace_back(EndConnection{.how = EndHow::kReset});
  FaultHarness harness(scenario);
  RawClient client(harness.port());
  client.Send(AskForTime());
  ASSERT_TRUE(harness.clock().AwaitWaiters(1));
  harness.clock().Advance(seconds(1));
  EXPECT_THAT(client.ReadToEnd(), IsEmpty());
  EXPECT_TRUE(client.was_reset());
}

TEST(FaultInTime, EndsWhereTheServerBeginsAnew) {
  FaultHarness harness(Striking(DelayAnswer{.by = seconds(10)}));
  RawClient client(harness.port());
  client.Send(AskForTime());
  ASSERT_TRUE(harness.clock().AwaitWaiters(1));
  harness.server().Reset();
  EXPECT_THAT(client.ReadToEnd(), IsEmpty()) << "that time does not come any more";
}

TEST(FaultInTime, IsTimedFromTheFirstByteThatLeft) {
  FaultHarness harness(Striking(StallAnswer{.length = seconds(1)}));
  RawClient client(harness.port());
  client.Send(AskForTime());
  ASSERT_TRUE(harness.clock().AwaitWaiters(1));
  const std::int64_t before = std::chrono::duration_cast<std::chrono::microseconds>(
                                  std::chrono::steady_clock::now().time_since_epoch())
                                  .count();
  harness.clock().Advance(seconds(1));
  client.ReadExactly(RightAnswer().size());
  ASSERT_TRUE(harness.AwaitEnd());
  const SentNote sent = *harness.server().journal().Read().records.at(0)->sent;
  EXPECT_LE(sent.t_decided, before);
  EXPECT_GE(sent.t_out_first, before);
  EXPECT_LE(sent.t_out_first, sent.t_out_last);
}

// Else the journal would say that the client got what it never read.
TEST(FaultInTime, TellsWhoseClientDidNotWait) {
  FaultHarness harness(Striking(DelayAnswer{.by = seconds(1)}));
  {
    RawClient client(harness.port());
    client.Send(AskForTime());
    ASSERT_TRUE(harness.clock().AwaitWaiters(1));
  }
  harness.clock().Advance(seconds(1));
  ASSERT_TRUE(harness.AwaitEnd());
  EXPECT_EQ(harness.Ended(), "peer-closed");
}

}  // namespace
}  // namespace kraken::mock
