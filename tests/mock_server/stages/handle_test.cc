#include <string>

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
  EXPECT_EQ(harness.Last().stages[11].stage, "handle");
  EXPECT_EQ(harness.Last().stages[11].verdict, StageVerdict::kAnswered);
}

TEST(Handle, RefusesWithKrakensStringAndWithoutAResult) {
  PipelineHarness harness;
  const Reply reply = harness.Send(PipelineHarness::Public("/0/public/Ticker?pair=XBTUDS"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"error":["EQuery:Unknown asset pair"]})");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("XBTUDS"));
  EXPECT_EQ(harness.LastRefusingStage(), "handle");
}

}  // namespace
}  // namespace kraken::mock
