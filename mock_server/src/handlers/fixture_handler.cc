// Answers from the built-in fixtures: a table of endpoints and their views.
#include <string>
#include <string_view>
#include <unordered_map>

#include "mock_server/src/handlers/fixture_views.h"
#include "mock_server/src/handlers/handler.h"

namespace kraken::mock {
namespace {

const std::unordered_map<std::string_view, View>& Views() {
  static const std::unordered_map<std::string_view, View> kViews = {
      {"AssetPairs", ViewAssetPairs},
      {"Assets", ViewAssets},
      {"Balance", ViewBalance},
      {"BalanceEx", ViewBalanceEx},
      {"CancelOrder", ViewCancelOrder},
      {"ClosedOrders", ViewClosedOrders},
      {"Depth", ViewDepth},
      {"GroupedBook", ViewGroupedBook},
      {"Ledgers", ViewLedgers},
      {"OHLC", ViewOhlc},
      {"OpenOrders", ViewOpenOrders},
      {"OpenPositions", ViewOpenPositions},
      {"PostTrade", ViewPostTrade},
      {"PreTrade", ViewPreTrade},
      {"QueryOrders", ViewQueryOrders},
      {"Spread", ViewSpread},
      {"Ticker", ViewTicker},
      {"TradeBalance", ViewTradeBalance},
      {"TradeVolume", ViewTradeVolume},
      {"Trades", ViewTrades},
      {"TradesHistory", ViewTradesHistory},
  };
  return kViews;
}

}  // namespace

HandlerResult AnswerFromFixture(const Call& call) {
  const auto view = Views().find(call.endpoint.name);
  if (view != Views().end()) return view->second(call);
  return Refusal("EGeneral:Internal error",
                 "the mock has no built-in answer for " + std::string(call.endpoint.name));
}

}  // namespace kraken::mock
