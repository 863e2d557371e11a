// Orders, and what an account has of them, in lines that a test can write out.
#ifndef KRAKEN_TESTS_MOCK_SERVER_TRADING_TOLD_H_
#define KRAKEN_TESTS_MOCK_SERVER_TRADING_TOLD_H_

#include <string>
#include <vector>

#include "mock_server/src/trading/venue.h"

namespace kraken::mock {

// "open 0.5/2 cost 30000 fee 75": status, executed/volume, cost, fee, and the reason where there is
// one.
inline std::string Told(const Order& order) {
  return std::string(ToString(order.status)) + " " + order.executed.ToString() + "/" +
         order.request.volume.ToString() + " cost " + order.cost.ToString() + " fee " +
         order.fee.ToString() + (order.reason.empty() ? "" : " " + std::string(order.reason));
}

// "ZUSD -30000 fee 75 balance 69925"
inline std::vector<std::string> LedgerOf(const Account& account) {
  std::vector<std::string> lines;
  for (const LedgerEntry& entry : account.ledger().entries()) {
    lines.push_back(entry.asset->id + " " + entry.amount.ToString() + " fee " +
                    entry.fee.ToString() + " balance " + entry.balance.ToString());
  }
  return lines;
}

// "buy 1 @ 30000 maker"
inline std::vector<std::string> TradesOf(const Account& account) {
  std::vector<std::string> lines;
  for (const Trade& trade : account.trades().entries()) {
    lines.push_back(std::string(trade.side) + " " + trade.volume.ToString() + " @ " +
                    trade.price.ToString() + (trade.maker ? " maker" : " taker"));
  }
  return lines;
}

// "100000, held 30120"
inline std::string HoldingOf(const Account& account, const std::string& asset) {
  const Holding& holding = account.holdings().at(asset);
  return holding.balance.ToString() + ", held " + holding.held.ToString();
}

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_TRADING_TOLD_H_
