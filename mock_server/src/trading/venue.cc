#include "mock_server/src/trading/venue.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "mock_server/src/trading/transaction_id.h"

namespace kraken::mock {
namespace {

constexpr std::string_view kDollars = "ZUSD";

// Over longer stretches of time the markets stand still and move on the last day only, so that no
// jump of the clock takes long.
constexpr Duration kLongestWalk = std::chrono::hours(24);

}  // namespace

Venue::Venue(std::uint64_t seed, SystemStatus status)
    : random_(seed), seed_(seed), status_(status) {}

std::string Venue::NewId(char first) { return MakeTransactionId(first, random_); }

// --- Time ---

void Venue::OpenMarkets(WallTime now) {
  for (const PairInfo& pair : NameTable::BuiltIn().pairs()) {
    markets_.emplace(pair.id, std::make_unique<Market>(pair, seed_, now));
  }
  now_ = now;
}

void Venue::AdvanceTo(WallTime now) {
  if (markets_.empty()) OpenMarkets(now);
  // Whether anything trades is another question from then on.
  if (status_timer_ && status_timer_->first < now) AdvanceTo(status_timer_->first);
  const WallTime still_until = trades() ? now - kLongestWalk : now;
  for (const auto& [id, market] : markets_) market->SleepUntil(still_until);
  while (RunNext(now)) {
  }
  now_ = std::max(now_, now);
}

// What is next by then: a timer, or a trade of others. False where there is nothing.
bool Venue::RunNext(WallTime now) {
  Market* const market = NextToMove();
  const WallTime next_trade = market == nullptr ? WallTime::max() : market->next_trade();
  const bool timer_is_first = !timers_.empty() && timers_.begin()->first.first <= next_trade;
  const WallTime next = timer_is_first ? timers_.begin()->first.first : next_trade;
  if (next > now) return false;
  now_ = std::max(now_, next);
  if (timer_is_first) {
    const Timer timer = timers_.begin()->second;
    timers_.erase(timers_.begin());
    RunTimer(timer);
  } else {
    OthersTrade(*market);
  }
  return true;
}

void Venue::SetStatus(SystemStatus status, WallTime now, std::optional<Duration> length) {
  AdvanceTo(now);
  SystemStatus before = status_;
  if (status_timer_) {
    before = timers_.at(*status_timer_).status;
    timers_.erase(*status_timer_);
    status_timer_.reset();
  }
  if (length) {
    status_timer_ = TimerKey(now + *length, ++last_number_);
    timers_.emplace(*status_timer_, Timer{.kind = TimerKind::kStatus, .status = before});
  }
  ChangeStatus(status);
}

void Venue::ChangeStatus(SystemStatus status) {
  const bool returns = status_ == SystemStatus::kMaintenance && status != status_;
  const bool reopens = !trades();
  status_ = status;
  if (returns) {
    // Whoever had a timer set did not reach the exchange. Source: docs.kraken.com, "Cancel All
    // Orders After X".
    for (const auto& [name, account] : accounts_) {
      if (cancel_timers_.contains(account.get())) CancelAllOf(*account);
    }
  }
  if (reopens && trades()) Reopen();
}

void Venue::Reopen() {
  OrdersByNumber crossing;  // By their priority.
  const auto note = [&](Order& order) {
    const bool crosses = Crosses(order.request);
    if (crosses) crossing.emplace(order.priority, &order);
    return crosses;
  };
  for (const auto& [pair, book] : books_) {
    book.bids.ForEachWhile(note);
    book.asks.ForEachWhile(note);
  }
  for (const auto& [priority, order] : crossing) {
    if (!order->is_open() || !Crosses(order->request)) continue;
    Resting(*order->request.pair, order->request.side).Remove(*order);
    Enter(*order);
  }
}

// Source: docs.kraken.com, "Get System Status", which says so of cancel_only and post_only.
bool Venue::trades() const {
  return status_ == SystemStatus::kOnline || status_ == SystemStatus::kLimitOnly;
}

Market* Venue::NextToMove() {
  if (!trades()) return nullptr;
  const auto next = std::ranges::min_element(
      markets_, {}, [](const auto& id_and_market) { return id_and_market.second->next_trade(); });
  return next->second.get();
}

void Venue::RunTimer(const Timer& timer) {
  switch (timer.kind) {
    case TimerKind::kStart:
      Enter(*timer.order);
      return;
    case TimerKind::kExpire:
      End(*timer.order, OrderStatus::kExpired, kExpiredReason);
      return;
    case TimerKind::kCancelAll:
      if (status_ != SystemStatus::kMaintenance) CancelAllOf(*timer.account);
      return;
    case TimerKind::kStatus:
      status_timer_.reset();
      ChangeStatus(timer.status);
      return;
  }
}

void Venue::CancelAllOf(Account& account) {
  SetCancelTimer(account, std::nullopt);
  const OrdersByNumber open = account.open_orders();
  for (const auto& [number, order] : open) Cancel(*order);
}

void Venue::SetCancelTimer(Account& account, std::optional<WallTime> due) {
  const auto before = cancel_timers_.find(&account);
  if (before != cancel_timers_.end()) {
    timers_.erase(before->second);
    cancel_timers_.erase(before);
  }
  if (!due) return;
  const TimerKey key{*due, ++last_number_};
  timers_.emplace(key, Timer{.kind = TimerKind::kCancelAll, .account = &account});
  cancel_timers_.emplace(&account, key);
}

// --- Accounts and markets ---

Account* Venue::FindAccount(std::string_view name) {
  const auto found = accounts_.find(name);
  return found == accounts_.end() ? nullptr : found->second.get();
}

Account& Venue::MakeAccount(std::string_view name) {
  const auto made = accounts_.emplace(name, std::make_unique<Account>(std::string(name)));
  return *made.first->second;
}

void Venue::DropAccount(std::string_view name) {
  const auto found = accounts_.find(name);
  if (found == accounts_.end()) return;
  SetCancelTimer(*found->second, std::nullopt);
  for (const auto& [number, order] : found->second->open_orders()) Withdraw(*order);
  accounts_.erase(found);
}

const Market* Venue::LeaderOf(const Market& market) const {
  const auto found = markets_.find(market.leader());
  return found == markets_.end() ? nullptr : found->second.get();
}

Market& Venue::MarketOf(const PairInfo& pair) { return *markets_.find(pair.id)->second; }

RestingOrders& Venue::Resting(const PairInfo& pair, std::string_view side) {
  Book& book = books_[pair.id];
  return side == "buy" ? book.bids : book.asks;
}

std::vector<Level> Venue::OwnLevels(const PairInfo& pair, std::string_view side, std::size_t most) {
  std::vector<Level> own;
  Resting(pair, side).ForEachWhile([&](const Order& order) {
    const Decimal& price = order.request.limit();
    const bool is_new = own.empty() || own.back().price != price;
    if (is_new && own.size() == most) return false;
    if (is_new) own.push_back({.price = price});
    own.back().volume = own.back().volume + order.remaining();
    own.back().time = std::max(own.back().time, order.changed);
    return true;
  });
  return own;
}

std::vector<Level> Venue::BookOf(const PairInfo& pair, std::string_view side, std::size_t most) {
  const std::vector<Level>& others = MarketOf(pair).Levels(side);
  const std::vector<Level> own = OwnLevels(pair, side, most);
  std::vector<Level> both;
  both.reserve(others.size() + own.size());
  std::ranges::merge(others, own, std::back_inserter(both), [side](const Level& a, const Level& b) {
    return side == "buy" ? a.price > b.price : a.price < b.price;
  });
  std::vector<Level> book;
  for (const Level& level : both) {
    if (!book.empty() && book.back().price == level.price) {
      book.back().volume = book.back().volume + level.volume;
      book.back().time = std::max(book.back().time, level.time);
      continue;
    }
    if (book.size() == most) break;
    book.push_back(level);
  }
  return book;
}

void Venue::OthersTrade(Market& market) { FillPassed(market, market.Move(LeaderOf(market))); }

// Sellers, where a bid waits that the price reaches, buyers, where an ask does; otherwise as the
// price goes.
std::string_view Venue::SideThatMoves(const Market& market, const Decimal& price) {
  const Order* const bid = Resting(market.pair(), "buy").best();
  const Order* const ask = Resting(market.pair(), "sell").best();
  if (bid != nullptr && bid->request.limit() >= price) return "sell";
  if (ask != nullptr && ask->request.limit() <= price) return "buy";
  return price > market.last() ? "buy" : "sell";
}

// Where orders of accounts take up all of the volume, the price of the last one of them.
Decimal Venue::PriceReached(const Market& market, std::string_view side, const Decimal& price,
                            const Decimal& volume) {
  Decimal reached = price;
  Decimal left = volume;
  Resting(market.pair(), OtherSide(side)).ForEachWhile([&](const Order& order) {
    const Decimal& limit = order.request.limit();
    if (side == "buy" ? limit > price : limit < price) return false;
    if (left < order.remaining()) {
      reached = limit;
      return false;
    }
    left = left - order.remaining();
    return true;
  });
  return reached;
}

void Venue::MoveMarket(const PairInfo& pair, const Decimal& price,
                       const std::optional<Decimal>& volume) {
  Market& market = MarketOf(pair);
  const std::string_view side = SideThatMoves(market, price);
  const Decimal reached = volume ? PriceReached(market, side, price, *volume) : price;
  PublicTrade trade = market.MoveTo(reached, side, LeaderOf(market), now_);
  if (volume) {
    trade.volume = *volume;
    FillUpTo(market, trade);
    return;
  }
  // Whoever moves it wants to see filled what waits there, and not only a share of it.
  FillWhile(market, "buy", [&](const Order& best) { return best.request.limit() >= trade.price; });
  FillWhile(market, "sell", [&](const Order& best) { return best.request.limit() <= trade.price; });
  market.Record(trade);
}

// Others trade at the best price that there is, an order of an account or one of their own. Orders
// that the new prices pass are filled whole.
void Venue::FillPassed(Market& market, const PublicTrade& trade) {
  FillReached(market);
  FillUpTo(market, trade);
}

// Orders that the trade's price reaches are filled as far as its volume goes, the best first.
void Venue::FillUpTo(Market& market, const PublicTrade& trade) {
  const std::string_view hit = OtherSide(trade.side);
  PublicTrade left = trade;
  while (Order* best = Resting(market.pair(), hit).best()) {
    const Decimal& limit = best->request.limit();
    const bool is_reached = trade.side == "buy" ? limit <= trade.price : limit >= trade.price;
    if (!is_reached || left.volume.is_zero()) break;
    const Decimal volume = std::min(left.volume, best->remaining());
    FillResting(market, *best, volume);
    left.volume = left.volume - volume;
  }
  if (!left.volume.is_zero()) market.Record(left);
}

void Venue::FillReached(Account& account) {
  if (!trades()) return;
  // A copy, since those that are filled are open no longer.
  for (const auto& [number, order] : OrdersByNumber(account.open_orders())) {
    const OrderRequest& request = order->request;
    Market& market = MarketOf(*request.pair);
    const bool is_reached = request.buys() ? request.limit() >= market.best_ask()
                                           : request.limit() <= market.best_bid();
    if (is_reached) FillResting(market, *order, order->remaining());
  }
}

void Venue::FillReached(Market& market) {
  const Decimal best_ask = market.best_ask();
  const Decimal best_bid = market.best_bid();
  FillWhile(market, "buy", [&](const Order& best) { return best.request.limit() >= best_ask; });
  FillWhile(market, "sell", [&](const Order& best) { return best.request.limit() <= best_bid; });
}

template <typename Condition>
void Venue::FillWhile(Market& market, std::string_view side, Condition holds) {
  RestingOrders& resting = Resting(market.pair(), side);
  while (Order* best = resting.best()) {
    if (!holds(*best)) break;
    FillResting(market, *best, best->remaining());
  }
}

void Venue::FillResting(Market& market, Order& order, const Decimal& volume) {
  PublicTrade trade{.time = now_,
                    .price = order.request.limit(),
                    .volume = volume,
                    .side = OtherSide(order.request.side)};
  trade.number = market.Record(trade);
  Fill(order, trade, true);
}

std::optional<Decimal> Venue::InDollars(std::string_view asset, const Decimal& amount) const {
  const std::optional<Rate> rate = DollarRate(asset);
  if (!rate) return std::nullopt;
  return (amount.Rounded(kValuePlaces) * rate->dollars).DividedBy(rate->units, kValuePlaces);
}

std::optional<Decimal> Venue::FromDollars(std::string_view asset, const Decimal& dollars,
                                          int places) const {
  const std::optional<Rate> rate = DollarRate(asset);
  if (!rate) return std::nullopt;
  constexpr int kDollarPlaces = 6;
  return (dollars.Rounded(kDollarPlaces) * rate->units).DividedBy(rate->dollars, places);
}

std::optional<Venue::Rate> Venue::DollarRate(std::string_view asset) const {
  const Decimal one = Decimal::FromInteger(1);
  if (asset == kDollars) return Rate{.dollars = one, .units = one};
  if (const Market* market = FindDollarMarket(asset)) {
    return Rate{.dollars = market->last(), .units = one};
  }
  // What can be bought with it may have a market in dollars.
  for (const auto& [id, market] : markets_) {
    if (market->pair().quote != asset) continue;
    const Market* base = FindDollarMarket(market->pair().base);
    if (base != nullptr) return Rate{.dollars = base->last(), .units = market->last()};
  }
  return std::nullopt;
}

const Market* Venue::FindDollarMarket(std::string_view asset) const {
  for (const auto& [id, market] : markets_) {
    if (market->pair().base == asset && market->pair().quote == kDollars) return market.get();
  }
  return nullptr;
}

}  // namespace kraken::mock
