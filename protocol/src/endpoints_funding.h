// Deposits, withdrawals, and transfers between wallets and accounts.
#ifndef KRAKEN_PROTOCOL_SRC_ENDPOINTS_FUNDING_H_
#define KRAKEN_PROTOCOL_SRC_ENDPOINTS_FUNDING_H_

#include <array>

#include "protocol/src/endpoint_rows.h"

namespace kraken::catalogue {

// Rows of two or three lines compare at a glance; the formatter would make them seven lines each.
// clang-format off
inline constexpr auto kFunding = PrivateGroup("funding", std::to_array<Endpoint>({
    {.name = "DepositMethods", .title = "Get Deposit Methods", .path = "/0/private/DepositMethods",
     .call_cost = 1, .permission = {.all_of = {kQueryFunds, kAddFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-deposit-methods"},
    // With new=true it makes an address, and they are limited ("EFunding:Too many addresses").
    {.name = "DepositAddresses", .title = "Get Deposit Addresses",
     .path = "/0/private/DepositAddresses", .effect = kWrites, .call_cost = 1, .permission = {.all_of = {kQueryFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-deposit-addresses"},
    {.name = "DepositStatus", .title = "Get Status of Recent Deposits",
     .path = "/0/private/DepositStatus", .call_cost = 1, .permission = {.all_of = {kQueryFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-status-recent-deposits"},
    {.name = "WithdrawMethods", .title = "Get Withdrawal Methods",
     .path = "/0/private/WithdrawMethods", .call_cost = 1,
     .permission = {.all_of = {kQueryFunds, kWithdrawFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-withdrawal-methods"},
    {.name = "WithdrawAddresses", .title = "Get Withdrawal Addresses",
     .path = "/0/private/WithdrawAddresses", .call_cost = 1,
     .permission = {.all_of = {kQueryFunds, kWithdrawFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-withdrawal-addresses"},
    {.name = "WithdrawInfo", .title = "Get Withdrawal Information",
     .path = "/0/private/WithdrawInfo", .call_cost = 1,
     .permission = {.all_of = {kQueryFunds, kWithdrawFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-withdrawal-information"},
    {.name = "Withdraw", .title = "Withdraw Funds", .path = "/0/private/Withdraw",
     .effect = kWrites, .call_cost = 1, .permission = {.all_of = {kWithdrawFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/withdraw-funds"},
    {.name = "WithdrawStatus", .title = "Get Status of Recent Withdrawals",
     .path = "/0/private/WithdrawStatus", .call_cost = 1,
     .permission = {.any_of = {kWithdrawFunds, kQueryLedger}},
     .source = "https://docs.kraken.com/api/docs/rest-api/get-status-recent-withdrawals"},
    // Cancelling a WalletTransfer needs no permission at all, but the path does not tell.
    {.name = "WithdrawCancel", .title = "Request Withdrawal Cancellation",
     .path = "/0/private/WithdrawCancel", .effect = kWrites, .call_cost = 1,
     .permission = {.all_of = {kWithdrawFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/cancel-withdrawal"},
    // Documented as needing no more than this.
    {.name = "WalletTransfer", .title = "Request Wallet Transfer",
     .path = "/0/private/WalletTransfer", .effect = kWrites, .call_cost = 1,
     .permission = {.all_of = {kQueryFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/wallet-transfer"},
}));

inline constexpr auto kSubaccounts = PrivateGroup("subaccounts", std::to_array<Endpoint>({
    {.name = "CreateSubaccount", .title = "Create Subaccount",
     .path = "/0/private/CreateSubaccount", .effect = kWrites, .call_cost = 1,
     .permission = {.all_of = {kWithdrawFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/create-subaccount"},
    {.name = "AccountTransfer", .title = "Account Transfer", .path = "/0/private/AccountTransfer",
     .effect = kWrites, .call_cost = 1, .permission = {.all_of = {kWithdrawFunds}},
     .source = "https://docs.kraken.com/api/docs/rest-api/account-transfer"},
}));
// clang-format on

}  // namespace kraken::catalogue

#endif  // KRAKEN_PROTOCOL_SRC_ENDPOINTS_FUNDING_H_
