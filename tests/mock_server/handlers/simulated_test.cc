// The small simulated handlers, and which endpoints have one.
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/mock_server/handlers/handler_harness.h"

namespace kraken::mock {
namespace {

using ::testing::MatchesRegex;
using ::testing::UnorderedElementsAre;

std::string TextAt(std::string_view endpoint, World& world, WallTime now) {
  return CallHandler(endpoint, Params(), world, now).value();
}

WallTime At(std::string_view rfc3339) { return ParseRfc3339(rfc3339).value(); }

TEST(TimeHandler, TellsTheMomentTwice) {
  World world{WorldConfig{}};
  EXPECT_EQ(TextAt("Time", world, At("2025-11-11T00:17:04Z")),
            R"({"unixtime":1762820224,"rfc1123":"Tue, 11 Nov 25 00:17:04 +0000"})");
  EXPECT_EQ(TextAt("Time", world, At("2025-11-11T00:17:04.999999999Z")),
            TextAt("Time", world, At("2025-11-11T00:17:04Z")));
}

TEST(TimeHandler, PadsEveryPart) {
  World world{WorldConfig{}};
  EXPECT_EQ(TextAt("Time", world, At("2005-02-06T03:04:05Z")),
            R"({"unixtime":1107659045,"rfc1123":"Sun, 06 Feb 05 03:04:05 +0000"})");
  EXPECT_EQ(TextAt("Time", world, At("2028-02-29T23:59:59Z")),
            R"({"unixtime":1835481599,"rfc1123":"Tue, 29 Feb 28 23:59:59 +0000"})");
}

TEST(SystemStatusHandler, FollowsTheWorldAndTheClock) {
  World world{WorldConfig{}};
  EXPECT_EQ(TextAt("SystemStatus", world, At("2025-11-11T00:17:10.5Z")),
            R"({"status":"online","timestamp":"2025-11-11T00:17:10Z"})");
  world.venue.SetStatus(SystemStatus::kCancelOnly, kAsOf);
  EXPECT_EQ(TextAt("SystemStatus", world, At("2025-11-11T00:17:11Z")),
            R"({"status":"cancel_only","timestamp":"2025-11-11T00:17:11Z"})");
}

TEST(GetWebSocketsTokenHandler, MakesTokensOfTheRightForm) {
  World world{WorldConfig{}};
  const std::string first = TextAt("GetWebSocketsToken", world, WallTime());
  EXPECT_THAT(first, MatchesRegex(R"(\{"token":"[A-Za-z0-9+/]{43}","expires":900\})"));
  EXPECT_NE(TextAt("GetWebSocketsToken", world, WallTime()), first);
}

TEST(GetWebSocketsTokenHandler, MakesTheSameTokensFromTheSameSeed) {
  World one{WorldConfig{.seed = 7}};
  World same{WorldConfig{.seed = 7}};
  World other{WorldConfig{.seed = 8}};
  const std::string token = TextAt("GetWebSocketsToken", one, WallTime());
  EXPECT_EQ(TextAt("GetWebSocketsToken", same, WallTime()), token);
  EXPECT_NE(TextAt("GetWebSocketsToken", other, WallTime()), token);
}

TEST(Registry, SimulatesOnlyWhatAFixtureCannotAnswer) {
  std::vector<std::string_view> simulated;
  for (const Endpoint& endpoint : Endpoints()) {
    if (FindSimulatedHandler(endpoint.name) != nullptr) simulated.push_back(endpoint.name);
  }
  EXPECT_THAT(
      simulated,
      UnorderedElementsAre(
          "Time", "SystemStatus", "AddOrder", "AddOrderBatch", "AmendOrder", "EditOrder",
          "CancelOrder", "CancelOrderBatch", "CancelAll", "CancelAllOrdersAfter", "GetApiKeyInfo",
          "GetWebSocketsToken", "Balance", "BalanceEx", "TradeBalance", "TradeVolume",
          "OpenPositions", "OpenOrders", "ClosedOrders", "QueryOrders", "OrderAmends",
          "TradesHistory", "QueryTrades", "Ledgers", "QueryLedgers", "Withdraw", "WithdrawCancel",
          "WithdrawStatus", "Ticker", "Depth", "GroupedBook", "OHLC", "Trades", "Spread"));
  EXPECT_EQ(FindSimulatedHandler(""), nullptr);
  EXPECT_EQ(FindSimulatedHandler("time"), nullptr);
}

}  // namespace
}  // namespace kraken::mock
