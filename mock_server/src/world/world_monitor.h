// The world behind its one lock, which is held while a request is decided (microseconds) and never
// while anybody waits or writes.
#ifndef KRAKEN_MOCK_SERVER_SRC_WORLD_WORLD_MONITOR_H_
#define KRAKEN_MOCK_SERVER_SRC_WORLD_WORLD_MONITOR_H_

#include <mutex>
#include <utility>
#include <vector>

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

  WorldMonitor(const WorldConfig& config, std::vector<ApiKeySpec> keys)
      : keyring_(std::move(keys)), world_(config) {}

  Locked Lock() { return {mutex_, world_}; }

  Keyring& keyring() { return keyring_; }
  const Keyring& keyring() const { return keyring_; }

  // Keys and world as at the start.
  void Reset() {
    Locked world = Lock();
    keyring_.Reset();
    *world = World(world->config);
  }

 private:
  Keyring keyring_;
  std::mutex mutex_;
  World world_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WORLD_WORLD_MONITOR_H_
