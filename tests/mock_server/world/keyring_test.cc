#include "mock_server/src/world/keyring.h"

#include <gtest/gtest.h>

namespace kraken::mock {
namespace {

ApiKeySpec Named(const std::string& api_key) {
  ApiKeySpec spec = DemoKey();
  spec.credentials.api_key = api_key;
  return spec;
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
  EXPECT_TRUE(keyring.Add(Named("b")));
  EXPECT_FALSE(keyring.Add(Named("b")));
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
  keyring.Add(Named("c"));
  keyring.Reset();
  EXPECT_NE(keyring.Find("a"), nullptr);
  EXPECT_EQ(keyring.Find("c"), nullptr);
  EXPECT_EQ(keyring.All().size(), 2U);
}

}  // namespace
}  // namespace kraken::mock
