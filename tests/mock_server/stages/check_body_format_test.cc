#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;

constexpr const char* kBadRequest = "EAPI:Bad request";

HttpRequest AsJson(const PipelineHarness& harness, const std::string& endpoint,
                   const std::string& body) {
  HttpRequest request = PipelineHarness::Signed(harness.spec(), endpoint, "1", body);
  request.headers.back().value = "application/json";
  return request;
}

HttpRequest AsForm(const PipelineHarness& harness, const std::string& endpoint) {
  return PipelineHarness::Signed(harness.spec(), endpoint, "1",
                                 "nonce=1&pair=XBTUSD&orders[0][type]=buy&orders[0]=O1");
}

PipelineHarness WithBatchForm(BatchForm quirk) {
  return PipelineHarness({.quirks = {.batch_form = quirk}});
}

TEST(CheckBodyFormat, RefusesAFormWhereOnlyJsonIsTaken) {
  for (const char* endpoint : {"AddOrderBatch", "CancelOrderBatch", "Level3"}) {
    PipelineHarness harness;
    EXPECT_EQ(harness.ErrorOf(AsForm(harness, endpoint)), kBadRequest) << endpoint;
    EXPECT_EQ(harness.LastRefusingStage(), "check_body_format");
    EXPECT_EQ(harness.LastWhy(), std::string(endpoint) +
                                     " takes JSON only: send a JSON object, and Content-Type: "
                                     "application/json");
  }
}

TEST(CheckBodyFormat, TakesABodyWithoutATypeForAForm) {
  PipelineHarness harness;
  HttpRequest untyped = AsForm(harness, "AddOrderBatch");
  untyped.headers.pop_back();
  EXPECT_EQ(harness.ErrorOf(untyped), kBadRequest);
}

TEST(CheckBodyFormat, PassesJson) {
  for (const char* endpoint : {"AddOrderBatch", "CancelOrderBatch", "Level3"}) {
    PipelineHarness harness;
    EXPECT_NE(harness.ErrorOf(AsJson(harness, endpoint, R"({"nonce":1})")), kBadRequest);
    EXPECT_EQ(harness.VerdictOf("check_body_format"), StageVerdict::kPassed) << endpoint;
  }
}

TEST(CheckBodyFormat, AsksNothingWhereBothAreTaken) {
  PipelineHarness harness;
  EXPECT_EQ(harness.ErrorOf(AsForm(harness, "Balance")), "");
  EXPECT_EQ(harness.ErrorOf(PipelineHarness::Public("/0/public/Time")), "");
  EXPECT_EQ(harness.VerdictOf("check_body_format"), StageVerdict::kSkipped);
}

// --- The quirk batch-form ---

TEST(CheckBodyFormat, TakesAFormOfAddOrderBatchWithTheQuirk) {
  PipelineHarness harness = WithBatchForm(BatchForm::kAccepted);
  EXPECT_NE(harness.ErrorOf(AsForm(harness, "AddOrderBatch")), kBadRequest);
  EXPECT_EQ(harness.VerdictOf("check_body_format"), StageVerdict::kPassed);
  EXPECT_EQ(harness.Last().params.Get("orders[0][type]"), "buy");
}

TEST(CheckBodyFormat, RefusesAFormOfTheOthersEvenWithTheQuirk) {
  for (const char* endpoint : {"CancelOrderBatch", "Level3"}) {
    PipelineHarness harness = WithBatchForm(BatchForm::kAccepted);
    EXPECT_EQ(harness.ErrorOf(AsForm(harness, endpoint)), kBadRequest) << endpoint;
  }
}

// --- Its place ---

TEST(CheckBodyFormat, ComesAfterThePermission) {
  ApiKeySpec powerless = DemoKey();
  powerless.permissions = {};
  PipelineHarness harness({}, {powerless});
  EXPECT_EQ(harness.ErrorOf(AsForm(harness, "AddOrderBatch")), "EGeneral:Permission denied");
}

TEST(CheckBodyFormat, ComesBeforeAFaultInTheHandlersPlace) {
  PipelineHarness harness(
      {.scenario = Scenario{.rules = {{.faults = {AnswerErrors{{"EService:Busy"}}}}}}});
  EXPECT_EQ(harness.ErrorOf(AsForm(harness, "AddOrderBatch")), kBadRequest);
}

}  // namespace
}  // namespace kraken::mock
