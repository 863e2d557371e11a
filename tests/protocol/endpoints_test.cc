#include "kraken/protocol/endpoints.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kraken {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Names = std::vector<std::string_view>;

// The names of the endpoints that a question is answered with yes for, in the table's order.
template <typename Question>
Names NamesWhere(Question question) {
  Names names;
  for (const Endpoint& endpoint : Endpoints()) {
    if (question(endpoint)) names.push_back(endpoint.name);
  }
  return names;
}

const Endpoint& Get(std::string_view name) {
  const Endpoint* endpoint = FindEndpoint(name);
  if (endpoint == nullptr) throw std::out_of_range(std::string(name));
  return *endpoint;
}

TEST(Endpoints, AreAllOfThem) {
  EXPECT_EQ(Endpoints().size(), 64U);
  EXPECT_THAT(NamesWhere([](const Endpoint& e) { return e.visibility == Visibility::kPublic; }),
              ElementsAre("Time", "SystemStatus", "Assets", "AssetPairs", "Ticker", "OHLC", "Depth",
                          "Trades", "Spread", "GroupedBook", "PreTrade", "PostTrade"));
  EXPECT_THAT(
      NamesWhere([](const Endpoint& e) { return e.retired; }),
      ElementsAre("Stake", "Unstake", "Staking/Assets", "Staking/Pending", "Staking/Transactions"));
}

TEST(Endpoints, HaveTheirPlaceInAGroup) {
  const auto count = [](std::string_view group) {
    return std::ranges::count(Endpoints(), group, &Endpoint::group);
  };
  EXPECT_EQ(count("market data"), 13);
  EXPECT_EQ(count("account data"), 19);
  EXPECT_EQ(count("trading"), 8);
  EXPECT_EQ(count("websockets"), 1);
  EXPECT_EQ(count("funding"), 10);
  EXPECT_EQ(count("subaccounts"), 2);
  EXPECT_EQ(count("earn"), 6);
  EXPECT_EQ(count("staking"), 5);
}

TEST(Endpoints, AreDescribedInFull) {
  const Endpoint& balance = Get("Balance");
  EXPECT_EQ(balance.title, "Get Account Balance");
  EXPECT_EQ(balance.group, "account data");
  EXPECT_EQ(balance.path, "/0/private/Balance");
  EXPECT_EQ(balance.visibility, Visibility::kPrivate);
  EXPECT_EQ(balance.method, Method::kPost);
  EXPECT_EQ(balance.effect, Effect::kReads);
  EXPECT_EQ(balance.limiter, Limiter::kCalls);
  EXPECT_EQ(balance.call_cost, 1);
  EXPECT_EQ(balance.body, BodyFormat::kFormOrJson);
  EXPECT_EQ(balance.source, "https://docs.kraken.com/api/docs/rest-api/get-account-balance");

  const Endpoint& ticker = Get("Ticker");
  EXPECT_EQ(ticker.path, "/0/public/Ticker");
  EXPECT_EQ(ticker.method, Method::kGet);
  EXPECT_EQ(ticker.limiter, Limiter::kPublicAddress);
  EXPECT_EQ(ticker.body, BodyFormat::kNone);
}

TEST(Endpoints, ThatWriteAreMarked) {
  EXPECT_THAT(
      NamesWhere([](const Endpoint& e) { return e.effect == Effect::kWrites; }),
      UnorderedElementsAre("AddOrder", "AddOrderBatch", "AmendOrder", "EditOrder", "CancelOrder",
                           "CancelOrderBatch", "CancelAll", "CancelAllOrdersAfter", "Withdraw",
                           "WithdrawCancel", "WalletTransfer", "DepositAddresses",
                           "CreateSubaccount", "AccountTransfer", "Earn/Allocate",
                           "Earn/Deallocate", "AddExport", "RemoveExport", "Stake", "Unstake"));
}

TEST(Endpoints, AreChargedToTheirLimiter) {
  EXPECT_THAT(NamesWhere([](const Endpoint& e) { return e.limiter == Limiter::kEngine; }),
              UnorderedElementsAre("AddOrder", "AddOrderBatch", "AmendOrder", "EditOrder",
                                   "CancelOrder", "CancelOrderBatch", "CancelAll"));
  EXPECT_THAT(NamesWhere([](const Endpoint& e) { return e.limiter == Limiter::kNone; }),
              ElementsAre("CancelAllOrdersAfter"));
  EXPECT_THAT(
      NamesWhere([](const Endpoint& e) { return e.limiter == Limiter::kPublicAddressAndPair; }),
      ElementsAre("OHLC", "Trades"));
}

TEST(Endpoints, OfHistoryCostTwoAndOtherCallsOne) {
  EXPECT_THAT(NamesWhere([](const Endpoint& e) { return e.call_cost == 2; }),
              UnorderedElementsAre("Ledgers", "TradesHistory", "QueryLedgers"));
  EXPECT_THAT(NamesWhere([](const Endpoint& e) { return e.call_cost > 2; }), IsEmpty());
  EXPECT_EQ(NamesWhere([](const Endpoint& e) { return e.call_cost == 1; }).size(),
            64U - 12U - 7U - 1U - 3U);
}

TEST(Endpoints, ThatTakeJsonOnlyAreMarked) {
  EXPECT_THAT(NamesWhere([](const Endpoint& e) { return e.body == BodyFormat::kJsonOnly; }),
              UnorderedElementsAre("Level3", "AddOrderBatch", "CancelOrderBatch"));
}

// As each endpoint's page of docs.kraken.com says.
TEST(Endpoints, AskForTheDocumentedPermissions) {
  const std::map<std::string_view, std::string_view> documented = {
      {"Level3", "query-open-trades"},
      {"Balance", "query-funds"},
      {"BalanceEx", "query-funds"},
      {"CreditLines", "query-funds"},
      {"TradeBalance", "query-open-trades"},
      {"OpenOrders", "query-open-trades"},
      {"ClosedOrders", "query-closed-trades"},
      {"QueryOrders", "query-open-trades or query-closed-trades"},
      {"OrderAmends", "query-open-trades or query-closed-trades"},
      {"TradesHistory", "query-closed-trades"},
      {"QueryTrades", "query-closed-trades"},
      {"OpenPositions", "query-open-trades"},
      {"Ledgers", "query-ledger"},
      {"QueryLedgers", "query-ledger"},
      {"TradeVolume", "query-funds"},
      {"GetApiKeyInfo", "none"},
      {"AddExport", "export-data"},
      {"ExportStatus", "export-data"},
      {"RetrieveExport", "export-data"},
      {"RemoveExport", "export-data"},
      {"AddOrder", "modify-trades"},
      {"AmendOrder", "modify-trades or close-trades"},
      {"EditOrder", "modify-trades and close-trades"},
      {"CancelOrder", "modify-trades or close-trades"},
      {"CancelOrderBatch", "modify-trades or close-trades"},
      {"CancelAll", "modify-trades or close-trades"},
      {"CancelAllOrdersAfter", "modify-trades or close-trades"},
      {"AddOrderBatch", "modify-trades and close-trades"},
      {"GetWebSocketsToken", "create-ws-token"},
      {"DepositMethods", "query-funds and add-funds"},
      {"DepositAddresses", "query-funds"},
      {"DepositStatus", "query-funds"},
      {"WithdrawMethods", "query-funds and withdraw-funds"},
      {"WithdrawAddresses", "query-funds and withdraw-funds"},
      {"WithdrawInfo", "query-funds and withdraw-funds"},
      {"Withdraw", "withdraw-funds"},
      {"WithdrawStatus", "withdraw-funds or query-ledger"},
      {"WithdrawCancel", "withdraw-funds"},
      {"WalletTransfer", "query-funds"},
      {"CreateSubaccount", "withdraw-funds"},
      {"AccountTransfer", "withdraw-funds"},
      {"Earn/Allocate", "earn-funds"},
      {"Earn/Deallocate", "earn-funds"},
      {"Earn/AllocateStatus", "query-funds or earn-funds"},
      {"Earn/DeallocateStatus", "query-funds or earn-funds"},
      {"Earn/Strategies", "none"},
      {"Earn/Allocations", "query-funds"},
      {"Stake", "withdraw-funds"},
      {"Unstake", "withdraw-funds"},
      {"Staking/Assets", "query-funds and withdraw-funds"},
      {"Staking/Pending", "query-funds and withdraw-funds"},
      {"Staking/Transactions", "query-funds"},
  };
  std::size_t compared = 0;
  for (const Endpoint& endpoint : Endpoints()) {
    if (endpoint.visibility == Visibility::kPublic) continue;
    ++compared;
    ASSERT_TRUE(documented.contains(endpoint.name)) << endpoint.name;
    EXPECT_EQ(endpoint.permission.ToString(), documented.at(endpoint.name)) << endpoint.name;
  }
  EXPECT_EQ(compared, documented.size());
}

TEST(Endpoints, ThatNeedNoPermissionAreTwo) {
  EXPECT_THAT(NamesWhere([](const Endpoint& e) {
                return e.visibility == Visibility::kPrivate && e.permission.Allows({});
              }),
              ElementsAre("GetApiKeyInfo", "Earn/Strategies"));
}

TEST(FindEndpoint, FindsEveryOneByNameAndByPath) {
  for (const Endpoint& endpoint : Endpoints()) {
    EXPECT_EQ(FindEndpoint(endpoint.name), &endpoint) << endpoint.name;
    EXPECT_EQ(FindEndpointByPath(endpoint.path), &endpoint) << endpoint.path;
  }
}

TEST(FindEndpoint, RegardsCase) {
  EXPECT_EQ(FindEndpoint("balance"), nullptr);
  EXPECT_EQ(FindEndpoint("BALANCE"), nullptr);
  EXPECT_EQ(FindEndpointByPath("/0/private/balance"), nullptr);
  EXPECT_EQ(FindEndpointByPath("/0/Private/Balance"), nullptr);
}

TEST(FindEndpoint, KnowsNothingElse) {
  for (std::string_view name :
       {"", "Balanc", "Balances", " Balance", "Balance ", "AAA", "zzz", "/0/private/Balance",
        "Earn", "Allocate", "Earn/", "private/Balance"}) {
    EXPECT_EQ(FindEndpoint(name), nullptr) << name;
  }
}

TEST(FindEndpoint, KnowsNoOtherPath) {
  for (std::string_view path :
       {"", "/", "/0", "/0/private", "/0/private/", "/0/public/", "/0/private/Balance/",
        "/0/private/Balance?nonce=1", "/1/private/Balance", "0/private/Balance", "Balance",
        "/0/public/Nope", "/0/private/AllocateStatus", "//0/private/Balance"}) {
    EXPECT_EQ(FindEndpointByPath(path), nullptr) << path;
  }
}

TEST(FindEndpoint, APathOfTheOtherVisibilityIsUnknown) {
  EXPECT_EQ(FindEndpointByPath("/0/public/Balance"), nullptr);
  EXPECT_EQ(FindEndpointByPath("/0/private/Ticker"), nullptr);
  EXPECT_EQ(FindEndpointByPath("/0/public/Level3"), nullptr);
}

TEST(NearestEndpoint, GuessesWhatWasMeant) {
  EXPECT_EQ(NearestEndpoint("Balence"), FindEndpoint("Balance"));
  EXPECT_EQ(NearestEndpoint("addorder"), FindEndpoint("AddOrder"));
  EXPECT_EQ(NearestEndpoint("Tickr"), FindEndpoint("Ticker"));
  EXPECT_EQ(NearestEndpoint("Earn/Alocate"), FindEndpoint("Earn/Allocate"));
}

TEST(NearestEndpoint, DoesNotGuessWildly) {
  EXPECT_EQ(NearestEndpoint("SomethingElseEntirely"), nullptr);
  EXPECT_EQ(NearestEndpoint(""), nullptr);
}

}  // namespace
}  // namespace kraken
