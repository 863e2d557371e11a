// Orders, and the token that WebSocket clients trade with.
#ifndef KRAKEN_PROTOCOL_SRC_ENDPOINTS_TRADING_H_
#define KRAKEN_PROTOCOL_SRC_ENDPOINTS_TRADING_H_

#include <array>

#include "protocol/src/endpoint_rows.h"

namespace kraken::catalogue {

// Rows of two or three lines compare at a glance; the formatter would make them seven lines each.
// clang-format off
inline constexpr auto kTrading = PrivateGroup("trading", std::to_array<Endpoint>({
    // The documentation exempts AddOrder and CancelOrder from the call counter by name. That the
    // other order transactions are exempt as well is how clients have it, not documented.
    {.name = "AddOrder", .title = "Add Order", .path = "/0/private/AddOrder", .effect = kWrites,
     .limiter = kEngine, .permission = {.all_of = {kModifyTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/add-order"},
    {.name = "AmendOrder", .title = "Amend Order", .path = "/0/private/AmendOrder",
     .effect = kWrites, .limiter = kEngine, .permission = {.any_of = {kModifyTrades, kCloseTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/amend-order"},
    {.name = "EditOrder", .title = "Edit Order", .path = "/0/private/EditOrder", .effect = kWrites,
     .limiter = kEngine, .permission = {.all_of = {kModifyTrades, kCloseTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/edit-order"},
    {.name = "CancelOrder", .title = "Cancel Order", .path = "/0/private/CancelOrder",
     .effect = kWrites, .limiter = kEngine, .permission = {.any_of = {kModifyTrades, kCloseTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/cancel-order"},
    // A form is answered with EAPI:Bad request (reported).
    {.name = "CancelOrderBatch", .title = "Cancel Order Batch",
     .path = "/0/private/CancelOrderBatch", .effect = kWrites, .limiter = kEngine,
     .permission = {.any_of = {kModifyTrades, kCloseTrades}}, .body = kJsonOnly,
     .source = "https://docs.kraken.com/api/docs/rest-api/cancel-order-batch"},
    {.name = "CancelAll", .title = "Cancel All Orders", .path = "/0/private/CancelAll",
     .effect = kWrites, .limiter = kEngine, .permission = {.any_of = {kModifyTrades, kCloseTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/cancel-all-orders"},
    // A timer, not a transaction: on no counter (assumed).
    {.name = "CancelAllOrdersAfter", .title = "Cancel All Orders After X",
     .path = "/0/private/CancelAllOrdersAfter", .effect = kWrites, .limiter = kNone,
     .permission = {.any_of = {kModifyTrades, kCloseTrades}},
     .source = "https://docs.kraken.com/api/docs/rest-api/cancel-all-orders-after"},
    // Documented as JSON only; that bracketed forms work too is reported.
    {.name = "AddOrderBatch", .title = "Add Order Batch", .path = "/0/private/AddOrderBatch",
     .effect = kWrites, .limiter = kEngine, .permission = {.all_of = {kModifyTrades, kCloseTrades}},
     .body = kJsonOnly, .source = "https://docs.kraken.com/api/docs/rest-api/add-order-batch"},
}));

inline constexpr auto kWebsockets = PrivateGroup("websockets", std::to_array<Endpoint>({
    {.name = "GetWebSocketsToken", .title = "Get Websockets Token",
     .path = "/0/private/GetWebSocketsToken", .call_cost = 1,
     .permission = {.all_of = {kCreateWsToken}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-websockets-token"},
}));
// clang-format on

}  // namespace kraken::catalogue

#endif  // KRAKEN_PROTOCOL_SRC_ENDPOINTS_TRADING_H_
