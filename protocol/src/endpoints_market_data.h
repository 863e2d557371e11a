// What the market is doing: prices, books, trades, and whether Kraken is open.
#ifndef KRAKEN_PROTOCOL_SRC_ENDPOINTS_MARKET_DATA_H_
#define KRAKEN_PROTOCOL_SRC_ENDPOINTS_MARKET_DATA_H_

#include <array>

#include "protocol/src/endpoint_rows.h"

namespace kraken::catalogue {

// Rows of two or three lines compare at a glance; the formatter would make them seven lines each.
// clang-format off
inline constexpr auto kPublicMarketData = PublicGroup("market data", std::to_array<Endpoint>({
    {.name = "Time", .title = "Get Server Time", .path = "/0/public/Time",
     .limiter = kPublicAddress,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-server-time"},
    {.name = "SystemStatus", .title = "Get System Status", .path = "/0/public/SystemStatus",
     .limiter = kPublicAddress,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-system-status"},
    {.name = "Assets", .title = "Get Asset Info", .path = "/0/public/Assets",
     .limiter = kPublicAddress,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-asset-info"},
    {.name = "AssetPairs", .title = "Get Tradable Asset Pairs", .path = "/0/public/AssetPairs",
     .limiter = kPublicAddress,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-tradable-asset-pairs"},
    {.name = "Ticker", .title = "Get Ticker Information", .path = "/0/public/Ticker",
     .limiter = kPublicAddress,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-ticker-information"},
    {.name = "OHLC", .title = "Get OHLC Data", .path = "/0/public/OHLC",
     .limiter = kPublicAddressAndPair,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-ohlc-data"},
    {.name = "Depth", .title = "Get Order Book", .path = "/0/public/Depth",
     .limiter = kPublicAddress,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-order-book"},
    {.name = "Trades", .title = "Get Recent Trades", .path = "/0/public/Trades",
     .limiter = kPublicAddressAndPair,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-recent-trades"},
    {.name = "Spread", .title = "Get Recent Spreads", .path = "/0/public/Spread",
     .limiter = kPublicAddress,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-recent-spreads"},
    {.name = "GroupedBook", .title = "Get Grouped Order Book", .path = "/0/public/GroupedBook",
     .limiter = kPublicAddress,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-grouped-order-book"},
    {.name = "PreTrade", .title = "Pre-Trade Data", .path = "/0/public/PreTrade",
     .limiter = kPublicAddress,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-pre-trade"},
    {.name = "PostTrade", .title = "Post-Trade Data", .path = "/0/public/PostTrade",
     .limiter = kPublicAddress,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-post-trade"},
}));

inline constexpr auto kPrivateMarketData = PrivateGroup("market data", std::to_array<Endpoint>({
    // Private, although it is market data.
    {.name = "Level3", .title = "Query L3 Order Book", .path = "/0/private/Level3", .call_cost = 1,
     .permission = {.all_of = {kQueryOpenTrades}}, .body = kJsonOnly,
     .source = "https://docs.kraken.com/api/docs/rest-api/get-level-3-order-book"},
}));
// clang-format on

}  // namespace kraken::catalogue

#endif  // KRAKEN_PROTOCOL_SRC_ENDPOINTS_MARKET_DATA_H_
