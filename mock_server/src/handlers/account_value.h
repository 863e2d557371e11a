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

// So many dollars in an asset, to `places` decimals; none where no built-in market prices it.
std::optional<Decimal> DollarsIn(const Decimal& dollars, std::string_view asset_id, int places);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ACCOUNT_VALUE_H_
