// How a server is to behave. Every member has a default; name only what differs.
//
//   Server server({.rate_limits = RateLimits::kKraken, .tier = Tier::kPro});
#ifndef KRAKEN_MOCK_OPTIONS_H_
#define KRAKEN_MOCK_OPTIONS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/mock/api_key.h"
#include "kraken/mock/fixture.h"
#include "kraken/mock/quirks.h"
#include "kraken/mock/scenario.h"
#include "kraken/mock/system_status.h"
#include "kraken/mock/tls.h"
#include "kraken/protocol/clock.h"
#include "kraken/protocol/rate_limit.h"
#include "kraken/protocol/result.h"

namespace kraken::mock {

struct JournalEntry;

enum class RateLimits : std::uint8_t {
  kOff,
  kKraken,   // The call counter per key and its tier; public calls per address (and pair); calls
             // that wait at once; lockout after failures to authenticate.
  kArticle,  // The older folk rule: 15 public calls per second and address; private calls per key
             // and second: 1 for Starter, 20 for the others.
};
Result<RateLimits> ParseRateLimits(std::string_view name);  // "kraken", "article", "off"

// Reads again what a server was started from, and gives it to the server. Answers with one line
// that says what was loaded; where that fails, nothing has changed and the error says why.
using Reload = std::function<Result<std::string>()>;

struct ServerOptions {
  std::string host = "127.0.0.1";  // A numeric address or "localhost".
  int port = 0;                    // 0: any free one.
  std::vector<ApiKeySpec> keys{};  // Empty: DemoKey().
  std::optional<Scenario> scenario{};
  std::vector<Fixture> fixtures{};  // Answers of the user's own; of equals the later one wins.
  Tier tier = Tier::kStarter;
  RateLimits rate_limits = RateLimits::kOff;
  SystemStatus system_status = SystemStatus::kOnline;
  Quirks quirks{};
  AdjustableClock* clock = nullptr;  // Must outlive the server. Null: real time.
  std::uint64_t seed = 1;            // Of every random choice.
  std::string journal_file{};        // JSON Lines, appended to; empty: none.
  // Unlocks the control API for servers that are not bound to loopback.
  std::string control_token{};
  // Called once per decided request, in order, on the thread of its connection. Must not throw or
  // call the server.
  std::function<void(const JournalEntry&)> observer{};
  // What POST /__mock__/reload calls, on the thread of its connection; it may call the server.
  Reload reload{};
  std::optional<TlsOptions> tls{};  // None: plain HTTP only.
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_OPTIONS_H_
