#include "mock_server/src/trading/account.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "mock_server/src/trading/client_order_id.h"
#include "mock_server/src/trading/fee_schedule.h"

namespace kraken::mock {
namespace {

Holding& HoldingOf(Holdings& holdings, std::string_view asset) {
  const auto found = holdings.find(asset);
  if (found != holdings.end()) return found->second;
  const AssetInfo* info = NameTable::BuiltIn().FindAsset(asset);
  return holdings.emplace(asset, Holding{.asset = info}).first->second;
}

}  // namespace

Decimal Account::BalanceOf(std::string_view asset) const {
  const auto found = holdings_.find(asset);
  return found == holdings_.end() ? Decimal() : found->second.balance;
}

Decimal Account::AvailableOf(std::string_view asset) const {
  const auto found = holdings_.find(asset);
  return found == holdings_.end() ? Decimal() : found->second.available();
}

void Account::SetBalance(std::string_view asset, const Decimal& balance) {
  HoldingOf(holdings_, asset).balance = balance;
}

const LedgerEntry& Account::Book(LedgerEntry entry) {
  Holding& holding = HoldingOf(holdings_, entry.asset->id);
  holding.balance = holding.balance + entry.amount - entry.fee;
  entry.balance = holding.balance;
  return ledger_.Add(std::move(entry));
}

void Account::Hold(std::string_view asset, const Decimal& before, const Decimal& after) {
  if (before == after) return;
  Holding& holding = HoldingOf(holdings_, asset);
  holding.held = holding.held - before + after;
}

const WithdrawKey* Account::FindWithdrawKey(std::string_view name, const AssetInfo& asset) const {
  const auto found = std::ranges::find_if(withdraw_keys_, [&](const WithdrawKey& key) {
    return key.name == name && key.asset == &asset;
  });
  return found == withdraw_keys_.end() ? nullptr : &*found;
}

Withdrawal& Account::AddWithdrawal(Withdrawal withdrawal) {
  if (withdrawals_.size() == kMostWithdrawals) withdrawals_.pop_front();
  return withdrawals_.emplace_back(std::move(withdrawal));
}

Withdrawal* Account::FindWithdrawal(std::string_view refid) {
  const auto found = std::ranges::find(withdrawals_, refid, &Withdrawal::refid);
  return found == withdrawals_.end() ? nullptr : &*found;
}

const Withdrawal* Account::FindWithdrawal(std::string_view refid) const {
  const auto found = std::ranges::find(withdrawals_, refid, &Withdrawal::refid);
  return found == withdrawals_.end() ? nullptr : &*found;
}

const Trade& Account::AddTrade(Trade trade, const Decimal& dollars) {
  const auto minute = std::chrono::floor<std::chrono::minutes>(trade.time);
  if (turnover_.empty() || turnover_.back().time < minute) turnover_.emplace_back();
  turnover_.back().time = trade.time;
  turnover_.back().dollars = turnover_.back().dollars + dollars;
  turnover_sum_ = turnover_sum_ + dollars;
  if (latest_.time != trade.time) latest_ = {.time = trade.time};
  latest_.dollars = latest_.dollars + dollars;
  return trades_.Add(std::move(trade));
}

Decimal Account::TurnoverUpTo(WallTime now) {
  while (!turnover_.empty() && turnover_.front().time < now - kTurnoverSpan) {
    turnover_sum_ = turnover_sum_ - turnover_.front().dollars;
    turnover_.pop_front();
  }
  return turnover_sum_;
}

Decimal Account::TurnoverBefore(WallTime now) {
  const Decimal sum = TurnoverUpTo(now);
  return latest_.time == now ? sum - latest_.dollars : sum;
}

Order& Account::AddOrder(Order order) {
  order.account = this;
  std::string txid = order.txid;
  const auto [place, is_new] =
      orders_.emplace(std::move(txid), std::make_unique<Order>(std::move(order)));
  Order& added = *place->second;
  if (!added.is_open()) {
    closed_.push_back(&added);
    ForgetOldest();
    return added;
  }
  open_.emplace(added.number, &added);
  ++open_of_pair_[added.request.pair->id];
  const OrderRequest& request = added.request;
  if (request.userref != 0) open_by_userref_[request.userref].emplace(added.number, &added);
  if (!request.cl_ord_id.empty()) {
    open_by_client_id_.emplace(CanonicalClientOrderId(request.cl_ord_id), &added);
  }
  return added;
}

const Order* Account::FindOrder(std::string_view txid) const {
  const auto found = orders_.find(std::string(txid));
  return found == orders_.end() ? nullptr : found->second.get();
}

Order* Account::FindOrder(std::string_view txid) {
  const auto found = orders_.find(std::string(txid));
  return found == orders_.end() ? nullptr : found->second.get();
}

const Order* Account::FindShownOrder(std::string_view txid, WallTime now) const {
  const Order* const order = FindOrder(txid);
  return order != nullptr && order->IsShownAt(now) ? order : nullptr;
}

void Account::Hide(Order& order, WallTime until) {
  order.shown_from = until;
  all_shown_from_ = std::max(all_shown_from_, until);
}

bool Account::IsShown(const Trade& trade, WallTime now) const {
  if (all_shown_from_ <= now) return true;
  const Order* const order = FindOrder(trade.order);
  return order == nullptr || order->IsShownAt(now);
}

std::size_t Account::OpenOrdersOf(const PairInfo& pair) const {
  const auto found = open_of_pair_.find(pair.id);
  return found == open_of_pair_.end() ? 0 : found->second;
}

Order* Account::FindOpenByClientId(std::string_view cl_ord_id) const {
  const auto found = open_by_client_id_.find(CanonicalClientOrderId(cl_ord_id));
  return found == open_by_client_id_.end() ? nullptr : found->second;
}

std::vector<Order*> Account::FindOpenByUserref(std::int64_t userref) const {
  std::vector<Order*> found;
  const auto orders = open_by_userref_.find(userref);
  if (orders == open_by_userref_.end()) return found;
  for (const auto& [number, order] : orders->second) found.push_back(order);
  return found;
}

void Account::Close(Order& order) {
  open_.erase(order.number);
  --open_of_pair_[order.request.pair->id];
  const auto same = open_by_userref_.find(order.request.userref);
  if (same != open_by_userref_.end()) {
    same->second.erase(order.number);
    if (same->second.empty()) open_by_userref_.erase(same);
  }
  if (!order.request.cl_ord_id.empty()) {
    open_by_client_id_.erase(CanonicalClientOrderId(order.request.cl_ord_id));
  }
  closed_.push_back(&order);
  ForgetOldest();
}

void Account::ForgetOldest() {
  if (closed_.size() <= kMostClosedOrders) return;
  orders_.erase(closed_.front()->txid);
  closed_.pop_front();
}

}  // namespace kraken::mock
