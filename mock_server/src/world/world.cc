#include "mock_server/src/world/world.h"

#include <utility>

namespace kraken::mock {

namespace {

bool Remembers(const Quirks& quirks) {
  return quirks.nonce_window_remembers == NonceMemory::kRemembers;
}

}  // namespace

World::World(WorldConfig world_config)
    : config(std::move(world_config)),
      system_status(config.system_status),
      lockouts({.failures = config.quirks.lockout_after, .length = config.quirks.lockout}),
      random(config.seed) {
  if (config.scenario) script.Load(*config.scenario);
}

KeyState& World::StateOf(const ApiKey& key) {
  return FindOrMake(
      keys, key.spec.credentials.api_key,
      KeyState{.nonces = NonceWindow(key.spec.nonce_window, Remembers(config.quirks))});
}

void World::ResetKey(std::string_view api_key) {
  EraseSubject(keys, api_key);
  lockouts.Forget(api_key);
  article.Forget(api_key);
  in_flight.Forget(api_key);
  fixture_uses.Forget(api_key);
  script.ForgetKey(api_key);
  script.Drop(api_key);
}

void World::SetNonceWindow(const ApiKeySpec& spec) {
  const auto found = keys.find(spec.credentials.api_key);
  if (found == keys.end() || found->second.nonces.width() == spec.nonce_window) return;
  NonceWindow window(spec.nonce_window, Remembers(config.quirks));
  const NonceWindow& before = found->second.nonces;
  if (!before.unused()) window.ForceLast(before.last());
  found->second.nonces = std::move(window);
}

Tier World::TierOf(const ApiKey& key) const { return key.spec.tier.value_or(config.tier); }

}  // namespace kraken::mock
