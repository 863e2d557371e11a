#include "mock_server/src/pipeline/pipeline.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Pipeline, AsksItsQuestionsInKrakensOrder) {
  std::vector<std::string> names;
  for (const auto& stage : DefaultStages()) names.emplace_back(stage->name());
  EXPECT_THAT(names, ElementsAre("inject_fault(arrival)", "find_endpoint", "parse_params",
                                 "check_lockout", "authenticate", "check_nonce", "check_otp",
                                 "check_concurrency", "check_call_counter", "check_permission",
                                 "check_call_counter(after permission)", "check_system_status",
                                 "check_body_format", "inject_fault(handling)", "handle",
                                 "inject_fault(reply)"));
}

TEST(Pipeline, AnswersASignedCall) {
  PipelineHarness harness;
  const Reply reply = harness.Send(harness.Private("Balance"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, "application/json");
  EXPECT_EQ(reply.body, R"({"error":[],"result":{"XXBT":"1.0000000000","ZUSD":"10000.0000"}})");
}

TEST(Pipeline, AnswersAPublicCallWithoutHeaders) {
  PipelineHarness harness;
  const Reply reply = harness.Send(PipelineHarness::Public("/0/public/Time"));
  EXPECT_EQ(
      reply.body,
      R"({"error":[],"result":{"unixtime":1767225600,"rfc1123":"Thu, 01 Jan 26 00:00:00 +0000"}})");
}

TEST(Pipeline, WritesWhatEveryStageDecidedIntoTheJournal) {
  PipelineHarness harness;
  harness.Send(harness.Private("Balance"));
  const JournalEntry entry = harness.Last();
  EXPECT_EQ(entry.seq, 1U);
  EXPECT_EQ(entry.wall, ManualClock::kDefaultStart);
  EXPECT_EQ(entry.endpoint, "Balance");
  EXPECT_EQ(entry.nonce, "1");
  EXPECT_EQ(entry.signature_ok, true);
  EXPECT_EQ(entry.key_id, KeyId(harness.spec().credentials.api_key));
  EXPECT_EQ(entry.request.body, "nonce=1");
  EXPECT_EQ(entry.status, 200);
  EXPECT_THAT(entry.errors, IsEmpty());
  EXPECT_THAT(entry.stages, SizeIs(DefaultStages().size()));
}

TEST(Pipeline, StopsAtTheFirstRefusal) {
  PipelineHarness harness;
  HttpRequest request = harness.Private("Balance");
  request.headers[1].value = std::string(88, 'A');
  EXPECT_EQ(harness.ErrorOf(request), "EAPI:Invalid signature");
  EXPECT_EQ(harness.Last().stages.back().stage, "authenticate");
  EXPECT_EQ(harness.Last().signature_ok, false);
}

TEST(Pipeline, NumbersEntriesInTheOrderOfDecisionsUnderConcurrency) {
  constexpr int kThreads = 4;
  constexpr int kCalls = 50;
  PipelineHarness harness;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&harness] {
      for (int i = 0; i < kCalls; ++i) harness.Send(PipelineHarness::Public("/0/public/Time"));
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::vector<JournalEntry> entries = harness.journal().Entries();
  ASSERT_THAT(entries, SizeIs(kThreads * kCalls));
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(entries[i].seq, i + 1);
}

TEST(Pipeline, TellsItsObserverOfEveryDecision) {
  std::vector<std::string> seen;
  WorldMonitor world(WorldConfig{}, {DemoKey()});
  Journal journal;
  const Pipeline pipeline(DefaultStages(), world, journal, [&seen](const JournalEntry& entry) {
    seen.push_back(entry.endpoint + " " + std::to_string(entry.status));
  });
  pipeline.Run(PipelineHarness::Public("/0/public/Time"), ManualClock::kDefaultStart);
  pipeline.Run(PipelineHarness::Public("/nowhere"), ManualClock::kDefaultStart);
  EXPECT_THAT(seen, ElementsAre("Time 200", " 404"));
}

// Notes in a list when it is asked, and when it may settle.
class NotingStage final : public Stage {
 public:
  NotingStage(std::string_view name, bool answers, std::vector<std::string>& notes)
      : name_(name), answers_(answers), notes_(notes) {}

  std::string_view name() const override { return name_; }
  Verdict Examine(Exchange& /*exchange*/, World& world) const override {
    notes_.push_back(std::string(name_) + " asked");
    return answers_ ? Verdict::Refuse(world, "EGeneral:No", "of the test's own") : Verdict::Pass();
  }
  void Settle(const Exchange& exchange, World& /*world*/) const override {
    notes_.push_back(std::string(name_) + " settles" + (exchange.reply ? "" : " too early"));
  }

 private:
  std::string_view name_;
  bool answers_;
  std::vector<std::string>& notes_;
};

TEST(Pipeline, LetsEveryStageSettleWhicheverAnswered) {
  for (const std::string_view answering : {"a", "b", "c"}) {
    std::vector<std::string> notes;
    StageList stages;
    std::vector<std::string> expected;
    for (const std::string_view name : {"a", "b", "c"}) {
      stages.push_back(std::make_unique<NotingStage>(name, name == answering, notes));
      if (name <= answering) expected.push_back(std::string(name) + " asked");
    }
    for (const char* settled : {"a settles", "b settles", "c settles"}) {
      expected.emplace_back(settled);
    }
    WorldMonitor world(WorldConfig{}, {DemoKey()});
    Journal journal;
    const Pipeline pipeline(std::move(stages), world, journal);
    pipeline.Run(PipelineHarness::Public("/0/public/Time"), ManualClock::kDefaultStart);
    EXPECT_EQ(notes, expected) << answering;
  }
}

class FailingStage final : public Stage {
 public:
  std::string_view name() const override { return "fails"; }
  Verdict Examine(Exchange& exchange, World& /*world*/) const override {
    exchange.effect.orders = {"O1"};
    throw std::runtime_error("of the test's own");
  }
};

TEST(Pipeline, JournalsARequestThatAStageFailsOn) {
  WorldMonitor world(WorldConfig{}, {DemoKey()});
  Journal journal;
  StageList stages;
  stages.push_back(std::make_unique<FailingStage>());
  const Pipeline pipeline(std::move(stages), world, journal);
  const Decision decision =
      pipeline.Run(PipelineHarness::Public("/0/public/Time"), ManualClock::kDefaultStart);
  EXPECT_EQ(decision.reply.status, 500);
  EXPECT_EQ(decision.reply.body, R"({"error":["EGeneral:Internal error"]})");
  ASSERT_THAT(journal.Entries(), SizeIs(1));
  const JournalEntry entry = journal.Entries().front();
  EXPECT_EQ(entry.status, 500);
  EXPECT_THAT(entry.effect.orders, ElementsAre("O1")) << "what it did before is told";
  EXPECT_EQ(entry.stages.back().why, "of the test's own");
}

TEST(Pipeline, LetsEveryStageSettleWhereOneFails) {
  std::vector<std::string> notes;
  StageList stages;
  stages.push_back(std::make_unique<FailingStage>());
  stages.push_back(std::make_unique<NotingStage>("b", true, notes));
  WorldMonitor world(WorldConfig{}, {DemoKey()});
  Journal journal;
  const Pipeline pipeline(std::move(stages), world, journal);
  pipeline.Run(PipelineHarness::Public("/0/public/Time"), ManualClock::kDefaultStart);
  EXPECT_THAT(notes, ElementsAre("b settles"));
}

TEST(Pipeline, GivesEqualJournalsForEqualRequestsAndSeeds) {
  const auto play = [] {
    PipelineHarness harness({.seed = 7});
    harness.Send(harness.Private("GetWebSocketsToken"));
    harness.Send(harness.Private("Balance"));
    std::string text;
    for (const JournalEntry& entry : harness.journal().Entries()) {
      text += entry.endpoint + entry.request.body + std::to_string(entry.status);
    }
    return text + harness.Send(harness.Private("GetWebSocketsToken")).body;
  };
  EXPECT_EQ(play(), play());
}

}  // namespace
}  // namespace kraken::mock
