#include "mock_server/src/metrics_text.h"

#include <cstdint>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;

// The text after one request of that endpoint was refused with that error.
std::string TextWith(const std::string& endpoint, const std::string& error) {
  Metrics metrics;
  metrics.CountRequest({.endpoint = endpoint, .errors = {error}});
  return MetricsText({.counts = metrics.Read()});
}

TEST(MetricsText, IsCompleteBeforeAnythingHasHappened) {
  EXPECT_EQ(MetricsText({.journal_entries = 5, .journal_dropped = 12, .version = "1.2.3"}),
            R"(# HELP kraken_mock_build_info Always 1; the label tells the version.
# TYPE kraken_mock_build_info gauge
kraken_mock_build_info{version="1.2.3"} 1
# HELP kraken_mock_requests_total Requests decided, by endpoint and outcome.
# TYPE kraken_mock_requests_total counter
# HELP kraken_mock_request_duration_seconds From the last byte of a request in to the last byte of its answer out.
# TYPE kraken_mock_request_duration_seconds histogram
kraken_mock_request_duration_seconds_bucket{le="0.00005"} 0
kraken_mock_request_duration_seconds_bucket{le="0.0001"} 0
kraken_mock_request_duration_seconds_bucket{le="0.00025"} 0
kraken_mock_request_duration_seconds_bucket{le="0.0005"} 0
kraken_mock_request_duration_seconds_bucket{le="0.001"} 0
kraken_mock_request_duration_seconds_bucket{le="0.0025"} 0
kraken_mock_request_duration_seconds_bucket{le="0.005"} 0
kraken_mock_request_duration_seconds_bucket{le="0.01"} 0
kraken_mock_request_duration_seconds_bucket{le="0.025"} 0
kraken_mock_request_duration_seconds_bucket{le="0.05"} 0
kraken_mock_request_duration_seconds_bucket{le="0.1"} 0
kraken_mock_request_duration_seconds_bucket{le="0.25"} 0
kraken_mock_request_duration_seconds_bucket{le="0.5"} 0
kraken_mock_request_duration_seconds_bucket{le="1"} 0
kraken_mock_request_duration_seconds_bucket{le="2.5"} 0
kraken_mock_request_duration_seconds_bucket{le="5"} 0
kraken_mock_request_duration_seconds_bucket{le="10"} 0
kraken_mock_request_duration_seconds_bucket{le="+Inf"} 0
kraken_mock_request_duration_seconds_sum 0
kraken_mock_request_duration_seconds_count 0
# HELP kraken_mock_faults_total How often each scenario rule fired.
# TYPE kraken_mock_faults_total counter
# HELP kraken_mock_connections_total Connections accepted.
# TYPE kraken_mock_connections_total counter
kraken_mock_connections_total 0
# HELP kraken_mock_connections_open Connections open now.
# TYPE kraken_mock_connections_open gauge
kraken_mock_connections_open 0
# HELP kraken_mock_journal_entries Entries that the journal holds now.
# TYPE kraken_mock_journal_entries gauge
kraken_mock_journal_entries 5
# HELP kraken_mock_journal_dropped_total Entries that the journal's bounds pushed out.
# TYPE kraken_mock_journal_dropped_total counter
kraken_mock_journal_dropped_total 12
)");
}

TEST(MetricsText, HasALineForEachSeries) {
  Metrics metrics;
  for (int i = 0; i < 3; ++i) metrics.CountRequest({.endpoint = "Time"});
  metrics.CountRequest({.endpoint = "Balance", .rules = {"busy#1"}, .errors = {"EService:Busy"}});
  metrics.CountConnected();
  const std::string text = MetricsText({.counts = metrics.Read()});
  EXPECT_THAT(text, HasSubstr("kraken_mock_requests_total counter\n"
                              R"(kraken_mock_requests_total{endpoint="Balance",)"
                              R"(outcome="EService:Busy"} 1)"
                              "\n"
                              R"(kraken_mock_requests_total{endpoint="Time",outcome="ok"} 3)"
                              "\n# HELP"));
  EXPECT_THAT(text, HasSubstr("kraken_mock_faults_total counter\n"
                              R"(kraken_mock_faults_total{rule="busy#1"} 1)"
                              "\n# HELP"));
  EXPECT_THAT(text, HasSubstr("\nkraken_mock_connections_total 1\n"));
  EXPECT_THAT(text, HasSubstr("\nkraken_mock_connections_open 1\n"));
}

TEST(MetricsText, AddsTheBucketsUp) {
  Metrics metrics;
  for (const std::int64_t micros : {40, 60, 60, 30'000'001}) {
    metrics.CountSent({.t_out_last = micros});
  }
  const std::string text = MetricsText({.counts = metrics.Read()});
  const std::string name = "\nkraken_mock_request_duration_seconds";
  EXPECT_THAT(text, HasSubstr(name + R"(_bucket{le="0.00005"} 1)" + name +
                              R"(_bucket{le="0.0001"} 3)" + name + R"(_bucket{le="0.00025"} 3)"));
  EXPECT_THAT(text, HasSubstr(name + R"(_bucket{le="10"} 3)" + name + R"(_bucket{le="+Inf"} 4)" +
                              name + "_sum 30.000161" + name + "_count 4\n"));
}

TEST(MetricsText, EscapesLabels) {
  EXPECT_THAT(TextWith(R"(a"b\c)", "ELines:one\ntwo\\n"),
              HasSubstr(R"({endpoint="a\"b\\c",outcome="ELines:one\ntwo\\n"} 1)"));
  EXPECT_THAT(TextWith("{a=\"b\",}", "EDemo:\ttab"),
              HasSubstr("{endpoint=\"{a=\\\"b\\\",}\",outcome=\"EDemo:\ttab\"} 1\n"));
}

TEST(MetricsText, StaysUtf8) {
  EXPECT_THAT(TextWith("Größe €", "\xff\xe2\x82"),
              HasSubstr("{endpoint=\"Größe €\",outcome=\"\uFFFD\uFFFD\uFFFD\"} 1\n"));
}

}  // namespace
}  // namespace kraken::mock
