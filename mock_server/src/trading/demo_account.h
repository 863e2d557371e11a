// The account of keys that have no balances of their own: as the built-in fixtures show it.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_DEMO_ACCOUNT_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_DEMO_ACCOUNT_H_

#include "mock_server/src/trading/venue.h"

namespace kraken::mock {

// Its balances, orders, trades and ledger, into an account that is empty.
void LoadDemoAccount(Venue& venue, Account& account);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_DEMO_ACCOUNT_H_
