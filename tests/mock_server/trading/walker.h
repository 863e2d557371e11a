// Whoever does one thing after another on a venue, each chosen at random: what holds then, holds
// always.
#ifndef KRAKEN_TESTS_MOCK_SERVER_TRADING_WALKER_H_
#define KRAKEN_TESTS_MOCK_SERVER_TRADING_WALKER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/src/trading/venue.h"
#include "tests/mock_server/trading/shown.h"
#include "tests/mock_server/trading/sums.h"
#include "tests/mock_server/trading/venue_harness.h"

namespace kraken::mock {

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

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_TRADING_WALKER_H_
