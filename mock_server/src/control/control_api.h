// The control API: /__mock__/… for programs in other languages. JSON in, JSON out, but for the
// metrics, which are Prometheus's text.
#ifndef KRAKEN_MOCK_SERVER_SRC_CONTROL_CONTROL_API_H_
#define KRAKEN_MOCK_SERVER_SRC_CONTROL_CONTROL_API_H_

#include <functional>
#include <string>
#include <string_view>

#include "kraken/mock/http_message.h"
#include "kraken/mock/journal.h"
#include "kraken/mock/options.h"
#include "kraken/protocol/clock.h"
#include "mock_server/src/metrics.h"
#include "mock_server/src/world/world_monitor.h"

namespace kraken::mock {

// The prefix of every control call's path.
inline constexpr std::string_view kControlPrefix = "/__mock__/";

struct ControlAccess {
  bool on_loopback = true;
  std::string token{};  // Empty: loopback only.
};

// The parts of the server that calls act upon. All must outlive the control API.
struct ControlParts {
  WorldMonitor& world;
  Journal& journal;
  AdjustableClock& clock;
  const Metrics& metrics;
  std::function<void()> reset;  // World, journal and clock as at the start; ends what waits.
  Reload reload{};              // May be empty.
};

// Thread-safe. Calls are not written into the journal.
class ControlApi final {
 public:
  ControlApi(ControlParts parts, ControlAccess access);

  // Answers a request whose path begins with kControlPrefix. Errors are JSON too:
  // {"error":"…what was wrong, and what to do…"} with status 400, 401, 403, 404, 405 or 409.
  Reply Handle(const HttpRequest& request);

 private:
  ControlParts parts_;
  ControlAccess access_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_CONTROL_CONTROL_API_H_
