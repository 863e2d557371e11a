#include "mock_server/src/world/world_monitor.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/mock/fixture.h"
#include "kraken/protocol/manual_clock.h"

namespace kraken::mock {
namespace {

constexpr WallTime kBegin = ManualClock::kDefaultStart;

ApiKeySpec KeyCalled(const std::string& api_key, std::uint64_t nonce_window = 0) {
  ApiKeySpec spec = DemoKey();
  spec.credentials.api_key = api_key;
  spec.nonce_window = nonce_window;
  return spec;
}

// What the world remembers of a key that exists.
KeyState& StateOf(WorldMonitor& world, const std::string& api_key) {
  const std::shared_ptr<const ApiKey> key = world.keyring().Find(api_key);
  if (key == nullptr) throw std::logic_error("there is no key " + api_key);
  return world.Lock()->StateOf(*key);
}

// As if a call with that nonce had come.
void Use(WorldMonitor& world, const std::string& api_key, Nonce nonce) {
  KeyState& state = StateOf(world, api_key);
  state.nonces.Accept(nonce);
  state.calls = {.value = 3 * kOneCount, .as_of = kBegin};
  state.last_used = kBegin;
}

TEST(WorldMonitor, KeepsWhatItRemembersOfKeysThatStay) {
  WorldMonitor world({}, {KeyCalled("stays"), KeyCalled("goes")});
  Use(world, "stays", 70);
  Use(world, "goes", 80);
  world.ReplaceKeys({KeyCalled("new"), KeyCalled("stays")}, kBegin);
  EXPECT_EQ(StateOf(world, "stays").nonces.last(), 70U);
  EXPECT_EQ(StateOf(world, "stays").calls.value, 3 * kOneCount);
  EXPECT_EQ(StateOf(world, "stays").last_used, kBegin);
  EXPECT_TRUE(StateOf(world, "new").nonces.unused());
}

TEST(WorldMonitor, ForgetsKeysThatGo) {
  WorldMonitor world({}, {KeyCalled("stays"), KeyCalled("goes")});
  Use(world, "goes", 80);
  world.Lock()->script.Load({.name = "own"}, "goes");
  world.Lock()->lockouts.Renew("goes", kBegin);
  world.ReplaceKeys({KeyCalled("stays")}, kBegin);
  EXPECT_FALSE(world.Lock()->keys.contains("goes"));
  EXPECT_TRUE(world.Lock()->script.empty());
  EXPECT_FALSE(world.Lock()->lockouts.LockedUntil("goes", kBegin).has_value());
  world.ReplaceKeys({KeyCalled("goes")}, kBegin);
  EXPECT_TRUE(StateOf(world, "goes").nonces.unused()) << "should it come again";
}

TEST(WorldMonitor, KeepsKeysThatWereAddedSinceAndWhatItRemembersOfThem) {
  WorldMonitor world({}, {KeyCalled("a")});
  world.keyring().Add(KeyCalled("added"), kBegin);
  Use(world, "added", 70);
  world.ReplaceKeys({KeyCalled("b")}, kBegin);
  ASSERT_NE(world.keyring().Find("added"), nullptr);
  EXPECT_EQ(StateOf(world, "added").nonces.last(), 70U);
}

TEST(WorldMonitor, ChangesTheNonceWindowOfAKeyAndKeepsItsLastNonce) {
  WorldMonitor world({}, {KeyCalled("a"), KeyCalled("b", 10)});
  Use(world, "a", 100);
  Use(world, "b", 100);
  Use(world, "b", 95);
  world.ReplaceKeys({KeyCalled("a", 10), KeyCalled("b")}, kBegin);
  EXPECT_EQ(StateOf(world, "a").nonces.width(), 10U);
  EXPECT_EQ(StateOf(world, "a").nonces.last(), 100U);
  EXPECT_FALSE(StateOf(world, "a").nonces.Check(100).accepted);
  EXPECT_TRUE(StateOf(world, "a").nonces.Check(95).accepted);
  EXPECT_FALSE(StateOf(world, "a").nonces.Check(90).accepted);
  EXPECT_EQ(StateOf(world, "b").nonces.width(), 0U);
  EXPECT_EQ(StateOf(world, "b").nonces.last(), 100U);
  EXPECT_FALSE(StateOf(world, "b").nonces.Check(99).accepted);
}

TEST(WorldMonitor, KeepsWhatAWindowThatStaysTheSameRemembers) {
  WorldMonitor world({}, {KeyCalled("a", 10)});
  Use(world, "a", 100);
  Use(world, "a", 95);
  world.ReplaceKeys({KeyCalled("a", 10)}, kBegin);
  EXPECT_TRUE(StateOf(world, "a").nonces.Check(95).seen_before);
}

TEST(WorldMonitor, ChangesTheWindowOfAKeyThatWasNeverUsed) {
  WorldMonitor world({}, {KeyCalled("a")});
  EXPECT_TRUE(StateOf(world, "a").nonces.unused());
  world.ReplaceKeys({KeyCalled("a", 10)}, kBegin);
  EXPECT_TRUE(StateOf(world, "a").nonces.unused()) << "no nonce was invented for it";
  EXPECT_EQ(StateOf(world, "a").nonces.width(), 10U);
}

TEST(WorldMonitor, ChangesAWindowAsTheQuirkSays) {
  for (const NonceMemory memory : {NonceMemory::kRemembers, NonceMemory::kForgets}) {
    WorldMonitor world({.quirks = {.nonce_window_remembers = memory}}, {KeyCalled("a")});
    Use(world, "a", 100);
    world.ReplaceKeys({KeyCalled("a", 10)}, kBegin);
    Use(world, "a", 95);
    EXPECT_EQ(StateOf(world, "a").nonces.Check(95).accepted, memory == NonceMemory::kForgets);
  }
}

TEST(WorldMonitor, ResetsKeysFixturesAndWorldTogether) {
  const Fixture fixture{.request = {.path = "/0/private/Balance"}, .responses = {{}}};
  WorldMonitor world({.system_status = SystemStatus::kPostOnly}, {KeyCalled("a")}, {fixture},
                     kBegin);
  Use(world, "a", 70);
  world.keyring().Add(KeyCalled("added"), kBegin);
  world.fixtures().Drop();
  world.Lock()->venue.SetStatus(SystemStatus::kOnline, {});
  world.Lock()->script.Load({.name = "some"});
  world.Lock()->public_calls.Charge("10.0.0.1", "", kBegin);
  world.Lock()->in_flight.Add("a", kBegin + std::chrono::seconds(5));
  world.Reset();
  EXPECT_TRUE(StateOf(world, "a").nonces.unused());
  EXPECT_EQ(world.keyring().Find("a")->created, kBegin);
  EXPECT_EQ(world.keyring().Find("added"), nullptr);
  ASSERT_NE(world.fixtures().Current(), nullptr);
  EXPECT_EQ(world.fixtures().Current()->all().size(), 1U);
  EXPECT_EQ(world.Lock()->venue.status(), SystemStatus::kPostOnly);
  EXPECT_TRUE(world.Lock()->script.empty());
  EXPECT_EQ(world.Lock()->public_calls.size(), 0U);
  EXPECT_FALSE(world.Lock()->in_flight.BusyUntil("a", 1, kBegin).has_value());
}

TEST(WorldMonitor, ResetsToTheKeysThatWereLastPutInPlace) {
  WorldMonitor world({}, {KeyCalled("a")});
  world.ReplaceKeys({KeyCalled("b")}, kBegin);
  world.Reset();
  EXPECT_EQ(world.keyring().Find("a"), nullptr);
  EXPECT_NE(world.keyring().Find("b"), nullptr);
}

}  // namespace
}  // namespace kraken::mock
