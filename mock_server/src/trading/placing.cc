// How orders come into the market, change and leave it.
#include <algorithm>
#include <string>
#include <utility>

#include "mock_server/src/refusal.h"
#include "mock_server/src/trading/cost_minimum.h"
#include "mock_server/src/trading/fee_schedule.h"
#include "mock_server/src/trading/venue.h"

namespace kraken::mock {
namespace {

constexpr std::string_view kInsufficientFunds = "EOrder:Insufficient funds";

// What `amount` comes to with a fee of so many percent.
Decimal WithFee(const Decimal& amount, const Decimal& percent) {
  constexpr int kPlaces = 12;
  const Decimal rounded = amount.Rounded(kPlaces, Rounding::kUp);
  return rounded + (rounded * percent).DividedBy(Decimal::FromInteger(100), kPlaces, Rounding::kUp);
}

Amendment NoteOf(const Order& order, std::string id, const Decimal& executed, WallTime at) {
  return {.id = std::move(id),
          .volume = order.request.volume,
          .remaining = std::max(order.request.volume - executed, Decimal()),
          .limit = order.request.limit(),
          .post_only = order.request.post_only,
          .at = at};
}

// A distance may come to a price that nobody could have written.
Status CheckPrice(const OrderTerms& terms) {
  const Decimal& price = terms.price.amount;
  if (price > Decimal() && price <= HighestPrice()) return {};
  return Refusal("EOrder:Invalid price",
                 "the limit comes to " + price.ToString() + ", which is no price");
}

}  // namespace

Decimal HoldOf(const Order& order) {
  const OrderRequest& request = order.request;
  if (request.is_market()) return {};
  const Decimal amount = request.buys() ? order.remaining() * request.limit() : order.remaining();
  const Decimal needed = request.pays_fee_besides() ? WithFee(amount, order.fee_cap) : amount;
  return needed.Rounded(request.paid_asset().decimals, Rounding::kUp);
}

void UpdateHold(Order& order) {
  const Decimal held = order.is_open() ? HoldOf(order) : Decimal();
  order.account->Hold(order.request.paid_asset().id, order.held, held);
  order.held = held;
}

// Of an order that comes and of one that changes, with its distances resolved.
Status Venue::CheckTerms(const Account& account, const OrderRequest& request) {
  if (!request.is_market()) {
    if (Status price = CheckPrice(request.terms); !price) return price;
  }
  if (request.close) {
    if (Status price = CheckPrice(*request.close); !price) return price;
  }
  const Decimal cost = request.in_quote      ? request.volume
                       : request.is_market() ? CostAtMarket(account, request)
                                             : request.limit() * request.volume;
  if (Status enough = CheckCost(*request.pair, cost); !enough) return enough;
  return CheckStatus(request);
}

Status Venue::CheckStatus(const OrderRequest& request) const {
  const bool rests = !request.is_market() && request.post_only;
  const bool is_taken = status_ == SystemStatus::kOnline ||
                        (status_ == SystemStatus::kLimitOnly && !request.is_market()) ||
                        (status_ == SystemStatus::kPostOnly && rests);
  if (is_taken) return {};
  const std::string mode(ToString(status_));
  if (status_ == SystemStatus::kMaintenance) {
    return Refusal("EService:Unavailable", "the system status is maintenance: no order is taken");
  }
  return Refusal("EService:Market in " + mode + " mode",
                 "the system status is " + mode + ": this order is not taken");
}

// A market order has to be paid at the prices that the book has now; a limit order at its own.
Status Venue::CheckFunds(const Account& account, const OrderRequest& request,
                         const Decimal& fee_cap, const Decimal& free_besides) {
  const bool pays_fee = request.pays_fee_besides();
  Decimal needed = HoldOf({.request = request, .fee_cap = fee_cap});
  if (request.is_market()) {
    const bool knows_cost = !request.buys() || request.in_quote;
    const Decimal cost = knows_cost ? request.volume : CostAtMarket(account, request);
    needed = pays_fee ? WithFee(cost, fee_cap) : cost;
  }
  const std::string& asset = request.paid_asset().id;
  const Decimal available = account.AvailableOf(asset) + free_besides;
  if (needed <= available) return {};
  return Refusal(kInsufficientFunds, "the order needs " + needed.ToString() + " " + asset +
                                         (pays_fee ? " with its fee" : "") + ", and " +
                                         available.ToString() + " of " +
                                         account.BalanceOf(asset).ToString() + " is free");
}

// Orders of its own account are none that it can have.
Decimal Venue::CostAtMarket(const Account& account, const OrderRequest& request) {
  const std::string_view side = OtherSide(request.side);
  Decimal reached;
  std::vector<Level> levels;
  Resting(*request.pair, side).ForEachWhile([&](const Order& order) {
    if (order.account == &account) return true;
    levels.push_back({.price = order.request.limit(), .volume = order.remaining()});
    reached = reached + order.remaining();
    return reached < request.volume;
  });
  const std::vector<Level>& others = MarketOf(*request.pair).Levels(side);
  levels.insert(levels.end(), others.begin(), others.end());
  std::ranges::stable_sort(levels, [&request](const Level& a, const Level& b) {
    return request.buys() ? a.price < b.price : a.price > b.price;
  });
  Decimal cost;
  Decimal left = request.volume;
  for (const Level& level : levels) {
    const Decimal taken = std::min(left, level.volume);
    cost = cost + taken * level.price;
    left = left - taken;
    if (left.is_zero()) break;
  }
  return cost;
}

// "+5", "-1%"; "#" is the side's own direction, away from the last price. Source: docs.kraken.com,
// "Add Order". That it comes to a whole tick is assumed.
OrderPrice Venue::ResolveLimit(const OrderPrice& limit, const PairInfo& pair,
                               std::string_view side) {
  if (limit.sign == '\0') return limit;
  const Decimal& last = MarketOf(pair).last();
  const Decimal distance =
      limit.percent ? (last * limit.amount).DividedBy(Decimal::FromInteger(100), kValuePlaces)
                    : limit.amount;
  const bool is_below = limit.sign == '-' || (limit.sign == '#' && side == "buy");
  const Decimal price = is_below ? last - distance : last + distance;
  return {.amount = price.DividedBy(pair.tick_size, 0) * pair.tick_size};
}

// What `act` does to the account on the way is told together with the order that it answers.
template <typename Act>
Placement Venue::WithEffect(const Account& account, Act act) {
  effect_ = {};
  effect_of_ = &account;
  Order& order = act();
  effect_of_ = nullptr;
  return {.order = &order, .effect = std::exchange(effect_, {})};
}

Result<Placement> Venue::Place(Account& account, OrderRequest request,
                               std::optional<std::size_t> most_open) {
  const PairInfo& pair = *request.pair;
  request.terms.price = ResolveLimit(request.terms.price, pair, request.side);
  if (request.close) {
    request.close->price = ResolveLimit(request.close->price, pair, OtherSide(request.side));
  }
  if (Status terms = CheckTerms(account, request); !terms) return tl::unexpected(terms.error());
  if (most_open && account.OpenOrdersOf(pair) >= *most_open) {
    return Refusal("EOrder:Orders limit exceeded", "the account has " + std::to_string(*most_open) +
                                                       " open orders of " + pair.altname +
                                                       ", as many as its tier may have");
  }
  if (!request.cl_ord_id.empty()) {
    if (const Order* same = account.FindOpenByClientId(request.cl_ord_id)) {
      return Refusal("EGeneral:Invalid arguments:cl_ord_id not unique",
                     "the open order " + same->txid + " has this cl_ord_id");
    }
  }
  const Decimal fee_cap = FeeSchedule::Taker().At(account.TurnoverBefore(now_)).percent;
  if (Status funds = CheckFunds(account, request, fee_cap); !funds) {
    return tl::unexpected(funds.error());
  }
  return WithEffect(account, [&]() -> Order& {
    Order& order = Take(account, std::move(request), fee_cap, "");
    effect_.orders.insert(effect_.orders.begin(), order.txid);
    return order;
  });
}

Order& Venue::Take(Account& account, OrderRequest request, const Decimal& fee_cap,
                   std::string parent) {
  const std::uint64_t number = ++last_number_;
  Order& order = account.AddOrder({.txid = NewId('O'),
                                   .request = std::move(request),
                                   .parent = std::move(parent),
                                   .number = number,
                                   .priority = number,
                                   .opened = now_,
                                   .changed = now_,
                                   .fee_cap = fee_cap});
  UpdateHold(order);
  const OrderRequest& taken = order.request;
  if (taken.expire) {
    timers_.emplace(TimerKey{*taken.expire, number},
                    Timer{.kind = TimerKind::kExpire, .account = &account, .order = &order});
  }
  if (taken.start && *taken.start > now_) {
    timers_.emplace(TimerKey{*taken.start, number},
                    Timer{.kind = TimerKind::kStart, .account = &account, .order = &order});
  } else {
    Enter(order);
  }
  return order;
}

void Venue::Enter(Order& order) {
  order.status = OrderStatus::kOpen;
  const OrderRequest& request = order.request;
  const bool has_no_market = request.is_market() && status_ != SystemStatus::kOnline;
  const bool is_killed = request.time_in_force == TimeInForce::kFok && !CanFillWhole(order);
  if (has_no_market || is_killed) {
    End(order, OrderStatus::kCanceled, kNotFilledReason);
    return;
  }
  const Decimal before = order.executed;
  Match(order);
  if (order.is_open()) {
    if (request.is_market() || request.time_in_force == TimeInForce::kIoc) {
      End(order, OrderStatus::kCanceled, kNotFilledReason);
    } else {
      Rest(order);
    }
  }
  // Last, so that it meets what is left of the order as any other would.
  if (order.executed > before) PlaceClose(order, order.executed - before);
}

void Venue::Rest(Order& order) {
  UpdateHold(order);
  Resting(*order.request.pair, order.request.side).Add(order);
}

void Venue::Withdraw(const Order& order) {
  const OrderRequest& request = order.request;
  if (!request.is_market()) Resting(*request.pair, request.side).Remove(order);
  if (request.start) timers_.erase({*request.start, order.number});
  if (request.expire) timers_.erase({*request.expire, order.number});
}

void Venue::End(Order& order, OrderStatus status, std::string_view reason) {
  Withdraw(order);
  order.status = status;
  order.reason = reason;
  order.closed = now_;
  UpdateHold(order);
  order.account->Close(order);
}

void Venue::Cancel(Order& order) { End(order, OrderStatus::kCanceled, kCanceledReason); }

// Placed for as much as was filled, and an order of its own from then on. One that the account
// cannot pay is not placed (assumed).
void Venue::PlaceClose(Order& order, const Decimal& volume) {
  const OrderRequest& request = order.request;
  if (!request.close) return;
  OrderRequest close{.pair = request.pair,
                     .side = OtherSide(request.side),
                     .terms = *request.close,
                     .volume = volume,
                     .fee_in_base = request.fee_in_base,
                     .userref = request.userref};
  Account& account = *order.account;
  const Decimal fee_cap = FeeSchedule::Taker().At(account.TurnoverBefore(now_)).percent;
  if (!CheckFunds(account, close, fee_cap)) return;
  NoteChanged(Take(account, std::move(close), fee_cap, order.txid));
}

Status Venue::CheckAmended(const Order& order, const OrderRequest& amended) {
  if (amended.volume <= order.executed) return {};  // It ends.
  if (Status terms = CheckTerms(*order.account, amended); !terms) return terms;
  const Order after{.request = amended, .executed = order.executed, .fee_cap = order.fee_cap};
  const Decimal more = HoldOf(after) - order.held;
  const std::string& asset = amended.paid_asset().id;
  const Decimal available = order.account->AvailableOf(asset);
  if (more > available) {
    return Refusal(kInsufficientFunds, "the amended order needs " + more.ToString() + " " + asset +
                                           " more, and " + available.ToString() + " is free");
  }
  return CheckPosts(amended);
}

// Of an order that changes. One that is new is taken and canceled.
Status Venue::CheckPosts(const OrderRequest& request) {
  if (!request.post_only || !Crosses(request)) return {};
  return Refusal("EOrder:Post only order", "at its new price the order would trade at once");
}

Result<Placement> Venue::Amend(Order& order, OrderRequest amended) {
  amended.terms.price = ResolveLimit(amended.terms.price, *amended.pair, amended.side);
  if (Status can = CheckAmended(order, amended); !can) return tl::unexpected(can.error());
  return WithEffect(*order.account, [&]() -> Order& {
    effect_.orders = {order.txid};
    Change(order, std::move(amended));
    return order;
  });
}

void Venue::Change(Order& order, OrderRequest amended) {
  const bool keeps_place =
      amended.limit() == order.request.limit() && amended.volume <= order.request.volume;
  const bool rests = order.status == OrderStatus::kOpen;
  if (order.amendments.empty()) {
    order.amendments.push_back(NoteOf(order, order.txid, Decimal(), order.opened));
  }
  if (rests) Resting(*order.request.pair, order.request.side).Remove(order);
  order.request = std::move(amended);
  order.changed = now_;
  if (!keeps_place) order.priority = ++last_number_;
  order.amendments.push_back(NoteOf(order, NewId('T'), order.executed, now_));
  // How it was placed stays.
  if (order.amendments.size() > Order::kMostAmendments) {
    order.amendments.erase(order.amendments.begin() + 1);
  }
  if (order.request.volume <= order.executed) {
    order.request.volume = order.executed;  // What is filled stays filled.
    Cancel(order);
    return;
  }
  UpdateHold(order);
  if (rests && keeps_place) Rest(order);
  if (rests && !keeps_place) Enter(order);
}

Result<Placement> Venue::Replace(Order& order, OrderRequest request) {
  Account& account = *order.account;
  request.terms.price = ResolveLimit(request.terms.price, *request.pair, request.side);
  if (Status terms = CheckTerms(account, request); !terms) return tl::unexpected(terms.error());
  if (Status posts = CheckPosts(request); !posts) return tl::unexpected(posts.error());
  const Decimal fee_cap = FeeSchedule::Taker().At(account.TurnoverBefore(now_)).percent;
  // The new order may have what the old one holds.
  const Status funds = CheckFunds(account, request, fee_cap, order.held);
  if (!funds) return tl::unexpected(funds.error());
  End(order, OrderStatus::kCanceled, kReplacedReason);
  return WithEffect(account, [&]() -> Order& {
    Order& placed = Take(account, std::move(request), fee_cap, "");
    effect_.orders.insert(effect_.orders.begin(), {placed.txid, order.txid});
    return placed;
  });
}

Order& Venue::Restore(Account& account, Order order) {
  order.number = ++last_number_;
  order.priority = order.number;
  Order& restored = account.AddOrder(std::move(order));
  if (restored.is_open()) Rest(restored);
  return restored;
}

}  // namespace kraken::mock
