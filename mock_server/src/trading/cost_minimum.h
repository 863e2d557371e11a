// What an order has to come to at least.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_COST_MINIMUM_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_COST_MINIMUM_H_

#include "kraken/protocol/decimal.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/built_in/name_table.h"
#include "mock_server/src/refusal.h"

namespace kraken::mock {

// "EOrder:Cost minimum not met" below the pair's costmin. Source: docs.kraken.com, "Spot errors".
inline Status CheckCost(const PairInfo& pair, const Decimal& cost) {
  if (cost >= pair.costmin) return {};
  return Refusal("EOrder:Cost minimum not met", "the order comes to " + cost.ToString() + "; " +
                                                    pair.altname + " takes " +
                                                    pair.costmin.ToString() + " or more (costmin)");
}

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_COST_MINIMUM_H_
