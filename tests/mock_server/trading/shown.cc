#include "tests/mock_server/trading/shown.h"

#include <cstddef>
#include <string_view>

namespace kraken::mock {

std::string Shown(const std::optional<WallTime>& time) {
  return time ? std::to_string(time->time_since_epoch().count()) : "-";
}

std::string Shown(const Order& order) {
  const OrderRequest& request = order.request;
  std::string text = order.txid + " " + std::string(ToString(order.status)) + " " +
                     std::string(request.side) + " " + request.pair->altname + " " +
                     order.executed.ToString() + "/" + request.volume.ToString() + " @ " +
                     request.limit().ToString() + (request.post_only ? " post" : "") + " held " +
                     order.held.ToString() + " place " + std::to_string(order.priority);
  text += " from " + Shown(request.start) + " to " + Shown(request.expire) + " close " +
          (request.close ? request.close->price.amount.ToString() : "-") + " changed " +
          std::to_string(order.amendments.size()) + " " + Shown(order.changed) + " for " +
          std::to_string(request.userref) + " " + request.cl_ord_id + "\n";
  return text;
}

std::string Shown(const Account& account) {
  std::string text = account.name() + "\n";
  for (const auto& [asset, holding] : account.holdings()) {
    text += asset + " " + holding.balance.ToString() + " held " + holding.held.ToString() + "\n";
  }
  for (const auto& [number, order] : account.open_orders()) text += Shown(*order);
  if (!account.closed_orders().empty()) text += Shown(*account.closed_orders().back());
  if (!account.ledger().entries().empty()) text += account.ledger().entries().back().id + "\n";
  return text;
}

std::string Shown(Venue& venue, const PairInfo& pair) {
  constexpr std::size_t kLevels = 5;
  const Market& market = venue.MarketOf(pair);
  std::string text = pair.altname + " last " + market.last().ToString() + " next " +
                     Shown(market.next_trade()) + "\n";
  for (const std::string_view side : Sides()) {
    for (const Level& level : venue.BookOf(pair, side, kLevels)) {
      text += level.volume.ToString() + " @ " + level.price.ToString() + "\n";
    }
  }
  return text;
}

}  // namespace kraken::mock
