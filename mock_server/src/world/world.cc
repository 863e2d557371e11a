#include "mock_server/src/world/world.h"

#include <utility>

namespace kraken::mock {

World::World(WorldConfig world_config)
    : config(std::move(world_config)), system_status(config.system_status), random(config.seed) {
  if (config.scenario) script.Load(*config.scenario);
}

KeyState& World::StateOf(const ApiKey& key) {
  const std::string& api_key = key.spec.credentials.api_key;
  const auto found = keys.find(api_key);
  if (found != keys.end()) return found->second;
  KeyState state{.nonces = NonceWindow(key.spec.nonce_window)};
  return keys.emplace(api_key, std::move(state)).first->second;
}

void World::ResetKey(std::string_view api_key) {
  const auto found = keys.find(api_key);
  if (found != keys.end()) keys.erase(found);
  lockouts.Forget(api_key);
  article.Forget(api_key);
  script.ForgetKey(api_key);
}

Tier World::TierOf(const ApiKey& key) const { return key.spec.tier.value_or(config.tier); }

}  // namespace kraken::mock
