// GetApiKeyInfo, through the pipeline: it tells what the stages have noted of the key.
#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using std::chrono::seconds;
using ::testing::MatchesRegex;
using ::testing::Ne;

ApiKeySpec FullKey() {
  return ParseApiKeys(R"({"key": "K", "secret": "c2VjcmV0", "name": "bot", "nonce_window": 10,
                          "permissions": ["query-funds", "close-trades"],
                          "expires": "2026-02-01T00:00:00.5Z",
                          "ip_allow": ["127.0.0.1", "2001:db8::/32"]})",
                      "keys.json")
      .value()
      .front();
}

WorldConfig InSpelling(KeyInfoKeys keys) { return {.quirks = {.key_info_keys = keys}}; }

std::string InfoText(PipelineHarness& harness, const HttpRequest& request) {
  return ToJsonText(ParseJsonText(harness.Send(request).body).value().value("result", Json()));
}
Json Info(PipelineHarness& harness) {
  return ParseJsonText(InfoText(harness, harness.Private("GetApiKeyInfo"))).value();
}

TEST(GetApiKeyInfo, TellsWhatTheKeyIs) {
  PipelineHarness harness({}, {FullKey()});
  const Json info = Info(harness);
  const auto iban = info.at("iban").get<std::string>();
  EXPECT_THAT(iban, MatchesRegex(
                        "AA[0-9][0-9]( [A-Z2-7][A-Z2-7][A-Z2-7][A-Z2-7])( [A-Z2-7]+)( [A-Z2-7]+)"));
  EXPECT_EQ(ToJsonText(info),
            R"({"apiKeyName":"bot","apiKey":"K","nonce":"1","nonceWindow":10,)"
            R"("permissions":["query-funds","close-trades"],"iban":")" +
                iban +
                R"(","validUntil":"1769904000","queryFrom":"0","queryTo":"0",)"
                R"("createdTime":"1767225600","modifiedTime":"1767225600",)"
                R"("ipAllowlist":["127.0.0.1","2001:db8::/32"],"lastUsed":"1767225600"})");
}

TEST(GetApiKeyInfo, TellsItInTheOtherSpellingWithTheQuirk) {
  PipelineHarness harness(InSpelling(KeyInfoKeys::kSnakeCase), {FullKey()});
  const Json info = Info(harness);
  EXPECT_EQ(ToJsonText(info),
            R"({"api_key_name":"bot","api_key":"K","nonce":"1","nonce_window":"10",)"
            R"("permissions":["query-funds","close-trades"],"iban":")" +
                info.at("iban").get<std::string>() +
                R"(","valid_until":"1769904000","query_from":"0","query_to":"0",)"
                R"("created_time":"1767225600","modified_time":"1767225600",)"
                R"("ip_allowlist":["127.0.0.1","2001:db8::/32"],"last_used":"1767225600"})");
}

TEST(GetApiKeyInfo, TellsInBothSpellingsThatThereIsNoExpiryAndNoAllowList) {
  PipelineHarness camel(InSpelling(KeyInfoKeys::kCamelCase));
  EXPECT_EQ(Info(camel).at("validUntil"), "0");
  EXPECT_EQ(Info(camel).at("ipAllowlist").dump(), "[]");
  PipelineHarness snake(InSpelling(KeyInfoKeys::kSnakeCase));
  EXPECT_EQ(Info(snake).at("valid_until"), "0");
  EXPECT_EQ(Info(snake).at("ip_allowlist").dump(), R"([""])");
}

TEST(GetApiKeyInfo, TellsTheLastNonceThatWasAccepted) {
  PipelineHarness harness({}, {FullKey()});
  harness.Send(harness.PrivateWithNonce("Balance", "500"));
  harness.Send(harness.PrivateWithNonce("Balance", "100"));  // Refused.
  const auto nonce_at = [&harness](const std::string& nonce) {
    const std::string text = InfoText(harness, harness.PrivateWithNonce("GetApiKeyInfo", nonce));
    return ParseJsonText(text).value().at("nonce").get<std::string>();
  };
  EXPECT_EQ(nonce_at("495"), "500") << "its own was lower, and in the window";
  EXPECT_EQ(nonce_at("501"), "501");
}

TEST(GetApiKeyInfo, TellsWhenTheKeyWasMadeAndLastUsed) {
  PipelineHarness harness;
  harness.now += seconds(90);
  ApiKeySpec later = DemoKey();
  later.credentials.api_key = "later";
  harness.world().keyring().Add(later, harness.now);
  harness.now += Duration(std::chrono::milliseconds(1500));
  const Json first = Info(harness);
  EXPECT_EQ(first.at("createdTime"), "1767225600");
  EXPECT_EQ(first.at("lastUsed"), "1767225691") << "by this very call, in whole seconds";
  const Json second = ParseJsonText(InfoText(harness, PipelineHarness::Signed(
                                                          later, "GetApiKeyInfo", "1", "nonce=1")))
                          .value();
  EXPECT_EQ(second.at("createdTime"), "1767225690");
  EXPECT_EQ(second.at("modifiedTime"), "1767225690");
}

TEST(GetApiKeyInfo, TellsOneIbanForAllKeysOfAnAccount) {
  const std::vector<ApiKeySpec> keys = ParseApiKeys(R"([
      {"key": "A", "secret": "c2VjcmV0", "account": "fund"},
      {"key": "B", "secret": "c2VjcmV0", "account": "fund"},
      {"key": "C", "secret": "c2VjcmV0", "account": "other"},
      {"key": "D", "secret": "c2VjcmV0"},
      {"key": "E", "secret": "c2VjcmV0"}])",
                                                    "keys.json")
                                           .value();
  PipelineHarness harness({}, keys);
  const auto iban_of = [&](std::size_t place) {
    const HttpRequest request =
        PipelineHarness::Signed(keys[place], "GetApiKeyInfo", "1", "nonce=1");
    return ParseJsonText(InfoText(harness, request)).value().at("iban").get<std::string>();
  };
  const std::string of_fund = iban_of(0);
  EXPECT_EQ(iban_of(1), of_fund);
  EXPECT_THAT(iban_of(2), Ne(of_fund));
  const std::string of_own = iban_of(3);
  EXPECT_THAT(of_own, Ne(of_fund));
  EXPECT_THAT(iban_of(4), Ne(of_own)) << "each an account of its own";
}

TEST(GetApiKeyInfo, NeedsNoPermission) {
  ApiKeySpec powerless = DemoKey();
  powerless.permissions = {};
  PipelineHarness harness({}, {powerless});
  EXPECT_EQ(Info(harness).at("permissions").dump(), "[]");
}

}  // namespace
}  // namespace kraken::mock
