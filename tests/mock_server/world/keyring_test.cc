#include "mock_server/src/world/keyring.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/protocol/manual_clock.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr WallTime kMade = ManualClock::kDefaultStart;

ApiKeySpec Named(const std::string& api_key) {
  ApiKeySpec spec = DemoKey();
  spec.credentials.api_key = api_key;
  return spec;
}

// The keys of a fund, of which only some say what it holds.
ApiKeySpec OfFund(const std::string& api_key, std::optional<Balances> balances = std::nullopt) {
  ApiKeySpec spec = Named(api_key);
  spec.account = "fund";
  spec.balances = std::move(balances);
  return spec;
}
Balances Dollars(int amount) { return {{"ZUSD", Decimal::FromInteger(amount)}}; }

std::vector<std::string> NamesIn(const Keyring& keyring) {
  std::vector<std::string> names;
  for (const auto& key : keyring.All()) names.push_back(key->spec.credentials.api_key);
  return names;
}

TEST(Keyring, FindsWhatItWasGiven) {
  const Keyring keyring({Named("a"), Named("b")});
  ASSERT_NE(keyring.Find("b"), nullptr);
  EXPECT_EQ(keyring.Find("b")->spec.credentials.api_key, "b");
  EXPECT_EQ(keyring.Find("c"), nullptr);
  EXPECT_EQ(keyring.Find(""), nullptr);
}

TEST(Keyring, AddsAKeyOnceOnly) {
  Keyring keyring({Named("a")});
  EXPECT_NE(keyring.Add(Named("b"), kMade), nullptr);
  EXPECT_EQ(keyring.Add(Named("b"), kMade), nullptr);
  ASSERT_EQ(keyring.All().size(), 2U);
  EXPECT_EQ(keyring.All()[1]->spec.credentials.api_key, "b");
}

TEST(Keyring, RemovesAKeyThatRequestsStillHold) {
  Keyring keyring({Named("a")});
  const std::shared_ptr<const ApiKey> held = keyring.Find("a");
  EXPECT_TRUE(keyring.Remove("a"));
  EXPECT_FALSE(keyring.Remove("a"));
  EXPECT_EQ(keyring.Find("a"), nullptr);
  EXPECT_EQ(held->spec.credentials.api_key, "a");
}

TEST(Keyring, ResetsToTheKeysOfTheStart) {
  Keyring keyring({Named("a"), Named("b")});
  keyring.Remove("a");
  keyring.Add(Named("c"), kMade);
  keyring.Reset();
  EXPECT_NE(keyring.Find("a"), nullptr);
  EXPECT_EQ(keyring.Find("c"), nullptr);
  EXPECT_EQ(keyring.All().size(), 2U);
}

TEST(Keyring, KnowsWhenItCameToKnowAKey) {
  Keyring keyring({Named("a")}, kMade);
  const WallTime later = kMade + std::chrono::hours(1);
  keyring.Add(Named("b"), later);
  EXPECT_EQ(keyring.Find("a")->created, kMade);
  EXPECT_EQ(keyring.Find("b")->created, later);
  keyring.Reset();
  EXPECT_EQ(keyring.Find("a")->created, kMade);
  keyring.ReplaceInitial({Named("c")}, later);
  keyring.Reset();
  EXPECT_EQ(keyring.Find("c")->created, later);
}

// --- Accounts ---

TEST(Keyring, GivesANewKeyTheBalancesOfItsAccount) {
  Keyring keyring({Named("a"), OfFund("b", Dollars(5))});
  EXPECT_EQ(keyring.Add(OfFund("c"), kMade)->spec.balances, Dollars(5));
  ApiKeySpec elsewhere = Named("d");
  elsewhere.account = "other";
  EXPECT_EQ(keyring.Add(elsewhere, kMade)->spec.balances, std::nullopt);
  EXPECT_EQ(keyring.Add(Named("e"), kMade)->spec.balances, std::nullopt)
      << "keys without an account share none";
}

TEST(Keyring, GivesEveryKeyOfTheStartTheBalancesOfItsAccount) {
  const Keyring keyring({OfFund("a"), OfFund("b", Dollars(5)), OfFund("c")});
  for (const char* key : {"a", "b", "c"}) {
    EXPECT_EQ(keyring.Find(key)->spec.balances, Dollars(5)) << key;
  }
}

// --- Others in the place of those of the start ---

TEST(Keyring, ReplacesTheKeysOfTheStartForGood) {
  Keyring keyring({Named("a"), Named("b")});
  EXPECT_THAT(keyring.ReplaceInitial({Named("c"), Named("b")}, kMade), ElementsAre("a"));
  EXPECT_THAT(NamesIn(keyring), ElementsAre("c", "b"));
  EXPECT_EQ(keyring.Find("a"), nullptr);
  keyring.Reset();
  EXPECT_THAT(NamesIn(keyring), ElementsAre("c", "b"));
}

TEST(Keyring, TakesWhatTheNewOnesSayOfAKeyThatStays) {
  Keyring keyring({Named("a")});
  ApiKeySpec changed = Named("a");
  changed.name = "renamed";
  changed.nonce_window = 9;
  EXPECT_THAT(keyring.ReplaceInitial({changed}, kMade), IsEmpty());
  EXPECT_EQ(keyring.Find("a")->spec.name, "renamed");
  EXPECT_EQ(keyring.Find("a")->spec.nonce_window, 9U);
}

TEST(Keyring, KeepsTheKeysThatWereAddedSince) {
  Keyring keyring({Named("a")});
  keyring.Add(Named("added"), kMade);
  EXPECT_THAT(keyring.ReplaceInitial({Named("b")}, kMade), ElementsAre("a"));
  EXPECT_THAT(NamesIn(keyring), ElementsAre("b", "added"));
  keyring.Reset();
  EXPECT_THAT(NamesIn(keyring), ElementsAre("b"));
}

TEST(Keyring, LetsANewOneTakeThePlaceOfAKeyThatWasAdded) {
  Keyring keyring({Named("a")});
  keyring.Add(Named("b"), kMade);
  ApiKeySpec of_file = Named("b");
  of_file.name = "of the file";
  EXPECT_THAT(keyring.ReplaceInitial({of_file}, kMade), ElementsAre("a"));
  EXPECT_THAT(NamesIn(keyring), ElementsAre("b"));
  EXPECT_EQ(keyring.Find("b")->spec.name, "of the file");
}

TEST(Keyring, GivesKeysThatWereAddedTheNewBalancesOfTheirAccount) {
  Keyring keyring({OfFund("a", Dollars(5))});
  keyring.Add(OfFund("added"), kMade);
  keyring.ReplaceInitial({OfFund("a", Dollars(6))}, kMade + std::chrono::hours(1));
  ASSERT_NE(keyring.Find("added"), nullptr);
  EXPECT_EQ(keyring.Find("added")->spec.balances, Dollars(6));
  EXPECT_EQ(keyring.Find("added")->created, kMade);
}

}  // namespace
}  // namespace kraken::mock
