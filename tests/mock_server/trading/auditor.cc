#include "tests/mock_server/trading/auditor.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <type_traits>

#include <gmock/gmock.h>

#include "mock_server/src/trading/fee_schedule.h"

namespace kraken::mock {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Key;
using ::testing::SizeIs;

}  // namespace

void Auditor::AfterStep() {
  Trades trades;
  for (const Account* account : walker_.accounts()) {
    if (!seen_.contains(account->name())) Meet(*account);
    const News news = NewsOf(*account);
    CheckLedger(news);
    CheckTrades(news, trades);
    CheckEnded(news);
    CheckEffect(news);
    CheckOpen(*account);
  }
  CheckMeetings(trades);
  CheckTotals();
  CheckStandstill(trades);
  newest_ = coming_;
  if (!walker_.refusal().empty()) ++happened_[walker_.refusal()];
}

void Auditor::AfterManySteps() const {
  for (const Account* account : walker_.accounts()) {
    for (const auto& [number, order] : account->open_orders()) CheckFilled(*order);
  }
  for (const PairInfo& pair : NameTable::BuiltIn().pairs()) {
    for (const std::string_view side : Sides()) CheckBook(pair, side);
  }
  CheckBestPrices();
}

void Auditor::AfterAll() const {
  constexpr auto kAll = std::to_array<std::string_view>({
      "closed",
      kCanceledReason,
      kExpiredReason,
      kReplacedReason,
      kPostOnlyReason,
      kSelfTradeReason,
      kNotFilledReason,
      "cut to what is filled",
      "a close",
      "met an account",
      "met others",
      "EOrder:Insufficient funds",
      "EOrder:Invalid price",
      "EOrder:Cost minimum not met",
      "EOrder:Post only order",
      "EGeneral:Invalid arguments:cl_ord_id not unique",
      "EService:Market in cancel_only mode",
      "EService:Market in post_only mode",
      "EService:Market in limit_only mode",
  });
  for (const std::string_view each : kAll) EXPECT_THAT(happened_, Contains(Key(each)));
}

std::vector<Decimal> Auditor::Prices() const {
  std::vector<Decimal> prices;
  for (const PairInfo& pair : NameTable::BuiltIn().pairs()) {
    prices.push_back(venue().MarketOf(pair).last());
  }
  return prices;
}

// Nothing has happened on it yet.
void Auditor::Meet(const Account& account) {
  Seen& seen = seen_[account.name()];
  for (const auto& [asset, holding] : account.holdings()) seen.balances[asset] = holding.balance;
}

Auditor::News Auditor::NewsOf(const Account& account) {
  const auto take = [](const auto& history, auto id, const auto& pointer_to, std::string& last) {
    std::vector<std::decay_t<decltype(pointer_to(history.front()))>> taken;
    for (auto entry = history.rbegin(); entry != history.rend(); ++entry) {
      if (std::invoke(id, *entry) == last) break;
      taken.push_back(pointer_to(*entry));
    }
    std::ranges::reverse(taken);
    if (!taken.empty()) last = std::invoke(id, taken.back());
    return taken;
  };
  const auto address = [](const auto& entry) { return &entry; };
  const auto itself = [](const Order* order) { return order; };
  Seen& seen = seen_[account.name()];
  return {.account = account,
          .trades = take(account.trades().entries(), &Trade::id, address, seen.trade),
          .ledger = take(account.ledger().entries(), &LedgerEntry::id, address, seen.entry),
          .ended = take(account.closed_orders(), &Order::txid, itself, seen.ended)};
}

void Auditor::NoteOrder(const Order& order) {
  coming_ = std::max(coming_, order.number);
  if (order.number <= newest_) return;
  NoteId(order.txid);
  if (order.parent.empty()) return;
  // "A conditional close is placed …, for as much as was executed, with the first order as its
  // refid."
  Decimal& closing = closing_[order.parent];
  AddTo(closing, order.request.volume);
  const Order* parent = order.account->FindOrder(order.parent);
  ASSERT_NE(parent, nullptr) << Shown(order);
  EXPECT_LE(closing, parent->executed) << Shown(order) << Shown(*parent);
  EXPECT_NE(order.request.side, parent->request.side) << Shown(order);
  ++happened_["a close"];
}

// What is there is what was there, with all that the ledger says: money neither comes from nowhere
// nor goes there.
void Auditor::CheckLedger(const News& news) {
  Sums& balances = seen_[news.account.name()].balances;
  for (const LedgerEntry* entry : news.ledger) {
    NoteId(entry->id);
    Decimal& balance = balances[entry->asset->id];
    balance = balance + entry->amount - entry->fee;
    EXPECT_EQ(entry->balance, balance) << entry->id;
  }
  for (const auto& [asset, holding] : news.account.holdings()) {
    EXPECT_EQ(holding.balance, balances[asset]) << asset;
  }
}

// "A trade has two ledger entries, of the quote and of the base, with its id as refid." Nothing
// else is there as a trade.
void Auditor::CheckTrades(const News& news, Trades& trades) {
  std::map<std::string, std::vector<const LedgerEntry*>> rows;
  for (const LedgerEntry* entry : news.ledger) {
    if (entry->type == "trade") rows[entry->refid].push_back(entry);
  }
  EXPECT_THAT(rows, SizeIs(news.trades.size()));
  for (const Trade* trade : news.trades) {
    NoteId(trade->id);
    NoteId(trade->position);
    const std::vector<const LedgerEntry*>& both = rows[trade->id];
    ASSERT_THAT(both, SizeIs(2)) << trade->id;
    EXPECT_THAT(trade->ledgers, ElementsAre(both[0]->id, both[1]->id));
    const TradeSide side{
        .account = &news.account, .trade = trade, .quote = both[0], .base = both[1]};
    CheckSide(side);
    trades[{trade->pair, trade->number}].push_back(side);
  }
}

void Auditor::CheckSide(const TradeSide& side) {
  const Trade& trade = *side.trade;
  const Order* order = side.account->FindOrder(trade.order);
  ASSERT_NE(order, nullptr) << trade.order;
  EXPECT_EQ(WrongWithSide(side, *order, venue().now()), "") << trade.id << " of " << Shown(*order);
  EXPECT_TRUE(IsOnTape(venue().MarketOf(*trade.pair), trade)) << trade.id;
  if (trade.maker) CheckPriority(*order, trade.time);
  Filled& filled = filled_[trade.order];
  AddTo(filled.volume, trade.volume);
  AddTo(filled.cost, trade.cost);
  AddTo(filled.fee, trade.fee);
  filled.trades.push_back(trade.id);
}

void Auditor::CheckPriority(const Order& filled, WallTime at) const {
  for (const Account* account : walker_.accounts()) {
    for (const auto& [number, order] : account->open_orders()) {
      EXPECT_FALSE(ComesBefore(*order, filled, at)) << Shown(*order) << Shown(filled);
    }
  }
}

// Every trade is once in its order.
void Auditor::CheckFilled(const Order& order) const {
  const auto found = filled_.find(order.txid);
  const Filled filled = found == filled_.end() ? Filled() : found->second;
  EXPECT_EQ(order.executed, filled.volume) << Shown(order);
  EXPECT_EQ(order.cost, filled.cost) << Shown(order);
  EXPECT_EQ(order.fee, filled.fee) << Shown(order);
  EXPECT_EQ(order.trades, filled.trades) << Shown(order);
}

void Auditor::CheckEnded(const News& news) {
  const WallTime all_canceled_at = walker_.all_canceled_at(news.account);
  const std::vector<std::string>& changed = walker_.effect().orders;
  for (const Order* order : news.ended) {
    NoteOrder(*order);
    for (const Amendment& amendment : order->amendments) {
      if (amendment.id != order->txid) NoteId(amendment.id);
    }
    const bool was_asked = order == walker_.canceled() || order->closed == all_canceled_at ||
                           std::ranges::find(changed, order->txid) != changed.end();
    EXPECT_EQ(WrongWithEnded(*order, was_asked), "") << Shown(*order) << order->reason;
    CheckFilled(*order);
    ++happened_[order->reason.empty() ? "closed" : std::string(order->reason)];
    const bool is_cut = order->reason == kCanceledReason && DoneOf(*order) == order->request.volume;
    if (is_cut) ++happened_["cut to what is filled"];
  }
}

// What a request is said to have done is all that it did, and no order pays more than the taker's
// fee of when it was placed.
void Auditor::CheckEffect(const News& news) const {
  const Order* placed = walker_.placed();
  if (placed == nullptr || placed->account != &news.account) return;
  std::set<std::string> orders;
  Effect done;
  for (const Trade* trade : news.trades) {
    done.trades.push_back(trade->id);
    orders.insert(trade->order);
  }
  for (const LedgerEntry* entry : news.ledger) done.ledger.push_back(entry->id);
  for (const Order* order : news.ended) orders.insert(order->txid);
  const OrdersByNumber& open = news.account.open_orders();
  for (auto order = open.upper_bound(newest_); order != open.end(); ++order) {
    orders.insert(order->second->txid);
  }
  const Effect& effect = walker_.effect();
  EXPECT_EQ(effect.trades, done.trades);
  EXPECT_EQ(effect.ledger, done.ledger);
  EXPECT_EQ(effect.orders.front(), placed->txid);
  EXPECT_THAT(effect.orders, IsSupersetOf(orders)) << Shown(*placed);
  if (walker_.place_before()) {
    CheckPlace(*placed, *walker_.place_before());
    return;
  }
  const Decimal turnover = placed->account->TurnoverBefore(venue().now());
  EXPECT_EQ(placed->fee_cap, FeeSchedule::Taker().At(turnover).percent) << Shown(*placed);
}

// "Less at the same price keeps the place in the book too; anything else goes to the end."
void Auditor::CheckPlace(const Order& amended, const Walker::Place& before) const {
  const bool keeps_place =
      amended.request.limit() == before.limit && amended.request.volume <= before.volume;
  if (keeps_place) {
    EXPECT_EQ(amended.priority, before.priority) << Shown(amended);
    return;
  }
  for (const Account* account : walker_.accounts()) {
    for (const auto& [number, order] : account->open_orders()) {
      if (order == &amended || number > newest_) continue;
      EXPECT_LT(order->priority, amended.priority) << Shown(*order) << Shown(amended);
    }
  }
}

// Nothing is below zero; what is held is what the open orders need.
void Auditor::CheckOpen(const Account& account) {
  const WallTime all_canceled_at = walker_.all_canceled_at(account);
  Sums needed;
  for (const auto& [number, order] : account.open_orders()) {
    NoteOrder(*order);
    EXPECT_EQ(WrongWithOpen(*order, venue().now(), all_canceled_at), "") << Shown(*order);
    const PairInfo& pair = *order->request.pair;
    AddTo(needed[order->request.side == "buy" ? pair.quote : pair.base], order->held);
  }
  for (const auto& [asset, holding] : account.holdings()) {
    EXPECT_FALSE(holding.balance.is_negative()) << asset;
    EXPECT_FALSE(holding.available().is_negative()) << asset;
    EXPECT_EQ(holding.held, needed[asset]) << asset;
  }
}

// What others pay comes to the accounts, what they get leaves them, and so do all fees.
void Auditor::CheckMeetings(const Trades& trades) {
  for (const auto& [number, sides] : trades) {
    const bool met_others = sides.size() == 1;
    ++happened_[met_others ? "met others" : "met an account"];
    for (const TradeSide& side : sides) {
      for (const LedgerEntry* row : {side.quote, side.base}) {
        AddTo(from_others_[row->asset->id], (met_others ? row->amount : Decimal()) - row->fee);
      }
    }
    if (met_others) continue;
    ASSERT_THAT(sides, SizeIs(2));
    EXPECT_EQ(WrongBetween(sides[0], sides[1]), "") << sides[0].trade->id;
  }
}

void Auditor::CheckTotals() const {
  Sums expected = walker_.from_outside();
  for (const auto& [asset, amount] : from_others_) AddTo(expected[asset], amount);
  Sums found;
  for (const Account* account : walker_.accounts()) {
    for (const auto& [asset, holding] : account->holdings()) AddTo(found[asset], holding.balance);
  }
  EXPECT_EQ(found, expected);
}

// "Under maintenance, cancel_only and post_only nothing trades and no price moves."
void Auditor::CheckStandstill(const Trades& trades) {
  const SystemStatus status = venue().status();
  const bool traded =
      std::exchange(trades_, status == SystemStatus::kOnline || status == SystemStatus::kLimitOnly);
  const std::vector<Decimal> prices = std::exchange(prices_, Prices());
  if (trades_ && !traded) CheckBestPrices();
  if (trades_ || traded) return;
  EXPECT_THAT(trades, IsEmpty());
  EXPECT_EQ(prices_, prices);
}

// It is what others offer, with what is left of the orders that rest, price by price, the best
// first.
void Auditor::CheckBook(const PairInfo& pair, std::string_view side) const {
  std::map<Decimal, Decimal> volumes;
  for (const Level& level : venue().MarketOf(pair).Levels(side)) {
    AddTo(volumes[level.price], level.volume);
  }
  for (const Account* account : walker_.accounts()) {
    for (const auto& [number, order] : account->open_orders()) {
      const OrderRequest& request = order->request;
      const bool is_on_side = request.pair == &pair && request.side == side;
      if (!is_on_side || order->status != OrderStatus::kOpen) continue;
      AddTo(volumes[request.limit()], request.volume - order->executed);
    }
  }
  std::vector<std::pair<Decimal, Decimal>> expected(volumes.begin(), volumes.end());
  if (side == "buy") std::ranges::reverse(expected);
  std::vector<std::pair<Decimal, Decimal>> found;
  constexpr std::size_t kAll = 1'000'000;
  for (const Level& level : venue().BookOf(pair, side, kAll)) {
    found.emplace_back(level.price, level.volume);
  }
  EXPECT_EQ(found, expected) << pair.altname << " " << side;
}

// Nothing rests that could trade.
void Auditor::CheckBestPrices() const {
  for (const PairInfo& pair : NameTable::BuiltIn().pairs()) {
    if (!trades_ || walker_.is_filled_in_part(pair)) continue;
    const std::vector<Level> bids = venue().BookOf(pair, "buy", 1);
    const std::vector<Level> asks = venue().BookOf(pair, "sell", 1);
    if (bids.empty() || asks.empty()) continue;
    EXPECT_LT(bids.front().price, asks.front().price) << pair.altname;
  }
}

}  // namespace kraken::mock
