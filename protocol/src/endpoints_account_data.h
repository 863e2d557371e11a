// What an account holds and has done: balances, orders, trades, ledger, exports.
#ifndef KRAKEN_PROTOCOL_SRC_ENDPOINTS_ACCOUNT_DATA_H_
#define KRAKEN_PROTOCOL_SRC_ENDPOINTS_ACCOUNT_DATA_H_

#include <array>

#include "protocol/src/endpoint_rows.h"

namespace kraken::catalogue {

// Rows of two or three lines compare at a glance; the formatter would make them seven lines each.
// clang-format off
inline constexpr auto kAccountData = PrivateGroup("account data", std::to_array<Endpoint>({
    {.name = "Balance", .title = "Get Account Balance", .path = "/0/private/Balance",
     .call_cost = 1, .permission = {.all_of = {kQueryFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-account-balance"},
    {.name = "BalanceEx", .title = "Get Extended Balance", .path = "/0/private/BalanceEx",
     .call_cost = 1, .permission = {.all_of = {kQueryFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-extended-balance"},
    {.name = "CreditLines", .title = "Get Credit Lines", .path = "/0/private/CreditLines",
     .call_cost = 1, .permission = {.all_of = {kQueryFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-credit-lines"},
    {.name = "TradeBalance", .title = "Get Trade Balance", .path = "/0/private/TradeBalance",
     .call_cost = 1, .permission = {.all_of = {kQueryOpenTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-trade-balance"},
    {.name = "OpenOrders", .title = "Get Open Orders", .path = "/0/private/OpenOrders",
     .call_cost = 1, .permission = {.all_of = {kQueryOpenTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-open-orders"},
    {.name = "ClosedOrders", .title = "Get Closed Orders", .path = "/0/private/ClosedOrders",
     .call_cost = 1, .permission = {.all_of = {kQueryClosedTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-closed-orders"},
    // Which of the two depends on the status of the order.
    {.name = "QueryOrders", .title = "Query Orders Info", .path = "/0/private/QueryOrders",
     .call_cost = 1, .permission = {.any_of = {kQueryOpenTrades, kQueryClosedTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-orders-info"},
    // As above.
    {.name = "OrderAmends", .title = "Get Order Amends", .path = "/0/private/OrderAmends",
     .call_cost = 1, .permission = {.any_of = {kQueryOpenTrades, kQueryClosedTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-order-amends"},
    {.name = "TradesHistory", .title = "Get Trades History", .path = "/0/private/TradesHistory",
     .call_cost = kHistoryCost, .permission = {.all_of = {kQueryClosedTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-trade-history"},
    {.name = "QueryTrades", .title = "Query Trades Info", .path = "/0/private/QueryTrades",
     .call_cost = 1, .permission = {.all_of = {kQueryClosedTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-trades-info"},
    {.name = "OpenPositions", .title = "Get Open Positions", .path = "/0/private/OpenPositions",
     .call_cost = 1, .permission = {.all_of = {kQueryOpenTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-open-positions"},
    {.name = "Ledgers", .title = "Get Ledgers Info", .path = "/0/private/Ledgers", .call_cost = kHistoryCost,
     .permission = {.all_of = {kQueryLedger}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-ledgers"},
    // 2 by Kraken's own command line; 1 by the letter of the documentation.
    {.name = "QueryLedgers", .title = "Query Ledgers", .path = "/0/private/QueryLedgers",
     .call_cost = kHistoryCost, .permission = {.all_of = {kQueryLedger}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-ledgers-info"},
    {.name = "TradeVolume", .title = "Get Trade Volume", .path = "/0/private/TradeVolume",
     .call_cost = 1, .permission = {.all_of = {kQueryFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-trade-volume"},
    {.name = "GetApiKeyInfo", .title = "Get API Key Info", .path = "/0/private/GetApiKeyInfo",
     .call_cost = 1, .source = "https://docs.kraken.com/api/docs/rest-api/get-api-key-info"},
    {.name = "AddExport", .title = "Request Export Report", .path = "/0/private/AddExport",
     .effect = kWrites, .call_cost = 1, .permission = {.all_of = {kExportData}},
     .source = "https://docs.kraken.com/api/docs/rest-api/add-export"},
    {.name = "ExportStatus", .title = "Get Export Report Status", .path = "/0/private/ExportStatus",
     .call_cost = 1, .permission = {.all_of = {kExportData}},
     .source = "https://docs.kraken.com/api/docs/rest-api/export-status"},
    {.name = "RetrieveExport", .title = "Retrieve Data Export", .path = "/0/private/RetrieveExport",
     .call_cost = 1, .permission = {.all_of = {kExportData}},
     .source = "https://docs.kraken.com/api/docs/rest-api/retrieve-export"},
    {.name = "RemoveExport", .title = "Delete Export Report", .path = "/0/private/RemoveExport",
     .effect = kWrites, .call_cost = 1, .permission = {.all_of = {kExportData}},
     .source = "https://docs.kraken.com/api/docs/rest-api/remove-export"},
}));
// clang-format on

}  // namespace kraken::catalogue

#endif  // KRAKEN_PROTOCOL_SRC_ENDPOINTS_ACCOUNT_DATA_H_
