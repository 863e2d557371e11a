#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;

std::string ErrorWith(PermissionSet held, const std::string& endpoint) {
  ApiKeySpec spec = DemoKey();
  spec.permissions = held;
  PipelineHarness harness({}, {spec});
  return harness.ErrorOf(harness.Private(endpoint));
}

TEST(CheckPermission, RefusesWhatTheKeyMayNotDo) {
  EXPECT_EQ(ErrorWith({Permission::kQueryLedger}, "Balance"), "EGeneral:Permission denied");
  EXPECT_EQ(ErrorWith({Permission::kQueryFunds}, "Balance"), "");
}

TEST(CheckPermission, SaysWhatIsNeededAndWhatIsHeld) {
  ApiKeySpec spec = DemoKey();
  spec.permissions = {Permission::kQueryFunds, Permission::kQueryLedger};
  PipelineHarness harness({}, {spec});
  harness.Send(harness.Private("AddOrderBatch"));
  EXPECT_EQ(harness.LastWhy(),
            "AddOrderBatch needs modify-trades and close-trades; this key holds query-funds, "
            "query-ledger");
}

TEST(CheckPermission, TakesEitherOfTwoWhereEitherWillDo) {
  const std::string denied = "EGeneral:Permission denied";
  EXPECT_NE(ErrorWith({Permission::kModifyTrades}, "CancelOrder"), denied);
  EXPECT_NE(ErrorWith({Permission::kCloseTrades}, "CancelOrder"), denied);
  EXPECT_EQ(ErrorWith({Permission::kQueryFunds}, "CancelOrder"), denied);
  EXPECT_EQ(ErrorWith({Permission::kModifyTrades}, "AddOrderBatch"), denied);
}

TEST(CheckPermission, ComesBeforeTheArguments) {
  EXPECT_EQ(ErrorWith({}, "AddOrder"), "EGeneral:Permission denied");
  EXPECT_THAT(ErrorWith({Permission::kModifyTrades}, "AddOrder"),
              HasSubstr("EGeneral:Invalid arguments"));
}

}  // namespace
}  // namespace kraken::mock
