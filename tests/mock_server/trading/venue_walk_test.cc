// What holds whatever happens: checked after every step of long walks at random.
//
// Whoever walks notes what came to the exchange from outside; whoever audits adds up what was
// traded on it. What orders hold, pay and get is worked out a second time, from docs/exchange.md,
// whose words are in quotes.
//
// KRAKEN_WALK_STEPS sets how long the walks are, all together.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mock_server/src/trading/fee_schedule.h"
#include "mock_server/src/trading/venue.h"
#include "tests/mock_server/trading/venue_harness.h"

namespace kraken::mock {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Key;
using ::testing::SizeIs;

using Sums = std::map<std::string, Decimal, std::less<>>;  // By asset.

int WalkSteps() {
  const char* steps = std::getenv("KRAKEN_WALK_STEPS");  // NOLINT(concurrency-mt-unsafe)
  return steps == nullptr ? 20'000 : std::stoi(steps);
}

Decimal Whole(std::uint64_t value) {
  return Decimal::FromInteger(static_cast<std::int64_t>(value));
}

void AddTo(Decimal& sum, const Decimal& amount) { sum = sum + amount; }

// --- What can be seen of a venue, as a text ---

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

// --- Whoever does one thing after another, each chosen at random ---

class Walker final {
 public:
  // What decides on an order's place in the book.
  struct Place {
    Decimal limit{};
    Decimal volume{};
    std::uint64_t priority = 0;
  };

  // One that follows another does the same, and leaves out what was refused to that one.
  explicit Walker(std::uint64_t seed, const Walker* followed = nullptr)
      : random_(seed), venue_(seed), followed_(followed) {
    for (int i = 0; i < 3; ++i) Join();
  }

  void Step();

  Venue& venue() { return *venue_; }
  const std::vector<Account*>& accounts() const { return accounts_; }
  // What accounts brought, paid in and took away again.
  const Sums& from_outside() const { return from_outside_; }
  // When the account's cancel timer last ran out.
  WallTime all_canceled_at(const Account& account) const {
    const auto found = all_canceled_.find(account.name());
    return found == all_canceled_.end() ? WallTime() : found->second;
  }
  // Whether orders that the price has reached may still wait, since only a volume was traded.
  bool is_filled_in_part(const PairInfo& pair) {
    const auto found = in_part_until_.find(pair.id);
    return found != in_part_until_.end() && found->second == venue_->MarketOf(pair).next_trade();
  }

  // Of the last step: the order that was canceled, the one that was placed or amended, its place
  // before that, all that this did, and why none was.
  const Order* canceled() const { return canceled_; }
  const Order* placed() const { return placement_.order; }
  const std::optional<Place>& place_before() const { return place_before_; }
  const Effect& effect() const { return placement_.effect; }
  const std::string& refusal() const { return refusal_; }

  std::string Text() {
    std::string text = Shown(venue_.now()) + " " + std::string(ToString(venue_->status())) + "\n";
    for (const Account* account : accounts_) text += Shown(*account);
    for (const PairInfo& pair : NameTable::BuiltIn().pairs()) text += Shown(*venue_, pair);
    return text;
  }

 private:
  // The operations.
  void Wait() { venue_.Advance(std::chrono::milliseconds(Below(60'000))); }
  void WaitForHours() { venue_.Advance(std::chrono::minutes(60 + Below(180))); }
  void WaitForDays() { venue_.Advance(std::chrono::hours(25 + Below(1'000))); }
  void Move();
  void SetStatus();
  void PlaceOrder();
  void Amend();
  void Replace();
  void Cancel();
  void SetCancelTimer();
  void Deposit();
  void Withdraw();
  void Leave();

  std::uint64_t Below(std::uint64_t bound) { return random_() % bound; }
  bool OneIn(std::uint64_t times) { return Below(times) == 0; }
  template <typename List>
  auto Any(const List& list) {
    return *std::next(std::begin(list), static_cast<std::ptrdiff_t>(Below(std::size(list))));
  }
  const PairInfo& AnyPair() {
    const auto pairs = NameTable::BuiltIn().pairs();
    return pairs[Below(pairs.size())];
  }
  // Null where the account has none.
  Order* AnyOpenOrder() {
    const OrdersByNumber& open = Any(accounts_)->open_orders();
    return open.empty() ? nullptr : Any(open).second;
  }
  Decimal AnyPriceNear(const Decimal& price, const PairInfo& pair);
  OrderPrice AnyLimit(const PairInfo& pair);
  Decimal AnyVolume(const OrderRequest& request);
  OrderRequest AnyRequest();
  void Limit(OrderRequest& request);
  // None where nothing can be changed.
  std::optional<OrderRequest> Changed(const Order* order);

  template <typename Ask>
  void Try(Ask ask);
  bool is_in_maintenance() { return venue_->status() == SystemStatus::kMaintenance; }
  void RunTimers(bool maintenance_ended);
  void Join();
  void Book(Account& account, std::string_view type, const AssetInfo& asset, const Decimal& amount,
            const Decimal& fee);

  std::mt19937_64 random_;
  VenueHarness venue_;
  const Walker* followed_;
  std::vector<Account*> accounts_{};
  int joined_ = 0;
  std::size_t halts_ = 0;
  Sums from_outside_{};
  std::map<std::string, WallTime> cancel_timers_{};  // By account, as is the next one.
  std::map<std::string, WallTime> all_canceled_{};
  std::map<std::string, WallTime> in_part_until_{};  // By pair.
  const Order* canceled_ = nullptr;
  Placement placement_{};
  std::optional<Place> place_before_{};
  std::string refusal_{};
};

void Walker::Step() {
  struct Operation {
    std::uint64_t weight;
    void (Walker::*act)();
  };
  static constexpr auto kOperations = std::to_array<Operation>({
      {.weight = 5'000, .act = &Walker::PlaceOrder},
      {.weight = 500, .act = &Walker::Cancel},
      {.weight = 600, .act = &Walker::Amend},
      {.weight = 600, .act = &Walker::Replace},
      {.weight = 300, .act = &Walker::Wait},
      {.weight = 4, .act = &Walker::WaitForHours},
      {.weight = 1, .act = &Walker::WaitForDays},
      {.weight = 50, .act = &Walker::Move},
      {.weight = 80, .act = &Walker::SetStatus},
      {.weight = 15, .act = &Walker::SetCancelTimer},
      {.weight = 60, .act = &Walker::Deposit},
      {.weight = 60, .act = &Walker::Withdraw},
      {.weight = 6, .act = &Walker::Leave},
  });
  canceled_ = nullptr;
  placement_ = {};
  place_before_.reset();
  refusal_.clear();
  std::uint64_t sum = 0;
  for (const Operation& each : kOperations) sum += each.weight;
  std::uint64_t drawn = Below(sum);
  const auto* operation = kOperations.begin();
  for (; drawn >= operation->weight; ++operation) drawn -= operation->weight;
  const bool was_in_maintenance = is_in_maintenance();
  (this->*operation->act)();
  RunTimers(was_in_maintenance && !is_in_maintenance());
}

// "CancelAllOrdersAfter is set anew by each call, cancels everything of the account when it runs
// out, and is off then." "When maintenance ends, everything is canceled of an account that had set
// CancelAllOrdersAfter."
void Walker::RunTimers(bool maintenance_ended) {
  for (auto timer = cancel_timers_.begin(); timer != cancel_timers_.end();) {
    const auto& [account, due] = *timer;
    const bool runs_out = maintenance_ended || (due <= venue_.now() && !is_in_maintenance());
    if (runs_out) all_canceled_[account] = maintenance_ended ? venue_.now() : due;
    timer = runs_out ? cancel_timers_.erase(timer) : std::next(timer);
  }
}

// Every account has a name of its own, so that no new one is taken for one that left.
void Walker::Join() {
  const std::string name = "account " + std::to_string(++joined_);
  Account& account = venue_.AddAccount(name, "250000", "4");
  account.SetBalance("XETH", Amount("50"));
  account.SetBalance("USDT", Amount("100000"));
  accounts_.push_back(&account);
  for (const auto& [asset, holding] : account.holdings()) {
    AddTo(from_outside_[asset], holding.balance);
  }
}

void Walker::Leave() {
  const Account* account = Any(accounts_);
  const std::string name = account->name();
  for (const auto& [asset, holding] : account->holdings()) {
    AddTo(from_outside_[asset], -holding.balance);
  }
  std::erase(accounts_, account);
  cancel_timers_.erase(name);
  venue_->DropAccount(name);
  Join();
}

// Within two percent of it.
Decimal Walker::AnyPriceNear(const Decimal& price, const PairInfo& pair) {
  const Decimal ticks =
      (price * Whole(9'800 + Below(400))).DividedBy(Whole(10'000) * pair.tick_size, 0);
  return ticks * pair.tick_size;
}

OrderPrice Walker::AnyLimit(const PairInfo& pair) {
  constexpr std::string_view kSigns = "+-#";
  const Decimal& last = venue_->MarketOf(pair).last();
  // So near that accounts meet each other.
  if (OneIn(4)) return {.amount = last + (Whole(Below(7)) - Whole(3)) * pair.tick_size};
  if (!OneIn(8)) return {.amount = AnyPriceNear(last, pair)};
  const Decimal distance = OneIn(8) ? Whole(100) : Whole(1 + Below(200)) * Amount("0.01");
  return {.sign = Any(kSigns), .amount = distance, .percent = OneIn(2)};
}

Decimal Walker::AnyVolume(const OrderRequest& request) {
  if (request.in_quote) return Whole(1 + Below(5'000));
  const Decimal volume = Whole(1 + Below(OneIn(20) ? 999 : 99'999'999)) * Amount("0.00000001");
  return request.pair->base == "XETH" ? volume * Whole(5) : volume;
}

OrderRequest Walker::AnyRequest() {
  OrderRequest request{.pair = &AnyPair(),
                       .side = Any(Sides()),
                       .terms = {.type = FindOrderType("limit")},
                       .fee_in_base = OneIn(8),
                       .self_trade = static_cast<SelfTrade>(Below(3)),
                       .userref = static_cast<std::int64_t>(Below(3))};
  if (OneIn(5)) request.time_in_force = OneIn(2) ? TimeInForce::kIoc : TimeInForce::kFok;
  if (OneIn(8)) request.start = venue_.now() + std::chrono::milliseconds(1 + Below(30'000));
  if (OneIn(4)) request.cl_ord_id = "id" + std::to_string(Below(30));
  if (OneIn(6)) {
    request.close = OrderTerms{.type = request.terms.type, .price = AnyLimit(*request.pair)};
  }
  if (OneIn(6)) {
    request.terms.type = FindOrderType("market");
    request.in_quote = request.buys() && OneIn(3);
  } else {
    Limit(request);
  }
  request.volume = AnyVolume(request);
  return request;
}

void Walker::Limit(OrderRequest& request) {
  request.terms.price = AnyLimit(*request.pair);
  request.post_only = OneIn(6);
  if (!OneIn(6)) return;
  request.expire = request.start.value_or(venue_.now()) + std::chrono::seconds(1 + Below(600));
}

std::optional<OrderRequest> Walker::Changed(const Order* order) {
  if (order == nullptr || is_in_maintenance()) return std::nullopt;
  OrderRequest changed = order->request;
  if (!changed.is_market()) {
    if (!OneIn(4)) changed.terms.price = AnyLimit(*changed.pair);
    if (OneIn(8)) changed.post_only = !changed.post_only;
  }
  if (OneIn(2)) changed.volume = AnyVolume(changed);
  if (OneIn(4) && !order->executed.is_zero()) changed.volume = order->executed;
  return changed;
}

template <typename Ask>
void Walker::Try(Ask ask) {
  if (followed_ != nullptr && !followed_->refusal().empty()) return;
  Result<Placement> placed = ask();
  if (placed) {
    placement_ = *std::move(placed);
  } else {
    refusal_ = placed.error().api_errors.front();
  }
}

void Walker::PlaceOrder() {
  Account& account = *Any(accounts_);
  const OrderRequest request = AnyRequest();
  if (!is_in_maintenance()) Try([&] { return venue_->Place(account, request); });
}

void Walker::Amend() {
  Order* order = AnyOpenOrder();
  const std::optional<OrderRequest> changed = Changed(order);
  if (!changed) return;
  place_before_ = {.limit = order->request.limit(),
                   .volume = order->request.volume,
                   .priority = order->priority};
  Try([&] { return venue_->Amend(*order, *changed); });
}

// As EditOrder does: what has a close is not edited, and ids of clients are not kept.
void Walker::Replace() {
  Order* order = AnyOpenOrder();
  std::optional<OrderRequest> changed = Changed(order);
  if (!changed || changed->close) return;
  changed->cl_ord_id.clear();
  Try([&] { return venue_->Replace(*order, *changed); });
}

void Walker::Cancel() {
  Order* order = AnyOpenOrder();
  if (order == nullptr || is_in_maintenance()) return;
  canceled_ = order;
  venue_->Cancel(*order);
}

// Near where it began, so that it comes back from wherever it was put.
void Walker::Move() {
  const PairInfo& pair = AnyPair();
  Decimal price = AnyPriceNear(Amount(pair.base == "XETH" ? "3012.45" : "60250.1"), pair);
  if (OneIn(8)) price = Amount(OneIn(2) ? "0.1" : "1000000000");
  const Decimal volume = AnyVolume({.pair = &pair});
  const bool is_in_part = OneIn(3);
  if (!venue_->trades()) return;
  venue_->MoveMarket(pair, price, is_in_part ? std::optional<Decimal>(volume) : std::nullopt);
  in_part_until_.erase(pair.id);
  if (is_in_part) in_part_until_.emplace(pair.id, venue_->MarketOf(pair).next_trade());
}

// Most of the time it is online; the others take turns.
void Walker::SetStatus() {
  constexpr auto kHalts =
      std::to_array<SystemStatus>({SystemStatus::kMaintenance, SystemStatus::kCancelOnly,
                                   SystemStatus::kPostOnly, SystemStatus::kLimitOnly});
  const bool is_online = venue_->status() == SystemStatus::kOnline;
  if (is_online && !OneIn(4)) return;
  const bool halts = is_online || OneIn(4);
  venue_->SetStatus(halts ? kHalts[halts_++ % kHalts.size()] : SystemStatus::kOnline, venue_.now());
}

void Walker::SetCancelTimer() {
  Account& account = *Any(accounts_);
  const WallTime due = venue_.now() + std::chrono::seconds(1 + Below(300));
  const bool is_set = !OneIn(3);
  if (is_in_maintenance()) return;
  venue_->SetCancelTimer(account, is_set ? std::optional<WallTime>(due) : std::nullopt);
  cancel_timers_.erase(account.name());
  if (is_set) cancel_timers_.emplace(account.name(), due);
}

void Walker::Book(Account& account, std::string_view type, const AssetInfo& asset,
                  const Decimal& amount, const Decimal& fee) {
  account.Book({.id = venue_->NewId('L'),
                .refid = venue_->NewId('A'),
                .time = venue_.now(),
                .type = std::string(type),
                .asset = &asset,
                .amount = amount,
                .fee = fee});
  AddTo(from_outside_[asset.id], amount - fee);
}

void Walker::Deposit() {
  Account& account = *Any(accounts_);
  const AssetInfo& asset = *Any(account.holdings()).second.asset;
  const bool is_money = asset.id == "ZUSD" || asset.id == "USDT";
  Book(account, "deposit", asset, Whole(1 + Below(100)) * Amount(is_money ? "250" : "0.005"), {});
}

// Of what no order holds, as Withdraw has it.
void Walker::Withdraw() {
  Account& account = *Any(accounts_);
  const Holding holding = Any(account.holdings()).second;
  const Decimal amount = (holding.available() * Whole(Below(101)))
                             .DividedBy(Whole(100), holding.asset->decimals, Rounding::kDown);
  const Decimal fee = std::min(amount, Amount("0.0005"));
  Book(account, "withdrawal", *holding.asset, fee - amount, fee);
}

// --- What has to be so of a single order or trade, by what is wrong with it, if anything is ---

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

// How much of what it asks for it has.
const Decimal& DoneOf(const Order& order) {
  return order.request.in_quote ? order.cost : order.executed;
}

// Whether it trades when it comes or not at all.
bool IsImmediate(const OrderRequest& request) {
  return request.terms.type->name == "market" || request.time_in_force == TimeInForce::kIoc ||
         request.time_in_force == TimeInForce::kFok;
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

// An account's side of a trade, with what was paid and got.
struct TradeSide {
  const Account* account = nullptr;
  const Trade* trade = nullptr;
  const LedgerEntry* quote = nullptr;
  const LedgerEntry* base = nullptr;
};

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

// Where accounts met.
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

// Which has the side of whoever came, and may have forgotten the trade already.
bool IsOnTape(const Market& market, const Trade& trade) {
  const std::deque<PublicTrade>& tape = market.trades();
  if (tape.empty() || trade.number > tape.back().number) return false;
  if (trade.number < tape.front().number) return true;
  const PublicTrade& shown = tape[trade.number - tape.front().number];
  return shown.number == trade.number && shown.price == trade.price &&
         shown.volume == trade.volume && (shown.side == trade.side) != trade.maker;
}

// Whether an order that was there when another one was filled should have been filled before it:
// "price and time", "accounts among each other in the order in which they came".
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

// --- Whoever looks after each step at what happened, and adds it up ---

class Auditor final {
 public:
  explicit Auditor(Walker& walker) : walker_(walker), prices_(Prices()) {
    for (const Account* account : walker.accounts()) Meet(*account);
  }

  // Each fails the test where something is not as it has to be.
  void AfterStep();
  void AfterManySteps() const;  // What takes longer.
  void AfterAll() const;        // That all has happened that can.

 private:
  // What was seen of an account.
  struct Seen {
    std::string trade{};
    std::string entry{};
    std::string ended{};
    Sums balances{};
  };
  // What has happened on it since.
  struct News {
    const Account& account;
    std::vector<const Trade*> trades;
    std::vector<const LedgerEntry*> ledger;
    std::vector<const Order*> ended;
  };
  // What the trades of an order come to.
  struct Filled {
    Decimal volume{};
    Decimal cost{};
    Decimal fee{};
    std::vector<std::string> trades{};
  };
  // By pair and number on its tape: one side, or two where accounts met.
  using Trades = std::map<std::pair<const PairInfo*, std::uint64_t>, std::vector<TradeSide>>;

  Venue& venue() const { return walker_.venue(); }
  std::vector<Decimal> Prices() const;
  void Meet(const Account& account);
  News NewsOf(const Account& account);
  void NoteId(const std::string& id) { EXPECT_TRUE(ids_.insert(id).second) << id << " again"; }
  void NoteOrder(const Order& order);

  // Of what happened in the step.
  void CheckLedger(const News& news);
  void CheckTrades(const News& news, Trades& trades);
  void CheckSide(const TradeSide& side);
  void CheckPriority(const Order& filled, WallTime at) const;
  void CheckEnded(const News& news);
  void CheckEffect(const News& news) const;
  void CheckPlace(const Order& amended, const Walker::Place& before) const;
  void CheckMeetings(const Trades& trades);
  void CheckStandstill(const Trades& trades);
  // Of how everything stands after it.
  void CheckOpen(const Account& account);
  void CheckFilled(const Order& order) const;
  void CheckTotals() const;
  void CheckBook(const PairInfo& pair, std::string_view side) const;
  void CheckBestPrices() const;

  Walker& walker_;
  std::map<std::string, Seen> seen_{};
  std::unordered_set<std::string> ids_{};
  std::uint64_t newest_ = 0;  // Of the orders, up to the step before …
  std::uint64_t coming_ = 0;  // … and now.
  std::unordered_map<std::string, Filled> filled_{};
  std::unordered_map<std::string, Decimal> closing_{};  // By the order that it closes.
  Sums from_others_{};  // What trades with others came to, and fees.
  bool trades_ = true;
  std::vector<Decimal> prices_;
  std::map<std::string, int> happened_{};
};

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

// --- The walks ---

constexpr int kWalks = 4;

class VenueWalk : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Seeds, VenueWalk, ::testing::Range(1, 1 + kWalks));

TEST_P(VenueWalk, KeepsTheBooks) {
  constexpr int kMany = 100;
  constexpr int kEnough = 5'000;  // For everything to happen that can.
  const int steps = WalkSteps() / kWalks;
  Walker walker(static_cast<std::uint64_t>(GetParam()));
  Auditor auditor(walker);
  for (int step = 1; step <= steps; ++step) {
    walker.Step();
    auditor.AfterStep();
    if (step % kMany == 0) auditor.AfterManySteps();
    ASSERT_FALSE(HasFailure()) << "in step " << step << "\n" << walker.Text();
  }
  if (steps >= kEnough) auditor.AfterAll();
}

// Not even in what comes later, such as ids and the ends of timers: who never asked goes the same
// way.
TEST(VenueWalk, LeavesNoTraceOfWhatItRefuses) {
  Walker walker(7);
  Walker follower(7, &walker);
  int refused = 0;
  const int steps = std::max(2'000, WalkSteps() / 10);
  for (int step = 1; step <= steps; ++step) {
    walker.Step();
    follower.Step();
    if (walker.refusal().empty()) continue;
    ++refused;
    ASSERT_EQ(walker.Text(), follower.Text()) << walker.refusal() << " in step " << step;
  }
  EXPECT_EQ(walker.Text(), follower.Text());
  EXPECT_GT(refused, 100);
}

TEST(VenueWalk, IsTheSameForTheSameSeed) {
  Walker first(8);
  Walker second(8);
  Walker other(9);
  for (int step = 1; step <= 1'000; ++step) {
    for (Walker* walker : {&first, &second, &other}) walker->Step();
  }
  EXPECT_EQ(first.Text(), second.Text());
  EXPECT_NE(first.Text(), other.Text());
}

}  // namespace
}  // namespace kraken::mock
