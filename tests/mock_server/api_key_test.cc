#include "kraken/mock/api_key.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"
#include "kraken/protocol/base64.h"
#include "kraken/protocol/signing.h"

namespace kraken::mock {
namespace {

using ::kraken::gtest::FailsWith;
using ::kraken::gtest::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kKeyAndSecret = R"("key":"KEY","secret":"c2VjcmV0")";

std::string WithMembers(const std::string& members) {
  return std::string("{") + kKeyAndSecret + (members.empty() ? "" : ",") + members + "}";
}

ApiKeySpec ParsedKey(const std::string& members) {
  Result<std::vector<ApiKeySpec>> keys = ParseApiKeys(WithMembers(members), "keys.json");
  EXPECT_THAT(keys, IsOk());
  return keys && keys->size() == 1 ? keys->front() : DemoKey();
}

TEST(ParseApiKeys, ReadsEveryMember) {
  const ApiKeySpec key = ParsedKey(R"("name":"trader","account":"fund",
      "permissions":["query-funds","modify-trades"],"tier":"pro",
      "nonce_window":18446744073709551615,"otp":{"static":"open sesame"})");
  EXPECT_EQ(key.credentials.api_key, "KEY");
  EXPECT_EQ(key.credentials.secret.RevealBase64(), "c2VjcmV0");
  EXPECT_EQ(key.name, "trader");
  EXPECT_EQ(key.account, "fund");
  EXPECT_EQ(key.permissions, (PermissionSet{Permission::kQueryFunds, Permission::kModifyTrades}));
  EXPECT_EQ(key.tier, Tier::kPro);
  EXPECT_EQ(key.nonce_window, 18'446'744'073'709'551'615U);
  EXPECT_EQ(key.otp, "open sesame");
}

TEST(ParseApiKeys, TakesDefaultsForWhatIsLeftOut) {
  const ApiKeySpec key = ParsedKey("");
  EXPECT_EQ(key.name, "unnamed");
  EXPECT_EQ(key.account, "");
  EXPECT_EQ(key.permissions, PermissionSet::All());
  EXPECT_EQ(key.tier, std::nullopt);
  EXPECT_EQ(key.nonce_window, 0U);
  EXPECT_EQ(key.otp, std::nullopt);
}

TEST(ParseApiKeys, LetsAKeyHoldNoPermission) {
  EXPECT_TRUE(ParsedKey(R"("permissions":[])").permissions.empty());
}

TEST(ParseApiKeys, ReadsAListInItsOrder) {
  const Result<std::vector<ApiKeySpec>> keys = ParseApiKeys(R"([
      {"key":"B","secret":"c2VjcmV0"},  // Comments are welcome.
      {"key":"A","secret":"c2VjcmV0"}])",
                                                            "keys.json");
  ASSERT_THAT(keys, IsOk());
  ASSERT_THAT(*keys, SizeIs(2));
  EXPECT_EQ((*keys)[0].credentials.api_key, "B");
  EXPECT_EQ((*keys)[1].credentials.api_key, "A");
}

struct Mistake {
  const char* id;
  std::string text;
  const char* message;  // What follows "keys.json: ".
};
void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.id; }

class ParseApiKeysMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(ParseApiKeysMistake, IsReportedWithItsPlace) {
  EXPECT_THAT(ParseApiKeys(GetParam().text, "keys.json"),
              FailsWith(ErrorKind::kMalformed,
                        StartsWith(std::string("keys.json: ") + GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    All, ParseApiKeysMistake,
    ::testing::Values(
        Mistake{"NoJson", "[", "line 1, column 2: "},
        Mistake{"AString", "\"KEY\"", "expected a list of keys or one key, found a string"},
        Mistake{"EmptyList", "[]", "expected at least one key"},
        Mistake{"ListOfStrings", R"(["KEY"])", "[0]: expected an object, found a string"},
        Mistake{"NoKey", R"({"secret":"c2VjcmV0"})", "key: missing"},
        Mistake{"NoSecret", R"([{"key":"K"}])", "[0].secret: missing"},
        Mistake{"KeyEmpty", R"({"key":"","secret":"c2VjcmV0"})",
                "key: expected the text of an API"},
        Mistake{"KeyWithBlank", R"({"key":"a b","secret":"c2VjcmV0"})",
                "key: expected the text of"},
        Mistake{"KeyWithLineEnd", R"({"key":"a\n","secret":"c2VjcmV0"})", "key: expected the text"},
        Mistake{"KeyANumber", R"({"key":7,"secret":"c2VjcmV0"})",
                "key: expected a string, found the number 7"},
        Mistake{"Twice",
                R"([{"key":"K","secret":"c2VjcmV0"},{"key":"L","secret":"c2VjcmV0"},
                    {"key":"K","secret":"b3RoZXI="}])",
                "line 2, column 28: [2].key: the same key as [0].key"},
        Mistake{"UnknownMember", WithMembers(R"("permission":[])"),
                R"(permission: no such key; did you mean "permissions"?)"},
        Mistake{"NameANumber", WithMembers(R"("name":1)"),
                "name: expected a string, found the number 1"},
        Mistake{"AccountNull", WithMembers(R"("account":null)"),
                "account: expected a string, found null"},
        Mistake{"PermissionsAString", WithMembers(R"("permissions":"query-funds")"),
                "permissions: expected a list, found a string"},
        Mistake{
            "ThirdKeysPermission",
            R"([{"key":"A","secret":"c2VjcmV0"},{"key":"B","secret":"c2VjcmV0"},
                    {"key":"C","secret":"c2VjcmV0","permissions":["query-fund"]}])",
            R"(line 2, column 67: [2].permissions[0]: unknown permission "query-fund"; did you )"
            R"(mean "query-funds"?)"},
        Mistake{"PermissionANumber", WithMembers(R"("permissions":["query-funds",2])"),
                "permissions[1]: expected a string, found the number 2"},
        Mistake{"UnknownTier", WithMembers(R"("tier":"gold")"), "tier: unknown tier \"gold\""},
        Mistake{"TierNull", WithMembers(R"("tier":null)"), "tier: expected a string, found null"},
        Mistake{"WindowNegative", WithMembers(R"("nonce_window":-5)"),
                "nonce_window: expected a whole number of at least 0, found the number -5"},
        Mistake{"WindowAString", WithMembers(R"("nonce_window":"5")"),
                "nonce_window: expected a whole number of at least 0, found a string"},
        Mistake{"OtpEmptyObject", WithMembers(R"("otp":{})"), "otp.static: missing"},
        Mistake{"OtpEmpty", WithMembers(R"("otp":{"static":""})"), "otp.static: empty"},
        Mistake{"OtpUnknownKind", WithMembers(R"("otp":{"statik":"x"})"),
                R"(otp.statik: no such key; did you mean "static"?)"}),
    [](const auto& mistake) { return mistake.param.id; });

TEST(ParseApiKeys, SaysWhatIsWrongWithASecretWithoutQuotingIt) {
  EXPECT_THAT(
      ParseApiKeys(R"([{"key":"K","secret":"hunter2-hunter2="}])", "keys.json"),
      FailsWith(ErrorKind::kMalformed, AllOf(StartsWith("keys.json: [0].secret: "),
                                             HasSubstr("character 8"), Not(HasSubstr("hunter")))));
}

TEST(ParseApiKeys, NeverQuotesASecretOrPasswordOfTheWrongType) {
  EXPECT_THAT(ParseApiKeys(R"({"key":"K","secret":271828})", "keys.json"),
              FailsWith(ErrorKind::kMalformed,
                        AllOf(StartsWith("keys.json: secret: "), Not(HasSubstr("271828")))));
  EXPECT_THAT(ParseApiKeys(WithMembers(R"("otp":{"static":314159})"), "keys.json"),
              FailsWith(ErrorKind::kMalformed,
                        AllOf(StartsWith("keys.json: otp.static: "), Not(HasSubstr("314159")))));
  EXPECT_THAT(ParseApiKeys(WithMembers(R"("otp":314159)"), "keys.json"),
              FailsWith(ErrorKind::kMalformed,
                        AllOf(StartsWith("keys.json: otp: "), Not(HasSubstr("314159")))));
}

TEST(DemoKey, LooksLikeOneOfKrakens) {
  const ApiKeySpec key = DemoKey();
  EXPECT_THAT(key.credentials.api_key, SizeIs(56));
  EXPECT_THAT(key.credentials.secret.bytes(), SizeIs(64));
  EXPECT_EQ(key.name, "demo");
  EXPECT_EQ(key.permissions, PermissionSet::All());
}

TEST(DemoKey, SaysWhatItIsToWhoeverDecodesIt) {
  const auto bytes = DecodeBase64(DemoKey().credentials.api_key);
  ASSERT_THAT(bytes, IsOk());
  EXPECT_THAT(std::string(bytes->begin(), bytes->end()), StartsWith("Demo key"));
}

// The vector that Kraken publishes (docs.kraken.com, "Spot REST authentication").
TEST(DemoKey, SignsAsInKrakensDocumentation) {
  const std::string body =
      "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25";
  EXPECT_EQ(
      Sign(DemoKey().credentials.secret, "/0/private/AddOrder", "1616492376594", body).signature,
      "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==");
}

}  // namespace
}  // namespace kraken::mock
