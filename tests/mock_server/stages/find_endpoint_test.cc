#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;

std::string AllowOf(const Reply& reply) {
  const Header* allow = FindHeader(reply.headers, "Allow");
  return allow == nullptr ? "" : allow->value;
}

TEST(FindEndpoint, AnswersAnUnknownPathWith404AndKrakensEnvelope) {
  PipelineHarness harness;
  const Reply reply = harness.Send(PipelineHarness::Public("/0/public/Nope"));
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.body, R"({"error":["EGeneral:Unknown method"]})");
}

TEST(FindEndpoint, ComparesLetterCaseAndNamesTheNearestPath) {
  PipelineHarness harness;
  EXPECT_EQ(harness.Send(PipelineHarness::Public("/0/public/ticker")).status, 404);
  EXPECT_THAT(harness.LastWhy(), HasSubstr("did you mean /0/public/Ticker?"));
  EXPECT_EQ(harness.Send(PipelineHarness::Public("/0/Public/Ticker")).status, 404);
  EXPECT_THAT(harness.LastWhy(), HasSubstr("did you mean /0/public/Ticker?"));
  EXPECT_EQ(harness.Send(PipelineHarness::Public("/Ticker")).status, 404);
  EXPECT_THAT(harness.LastWhy(), HasSubstr("did you mean /0/public/Ticker?"));
}

TEST(FindEndpoint, KnowsEndpointsWithASlashInTheirName) {
  PipelineHarness harness;
  EXPECT_EQ(harness.ErrorOf({.method = "POST", .target = "/0/private/Earn/Allocate"}),
            "EAPI:Invalid key");
  harness.Send({.method = "POST", .target = "/0/private/Earn/allocate"});
  EXPECT_THAT(harness.LastWhy(), HasSubstr("/0/private/Earn/Allocate"));
}

TEST(FindEndpoint, SurvivesPathsThatAreNoPaths) {
  PipelineHarness harness;
  for (const char* target : {"", "*", "/", "//", "/0/", "/0/private/", "?", "/0", "/__mock"}) {
    EXPECT_EQ(harness.Send(PipelineHarness::Public(target)).status, 404) << target;
  }
}

TEST(FindEndpoint, RefusesPostOnPublicEndpointsWith405) {
  PipelineHarness harness;
  const Reply reply = harness.Send({.method = "POST", .target = "/0/public/Time"});
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(reply.body, R"({"error":["EGeneral:Unknown method"]})");
  EXPECT_EQ(AllowOf(reply), "GET");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("public-post=accepted"));
}

TEST(FindEndpoint, AcceptsPostOnPublicEndpointsWithTheQuirk) {
  PipelineHarness harness({.quirks = {.public_post = PublicPost::kAccepted}});
  EXPECT_EQ(harness.Send({.method = "POST", .target = "/0/public/Time"}).status, 200);
  const Reply reply = harness.Send({.method = "PUT", .target = "/0/public/Time"});
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(AllowOf(reply), "GET, POST");
}

TEST(FindEndpoint, RefusesGetOnPrivateEndpointsEvenWithTheQuirk) {
  PipelineHarness harness({.quirks = {.public_post = PublicPost::kAccepted}});
  const Reply reply = harness.Send(PipelineHarness::Public("/0/private/Balance"));
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(AllowOf(reply), "POST");
}

TEST(FindEndpoint, IgnoresTheQueryWhenItComparesPaths) {
  PipelineHarness harness;
  EXPECT_EQ(harness.Send(PipelineHarness::Public("/0/public/Time?")).status, 200);
  EXPECT_EQ(harness.Send(PipelineHarness::Public("/0/public/Time?a=/0/public/Nope")).status, 200);
}

// --- The quirks private-get and body-405 ---

TEST(FindEndpoint, RefusesAPrivateGetWith405ByDefault) {
  PipelineHarness harness;
  const Reply reply = harness.Send(PipelineHarness::SignedGet(harness.spec(), "Balance", "1"));
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(reply.body, R"({"error":["EGeneral:Unknown method"]})");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("private-get=served"));
}

TEST(FindEndpoint, RefusesAPrivateGetAsInvalidArgumentsWithTheQuirk) {
  PipelineHarness harness({.quirks = {.private_get = PrivateGet::kInvalidArguments}});
  const Reply reply = harness.Send(PipelineHarness::SignedGet(harness.spec(), "Balance", "1"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"error":["EGeneral:Invalid arguments"]})");
  EXPECT_EQ(harness.LastRefusingStage(), "find_endpoint");
  // It is about GET and private calls only.
  HttpRequest put = harness.Private("Balance");
  put.method = "PUT";
  EXPECT_EQ(harness.Send(put).status, 405);
  EXPECT_EQ(harness.Send({.method = "POST", .target = "/0/public/Time"}).status, 405);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
}

TEST(FindEndpoint, ServesAPrivateGetWithTheQuirk) {
  PipelineHarness harness({.quirks = {.private_get = PrivateGet::kServed}});
  const ApiKeySpec& spec = harness.spec();
  const Reply reply = harness.Send(PipelineHarness::SignedGet(spec, "Balance", "7"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.body, HasSubstr(R"("ZUSD":"10000.0000")"));
  EXPECT_EQ(harness.Last().nonce, "7");
  EXPECT_EQ(harness.ErrorOf(PipelineHarness::SignedGet(spec, "Balance", "7")),
            "EAPI:Invalid nonce");
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "8")), "") << "as does a POST";
  HttpRequest put = harness.Private("Balance");
  put.method = "PUT";
  const Reply refused = harness.Send(put);
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(AllowOf(refused), "GET, POST");
}

TEST(FindEndpoint, SaysNothingInTheBodyOfA405WithTheQuirk) {
  PipelineHarness harness({.quirks = {.body_405 = Body405::kEmpty}});
  for (const HttpRequest& request : {HttpRequest{.method = "POST", .target = "/0/public/Time"},
                                     PipelineHarness::SignedGet(harness.spec(), "Balance", "1")}) {
    const Reply reply = harness.Send(request);
    EXPECT_EQ(reply.status, 405);
    EXPECT_EQ(reply.body, "");
    EXPECT_NE(AllowOf(reply), "");
  }
  EXPECT_EQ(harness.Send(PipelineHarness::Public("/0/public/Nope")).body,
            R"({"error":["EGeneral:Unknown method"]})")
      << "a 404 is another matter";
}

}  // namespace
}  // namespace kraken::mock
