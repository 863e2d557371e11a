#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;

TEST(CheckNonce, RefusesANonceEqualToTheLastOrBelowIt) {
  PipelineHarness harness;
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7")), "");
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7")), "EAPI:Invalid nonce");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("nonce 7 is not greater than 7"));
  EXPECT_THAT(harness.LastWhy(), HasSubstr("two requests got the same nonce"));
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "5")), "EAPI:Invalid nonce");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("nonce 5 is not greater than 7"));
  EXPECT_EQ(harness.LastRefusingStage(), "check_nonce");
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "100")), "");
}

TEST(CheckNonce, ComesAfterTheSignature) {
  PipelineHarness harness;
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7")), "");
  HttpRequest both_wrong = harness.PrivateWithNonce("Balance", "5");
  both_wrong.headers[1].value = std::string(88, 'A');
  EXPECT_EQ(harness.ErrorOf(both_wrong), "EAPI:Invalid signature");
}

TEST(CheckNonce, KeepsEachKeysNoncesApart) {
  ApiKeySpec second = DemoKey();
  second.credentials.api_key = "second";
  PipelineHarness harness({}, {DemoKey(), second});
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7")), "");
  EXPECT_EQ(harness.ErrorOf(PipelineHarness::Signed(second, "Balance", "3", "nonce=3")), "");
}

TEST(CheckNonce, ConsumesTheNonceOfACallThatIsRefusedLater) {
  ApiKeySpec powerless = DemoKey();
  powerless.permissions = {};
  PipelineHarness harness({}, {powerless});
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7")),
            "EGeneral:Permission denied");
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7")), "EAPI:Invalid nonce");
}

TEST(CheckNonce, ToleratesLowerNoncesInsideTheKeysWindowOnce) {
  ApiKeySpec windowed = DemoKey();
  windowed.nonce_window = 10;
  PipelineHarness harness({}, {windowed});
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "100")), "");
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "95")), "");
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "95")), "EAPI:Invalid nonce");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("was used before"));
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "80")), "EAPI:Invalid nonce");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("nonce window of 10"));
}

}  // namespace
}  // namespace kraken::mock
