// Earn, and the staking calls that it replaced.
#ifndef KRAKEN_PROTOCOL_SRC_ENDPOINTS_EARN_H_
#define KRAKEN_PROTOCOL_SRC_ENDPOINTS_EARN_H_

#include <array>

#include "protocol/src/endpoint_rows.h"

namespace kraken::catalogue {

// Rows of two or three lines compare at a glance; the formatter would make them seven lines each.
// clang-format off
inline constexpr auto kEarn = PrivateGroup("earn", std::to_array<Endpoint>({
    {.name = "Earn/Allocate", .title = "Allocate Earn Funds", .path = "/0/private/Earn/Allocate",
     .effect = kWrites, .call_cost = 1, .permission = {.all_of = {kEarnFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/allocate-strategy"},
    {.name = "Earn/Deallocate", .title = "Deallocate Earn Funds",
     .path = "/0/private/Earn/Deallocate", .effect = kWrites, .call_cost = 1,
     .permission = {.all_of = {kEarnFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/deallocate-strategy"},
    {.name = "Earn/AllocateStatus", .title = "Get Allocation Status",
     .path = "/0/private/Earn/AllocateStatus", .call_cost = 1,
     .permission = {.any_of = {kEarnFunds, kQueryFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-allocate-strategy-status"},
    {.name = "Earn/DeallocateStatus", .title = "Get Deallocation Status",
     .path = "/0/private/Earn/DeallocateStatus", .call_cost = 1,
     .permission = {.any_of = {kEarnFunds, kQueryFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-deallocate-strategy-status"},
    {.name = "Earn/Strategies", .title = "List Earn Strategies",
     .path = "/0/private/Earn/Strategies", .call_cost = 1,
     .source = "https://docs.kraken.com/api/docs/rest-api/list-strategies"},
    {.name = "Earn/Allocations", .title = "List Earn Allocations",
     .path = "/0/private/Earn/Allocations", .call_cost = 1, .permission = {.all_of = {kQueryFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/list-allocations"},
}));

// Gone since 2024; what is left is the OpenAPI file that Kraken published in 2022.
inline constexpr auto kStaking = PrivateGroup("staking", std::to_array<Endpoint>({
    {.name = "Stake", .title = "Stake Asset", .path = "/0/private/Stake", .effect = kWrites,
     .call_cost = 1, .permission = {.all_of = {kWithdrawFunds}}, .retired = true,
     .source = "https://github.com/jpcx/node-kraken-api/blob/master/codegen/swagger.json"},
    {.name = "Unstake", .title = "Unstake Asset", .path = "/0/private/Unstake", .effect = kWrites,
     .call_cost = 1, .permission = {.all_of = {kWithdrawFunds}}, .retired = true,
     .source = "https://github.com/jpcx/node-kraken-api/blob/master/codegen/swagger.json"},
    {.name = "Staking/Assets", .title = "List of Stakeable Assets",
     .path = "/0/private/Staking/Assets", .call_cost = 1,
     .permission = {.all_of = {kWithdrawFunds, kQueryFunds}}, .retired = true,
     .source = "https://github.com/jpcx/node-kraken-api/blob/master/codegen/swagger.json"},
    {.name = "Staking/Pending", .title = "Get Pending Staking Transactions",
     .path = "/0/private/Staking/Pending", .call_cost = 1,
     .permission = {.all_of = {kQueryFunds, kWithdrawFunds}}, .retired = true,
     .source = "https://github.com/jpcx/node-kraken-api/blob/master/codegen/swagger.json"},
    {.name = "Staking/Transactions", .title = "List of Staking Transactions",
     .path = "/0/private/Staking/Transactions", .call_cost = 1,
     .permission = {.all_of = {kQueryFunds}}, .retired = true,
     .source = "https://github.com/jpcx/node-kraken-api/blob/master/codegen/swagger.json"},
}));
// clang-format on

}  // namespace kraken::catalogue

#endif  // KRAKEN_PROTOCOL_SRC_ENDPOINTS_EARN_H_
