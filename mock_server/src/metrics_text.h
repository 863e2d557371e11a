// The counts in Prometheus's text format, version 0.0.4 (prometheus.io, "Exposition formats").
#ifndef KRAKEN_MOCK_SERVER_SRC_METRICS_TEXT_H_
#define KRAKEN_MOCK_SERVER_SRC_METRICS_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "mock_server/src/metrics.h"

namespace kraken::mock {

inline constexpr std::string_view kMetricsContentType = "text/plain; version=0.0.4; charset=utf-8";

struct MetricsReading {
  Metrics::Counts counts{};
  std::size_t journal_entries = 0;
  std::uint64_t journal_dropped = 0;  // Since the server was started.
  std::string_view version{};         // Of the server.
};

// Every line ends in "\n", and what is not UTF-8 in a label is replaced by U+FFFD: one malformed
// line would cost the reader all of them.
std::string MetricsText(const MetricsReading& reading);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_METRICS_TEXT_H_
