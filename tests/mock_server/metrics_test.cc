#include "mock_server/src/metrics.h"

#include <cstdint>
#include <map>
#include <string>
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
using ::testing::Pair;
using ::testing::SizeIs;

JournalEntry Refused(std::vector<std::string> errors, int status = 200) {
  return {.endpoint = "Balance", .status = status, .errors = std::move(errors)};
}

// The outcome under which one entry was counted.
std::string OutcomeAfter(const JournalEntry& entry) {
  Metrics metrics;
  metrics.CountRequest(entry);
  const Metrics::Counts counts = metrics.Read();
  EXPECT_THAT(counts.requests.series(), SizeIs(1));
  EXPECT_EQ(counts.requests.series().begin()->second, 1U);
  return counts.requests.series().begin()->first[1];
}

TEST(Metrics, CountsByEndpointAndOutcome) {
  Metrics metrics;
  metrics.CountRequest({.endpoint = "Time"});
  metrics.CountRequest(Refused({"EAPI:Invalid nonce"}));
  metrics.CountRequest({.endpoint = "Balance"});
  metrics.CountRequest(Refused({"EAPI:Invalid nonce"}));
  metrics.CountRequest({.status = 404, .errors = {"EGeneral:Unknown method"}});
  EXPECT_THAT(metrics.Read().requests.series(),
              ElementsAre(Pair(ElementsAre("Balance", "EAPI:Invalid nonce"), 2),
                          Pair(ElementsAre("Balance", "ok"), 1), Pair(ElementsAre("Time", "ok"), 1),
                          Pair(ElementsAre("unknown", "EGeneral:Unknown method"), 1)));
}

TEST(Metrics, CutsWhatFollowsAnErrorsMessage) {
  EXPECT_EQ(OutcomeAfter(Refused({"EService:Throttled:1616492376"})), "EService:Throttled");
  EXPECT_EQ(OutcomeAfter(Refused({"EService:Throttled: 1616492999"})), "EService:Throttled");
  EXPECT_EQ(OutcomeAfter(Refused({"EGeneral: Invalid arguments:a:b"})),
            "EGeneral:Invalid arguments");
}

TEST(Metrics, TakesErrorsThatAreNoneOfKrakensAsTheyAre) {
  EXPECT_EQ(OutcomeAfter(Refused({"boom: a: b"})), "boom: a: b");
  EXPECT_EQ(OutcomeAfter(Refused({""})), "unknown");
}

TEST(Metrics, LetsTheFirstErrorDecideAndErrorsBeforeWarnings) {
  EXPECT_EQ(OutcomeAfter(Refused({"WDemo:One:x", "EOrder:Two", "EOrder:Three"})), "EOrder:Two");
  EXPECT_EQ(OutcomeAfter(Refused({"WDemo:One:x", "WDemo:Two"})), "WDemo:One");
}

TEST(Metrics, NamesTheStatusOfAnAnswerThatIsNoneOfKrakens) {
  const auto outcome_of = [](FaultPoint at, Fault fault) {
    PipelineHarness harness(
        {.scenario = Scenario{.rules = {{.at = at, .faults = {std::move(fault)}}}}});
    harness.Send(harness.Private("Balance"));
    return OutcomeAfter(harness.Last());
  };
  for (const FaultPoint at : {FaultPoint::kArrival, FaultPoint::kHandling, FaultPoint::kReply}) {
    EXPECT_EQ(outcome_of(at, AnswerHttp{.status = 502}), "http 502");
    EXPECT_EQ(outcome_of(at, AnswerHttp{.status = 200, .body = "<html>"}), "http 200");
    EXPECT_EQ(outcome_of(at, AnswerHttp{.status = 503, .body = R"({"error":["EService:Busy"]})"}),
              "EService:Busy");
    EXPECT_EQ(outcome_of(at, AnswerErrors{{"EService:Busy"}}), "EService:Busy");
    EXPECT_EQ(outcome_of(at, AnswerErrors{.result = "{}"}), "ok");
    EXPECT_EQ(outcome_of(at, DelayAnswer{std::chrono::seconds(1)}), "ok");
  }
}

TEST(Metrics, CountsEveryRuleThatFired) {
  PipelineHarness harness(
      {.scenario = Scenario{.name = "two",
                            .rules = {{.at = FaultPoint::kArrival,
                                       .times = 2,
                                       .faults = {DelayAnswer{std::chrono::seconds(1)}}},
                                      {.faults = {AnswerErrors{{"EService:Busy"}}}}}}});
  Metrics metrics;
  for (int i = 0; i < 3; ++i) {
    harness.Send(harness.Private("Balance"));
    metrics.CountRequest(harness.Last());
  }
  EXPECT_THAT(metrics.Read().faults.series(),
              ElementsAre(Pair(ElementsAre("two#1"), 2), Pair(ElementsAre("two#2"), 1)));
}

TEST(Metrics, BoundsTheNumberOfSeries) {
  constexpr std::size_t kMost = LabelledCounts<2>::kMostSeries;
  Metrics metrics;
  for (std::size_t i = 0; i < kMost + 10; ++i) {
    JournalEntry entry = Refused({"EDemo:" + std::to_string(i)});
    entry.rules = {"rule#" + std::to_string(i)};
    metrics.CountRequest(entry);
  }
  // One that was there before is still counted as itself.
  metrics.CountRequest(Refused({"EDemo:7"}));

  const Metrics::Counts counts = metrics.Read();
  const auto& requests = counts.requests.series();
  EXPECT_THAT(requests, SizeIs(kMost + 1));
  EXPECT_EQ(requests.find(LabelledCounts<2>::Labels{"Balance", "other"})->second, 10U);
  EXPECT_EQ(requests.find(LabelledCounts<2>::Labels{"Balance", "EDemo:7"})->second, 2U);
  const auto& faults = counts.faults.series();
  EXPECT_THAT(faults, SizeIs(kMost + 1));
  EXPECT_EQ(faults.find(LabelledCounts<1>::Labels{"other"})->second, 10U);
}

TEST(Metrics, CutsLongLabelsBetweenTwoCharacters) {
  constexpr std::size_t kLongest = Metrics::kLongestLabel;
  EXPECT_EQ(OutcomeAfter(Refused({std::string(kLongest, 'x')})), std::string(kLongest, 'x'));
  EXPECT_EQ(OutcomeAfter(Refused({std::string(kLongest + 1, 'x')})), std::string(kLongest, 'x'));
  const std::string before(kLongest - 1, 'x');
  EXPECT_EQ(OutcomeAfter(Refused({before + "€"})), before);
  EXPECT_THAT(OutcomeAfter(Refused({std::string(kLongest + 1, '\x80')})), SizeIs(kLongest - 3))
      << "it is no UTF-8";
}

TEST(Metrics, PutsADurationIntoTheFirstBucketThatHoldsIt) {
  Metrics metrics;
  const auto count = [&metrics](std::int64_t micros) {
    metrics.CountSent({.t_in_first = 1, .t_in_last = 100, .t_out_last = 100 + micros});
  };
  for (const std::int64_t micros : {0, 50, 51, 10'000'000, 10'000'001}) count(micros);
  const DurationHistogram durations = metrics.Read().durations;
  DurationHistogram::Buckets expected{};
  expected[0] = 2;
  expected[1] = 1;
  expected[DurationHistogram::kBounds.size() - 1] = 1;
  expected[DurationHistogram::kBounds.size()] = 1;
  EXPECT_EQ(durations.buckets(), expected);
  EXPECT_EQ(durations.sum(), 20'000'102);
}

TEST(Metrics, KnowsNoDurationOfAnAnswerThatDidNotLeave) {
  Metrics metrics;
  for (const SentEnd ended : {SentEnd::kClosed, SentEnd::kReset, SentEnd::kTruncated,
                              SentEnd::kStalled, SentEnd::kPeerClosed}) {
    metrics.CountSent({.t_out_last = 7, .ended = ended});
  }
  EXPECT_EQ(metrics.Read().durations.buckets(), DurationHistogram::Buckets{});
  EXPECT_EQ(metrics.Read().durations.sum(), 0);
}

TEST(Metrics, CountsConnectionsInAllAndNow) {
  Metrics metrics;
  metrics.CountConnected();
  metrics.CountConnected();
  metrics.CountDisconnected();
  EXPECT_EQ(metrics.Read().connections, 2U);
  EXPECT_EQ(metrics.Read().connections_open, 1U);
}

TEST(Metrics, LosesNothingWhereManyCountAtOnce) {
  constexpr int kThreads = 8;
  constexpr int kTimes = 500;
  Metrics metrics;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&metrics] {
        for (int j = 0; j < kTimes; ++j) {
          metrics.CountConnected();
          metrics.CountRequest({.endpoint = "Time", .rules = {"a#1"}});
          metrics.CountSent({.t_out_last = 1});
          metrics.CountDisconnected();
          EXPECT_THAT(metrics.Read().requests.series(), SizeIs(1));
        }
      });
    }
  }
  const Metrics::Counts counts = metrics.Read();
  constexpr auto kAll = std::uint64_t{kThreads} * kTimes;
  EXPECT_THAT(counts.requests.series(), ElementsAre(Pair(ElementsAre("Time", "ok"), kAll)));
  EXPECT_THAT(counts.faults.series(), ElementsAre(Pair(ElementsAre("a#1"), kAll)));
  EXPECT_EQ(counts.durations.buckets()[0], kAll);
  EXPECT_EQ(counts.connections, kAll);
  EXPECT_EQ(counts.connections_open, 0U);
}

TEST(Metrics, BeginsWithNothing) {
  const Metrics::Counts counts = Metrics().Read();
  EXPECT_THAT(counts.requests.series(), IsEmpty());
  EXPECT_THAT(counts.faults.series(), IsEmpty());
}

}  // namespace
}  // namespace kraken::mock
