#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;

TEST(Handle, WrapsTheResultInKrakensEnvelope) {
  PipelineHarness harness;
  EXPECT_THAT(harness.Send(PipelineHarness::Public("/0/public/SystemStatus")).body,
              HasSubstr(R"({"error":[],"result":{"status":"online")"));
  EXPECT_EQ(harness.VerdictOf("handle"), StageVerdict::kAnswered);
}

TEST(Handle, RefusesWithKrakensStringAndWithoutAResult) {
  PipelineHarness harness;
  const Reply reply = harness.Send(PipelineHarness::Public("/0/public/Ticker?pair=XBTUDS"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"error":["EQuery:Unknown asset pair"]})");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("XBTUDS"));
  EXPECT_EQ(harness.LastRefusingStage(), "handle");
}

// --- The quirk error-result ---

TEST(Handle, HasTheResultOfARefusalThatTheQuirkSays) {
  for (const auto& [quirk, body] :
       {std::pair{ErrorResult::kAbsent, R"({"error":["EQuery:Unknown asset"]})"},
        std::pair{ErrorResult::kEmpty, R"({"error":["EQuery:Unknown asset"],"result":{}})"},
        std::pair{ErrorResult::kNull, R"({"error":["EQuery:Unknown asset"],"result":null})"}}) {
    PipelineHarness harness({.quirks = {.error_result = quirk}});
    EXPECT_EQ(harness.Send(harness.Private("TradeBalance", "&asset=XTB")).body, body);
    EXPECT_EQ(harness.LastRefusingStage(), "handle");
    EXPECT_THAT(harness.Send(harness.Private("TradeBalance", "&asset=XBT")).body,
                HasSubstr(R"({"error":[],"result":{"eb":)"))
        << "an answer is none";
  }
}

}  // namespace
}  // namespace kraken::mock
