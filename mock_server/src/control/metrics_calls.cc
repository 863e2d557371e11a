#include <string>

#include "mock_server/src/control/control_call.h"
#include "mock_server/src/metrics_text.h"

namespace kraken::mock {

Reply ShowMetrics(const ControlCall& call) {
  return {.content_type = std::string(kMetricsContentType),
          .body = MetricsText({.counts = call.metrics.Read(),
                               .journal_entries = call.journal.size(),
                               .journal_dropped = call.journal.dropped_in_all(),
                               .version = KRAKEN_TESTKIT_VERSION})};
}

}  // namespace kraken::mock
