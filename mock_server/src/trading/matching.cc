// How orders meet: a coming order takes the best prices there are, its own account's apart.
#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "mock_server/src/trading/fee_schedule.h"
#include "mock_server/src/trading/venue.h"

namespace kraken::mock {
namespace {

const AssetInfo& AssetOf(const std::string& id) { return *NameTable::BuiltIn().FindAsset(id); }

bool Takes(const OrderRequest& request, const Decimal& price) {
  if (request.is_market()) return true;
  return request.buys() ? price <= request.limit() : price >= request.limit();
}

// How much of the base an order still wants at this price.
Decimal WantedAt(const Order& order, const Decimal& price) {
  if (!order.request.in_quote) return order.remaining();
  return (order.request.volume - order.cost)
      .DividedBy(price, order.request.pair->lot_decimals, Rounding::kDown);
}

Decimal Percent(const Decimal& amount, const Decimal& percent) {
  constexpr int kPlaces = 14;
  return (amount.Rounded(kPlaces) * percent).DividedBy(Decimal::FromInteger(100), kPlaces);
}

}  // namespace

bool Venue::Crosses(const OrderRequest& request) {
  const std::string_view other = OtherSide(request.side);
  const std::vector<Level>& levels = MarketOf(*request.pair).Levels(other);
  if (!levels.empty() && Takes(request, levels.front().price)) return true;
  const Order* best = Resting(*request.pair, other).best();
  return best != nullptr && Takes(request, best->request.limit());
}

// An order of its own account ends an order that comes, unless it is itself canceled for it: what
// lies behind it does not count.
bool Venue::CanFillWhole(const Order& order) {
  const OrderRequest& request = order.request;
  const std::string_view other = OtherSide(request.side);
  const Decimal& wanted = request.volume;  // Nothing is filled yet.
  Decimal there;
  std::optional<Decimal> own;
  const auto count = [&](const Decimal& price, const Decimal& volume) {
    there = there + (request.in_quote ? volume * price : volume);
  };
  Resting(*request.pair, other).ForEachWhile([&](const Order& resting) {
    if (!Takes(request, resting.request.limit())) return false;
    if (resting.account == order.account) {
      if (request.self_trade == SelfTrade::kCancelOldest) return true;
      own = resting.request.limit();
      return false;
    }
    count(resting.request.limit(), resting.remaining());
    return there < wanted;
  });
  for (const Level& level : MarketOf(*request.pair).Levels(other)) {
    const bool is_behind = own && (request.buys() ? level.price >= *own : level.price <= *own);
    if (there >= wanted || is_behind || !Takes(request, level.price)) break;
    count(level.price, level.volume);
  }
  return wanted <= there;
}

// What a market order can pay, or deliver, of the base: it holds nothing, so that what was enough
// when it was placed may have become too little.
Decimal Venue::AffordableAt(const Order& order, const Decimal& price) {
  const OrderRequest& request = order.request;
  const bool pays_fee = request.fee_in_base != request.buys();
  const Decimal unit = request.buys() ? price : Decimal::FromInteger(1);
  const Decimal with_fee = pays_fee ? unit + Percent(unit, order.fee_cap) : unit;
  return order.account->AvailableOf(HeldAsset(request))
      .DividedBy(with_fee, request.pair->lot_decimals, Rounding::kDown);
}

void Venue::Match(Order& order) {
  if (order.request.post_only) {
    if (Crosses(order.request)) End(order, OrderStatus::kCanceled, kPostOnlyReason);
    return;
  }
  while (order.is_open() && MatchOnce(order)) {
  }
}

bool Venue::MatchOnce(Order& order) {
  const OrderRequest& request = order.request;
  const std::string_view other = OtherSide(request.side);
  Market& market = MarketOf(*request.pair);
  const std::vector<Level>& levels = market.Levels(other);
  Order* const resting = Resting(*request.pair, other).best();
  if (resting == nullptr && levels.empty()) return false;
  const bool takes_resting =
      resting != nullptr &&
      (levels.empty() || (request.buys() ? resting->request.limit() <= levels.front().price
                                         : resting->request.limit() >= levels.front().price));
  const Decimal price = takes_resting ? resting->request.limit() : levels.front().price;
  if (!Takes(request, price)) return false;
  if (takes_resting && resting->account == order.account) {
    ResolveSelfTrade(order, *resting);
    return order.is_open();
  }
  const Decimal wanted = request.is_market()
                             ? std::min(WantedAt(order, price), AffordableAt(order, price))
                             : WantedAt(order, price);
  const Decimal there = takes_resting ? resting->remaining() : levels.front().volume;
  PublicTrade trade{.time = now_,
                    .price = price,
                    .volume = std::min(wanted, there),
                    .side = request.side,
                    .by_market_order = request.is_market()};
  if (trade.volume.is_zero()) {
    // Of a sum of the quote less than a lot is left, or the account has no more.
    if (WantedAt(order, price).is_zero()) End(order, OrderStatus::kClosed, {});
    return false;
  }
  trade.number = market.Record(trade);
  if (!takes_resting) market.TakeBest(other, trade.volume);
  Fill(order, trade, false);
  if (takes_resting) Fill(*resting, trade, true);
  return true;
}

void Venue::ResolveSelfTrade(Order& order, Order& resting) {
  const SelfTrade rule = order.request.self_trade;
  if (rule != SelfTrade::kCancelNewest) End(resting, OrderStatus::kCanceled, kSelfTradeReason);
  if (rule != SelfTrade::kCancelOldest) End(order, OrderStatus::kCanceled, kSelfTradeReason);
}

// What it pays and gets is cut to the decimals of the asset, so that all fills together never cost
// more than was held for them; both sides of a trade see the same amounts.
void Venue::Fill(Order& order, const PublicTrade& trade, bool maker) {
  Account& account = *order.account;
  const OrderRequest& request = order.request;
  const PairInfo& pair = *request.pair;
  const FeeSchedule& schedule = maker ? FeeSchedule::Maker() : FeeSchedule::Taker();
  const Decimal percent =
      std::min(schedule.At(account.TurnoverBefore(trade.time)).percent, order.fee_cap);
  const Decimal cost = trade.price * trade.volume;
  const Decimal fee = Percent(request.fee_in_base ? trade.volume : cost, percent);
  const Decimal dollars = InDollars(pair.quote, cost).value_or(Decimal());

  Trade own{.id = NewId('T'),
            .order = order.txid,
            .position = NewId('T'),
            .pair = &pair,
            .time = trade.time,
            .side = request.side,
            .ordertype = request.terms.type->name,
            .price = trade.price,
            .volume = trade.volume,
            .cost = cost,
            .fee = fee,
            .number = trade.number,
            .maker = maker};
  const auto book = [&](const std::string& asset_id, const Decimal& amount, bool pays_fee) {
    const AssetInfo& asset = AssetOf(asset_id);
    const Decimal cut = amount.Rounded(asset.decimals, Rounding::kDown);
    const LedgerEntry& entry =
        account.Book({.id = NewId('L'),
                      .refid = own.id,
                      .time = trade.time,
                      .type = "trade",
                      .asset = &asset,
                      .amount = cut,
                      .fee = pays_fee ? fee.Rounded(asset.decimals, Rounding::kDown) : Decimal()});
    own.ledgers.push_back(entry.id);
  };
  order.executed = order.executed + trade.volume;
  order.cost = order.cost + cost;
  order.fee = order.fee + fee;
  order.trades.push_back(own.id);
  UpdateHold(order);
  book(pair.quote, request.buys() ? -cost : cost, !request.fee_in_base);
  book(pair.base, request.buys() ? trade.volume : -trade.volume, request.fee_in_base);
  if (&account == effect_of_) {
    effect_.trades.push_back(own.id);
    effect_.ledger.insert(effect_.ledger.end(), own.ledgers.begin(), own.ledgers.end());
  }
  account.AddTrade(std::move(own), dollars);
  const bool is_filled = !request.in_quote && order.remaining().is_zero();
  if (is_filled) End(order, OrderStatus::kClosed, {});
  if (maker) PlaceClose(order, trade.volume);
}

}  // namespace kraken::mock
