#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/protocol/totp.h"
#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kDenied = "EGeneral:Permission denied";
constexpr const char* kWrong = "EAPI:Invalid signature";

ApiKeySpec KeyWithOtp() {
  ApiKeySpec spec = DemoKey();
  spec.otp = "123456";
  return spec;
}

// The secret of RFC 6238, appendix B, whose passwords at these times it prints.
constexpr WallTime kTotpTime{seconds(1'111'111'109)};
constexpr const char* kTotpCode = "081804";
constexpr WallTime kNextTotpTime{seconds(1'111'111'111)};
constexpr const char* kNextTotpCode = "050471";

ApiKeySpec KeyWithTotp() {
  ApiKeySpec spec = DemoKey();
  spec.otp = TotpSecret::FromBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").value();
  return spec;
}

TEST(CheckOtp, AsksNothingWhereTheKeyHasNone) {
  PipelineHarness harness;
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance", "&otp=")), "") << "empty is none";
}

TEST(CheckOtp, RefusesOneWhereTheKeyHasNone) {
  PipelineHarness harness;
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance", "&otp=123456")), kWrong);
  EXPECT_EQ(harness.LastRefusingStage(), "check_otp");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("this key has no second factor"));
  EXPECT_THAT(harness.LastWhy(), Not(HasSubstr("123456")));
}

TEST(CheckOtp, AsksNothingOfPublicCalls) {
  PipelineHarness harness({}, {KeyWithOtp()});
  EXPECT_EQ(harness.ErrorOf(PipelineHarness::Public("/0/public/Time?otp=1")), "");
}

TEST(CheckOtp, PassesTheRightOne) {
  PipelineHarness harness({}, {KeyWithOtp()});
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance", "&otp=123456")), "");
  HttpRequest json =
      PipelineHarness::Signed(harness.spec(), "Balance", "2", R"({"nonce":2,"otp":"123456"})");
  json.headers.back().value = "application/json";
  EXPECT_EQ(harness.ErrorOf(json), "");
}

TEST(CheckOtp, RefusesAMissingAndAWrongOne) {
  PipelineHarness harness({}, {KeyWithOtp()});
  for (const char* none : {"", "&otp=", "&Otp=123456"}) {
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance", none)), kDenied) << none;
    EXPECT_EQ(harness.LastRefusingStage(), "check_otp");
    EXPECT_THAT(harness.LastWhy(), HasSubstr("no otp"));
  }
  for (const char* wrong : {"&otp=654321", "&otp=12345", "&otp=1234567", "&otp=123456+"}) {
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance", wrong)), kWrong) << wrong;
    EXPECT_EQ(harness.LastRefusingStage(), "check_otp");
    EXPECT_THAT(harness.LastWhy(), Not(HasSubstr("12345")));
  }
}

TEST(CheckOtp, PassesWhatTheAuthenticatorShowsNow) {
  PipelineHarness harness({}, {KeyWithTotp()});
  harness.now = kTotpTime;
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance", "&otp=081804")), "");
  harness.now = WallTime(seconds(1'234'567'890));
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance", "&otp=005924")), "");
  harness.now = WallTime(seconds(2'000'000'000));
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance", "&otp=279037")), "");
}

TEST(CheckOtp, PassesWhatTheAuthenticatorShowedOrShowsNext) {
  PipelineHarness harness({}, {KeyWithTotp()});
  const auto error_of = [&harness](WallTime now, const char* code) {
    harness.now = now;
    return harness.ErrorOf(harness.Private("Balance", std::string("&otp=") + code));
  };
  EXPECT_EQ(error_of(kTotpTime, kNextTotpCode), "");
  EXPECT_EQ(error_of(kNextTotpTime, kTotpCode), "");
  EXPECT_EQ(error_of(kTotpTime - seconds(30), kNextTotpCode), kWrong);
  EXPECT_EQ(error_of(kNextTotpTime + seconds(30), kTotpCode), kWrong);
}

TEST(CheckOtp, RefusesAMissingAndAWrongPasswordOfTheAuthenticator) {
  PipelineHarness harness({}, {KeyWithTotp()});
  harness.now = kTotpTime;
  for (const char* none : {"", "&otp="}) {
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance", none)), kDenied) << none;
  }
  for (const char* wrong :
       {"&otp=081805", "&otp=81804", "&otp=07081804", "&otp=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"}) {
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance", wrong)), kWrong) << wrong;
    EXPECT_THAT(harness.LastWhy(), HasSubstr("authenticator"));
    EXPECT_THAT(harness.LastWhy(), Not(HasSubstr("0818"))) << "nor is the right one told";
  }
}

TEST(CheckOtp, ComesAfterTheNonce) {
  PipelineHarness harness({}, {KeyWithOtp()});
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7", "&otp=123456")), "");
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7")), "EAPI:Invalid nonce");
}

}  // namespace
}  // namespace kraken::mock
