// What an account is worth: its balances at the last prices of the built-in markets.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ACCOUNT_VALUE_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ACCOUNT_VALUE_H_

#include <optional>
#include <string_view>

#include "kraken/mock/api_key.h"
#include "kraken/protocol/decimal.h"

namespace kraken::mock {

// In dollars: all of it, and the part that counts as collateral. Assets that no built-in market
// prices count for nothing.
struct AccountValue {
  Decimal whole{};
  Decimal collateral{};
};
AccountValue ValueOf(const Balances& balances);

// What one unit of an asset costs in dollars; none where no built-in market prices it.
std::optional<Decimal> DollarsPer(std::string_view asset_id);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ACCOUNT_VALUE_H_
