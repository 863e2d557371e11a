// What an account is worth: its balances at the last prices of the markets.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ACCOUNT_VALUE_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ACCOUNT_VALUE_H_

#include "kraken/protocol/decimal.h"
#include "mock_server/src/trading/venue.h"

namespace kraken::mock {

// In dollars: all of it, and the part that counts as collateral. Assets that no market prices count
// for nothing.
struct AccountValue {
  Decimal whole{};
  Decimal collateral{};
};
AccountValue ValueOf(const Venue& venue, const Holdings& holdings);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ACCOUNT_VALUE_H_
