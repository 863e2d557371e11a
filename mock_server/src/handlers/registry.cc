// Which endpoints are simulated.
#include <algorithm>
#include <array>
#include <string_view>

#include "mock_server/src/handlers/handler.h"
#include "mock_server/src/handlers/simulated_handlers.h"

namespace kraken::mock {
namespace {

struct Simulated {
  std::string_view endpoint{};
  Handler handler = nullptr;
};

constexpr auto kSimulated = std::to_array<Simulated>({
    {"Time", Time},
    {"SystemStatus", SystemStatusNow},
    {"AddOrder", AddOrder},
    {"AddOrderBatch", AddOrderBatch},
    {"AmendOrder", AmendOrder},
    {"Balance", Balance},
    {"BalanceEx", BalanceEx},
    {"CancelAll", CancelAll},
    {"CancelAllOrdersAfter", CancelAllOrdersAfter},
    {"CancelOrder", CancelOrder},
    {"CancelOrderBatch", CancelOrderBatch},
    {"ClosedOrders", ClosedOrders},
    {"Depth", Depth},
    {"EditOrder", EditOrder},
    {"GetApiKeyInfo", GetApiKeyInfo},
    {"GetWebSocketsToken", GetWebSocketsToken},
    {"GroupedBook", GroupedBook},
    {"Ledgers", Ledgers},
    {"OHLC", Ohlc},
    {"OpenOrders", OpenOrders},
    {"OpenPositions", OpenPositions},
    {"OrderAmends", OrderAmends},
    {"QueryLedgers", QueryLedgers},
    {"QueryOrders", QueryOrders},
    {"QueryTrades", QueryTrades},
    {"Spread", Spread},
    {"Ticker", Ticker},
    {"TradeBalance", TradeBalance},
    {"TradeVolume", TradeVolume},
    {"Trades", Trades},
    {"TradesHistory", TradesHistory},
    {"Withdraw", Withdraw},
    {"WithdrawCancel", WithdrawCancel},
    {"WithdrawStatus", WithdrawStatus},
});

}  // namespace

Handler FindSimulatedHandler(std::string_view endpoint_name) {
  const auto* found = std::ranges::find(kSimulated, endpoint_name, &Simulated::endpoint);
  return found == kSimulated.end() ? nullptr : found->handler;
}

}  // namespace kraken::mock
