#include "mock_server/src/world/world.h"

#include <string>
#include <utility>

#include "mock_server/src/trading/demo_account.h"

namespace kraken::mock {

namespace {

bool Remembers(const Quirks& quirks) {
  return quirks.nonce_window_remembers == NonceMemory::kRemembers;
}

// A key that names no account has one of its own.
std::string OwnAccountOf(std::string_view api_key) { return "key " + std::string(api_key); }

std::string AccountNameOf(const ApiKey* key) {
  if (key == nullptr) return "demo";
  const ApiKeySpec& spec = key->spec;
  return spec.account.empty() ? OwnAccountOf(spec.credentials.api_key) : "account " + spec.account;
}

}  // namespace

World::World(WorldConfig world_config)
    : config(std::move(world_config)),
      lockouts({.failures = config.quirks.lockout_after, .length = config.quirks.lockout}),
      script(config.seed),
      venue(config.seed, config.system_status),
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
  venue.DropAccount(OwnAccountOf(api_key));
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

Tier World::TierOf(const ApiKey* key) const {
  if (key == nullptr) return config.tier;
  const auto state = keys.find(key->spec.credentials.api_key);
  if (state != keys.end() && state->second.tier) return *state->second.tier;
  return key->spec.tier.value_or(config.tier);
}

Account& World::AccountOf(const ApiKey* key) {
  const std::string name = AccountNameOf(key);
  if (Account* account = venue.FindAccount(name)) return *account;
  Account& account = venue.MakeAccount(name);
  if (key == nullptr || !key->spec.balances) {
    LoadDemoAccount(venue, account);
    venue.FillReached(account);
  } else {
    for (const auto& [asset, balance] : *key->spec.balances) account.SetBalance(asset, balance);
  }
  return account;
}

}  // namespace kraken::mock
