#include <chrono>
#include <cstdint>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;

HttpRequest Forged(PipelineHarness& harness) {
  HttpRequest request = harness.Private("Balance");
  request.headers[1].value = "no";
  return request;
}

TEST(CheckLockout, LocksAKeyOutAfterFourFailuresInARow) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(harness.ErrorOf(Forged(harness)), "EAPI:Invalid signature");
  }
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EGeneral:Temporary lockout");
  EXPECT_THAT(harness.LastWhy(), HasSubstr("locked out until 2026-01-01T00:15:00Z"));
}

TEST(CheckLockout, StartsItsTimeAgainWithEachCall) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  for (int i = 0; i < 4; ++i) harness.Send(Forged(harness));
  harness.now += std::chrono::minutes(14);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EGeneral:Temporary lockout");
  harness.now += std::chrono::minutes(14);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EGeneral:Temporary lockout");
  harness.now += std::chrono::minutes(15);
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
}

TEST(CheckLockout, ForgetsFailuresWithTheFirstSuccess) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 3; ++i) harness.Send(Forged(harness));
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  }
}

TEST(CheckLockout, CountsInvalidNoncesToo) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "9")), "");
  for (int i = 0; i < 4; ++i) harness.Send(harness.PrivateWithNonce("Balance", "1"));
  EXPECT_EQ(harness.ErrorOf(harness.PrivateWithNonce("Balance", "10")),
            "EGeneral:Temporary lockout");
}

TEST(CheckLockout, LocksAddressesOutOnlyForUnknownKeys) {
  PipelineHarness harness({.rate_limits = RateLimits::kKraken});
  HttpRequest stranger{.method = "POST", .target = "/0/private/Balance", .peer = "127.0.0.1"};
  for (int i = 0; i < 4; ++i) EXPECT_EQ(harness.ErrorOf(stranger), "EAPI:Invalid key");
  EXPECT_EQ(harness.ErrorOf(stranger), "EGeneral:Temporary lockout");
  EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  EXPECT_EQ(harness.ErrorOf(PipelineHarness::Public("/0/public/Time")), "");
  stranger.peer = "127.0.0.2";
  EXPECT_EQ(harness.ErrorOf(stranger), "EAPI:Invalid key");
}

TEST(CheckLockout, LocksNobodyOutWhenLimitsAreOff) {
  PipelineHarness harness;
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(harness.ErrorOf(Forged(harness)), "EAPI:Invalid signature");
  }
}

// --- The quirks lockout-after and lockout-s ---

TEST(CheckLockout, LocksOutAfterAsManyFailuresAsItsQuirkSays) {
  for (const std::uint32_t failures : {1U, 3U, 6U}) {
    PipelineHarness harness(
        {.rate_limits = RateLimits::kKraken, .quirks = {.lockout_after = failures}});
    for (std::uint32_t i = 0; i < failures; ++i) {
      EXPECT_EQ(harness.ErrorOf(Forged(harness)), "EAPI:Invalid signature") << failures;
    }
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EGeneral:Temporary lockout");
    EXPECT_THAT(harness.LastWhy(),
                HasSubstr("failed to authenticate " + std::to_string(failures) + " times"));
  }
}

TEST(CheckLockout, LastsAsLongAsItsQuirkSays) {
  for (const std::chrono::seconds length : {std::chrono::seconds(5), std::chrono::seconds(3600)}) {
    PipelineHarness harness({.rate_limits = RateLimits::kKraken, .quirks = {.lockout = length}});
    for (int i = 0; i < 4; ++i) harness.Send(Forged(harness));
    harness.now += length - Duration(1);
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EGeneral:Temporary lockout");
    // That call has started it again.
    harness.now += length - Duration(1);
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "EGeneral:Temporary lockout");
    harness.now += length;
    EXPECT_EQ(harness.ErrorOf(harness.Private("Balance")), "");
  }
}

}  // namespace
}  // namespace kraken::mock
