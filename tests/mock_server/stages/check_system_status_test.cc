#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

constexpr const char* kLimitOrder = "&pair=XBTUSD&type=buy&volume=1&ordertype=limit&price=1000";
constexpr const char* kMarketOrder = "&pair=XBTUSD&type=buy&volume=1&ordertype=market";

std::string ErrorIn(SystemStatus status, const std::string& endpoint, const std::string& params) {
  PipelineHarness harness({.system_status = status});
  return harness.ErrorOf(harness.Private(endpoint, params));
}

TEST(CheckSystemStatus, TakesOrdersWhileOnline) {
  EXPECT_EQ(ErrorIn(SystemStatus::kOnline, "AddOrder", kLimitOrder), "");
}

TEST(CheckSystemStatus, RefusesOrdersAndCancelsUnderMaintenance) {
  EXPECT_EQ(ErrorIn(SystemStatus::kMaintenance, "AddOrder", kLimitOrder), "EService:Unavailable");
  EXPECT_EQ(ErrorIn(SystemStatus::kMaintenance, "CancelOrder", "&txid=O"), "EService:Unavailable");
  EXPECT_EQ(ErrorIn(SystemStatus::kMaintenance, "Balance", ""), "");
}

TEST(CheckSystemStatus, TakesOnlyCancelsInCancelOnlyMode) {
  EXPECT_EQ(ErrorIn(SystemStatus::kCancelOnly, "AddOrder", kLimitOrder),
            "EService:Market in cancel_only mode");
  EXPECT_EQ(ErrorIn(SystemStatus::kCancelOnly, "CancelOrder", "&txid=OFAKE"),
            "EOrder:Invalid order");
}

TEST(CheckSystemStatus, TakesOnlyPostOnlyLimitOrdersInPostOnlyMode) {
  const std::string refused = "EService:Market in post_only mode";
  EXPECT_EQ(ErrorIn(SystemStatus::kPostOnly, "AddOrder", kLimitOrder), refused);
  EXPECT_EQ(ErrorIn(SystemStatus::kPostOnly, "AddOrder", kMarketOrder), refused);
  EXPECT_EQ(ErrorIn(SystemStatus::kPostOnly, "AddOrder",
                    std::string(kLimitOrder) + "&oflags=fciq%2Cpost"),
            "");
}

TEST(CheckSystemStatus, TakesOnlyLimitOrdersInLimitOnlyMode) {
  EXPECT_EQ(ErrorIn(SystemStatus::kLimitOnly, "AddOrder", kLimitOrder), "");
  EXPECT_EQ(ErrorIn(SystemStatus::kLimitOnly, "AddOrder", kMarketOrder),
            "EService:Market in limit_only mode");
}

}  // namespace
}  // namespace kraken::mock
