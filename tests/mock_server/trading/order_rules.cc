#include "tests/mock_server/trading/order_rules.h"

#include <algorithm>
#include <deque>

#include "mock_server/src/trading/fee_schedule.h"
#include "tests/mock_server/trading/sums.h"

namespace kraken::mock {
namespace {

Decimal PartOf(const Decimal& amount, const Decimal& percent, int places, Rounding rounding) {
  return (amount * percent).DividedBy(Whole(100), places, rounding);
}

// "An open order that buys holds its price times what is left of it, one that sells what is left of
// it, and with it the taker's fee where that is taken in the same asset." One without a limit holds
// nothing.
Decimal NeededBy(const Order& order) {
  const OrderRequest& request = order.request;
  if (request.terms.type->name == "market") return {};
  const bool buys = request.side == "buy";
  const Decimal left = request.volume - order.executed;
  const Decimal amount = buys ? left * request.terms.price.amount : left;
  const bool pays_fee = buys != request.fee_in_base;
  const AssetInfo& asset = buys ? *request.pair->quote_asset : *request.pair->base_asset;
  return PartOf(amount, Whole(100) + (pays_fee ? order.fee_cap : Decimal()), asset.decimals,
                Rounding::kUp);
}

// Whether it trades when it comes or not at all.
bool IsImmediate(const OrderRequest& request) {
  return request.terms.type->name == "market" || request.time_in_force == TimeInForce::kIoc ||
         request.time_in_force == TimeInForce::kFok;
}

// `was_asked`: somebody wanted it to end.
bool EndedAsItSays(const Order& order, bool was_asked) {
  const OrderRequest& request = order.request;
  if (order.status == OrderStatus::kClosed) return order.reason.empty();
  if (order.reason == kExpiredReason) {
    return order.status == OrderStatus::kExpired && order.closed == request.expire;
  }
  if (order.status != OrderStatus::kCanceled) return false;
  if (order.reason == kNotFilledReason) return IsImmediate(request);
  if (order.reason == kPostOnlyReason) return request.post_only;
  if (order.reason == kSelfTradeReason) return true;
  return was_asked && (order.reason == kCanceledReason || order.reason == kReplacedReason);
}

bool IsWithinLimit(const OrderRequest& request, const Decimal& price) {
  if (request.terms.type->name == "market") return true;
  return request.side == "buy" ? price <= request.limit() : price >= request.limit();
}

// "Fees follow the turnover of 30 days in dollars, taker and maker; an order's fee is never more
// than the taker's when it was placed." What the turnover was is known of the present moment only.
bool IsFeeOf(const Order& order, const Trade& trade, WallTime now) {
  const FeeSchedule& schedule = trade.maker ? FeeSchedule::Maker() : FeeSchedule::Taker();
  const Decimal& amount = order.request.fee_in_base ? trade.volume : trade.cost;
  const auto fits = [&](const FeeTier& tier) {
    constexpr int kPlaces = 14;  // Of a percentage of the finest cost that there is.
    const Decimal percent = std::min(tier.percent, order.fee_cap);
    return trade.fee == PartOf(amount, percent, kPlaces, Rounding::kHalfUp);
  };
  if (trade.time == now) return fits(schedule.At(order.account->TurnoverBefore(now)));
  return std::ranges::any_of(schedule.tiers(), fits);
}

// "The ledger has them cut to the decimals of the asset, fill by fill."
bool IsRowOf(const Trade& trade, const LedgerEntry& row, const AssetInfo& asset,
             const Decimal& amount, bool pays_fee) {
  const auto cut = [&asset](const Decimal& exact) {
    return exact.Rounded(asset.decimals, Rounding::kDown);
  };
  return row.type == "trade" && row.refid == trade.id && row.time == trade.time &&
         row.asset == &asset && row.amount == cut(amount) &&
         row.fee == (pays_fee ? cut(trade.fee) : Decimal());
}

}  // namespace

const Decimal& DoneOf(const Order& order) {
  return order.request.in_quote ? order.cost : order.executed;
}

std::string_view WrongWithOpen(const Order& order, WallTime now, WallTime all_canceled_at) {
  const OrderRequest& request = order.request;
  const bool has_begun = !request.start || *request.start <= now;
  if (!order.is_open()) return "it is not open";
  if ((order.status == OrderStatus::kPending) == has_begun) return "it is pending at its start";
  if (has_begun && IsImmediate(request)) return "it is of a kind that never rests";
  if (request.expire && *request.expire <= now) return "its time is over";
  if (order.opened < all_canceled_at) return "everything was canceled since";
  if (DoneOf(order) >= request.volume) return "nothing is left of it";
  if (order.held != NeededBy(order)) return "it holds other than it needs";
  return {};
}

std::string_view WrongWithEnded(const Order& order, bool was_asked) {
  const OrderRequest& request = order.request;
  const bool is_filled = order.status == OrderStatus::kClosed;
  const bool is_done = DoneOf(order) == request.volume;
  // "AmendOrder to less than is filled cancels the order."
  const bool may_be_cut = order.reason == kCanceledReason && !order.amendments.empty();
  const bool is_killed = !is_filled && request.time_in_force == TimeInForce::kFok;
  if (!order.held.is_zero()) return "it still holds something";
  if (order.closed < order.opened) return "it ended before it began";
  if (DoneOf(order) > request.volume) return "it is filled beyond its volume";
  if (is_filled && !is_done && !request.in_quote) return "it is closed, and not filled";
  if (!is_filled && is_done && !may_be_cut) return "it is filled, and not closed";
  if (is_killed && !order.executed.is_zero()) return "it is killed, and partly filled";
  if (!EndedAsItSays(order, was_asked)) return "that is not why it ended";
  return {};
}

std::string_view WrongWithSide(const TradeSide& side, const Order& order, WallTime now) {
  const Trade& trade = *side.trade;
  const OrderRequest& request = order.request;
  const PairInfo& pair = *request.pair;
  const bool buys = request.side == "buy";
  const Decimal& base = trade.volume;
  if (trade.pair != &pair || trade.side != request.side) return "it is of another order";
  if (trade.cost != trade.price * trade.volume) return "it costs other than its price";
  if (!IsWithinLimit(request, trade.price)) return "its price is beyond the limit";
  if (trade.maker && trade.price != request.limit()) return "it is not at the order's own price";
  if (request.post_only && !trade.maker) return "its order was only to be posted";
  if (!IsFeeOf(order, trade, now)) return "its fee is not that of the schedule";
  if (!IsRowOf(trade, *side.quote, *pair.quote_asset, buys ? -trade.cost : trade.cost,
               !request.fee_in_base)) {
    return "the ledger has something else of the quote";
  }
  if (!IsRowOf(trade, *side.base, *pair.base_asset, buys ? base : -base, request.fee_in_base)) {
    return "the ledger has something else of the base";
  }
  return {};
}

std::string_view WrongBetween(const TradeSide& one, const TradeSide& other) {
  if (one.account == other.account) return "they are of one account";
  if (one.trade->side == other.trade->side) return "both buy, or both sell";
  if (one.trade->maker == other.trade->maker) return "both came, or both were there";
  if (one.trade->price != other.trade->price) return "they have two prices";
  if (one.trade->volume != other.trade->volume) return "they have two volumes";
  if (one.quote->amount != -other.quote->amount) return "one pays other than the other gets";
  if (one.base->amount != -other.base->amount) return "one gives other than the other gets";
  return {};
}

bool IsOnTape(const Market& market, const Trade& trade) {
  const std::deque<PublicTrade>& tape = market.trades();
  if (tape.empty() || trade.number > tape.back().number) return false;
  if (trade.number < tape.front().number) return true;
  const PublicTrade& shown = tape[trade.number - tape.front().number];
  return shown.number == trade.number && shown.price == trade.price &&
         shown.volume == trade.volume && (shown.side == trade.side) != trade.maker;
}

bool ComesBefore(const Order& order, const Order& filled, WallTime at) {
  const OrderRequest& request = order.request;
  const bool was_there = order.status == OrderStatus::kOpen &&
                         request.pair == filled.request.pair &&
                         request.side == filled.request.side && order.changed < at &&
                         request.start.value_or(order.opened) < at;
  if (!was_there) return false;
  const Decimal& price = request.limit();
  const Decimal& other = filled.request.limit();
  if (price == other) return order.priority < filled.priority;
  return request.side == "buy" ? price > other : price < other;
}

}  // namespace kraken::mock
