#include <chrono>
#include <optional>
#include <string>
#include <utility>

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

// --- The quirk refused-nonce ---

constexpr const char* kUsedUp = "EAPI:Invalid nonce";

ApiKeySpec FundsReader() {
  ApiKeySpec spec = DemoKey();
  spec.permissions = {Permission::kQueryFunds, Permission::kQueryOpenTrades};
  return spec;
}

// Nonces of what is refused after the nonce was found new: for want of a second factor, of a
// permission, of room in the counter, and by the handler.
struct LaterRefusal {
  const char* id;
  const char* endpoint;
  const char* params;
  const char* error;
  bool has_otp = false;
  int calls_before = 0;
};
void PrintTo(const LaterRefusal& refusal, std::ostream* out) { *out << refusal.id; }

class RefusedNonceTest : public ::testing::TestWithParam<LaterRefusal> {
 protected:
  // A nonce that was refused once, then sent again with a call that nothing speaks against.
  static std::string ErrorOfNextUse(RefusedNonce quirk) {
    const LaterRefusal& refusal = GetParam();
    ApiKeySpec spec = FundsReader();
    if (refusal.has_otp) spec.otp = "right";
    const std::string otp = refusal.has_otp ? "&otp=right" : "";
    PipelineHarness harness(
        {.rate_limits = RateLimits::kKraken, .quirks = {.refused_nonce = quirk}}, {spec});
    for (int i = 0; i < refusal.calls_before; ++i) harness.Send(harness.Private("Balance"));
    EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce(refusal.endpoint, "1000", refusal.params)),
              refusal.error);
    harness.now += std::chrono::minutes(1);
    return harness.ErrorOf(harness.PrivateWithNonce("Balance", "1000", otp));
  }
};

TEST_P(RefusedNonceTest, IsUsedUpByDefault) {
  EXPECT_EQ(ErrorOfNextUse(RefusedNonce::kConsumed), kUsedUp);
}

TEST_P(RefusedNonceTest, MayBeUsedAgainWhereItIsKept) {
  EXPECT_EQ(ErrorOfNextUse(RefusedNonce::kKept), "");
}

INSTANTIATE_TEST_SUITE_P(
    CheckNonce, RefusedNonceTest,
    ::testing::Values(
        LaterRefusal{"MissingOtp", "Balance", "", "EGeneral:Permission denied", true},
        LaterRefusal{"Permission", "AddOrder", "", "EGeneral:Permission denied"},
        LaterRefusal{"RateLimit", "Balance", "", "EAPI:Rate limit exceeded", false, 15},
        LaterRefusal{"Handler", "TradeBalance", "&asset=XTB", "EQuery:Unknown asset"}),
    [](const auto& refusal) { return refusal.param.id; });

TEST(CheckNonce, TakesTheNonceOfASuccessOnceOnlyEvenWhereRefusedOnesAreKept) {
  PipelineHarness harness({.quirks = {.refused_nonce = RefusedNonce::kKept}});
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7")), "");
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7")), kUsedUp);
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "6")), kUsedUp);
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "8")), "");
}

// A fault in the place of the handler stands for an answer of Kraken's, which has let the call in;
// and what a fault does to an answer does not undo the call.
TEST(CheckNonce, UsesTheNonceUpWhereAFaultAnswers) {
  for (const FaultPoint at : {FaultPoint::kHandling, FaultPoint::kReply}) {
    PipelineHarness harness(
        {.quirks = {.refused_nonce = RefusedNonce::kKept},
         .scenario = Scenario{.rules = {{.at = at, .faults = {AnswerErrors{{"EService:Busy"}}}}}}});
    EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7")), "EService:Busy");
    EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7")), kUsedUp);
  }
}

TEST(CheckNonce, KeepsTheNonceOfACallThatTheHandlerRefusedWhateverBecameOfItsAnswer) {
  PipelineHarness harness(
      {.quirks = {.refused_nonce = RefusedNonce::kKept},
       .scenario =
           Scenario{.rules = {{.at = FaultPoint::kReply, .faults = {AnswerHttp{.status = 502}}}}}});
  EXPECT_EQ(harness.Send(harness.PrivateWithNonce("TradeBalance", "7", "&asset=XTB")).status, 502);
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "7")), "");
}

// --- The quirk nonce-window-remembers ---

TEST(CheckNonce, RemembersTheNoncesOfItsWindowOrDoesNot) {
  ApiKeySpec windowed = DemoKey();
  windowed.nonce_window = 10;
  for (const auto& [memory, error_of_second] :
       {std::pair{NonceMemory::kRemembers, kUsedUp}, std::pair{NonceMemory::kForgets, ""}}) {
    PipelineHarness harness({.quirks = {.nonce_window_remembers = memory}}, {windowed});
    EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "100")), "");
    EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "95")), "");
    EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "95")), error_of_second);
    EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "100")), error_of_second);
    EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "90")), kUsedUp)
        << "not in the window";
  }
}

TEST(CheckNonce, TakesNoNonceTwiceWithoutAWindow) {
  PipelineHarness harness({.quirks = {.nonce_window_remembers = NonceMemory::kForgets}});
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "100")), "");
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "100")), kUsedUp);
}

}  // namespace
}  // namespace kraken::mock
