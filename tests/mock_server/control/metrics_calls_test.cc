#include <cstddef>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/control/control_api_fixture.h"

namespace kraken::mock {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::StartsWith;

using MetricsCalls = ControlApiFixture;

TEST_F(MetricsCalls, ShowsTheMetricsAsPrometheusText) {
  metrics_.CountRequest({.endpoint = "Balance", .errors = {"EAPI:Invalid nonce"}});
  Record("Balance", "B");
  const Reply reply = Call("GET", "metrics");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(reply.body, StartsWith("# HELP kraken_mock_build_info "));
  EXPECT_THAT(reply.body,
              ContainsRegex("\nkraken_mock_build_info\\{version=\"[0-9]+\\.[0-9.]+\"\\} 1\n"));
  EXPECT_THAT(reply.body, HasSubstr("\nkraken_mock_requests_total{endpoint=\"Balance\","
                                    "outcome=\"EAPI:Invalid nonce\"} 1\n"));
  EXPECT_THAT(reply.body, HasSubstr("\nkraken_mock_journal_entries 1\n"));
}

TEST_F(MetricsCalls, LetsNoCounterFall) {
  metrics_.CountRequest({.endpoint = "Balance", .rules = {"busy#1"}});
  for (std::size_t i = 0; i <= Journal::kMaxEntries; ++i) Record("Balance", "B");
  const auto counters =
      AllOf(HasSubstr("kraken_mock_requests_total{endpoint=\"Balance\",outcome=\"ok\"} 1\n"),
            HasSubstr("kraken_mock_faults_total{rule=\"busy#1\"} 1\n"),
            HasSubstr("kraken_mock_journal_dropped_total 1\n"));
  EXPECT_THAT(Call("GET", "metrics").body, counters);
  for (const auto& [method, target] : {std::pair{"POST", "reset"}, std::pair{"DELETE", "journal"},
                                       std::pair{"DELETE", "scenario"}}) {
    EXPECT_EQ(Call(method, target).status, 200);
    EXPECT_THAT(Call("GET", "metrics").body,
                AllOf(counters, HasSubstr("kraken_mock_journal_entries 0\n")))
        << target;
  }
}

TEST_F(MetricsCalls, TakesNoQuery) {
  EXPECT_EQ(Call("GET", "metrics?key=B").status, 400);
  EXPECT_EQ(HeaderOf(Call("POST", "metrics"), "Allow"), "GET");
}

}  // namespace
}  // namespace kraken::mock
