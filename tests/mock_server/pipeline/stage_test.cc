#include "mock_server/src/pipeline/stage.h"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;

TEST(Verdict, RefusesWithKrakensEnvelopeAndWhatTheJournalShallHave) {
  const World world{WorldConfig{}};
  const Verdict verdict = Verdict::Refuse(world, "EGeneral:Unknown method", "no such path", 404);
  EXPECT_EQ(verdict.kind, StageVerdict::kRefused);
  EXPECT_EQ(verdict.why, "no such path");
  EXPECT_THAT(verdict.errors, ElementsAre("EGeneral:Unknown method"));
  ASSERT_TRUE(verdict.reply);
  EXPECT_EQ(verdict.reply->status, 404);
  EXPECT_EQ(verdict.reply->content_type, "application/json");
  EXPECT_EQ(verdict.reply->body, R"({"error":["EGeneral:Unknown method"]})");
  EXPECT_EQ(Verdict::Refuse(world, "EGeneral:No", "").reply->status, 200);
}

// The quirk error-result, as refusals of three stages show it.
TEST(Verdict, HasTheResultOfARefusalThatTheQuirkSays) {
  for (const auto& [quirk, result] :
       {std::pair{ErrorResult::kAbsent, ""}, std::pair{ErrorResult::kEmpty, R"(,"result":{})"},
        std::pair{ErrorResult::kNull, R"(,"result":null)"}}) {
    PipelineHarness harness({.quirks = {.error_result = quirk}});
    const auto body = [&result = result](const std::string& error) {
      return R"({"error":[")" + error + "\"]" + result + "}";
    };
    EXPECT_EQ(harness.Send(PipelineHarness::Public("/0/public/Nope")).body,
              body("EGeneral:Unknown method"));
    EXPECT_EQ(harness.Send({.method = "POST", .target = "/0/private/Balance"}).body,
              body("EAPI:Invalid key"));
    EXPECT_EQ(harness.Send(harness.PrivateWithNonce("Balance", "x")).body,
              body("EAPI:Invalid nonce"));
  }
}

}  // namespace
}  // namespace kraken::mock
