// How orders meet: a coming order takes the best prices there are, its own account's apart.
#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "mock_server/src/trading/fee_schedule.h"
#include "mock_server/src/trading/venue.h"

namespace kraken::mock {
namespace {

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

// What a market order can pay, or deliver, of the base: it holds nothing, so that what was enough
// when it was placed may have become too little.
Decimal AffordableAt(const Order& order, const Decimal& price) {
  const OrderRequest& request = order.request;
  const Decimal unit = request.buys() ? price : Decimal::FromInteger(1);
  const Decimal with_fee = request.pays_fee_besides() ? unit + Percent(unit, order.fee_cap) : unit;
  return order.account->AvailableOf(request.paid_asset().id)
      .DividedBy(with_fee, request.pair->lot_decimals, Rounding::kDown);
}

// How much of the base an order may take at this price.
Decimal TakeableAt(const Order& order, const Decimal& price) {
  const Decimal wanted = WantedAt(order, price);
  return order.request.is_market() ? std::min(wanted, AffordableAt(order, price)) : wanted;
}

bool IsAtLeastAsGood(const OrderRequest& request, const Decimal& price, const Decimal& than) {
  return request.buys() ? price <= than : price >= than;
}

}  // namespace

bool Venue::Crosses(const OrderRequest& request) {
  const std::string_view other = OtherSide(request.side);
  const std::vector<Level>& levels = MarketOf(*request.pair).Levels(other);
  if (!levels.empty() && Takes(request, levels.front().price)) return true;
  const Order* best = Resting(*request.pair, other).best();
  return best != nullptr && Takes(request, best->request.limit());
}

bool Venue::CanFillWhole(const Order& order) {
  if (!trades()) return false;
  // What was enough when a market order was placed may have become too little.
  if (order.request.is_market() && !CheckFunds(*order.account, order.request, order.fee_cap)) {
    return false;
  }
  return IsWholeInReach(order);
}

// An order of its own account ends an order that comes, unless it is itself canceled for it: what
// lies behind it does not count.
bool Venue::IsWholeInReach(const Order& order) {
  const OrderRequest& request = order.request;
  const std::string_view other = OtherSide(request.side);
  const Decimal& wanted = request.volume;  // Nothing is filled yet.
  const auto amount = [&request](const Decimal& price, const Decimal& volume) {
    return request.in_quote ? volume * price : volume;
  };
  Decimal there;
  std::optional<Decimal> own;
  Resting(*request.pair, other).ForEachWhile([&](const Order& resting) {
    const Decimal& limit = resting.request.limit();
    if (!Takes(request, limit)) return false;
    if (resting.account != order.account) {
      there = there + amount(limit, resting.remaining());
    } else if (request.self_trade != SelfTrade::kCancelOldest) {
      own = limit;
    }
    return !own && there < wanted;
  });
  const auto is_in_front = [&](const Decimal& price) {
    return !own || (request.buys() ? price < *own : price > *own);
  };
  for (const Level& level : MarketOf(*request.pair).Levels(other)) {
    if (!Takes(request, level.price) || !is_in_front(level.price)) break;
    there = there + amount(level.price, level.volume);
  }
  return wanted <= there;
}

void Venue::Match(Order& order) {
  if (order.request.post_only) {
    if (Crosses(order.request)) End(order, OrderStatus::kCanceled, kPostOnlyReason);
    return;
  }
  while (trades() && order.is_open() && MatchOnce(order)) {
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
      (levels.empty() || IsAtLeastAsGood(request, resting->request.limit(), levels.front().price));
  const Decimal price = takes_resting ? resting->request.limit() : levels.front().price;
  if (!Takes(request, price)) return false;
  if (takes_resting && resting->account == order.account) {
    ResolveSelfTrade(order, *resting);
    return order.is_open();
  }
  const Decimal there = takes_resting ? resting->remaining() : levels.front().volume;
  const Decimal wanted = WantedAt(order, price);
  const Decimal takeable = TakeableAt(order, price);
  PublicTrade trade{.time = now_,
                    .price = price,
                    .volume = std::min(takeable, there),
                    .side = request.side,
                    .by_market_order = request.is_market()};
  if (trade.volume.is_zero()) {
    // Of a sum of the quote less than a lot is left, or the account has no more.
    if (wanted.is_zero()) End(order, OrderStatus::kClosed, {});
    return false;
  }
  trade.number = market.Record(trade);
  if (!takes_resting) market.TakeBest(other, trade.volume, now_);
  Fill(order, trade, false);
  if (takes_resting) Fill(*resting, trade, true);
  // What it could pay is spent: what is left costs less than the ledger can write down.
  const bool has_no_more = takeable < wanted && trade.volume == takeable;
  return !has_no_more;
}

void Venue::ResolveSelfTrade(Order& order, Order& resting) {
  const SelfTrade rule = order.request.self_trade;
  if (rule != SelfTrade::kCancelNewest) {
    End(resting, OrderStatus::kCanceled, kSelfTradeReason);
    NoteChanged(resting);
  }
  if (rule != SelfTrade::kCancelOldest) End(order, OrderStatus::kCanceled, kSelfTradeReason);
}

// Another order of the account whose call this is.
void Venue::NoteChanged(const Order& order) {
  if (order.account != effect_of_) return;
  const bool is_noted = std::ranges::find(effect_.orders, order.txid) != effect_.orders.end();
  if (!is_noted) effect_.orders.push_back(order.txid);
}

void Venue::Fill(Order& order, const PublicTrade& trade, bool maker) {
  Account& account = *order.account;
  const OrderRequest& request = order.request;
  const FeeSchedule& schedule = maker ? FeeSchedule::Maker() : FeeSchedule::Taker();
  const Decimal percent =
      std::min(schedule.At(account.TurnoverBefore(trade.time)).percent, order.fee_cap);
  const Decimal cost = trade.price * trade.volume;
  Trade own{.id = NewId('T'),
            .order = order.txid,
            .position = NewId('T'),
            .pair = request.pair,
            .time = trade.time,
            .side = request.side,
            .ordertype = request.terms.type->name,
            .price = trade.price,
            .volume = trade.volume,
            .cost = cost,
            .fee = Percent(request.fee_in_base ? trade.volume : cost, percent),
            .number = trade.number,
            .maker = maker};
  const Decimal dollars = InDollars(request.pair->quote, cost).value_or(Decimal());
  order.executed = order.executed + trade.volume;
  order.cost = order.cost + cost;
  order.fee = order.fee + own.fee;
  order.trades.push_back(own.id);
  UpdateHold(order);
  BookTrade(order, own);
  account.AddTrade(std::move(own), dollars);
  const bool is_filled = !request.in_quote && order.remaining().is_zero();
  if (is_filled) End(order, OrderStatus::kClosed, {});
  if (!maker) return;
  NoteChanged(order);
  PlaceClose(order, trade.volume);
}

// What it pays and gets is cut to the decimals of the asset, so that all fills together never cost
// more than was held for them; both sides of a trade see the same amounts.
void Venue::BookTrade(const Order& order, Trade& trade) {
  const auto book = [&](const AssetInfo& asset, const Decimal& amount, bool pays_fee) {
    const LedgerEntry& entry = order.account->Book(
        {.id = NewId('L'),
         .refid = trade.id,
         .time = trade.time,
         .type = "trade",
         .asset = &asset,
         .amount = amount.Rounded(asset.decimals, Rounding::kDown),
         .fee = pays_fee ? trade.fee.Rounded(asset.decimals, Rounding::kDown) : Decimal()});
    trade.ledgers.push_back(entry.id);
  };
  const OrderRequest& request = order.request;
  book(*request.pair->quote_asset, request.buys() ? -trade.cost : trade.cost, !request.fee_in_base);
  book(*request.pair->base_asset, request.buys() ? trade.volume : -trade.volume,
       request.fee_in_base);
  if (order.account != effect_of_) return;
  effect_.trades.push_back(trade.id);
  effect_.ledger.insert(effect_.ledger.end(), trade.ledgers.begin(), trade.ledgers.end());
}

}  // namespace kraken::mock
