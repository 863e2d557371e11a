// Many clients at once, and faults among them.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/faults/fault_harness.h"

namespace kraken::mock {
namespace {

using ::testing::IsEmpty;

// What 64 clients got, each of its own connections, call by call.
struct Outcomes {
  std::atomic<int> right{0};
  std::atomic<int> busy{0};
  std::atomic<int> pages{0};
  std::atomic<int> cut{0};
  std::atomic<int> other{0};

  void Count(const RawReply& reply) {
    if (reply.status == 0) {
      ++cut;
    } else if (reply.status == 502) {
      ++pages;
    } else if (reply.body == kRightBody) {
      ++right;
    } else if (reply.body == R"({"error":["EService:Busy"]})") {
      ++busy;
    } else {
      ++other;
    }
  }
};

TEST(Crowd, SpendsEachBudgetExactlyWhoeverCallsWhen) {
  constexpr int kClients = 64;
  constexpr int kCalls = 10;
  FaultHarness harness(
      {.name = "crowd",
       .rules = {{.times = 50, .faults = {AnswerErrors{{"EService:Busy"}}}},
                 {.when = {.every = 4},
                  .at = FaultPoint::kReply,
                  .times = 20,
                  .faults = {EndConnection{.how = EndHow::kReset}}},
                 {.when = {.every = 3},
                  .at = FaultPoint::kReply,
                  .times = 30,
                  .faults = {EndConnection{}}},
                 {.at = FaultPoint::kReply, .times = 40, .faults = {AnswerHttp{.status = 502}}}}});
  Outcomes outcomes;
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&harness, &outcomes] {
      std::optional<RawClient> client;
      for (int call = 0; call < kCalls; ++call) {
        if (!client) client.emplace(harness.port());
        const RawReply reply = client->Ask(AskForTime());
        outcomes.Count(reply);
        if (reply.status == 0) client.reset();
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(outcomes.busy, 50);
  EXPECT_EQ(outcomes.cut, 20 + 30);
  EXPECT_EQ(outcomes.pages, 40);
  EXPECT_EQ(outcomes.right, kClients * kCalls - 50 - 50 - 40);
  EXPECT_EQ(outcomes.other, 0);
  EXPECT_THAT(harness.server().UnmetRules(), IsEmpty());
  EXPECT_EQ(harness.server().journal().size(), static_cast<std::size_t>(kClients * kCalls));
}

TEST(Crowd, BringsNoTimeOfBeforeAResetIntoTheWorldAfterIt) {
  FaultHarness harness({});
  std::atomic<bool> stop{false};
  std::vector<std::thread> clients;
  for (int i = 0; i < 2; ++i) {
    clients.emplace_back([&harness, &stop] {
      RawClient client(harness.port());
      while (!stop) client.Ask(AskForTime());
    });
  }
  for (int i = 0; i < 50; ++i) {
    harness.clock().Advance(std::chrono::days(30));
    harness.server().Reset();
    for (const JournalEntry& entry : harness.server().journal().Entries()) {
      EXPECT_EQ(entry.wall, ManualClock::kDefaultStart);
    }
  }
  stop = true;
  for (std::thread& client : clients) client.join();
}

TEST(Crowd, IsServedWhileTwoHundredConnectionsStall) {
  FaultHarness harness(
      {.name = "stalled", .rules = {{.times = 200, .faults = {StallAnswer{.after_bytes = 10}}}}});
  std::vector<std::unique_ptr<RawClient>> stalled;
  for (int i = 0; i < 200; ++i) {
    stalled.push_back(std::make_unique<RawClient>(harness.port()));
    stalled.back()->Send(AskForTime());
  }
  for (const auto& client : stalled) EXPECT_EQ(client->ReadExactly(10), "HTTP/1.1 2");
  RawClient client(harness.port());
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.Ask(AskForTime()).body, kRightBody);
  harness.server().Stop();
  for (const auto& each : stalled) EXPECT_THAT(each->ReadToEnd(), IsEmpty());
}

}  // namespace
}  // namespace kraken::mock
