// All that changes while the server runs, but for keys and journal. A plain value with no lock of
// its own: WorldMonitor hands it out, locked.
#ifndef KRAKEN_MOCK_SERVER_SRC_WORLD_WORLD_H_
#define KRAKEN_MOCK_SERVER_SRC_WORLD_WORLD_H_

#include <cstdint>
#include <optional>
#include <random>
#include <string_view>

#include "kraken/mock/options.h"
#include "kraken/protocol/nonce.h"
#include "kraken/protocol/rate_limit.h"
#include "mock_server/src/scenario/script.h"
#include "mock_server/src/trading/venue.h"
#include "mock_server/src/world/article_limiter.h"
#include "mock_server/src/world/by_subject.h"
#include "mock_server/src/world/calls_in_flight.h"
#include "mock_server/src/world/fixture_uses.h"
#include "mock_server/src/world/keyring.h"
#include "mock_server/src/world/lockouts.h"
#include "mock_server/src/world/public_limiter.h"

namespace kraken::mock {

// What the server was configured with; never changes while it runs.
struct WorldConfig {
  Tier tier = Tier::kStarter;
  RateLimits rate_limits = RateLimits::kOff;
  SystemStatus system_status = SystemStatus::kOnline;
  Quirks quirks{};
  std::uint64_t seed = 1;
  std::optional<Scenario> scenario{};
};

// What the server remembers of one API key.
struct KeyState {
  NonceWindow nonces{};
  DecayingCounter calls{};
  std::optional<Tier> tier{};           // Set over the control API.
  std::optional<WallTime> last_used{};  // By a call that had its signature and nonce right.
};

struct World {
  explicit World(WorldConfig world_config);

  // The state of a key, made on its first use.
  KeyState& StateOf(const ApiKey& key);
  // Forgets what is remembered of one key: nonces, counters, lockout, its own scenario and its
  // share of the common one, how far it has come in fixtures of several responses, and its account,
  // unless it is one that keys share.
  void ResetKey(std::string_view api_key);
  // The key has another nonce window from now on; the last nonce that it used stays.
  void SetNonceWindow(const ApiKeySpec& spec);
  // The tier that a key's limits follow; without a key that of the server.
  Tier TierOf(const ApiKey* key) const;
  // The account of a key, made on its first use: with the balances of the key, or else as the demo
  // account. Without a key a demo account of its own.
  Account& AccountOf(const ApiKey* key);

  WorldConfig config;
  BySubject<KeyState> keys{};
  Lockouts lockouts;
  ArticleLimiter article{};
  PublicLimiter public_calls{};
  CallsInFlight in_flight{};
  Script script;
  FixtureUses fixture_uses{};
  Venue venue;
  std::mt19937_64 random{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WORLD_WORLD_H_
