#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

HttpRequest WithoutHeader(HttpRequest request, std::string_view name) {
  std::erase_if(request.headers, [name](const Header& header) { return header.name == name; });
  return request;
}

HttpRequest From(const std::string& peer, HttpRequest request) {
  request.peer = peer;
  return request;
}

ApiKeySpec AllowedFrom(std::initializer_list<const char*> addresses) {
  ApiKeySpec spec = DemoKey();
  for (const char* address : addresses) {
    spec.ip_allow.push_back(ParseAddressRange(address).value());
  }
  return spec;
}

TEST(Authenticate, AsksNothingOfPublicCalls) {
  PipelineHarness harness;
  HttpRequest request = PipelineHarness::Public("/0/public/Time");
  request.headers = {{.name = "API-Key", .value = "nobody"}};
  EXPECT_EQ(harness.ErrorOf(request), "");
  EXPECT_FALSE(harness.Last().signature_ok.has_value());
}

TEST(Authenticate, RefusesAMissingKeyAsInvalidKey) {
  PipelineHarness harness;
  EXPECT_EQ(harness.ErrorOf(WithoutHeader(harness.Private("Balance"), "API-Key")),
            "EAPI:Invalid key");
  EXPECT_EQ(harness.LastWhy(), "there is no API-Key header");
}

TEST(Authenticate, RefusesAnUnknownKeyBeforeItLooksAtAnythingElse) {
  PipelineHarness harness;
  HttpRequest request{.method = "POST", .target = "/0/private/AddOrder", .body = "nonce=x"};
  request.headers = {{.name = "API-Key", .value = "nobody"}};
  EXPECT_EQ(harness.ErrorOf(request), "EAPI:Invalid key");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("knows no such key"));
  EXPECT_THAT(harness.LastWhy(), Not(HasSubstr("nobody")));
}

TEST(Authenticate, RefusesEveryNonceThatIsNoUnsigned64BitInteger) {
  PipelineHarness harness;
  for (const char* nonce : {"", "1e5", "1.5", "-1", "18446744073709551616",
                            "123456789012345678901234567890", "abc", "0x10"}) {
    EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", nonce)), "EAPI:Invalid nonce")
        << nonce;
    EXPECT_EQ(harness.LastRefusingStage(), "authenticate") << nonce;
    EXPECT_FALSE(harness.LastWhy().empty()) << nonce;
  }
}

TEST(Authenticate, AcceptsTheGreatestNonceThereIs) {
  PipelineHarness harness;
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "18446744073709551615")), "");
}

TEST(Authenticate, SaysWhereAMissingNonceWent) {
  PipelineHarness harness;
  HttpRequest in_header = PipelineHarness::Signed(harness.spec(), "Balance", "1", "asset=XBT");
  in_header.headers.push_back({.name = "nonce", .value = "1"});
  EXPECT_EQ(harness.ErrorOf(in_header), "EAPI:Invalid nonce");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("it is in a header"));

  EXPECT_EQ(
      harness.ErrorOf(PipelineHarness::Signed(harness.spec(), "Balance", "1", R"({"nonce":"1"})")),
      "EAPI:Invalid nonce");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("send application/json"));

  HttpRequest multipart = PipelineHarness::Signed(harness.spec(), "Balance", "1", "--b\r\n\r\n");
  multipart.headers.back().value = "multipart/form-data; boundary=b";
  EXPECT_EQ(harness.ErrorOf(multipart), "EAPI:Invalid nonce");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("multipart"));

  EXPECT_EQ(harness.ErrorOf(PipelineHarness::Signed(harness.spec(), "Balance", "1", "")),
            "EAPI:Invalid nonce");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("the body is empty"));
}

TEST(Authenticate, RefusesAMissingSignature) {
  PipelineHarness harness;
  EXPECT_EQ(harness.ErrorOf(WithoutHeader(harness.Private("Balance"), "API-Sign")),
            "EAPI:Invalid signature");
  EXPECT_EQ(harness.LastWhy(), "there is no API-Sign header");
}

TEST(Authenticate, VerifiesTheBytesThatWereSent) {
  PipelineHarness harness;
  HttpRequest blanks = harness.Private("Balance", "&asset=X+B%20T&close[price]=1");
  EXPECT_EQ(harness.ErrorOf(blanks), "");
  HttpRequest reencoded = harness.Private("Balance", "&a=X+B");
  reencoded.body.replace(reencoded.body.find('+'), 1, "%20");
  EXPECT_EQ(harness.ErrorOf(reencoded), "EAPI:Invalid signature");
}

TEST(Authenticate, SignsTheQueryWhereThereIsOne) {
  PipelineHarness harness;
  const ApiKeySpec& spec = harness.spec();
  EXPECT_EQ(harness.ErrorOf(PipelineHarness::Signed(spec, "Balance?id=7", "1", "nonce=1")), "");
  HttpRequest unsigned_query = harness.PrivateWithNonce("Balance", "2");
  unsigned_query.target += "?id=7";
  EXPECT_EQ(harness.ErrorOf(unsigned_query), "EAPI:Invalid signature");
}

TEST(Authenticate, TellsTheLengthOfASignatureInHex) {
  PipelineHarness harness;
  HttpRequest request = harness.Private("Balance");
  request.headers[1].value = std::string(128, 'a');
  EXPECT_EQ(harness.ErrorOf(request), "EAPI:Invalid signature");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("of 128 characters instead of 88"));
  EXPECT_THAT(harness.LastWhy(), HasSubstr("SHA256(nonce + body) is "));
}

TEST(Authenticate, NeverShowsTheSecretOrAWholeSignature) {
  PipelineHarness harness;
  HttpRequest request = harness.Private("Balance");
  const std::string right = request.headers[1].value;
  request.headers[1].value = std::string(88, 'A');
  harness.Send(request);
  EXPECT_THAT(harness.LastWhy(), Not(HasSubstr(right)));
  EXPECT_THAT(harness.LastWhy(), Not(HasSubstr(harness.spec().credentials.secret.RevealBase64())));
}

TEST(Authenticate, DoesNotConsumeTheNonceOfARefusedSignature) {
  PipelineHarness harness;
  HttpRequest forged = harness.PrivateWithNonce("Balance", "9");
  forged.headers[1].value = std::string(88, 'A');
  EXPECT_EQ(harness.ErrorOf(forged), "EAPI:Invalid signature");
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "9")), "");
}

// --- The quirk bad-signature ---

TEST(Authenticate, CallsAWrongSignatureWhatItsQuirkSays) {
  for (const auto& [quirk, error] :
       {std::pair{BadSignature::kInvalidSignature, "EAPI:Invalid signature"},
        std::pair{BadSignature::kInvalidKey, "EAPI:Invalid key"}}) {
    PipelineHarness harness({.quirks = {.bad_signature = quirk}});
    HttpRequest forged = harness.Private("Balance");
    forged.headers[1].value = std::string(88, 'A');
    EXPECT_EQ(harness.ErrorOf(forged), error);
    EXPECT_EQ(harness.LastRefusingStage(), "authenticate");
    EXPECT_THAT(harness.LastWhy(), HasSubstr("API-Sign is not the signature of this request"));
    EXPECT_EQ(harness.ErrorOf(WithoutHeader(harness.Private("Balance"), "API-Sign")), error);
    EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "x")), "EAPI:Invalid nonce");
  }
}

// --- Keys that expire ---

TEST(Authenticate, DoesNotKnowAKeyAnyMoreFromTheMomentThatItExpires) {
  ApiKeySpec spec = DemoKey();
  spec.expires = ManualClock::kDefaultStart + std::chrono::hours(1);
  PipelineHarness harness({}, {spec});
  harness.now = *spec.expires - Duration(1);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  for (const Duration later : {Duration(0), Duration(1), Duration(std::chrono::hours(24))}) {
    harness.now = *spec.expires + later;
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EAPI:Invalid key");
    EXPECT_EQ(harness.LastRefusingStage(), "authenticate");
    EXPECT_EQ(harness.LastWhy(), "this key expired at 2026-01-01T01:00:00Z");
  }
}

// --- Allow-lists ---

TEST(Authenticate, TakesAKeyFromTheAddressesOfItsListOnly) {
  PipelineHarness harness({}, {AllowedFrom({"192.0.2.7", "10.1.0.0/16"})});
  for (const char* peer : {"192.0.2.7", "10.1.0.0", "10.1.255.255", "::ffff:192.0.2.7"}) {
    EXPECT_EQ(harness.ErrorOf(From(peer, harness.Private("Balance"))), "") << peer;
  }
  for (const char* peer : {"192.0.2.8", "10.2.0.0", "127.0.0.1", "::1", ""}) {
    EXPECT_EQ(harness.ErrorOf(From(peer, harness.Private("Balance"))), "EAPI:Invalid key") << peer;
    EXPECT_EQ(harness.LastRefusingStage(), "authenticate");
  }
  harness.Send(From("192.0.2.8", harness.Private("Balance")));
  EXPECT_EQ(harness.LastWhy(),
            "this key may not be used from 192.0.2.8, only from 192.0.2.7, 10.1.0.0/16");
}

TEST(Authenticate, TakesAKeyFromTheIpv6AddressesOfItsListOnly) {
  PipelineHarness harness({}, {AllowedFrom({"2001:db8::/32"})});
  EXPECT_EQ(harness.ErrorOf(From("2001:db8:ffff::7", harness.Private("Balance"))), "");
  EXPECT_EQ(harness.ErrorOf(From("2001:db9::7", harness.Private("Balance"))), "EAPI:Invalid key");
  EXPECT_EQ(harness.ErrorOf(From("10.0.0.1", harness.Private("Balance"))), "EAPI:Invalid key");
}

TEST(Authenticate, TakesAKeyWithoutAListFromAnywhere) {
  PipelineHarness harness;
  for (const char* peer : {"203.0.113.9", "2001:db8::1"}) {
    EXPECT_EQ(harness.ErrorOf(From(peer, harness.Private("Balance"))), "") << peer;
  }
}

// --- What counts as a failure ---

TEST(Authenticate, CountsExpiredKeysAndForeignAddressesAsFailures) {
  ApiKeySpec expired = DemoKey();
  expired.expires = ManualClock::kDefaultStart;
  for (const ApiKeySpec& spec : {expired, AllowedFrom({"192.0.2.7"})}) {
    PipelineHarness harness({.rate_limits = RateLimits::kKraken}, {spec});
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EAPI:Invalid key");
    }
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EGeneral:Temporary lockout");
  }
}

TEST(Authenticate, DoesNotCountABodyThatCannotBeRead) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  for (int i = 0; i < 8; ++i) {
    HttpRequest broken = PipelineHarness::Signed(harness.spec(), "Balance", "1", "{");
    broken.headers.back().value = "application/json";
    EXPECT_EQ(harness.ErrorOf(broken), "EGeneral:Invalid arguments");
  }
}

}  // namespace
}  // namespace kraken::mock
