#include "tests/mock_server/trading/walker.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kraken::mock {

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

}  // namespace kraken::mock
