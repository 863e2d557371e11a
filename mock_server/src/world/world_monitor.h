// The world behind its one lock, which is held while a request is decided (microseconds) and never
// while anybody waits or writes.
#ifndef KRAKEN_MOCK_SERVER_SRC_WORLD_WORLD_MONITOR_H_
#define KRAKEN_MOCK_SERVER_SRC_WORLD_WORLD_MONITOR_H_

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "mock_server/src/fixtures/fixture_shelf.h"
#include "mock_server/src/world/keyring.h"
#include "mock_server/src/world/world.h"

namespace kraken::mock {

class WorldMonitor final {
 public:
  // A world that nobody else can touch for as long as this lives.
  class Locked final {
   public:
    World* operator->() const { return world_; }
    World& operator*() const { return *world_; }

   private:
    friend class WorldMonitor;
    Locked(std::mutex& mutex, World& world) : lock_(mutex), world_(&world) {}

    std::unique_lock<std::mutex> lock_;
    World* world_;
  };

  // `now` is when the keys were made.
  WorldMonitor(const WorldConfig& config, std::vector<ApiKeySpec> keys,
               std::vector<Fixture> fixtures = {}, WallTime now = {})
      : keyring_(std::move(keys), now), fixtures_(std::move(fixtures)), world_(config) {}

  Locked Lock() { return {mutex_, world_}; }

  Keyring& keyring() { return keyring_; }
  const Keyring& keyring() const { return keyring_; }
  FixtureShelf& fixtures() { return fixtures_; }
  const FixtureShelf& fixtures() const { return fixtures_; }

  // Other keys in the place of those of the start. Those that stay keep their nonces and counters,
  // and so do those that were made since.
  void ReplaceKeys(std::vector<ApiKeySpec> keys, WallTime now) {
    Locked world = Lock();
    for (const ApiKeySpec& spec : keys) world->SetNonceWindow(spec);
    for (const std::string& api_key : keyring_.ReplaceInitial(std::move(keys), now)) {
      world->ResetKey(api_key);
    }
  }

  // Keys, fixtures and world as at the start, and what else has to be so before anybody else can
  // touch it.
  void Reset(const std::function<void()>& reset_others = [] {}) {
    Locked world = Lock();
    keyring_.Reset();
    fixtures_.Reset();
    *world = World(world->config);
    reset_others();
  }

 private:
  Keyring keyring_;
  FixtureShelf fixtures_;
  std::mutex mutex_;
  World world_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WORLD_WORLD_MONITOR_H_
