#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;

TEST(ParseParams, ReadsThePublicQuery) {
  PipelineHarness harness;
  harness.Send(PipelineHarness::Public("/0/public/Ticker?pair=XBT%2FUSD&pair=ETHUSD"));
  ASSERT_EQ(harness.Last().params.entries().size(), 2U);
  EXPECT_EQ(harness.Last().params.entries()[0].value, "XBT/USD");
}

TEST(ParseParams, ReadsAFormWithAndWithoutContentType) {
  PipelineHarness harness;
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  HttpRequest untyped = harness.Private("Balance");
  untyped.headers.pop_back();
  EXPECT_EQ(harness.ErrorOf(untyped), "");
}

TEST(ParseParams, ReadsJsonWithTheNonceAsNumberOrText) {
  PipelineHarness harness;
  const auto json = [&harness](const std::string& nonce, const std::string& body,
                               const std::string& type) {
    HttpRequest request = PipelineHarness::Signed(harness.spec(), "Balance", nonce, body);
    request.headers.back().value = type;
    return request;
  };
  EXPECT_EQ(harness.ErrorOf(json("1", R"({"nonce":1})", "application/json")), "");
  EXPECT_EQ(harness.ErrorOf(json("2", R"({"nonce": "2"})", "Application/JSON; charset=utf-8")), "");
  EXPECT_EQ(harness.Last().nonce, "2");
}

TEST(ParseParams, RefusesABodyThatIsNotTheJsonItsTypeSays) {
  PipelineHarness harness;
  for (const char* body : {"nonce=1", "[1]", "{\"nonce\":1", "\"nonce\"", "{\"nonce\":1}x"}) {
    HttpRequest request = PipelineHarness::Signed(harness.spec(), "Balance", "1", body);
    request.headers.back().value = "application/json";
    EXPECT_EQ(harness.ErrorOf(request), "EGeneral:Invalid arguments") << body;
    EXPECT_EQ(harness.LastRefusingStage(), "authenticate");
    EXPECT_THAT(harness.LastWhy(), HasSubstr("not a JSON object")) << body;
  }
}

TEST(ParseParams, LetsAnUnknownKeyBeNamedBeforeABodyThatIsNoJson) {
  PipelineHarness harness;
  HttpRequest request = PipelineHarness::Signed(harness.spec(), "Balance", "1", "{bad");
  request.headers.front().value = "nobody's";
  request.headers.back().value = "application/json";
  EXPECT_EQ(harness.ErrorOf(request), "EAPI:Invalid key");
}

TEST(ParseParams, RefusesAPublicBodyThatIsNotTheJsonItsTypeSays) {
  PipelineHarness harness({.quirks = {.public_post = PublicPost::kAccepted}});
  EXPECT_EQ(harness.ErrorOf({.method = "POST",
                             .target = "/0/public/Time",
                             .headers = {{"Content-Type", "application/json"}},
                             .body = "{bad"}),
            "EGeneral:Invalid arguments");
  EXPECT_EQ(harness.LastRefusingStage(), "parse_params");
}

TEST(ParseParams, DoesNotReadThePrivateQuery) {
  PipelineHarness harness;
  HttpRequest request = harness.Private("Balance");
  request.target += "?nonce=7";
  request.body.clear();
  EXPECT_EQ(harness.ErrorOf(request), "EAPI:Invalid nonce");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("it is in the query"));
}

TEST(ParseParams, JoinsQueryAndBodyOfAPublicPost) {
  PipelineHarness harness({.quirks = {.public_post = PublicPost::kAccepted}});
  harness.Send({.method = "POST", .target = "/0/public/Depth?pair=XBTUSD", .body = "count=1"});
  EXPECT_EQ(harness.Last().params.Get("pair"), "XBTUSD");
  EXPECT_EQ(harness.Last().params.Get("count"), "1");
}

TEST(ParseParams, ReadsTheQueryOfAPrivateGetWhereItIsServed) {
  PipelineHarness harness({.quirks = {.private_get = PrivateGet::kServed}});
  const ApiKeySpec& spec = harness.spec();
  EXPECT_THAT(harness.Send(PipelineHarness::SignedGet(spec, "TradeBalance", "1")).body,
              HasSubstr(R"("eb":"70250.1000")"));
  EXPECT_THAT(
      harness.Send(PipelineHarness::SignedGet(spec, "TradeBalance", "2", "&asset=XBT")).body,
      HasSubstr(R"("eb":"1.1659748283")"));
  // The query is signed as it was sent.
  HttpRequest altered = PipelineHarness::SignedGet(spec, "TradeBalance", "3", "&asset=XBT");
  altered.target.replace(altered.target.find("XBT"), 3, "ETH");
  EXPECT_EQ(harness.ErrorOf(altered), "EAPI:Invalid signature");
  HttpRequest bare = PipelineHarness::SignedGet(spec, "TradeBalance", "4");
  bare.target.resize(bare.target.find('?'));
  EXPECT_EQ(harness.ErrorOf(bare), "EAPI:Invalid nonce");
}

TEST(ParseParams, DoesNotReadTheQueryOfAPrivatePostWhereAGetIsServed) {
  PipelineHarness harness({.quirks = {.private_get = PrivateGet::kServed}});
  const HttpRequest request =
      PipelineHarness::Signed(harness.spec(), "TradeBalance?asset=XBT", "1", "nonce=1");
  EXPECT_THAT(harness.Send(request).body, HasSubstr(R"("eb":"70250.1000")"));
}

// --- The quirk malformed-json ---

TEST(ParseParams, RefusesMalformedJsonAsItsQuirkSays) {
  for (const auto& [quirk, error] :
       {std::pair{MalformedJson::kInvalidArguments, "EGeneral:Invalid arguments"},
        std::pair{MalformedJson::kBadRequest, "EAPI:Bad request"}}) {
    PipelineHarness harness(
        {.quirks = {.public_post = PublicPost::kAccepted, .malformed_json = quirk}});
    HttpRequest request = PipelineHarness::Signed(harness.spec(), "Balance", "1", "{bad");
    request.headers.back().value = "application/json";
    EXPECT_EQ(harness.ErrorOf(request), error);
    EXPECT_EQ(harness.LastRefusingStage(), "authenticate");
    EXPECT_EQ(harness.ErrorOf({.method = "POST",
                               .target = "/0/public/Time",
                               .headers = {{"Content-Type", "application/json"}},
                               .body = "{bad"}),
              error);
    EXPECT_EQ(harness.LastRefusingStage(), "parse_params");
  }
}

}  // namespace
}  // namespace kraken::mock
