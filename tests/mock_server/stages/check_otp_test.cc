#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ApiKeySpec KeyWithOtp() {
  ApiKeySpec spec = DemoKey();
  spec.otp = "123456";
  return spec;
}

TEST(CheckOtp, AsksNothingWhereTheKeyHasNone) {
  PipelineHarness harness;
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
}

TEST(CheckOtp, PassesTheRightOne) {
  PipelineHarness harness({}, {KeyWithOtp()});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance", "&otp=123456")), "");
}

TEST(CheckOtp, RefusesAMissingAndAWrongOne) {
  PipelineHarness harness({}, {KeyWithOtp()});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EGeneral:Permission denied");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("no otp"));
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance", "&otp=654321")), "EAPI:Invalid signature");
  EXPECT_EQ(harness.LastRefusingStage(), "check_otp");
  EXPECT_THAT(harness.LastWhy(), Not(HasSubstr("123456")));
}

}  // namespace
}  // namespace kraken::mock
