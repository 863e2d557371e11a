// Making, listing and revoking API keys over the control API.
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/mock_server/control/control_api_fixture.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

using KeyCallsTest = ControlApiFixture;

TEST_F(KeyCallsTest, ListsKeysWithoutTheirSecrets) {
  const Reply reply = Call("GET", "keys");
  EXPECT_EQ(reply.body, R"({"keys":[{"key":"A+/","key_id":")" + KeyId("A+/") +
                            R"(","name":"first","account":"fund",)"
                            R"("permissions":["query-funds"],"tier":"pro","nonce_window":3,)"
                            R"("otp":"static","expires":null,"ip_allow":[]},)"
                            R"({"key":"B","key_id":")" +
                            KeyId("B") +
                            R"(","name":"unnamed","account":"","permissions":["query-funds",)"
                            R"("add-funds","withdraw-funds","earn-funds","query-open-trades",)"
                            R"("query-closed-trades","modify-trades","close-trades",)"
                            R"("query-ledger","export-data","create-ws-token",)"
                            R"("add-withdraw-address","update-withdraw-address"],)"
                            R"("tier":"intermediate","nonce_window":0,"otp":null,)"
                            R"("expires":null,"ip_allow":[]}]})");
}

TEST_F(KeyCallsTest, MakesAKeyAndTellsItsSecretOnce) {
  const Json made = Parsed(Call("POST", "keys"));
  const auto key = made.at("key").get<std::string>();
  const auto secret = made.at("secret").get<std::string>();
  EXPECT_THAT(key, SizeIs(56));
  EXPECT_THAT(secret, SizeIs(88));
  const std::shared_ptr<const ApiKey> known = world_.keyring().Find(key);
  ASSERT_NE(known, nullptr);
  EXPECT_EQ(known->spec.credentials.secret.RevealBase64(), secret);
  EXPECT_THAT(Call("GET", "keys").body, Not(HasSubstr(secret)));
}

TEST_F(KeyCallsTest, MakesTheSameKeysFromTheSameSeed) {
  const std::string first = Call("POST", "keys", "{}").body;
  EXPECT_NE(Call("POST", "keys", "{}").body, first);
  Call("POST", "reset");
  EXPECT_EQ(Call("POST", "keys", "{}").body, first);
}

TEST_F(KeyCallsTest, MakesAKeyAsItIsTold) {
  const Json made = Parsed(Call("POST", "keys", R"({"key":"mine","secret":"c2VjcmV0",
      "name":"bot","permissions":["query-funds"],"tier":"pro","otp":{"static":"x"}})"));
  EXPECT_EQ(made.at("key"), "mine");
  EXPECT_FALSE(made.contains("secret")) << "whoever gave it knows it";
  EXPECT_EQ(world_.keyring().Find("mine")->spec.credentials.secret.RevealBase64(), "c2VjcmV0");
  EXPECT_EQ(made.at("name"), "bot");
  EXPECT_EQ(made.at("tier"), "pro");
  EXPECT_EQ(made.at("otp"), "static");
  EXPECT_EQ(made.at("permissions").dump(), R"(["query-funds"])");
}

TEST_F(KeyCallsTest, RefusesAKeyThatExists) {
  const Reply reply = Call("POST", "keys", R"({"key":"B"})");
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(world_.keyring().Find("B")->spec.credentials.secret.RevealBase64(), "Qg==");
}

TEST_F(KeyCallsTest, KnowsMistakenKeys) {
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {R"({"permissions":["query-fund"]})", R"(permissions[0]: unknown permission "query-fund")"},
      {R"({"secret":"hunter2!"})", "secret: "},
      {R"({"nmae":"x"})", R"(nmae: no such key; did you mean "name"?)"},
      {"[]", "expected an object, found a list"}};
  for (const auto& [body, message] : mistakes) {
    const Reply reply = Call("POST", "keys", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_THAT(ErrorOf(reply), HasSubstr("the request body: " + message)) << body;
    EXPECT_THAT(reply.body, Not(HasSubstr("hunter2")));
  }
  EXPECT_THAT(world_.keyring().All(), SizeIs(2));
}

TEST_F(KeyCallsTest, RevokesAKeyHoweverItIsEncoded) {
  EXPECT_EQ(Call("DELETE", "keys/A%2B%2F").status, 200);
  EXPECT_EQ(world_.keyring().Find("A+/"), nullptr);
  Call("POST", "keys", R"({"key":"A+/"})");
  EXPECT_EQ(Call("DELETE", "keys/A+/").status, 200);
  EXPECT_EQ(world_.keyring().Find("A+/"), nullptr);
  EXPECT_NE(world_.keyring().Find("B"), nullptr);
}

TEST_F(KeyCallsTest, ForgetsWhatARevokedKeyHadDone) {
  Arm("rate-limited-twice", "?key=B");
  world_.Lock()->StateOf(*world_.keyring().Find("B")).nonces.ForceLast(5);
  Call("DELETE", "keys/B");
  Call("POST", "keys", R"({"key":"B"})");
  EXPECT_TRUE(world_.Lock()->StateOf(*world_.keyring().Find("B")).nonces.unused());
  EXPECT_TRUE(world_.Lock()->script.empty());
}

TEST_F(KeyCallsTest, DoesNotRevokeAKeyThatDoesNotExist) {
  for (const char* target : {"keys/nobody", "keys/"}) {
    const Reply reply = Call("DELETE", target);
    EXPECT_EQ(reply.status, 404) << target;
    EXPECT_THAT(ErrorOf(reply), Not(HasSubstr("nobody")));
  }
}

TEST_F(KeyCallsTest, DescribesEveryMemberOfAKey) {
  const Json made = Parsed(Call("POST", "keys", R"({"key":"mine","secret":"c2VjcmV0",
      "account":"other","balances":{"USD":"5"},"nonce_window":7,
      "otp":{"totp":"GEZDGNBVGY3TQOJQ"},"expires":"2026-02-01T01:00:00+01:00",
      "ip_allow":["10.0.0.1/32","2001:DB8::/32"]})"));
  EXPECT_EQ(made.at("account"), "other");
  EXPECT_EQ(made.at("nonce_window"), 7);
  EXPECT_EQ(made.at("otp"), "totp");
  EXPECT_EQ(made.at("expires"), "2026-02-01T00:00:00Z");
  EXPECT_EQ(made.at("ip_allow").dump(), R"(["10.0.0.1","2001:db8::/32"])");
  EXPECT_THAT(made.dump(), Not(HasSubstr("GEZDGNBVGY3TQOJQ")));
  EXPECT_EQ(Parsed(Call("GET", "keys")).at("keys").at(2), made);
}

TEST_F(KeyCallsTest, DescribesAKeyThatHasNoneOfThem) {
  const Json made = Parsed(Call("POST", "keys", R"({"key":"mine","secret":"c2VjcmV0"})"));
  EXPECT_TRUE(made.at("otp").is_null());
  EXPECT_TRUE(made.at("expires").is_null());
  EXPECT_EQ(made.at("ip_allow").dump(), "[]");
}

TEST_F(KeyCallsTest, DatesAKeyByTheServersClock) {
  clock_.Advance(std::chrono::hours(1));
  Call("POST", "keys", R"({"key":"mine"})");
  EXPECT_EQ(world_.keyring().Find("mine")->created, clock_.Now());
}

// --- Accounts ---

TEST_F(KeyCallsTest, GivesANewKeyTheBalancesOfItsAccount) {
  Call("POST", "keys", R"({"key":"first","account":"new","balances":{"USD":"5"}})");
  EXPECT_EQ(Call("POST", "keys", R"({"key":"second","account":"new"})").status, 200);
  EXPECT_EQ(
      Call("POST", "keys", R"({"key":"third","account":"new","balances":{"ZUSD":"5.0"}})").status,
      200)
      << "the same";
  const Balances five = {{"ZUSD", Decimal::FromInteger(5)}};
  for (const char* key : {"first", "second", "third"}) {
    ASSERT_NE(world_.keyring().Find(key), nullptr) << key;
    EXPECT_EQ(world_.keyring().Find(key)->spec.balances, five) << key;
  }
}

TEST_F(KeyCallsTest, RefusesOtherBalancesForAnAccountThatExists) {
  Call("POST", "keys", R"({"key":"first","account":"new","balances":{"USD":"5"}})");
  for (const char* body : {R"({"key":"second","account":"new","balances":{"USD":"6"}})",
                           R"({"key":"second","account":"new","balances":{}})",
                           // "fund" has what the demo account has.
                           R"({"key":"second","account":"fund","balances":{"USD":"5"}})"}) {
    const Reply reply = Call("POST", "keys", body);
    EXPECT_EQ(reply.status, 409) << body;
    EXPECT_THAT(ErrorOf(reply), HasSubstr("has other balances; leave \"balances\" out")) << body;
  }
  EXPECT_THAT(ErrorOf(Call("POST", "keys", R"({"account":"new","balances":{"USD":"6"}})")),
              HasSubstr(R"(the account "new")"));
  EXPECT_EQ(world_.keyring().Find("second"), nullptr);
}

TEST_F(KeyCallsTest, GivesEachKeyWithoutAnAccountBalancesOfItsOwn) {
  EXPECT_EQ(Call("POST", "keys", R"({"key":"one","balances":{"USD":"5"}})").status, 200);
  EXPECT_EQ(Call("POST", "keys", R"({"key":"two","balances":{"USD":"6"}})").status, 200);
  Call("POST", "keys", R"({"key":"three"})");
  EXPECT_EQ(world_.keyring().Find("three")->spec.balances, std::nullopt);
}

TEST_F(KeyCallsTest, KnowsMistakenBalances) {
  const Reply reply = Call("POST", "keys", R"({"balances":{"XTB":"5"}})");
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(ErrorOf(reply), HasSubstr(R"(the request body: balances.XTB: no such asset)"));
}

}  // namespace
}  // namespace kraken::mock
