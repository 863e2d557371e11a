// What holds whatever happens: checked after every step of long walks at random.
//
// KRAKEN_WALK_STEPS sets how long they are.
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "mock_server/src/trading/venue.h"
#include "tests/mock_server/trading/venue_harness.h"

namespace kraken::mock {
namespace {

int Steps() {
  const char* steps = std::getenv("KRAKEN_WALK_STEPS");  // NOLINT(concurrency-mt-unsafe)
  return steps == nullptr ? 20'000 : std::stoi(steps);
}

// Does one thing after another, each chosen at random.
class Walker final {
 public:
  explicit Walker(std::uint64_t seed) : random_(seed), venue_(seed) {
    for (const char* name : {"one", "two", "three"}) {
      Account& account = venue_.AddAccount(name, "250000", "4");
      account.SetBalance("XETH", Amount("50"));
      account.SetBalance("USDT", Amount("100000"));
      accounts_.push_back(&account);
      for (const auto& [asset, holding] : account.holdings()) {
        begun_[name][asset] = holding.balance;
      }
    }
  }

  void Step() {
    switch (Below(10)) {
      case 0:
        venue_.Advance(std::chrono::milliseconds(Below(60'000)));
        break;
      case 1:
        Move();
        break;
      case 2:
      case 3:
        Cancel();
        break;
      case 4:
        Change();
        break;
      default:
        Place();
    }
  }

  Venue& venue() { return *venue_; }
  const std::vector<Account*>& accounts() const { return accounts_; }
  Decimal BegunWith(const Account& account, const std::string& asset) const {
    const auto& assets = begun_.at(account.name());
    const auto found = assets.find(asset);
    return found == assets.end() ? Decimal() : found->second;
  }

 private:
  std::uint64_t Below(std::uint64_t bound) { return random_() % bound; }
  Account& AnyAccount() { return *accounts_[Below(accounts_.size())]; }
  const PairInfo& AnyPair() {
    const auto pairs = NameTable::BuiltIn().pairs();
    return pairs[Below(pairs.size())];
  }
  // Within two percent of the last price.
  Decimal AnyPrice(const PairInfo& pair) {
    const Decimal share = Decimal::FromInteger(9800 + static_cast<std::int64_t>(Below(400)));
    return (venue_->MarketOf(pair).last() * share)
               .DividedBy(Decimal::FromInteger(10'000) * pair.tick_size, 0) *
           pair.tick_size;
  }
  Decimal AnyVolume(const PairInfo& pair) {
    const auto lots = static_cast<std::int64_t>(1 + Below(99'999'999));
    const Decimal volume = Decimal::FromInteger(lots) * Amount("0.00000001");
    return pair.base == "XETH" ? volume * Decimal::FromInteger(5) : volume;
  }

  OrderRequest AnyRequest() {
    const PairInfo& pair = AnyPair();
    OrderRequest request{.pair = &pair,
                         .side = Below(2) == 0 ? "buy" : "sell",
                         .terms = {.type = FindOrderType("limit")},
                         .volume = AnyVolume(pair)};
    request.fee_in_base = Below(8) == 0;
    request.self_trade = static_cast<SelfTrade>(Below(3));
    request.userref = static_cast<std::int64_t>(Below(3));
    if (Below(6) == 0) {
      request.terms.type = FindOrderType("market");
      request.in_quote = request.buys() && Below(3) == 0;
      if (request.in_quote) request.volume = Decimal::FromInteger(1 + std::int64_t(Below(5000)));
      return request;
    }
    request.terms.price.amount = AnyPrice(pair);
    request.post_only = Below(6) == 0;
    request.time_in_force = static_cast<TimeInForce>(Below(5) == 0 ? 1 + Below(2) : 0);
    if (Below(6) == 0) request.expire = venue_.now() + std::chrono::seconds(1 + Below(600));
    if (Below(8) == 0) request.start = venue_.now() + std::chrono::milliseconds(Below(900));
    if (Below(6) == 0) {
      request.close = OrderTerms{.type = request.terms.type, .price = {.amount = AnyPrice(pair)}};
    }
    if (Below(4) == 0) request.cl_ord_id = "id" + std::to_string(Below(50));
    return request;
  }

  // What is refused must have changed nothing.
  template <typename Do>
  void Try(Do what) {
    const std::string before = Told();
    const Result<Placement> placed = what();
    if (!placed) {
      EXPECT_EQ(Told(), before) << placed.error().message;
    }
  }
  std::string Told() const {
    std::string told;
    for (const Account* account : accounts_) {
      for (const auto& [asset, holding] : account->holdings()) {
        told += asset + holding.balance.ToString() + "," + holding.held.ToString() + ";";
      }
      told += std::to_string(account->open_orders().size()) + "," +
              std::to_string(account->closed_orders().size()) + ";";
    }
    return told;
  }

  void Place() {
    Account& account = AnyAccount();
    Try([&] { return venue_->Place(account, AnyRequest()); });
  }

  Order* AnyOpenOrder() {
    const OrdersByNumber& open = AnyAccount().open_orders();
    if (open.empty()) return nullptr;
    auto place = open.begin();
    std::advance(place, Below(open.size()));
    return place->second;
  }

  void Cancel() {
    if (Order* order = AnyOpenOrder()) venue_->Cancel(*order);
  }

  void Change() {
    Order* order = AnyOpenOrder();
    if (order == nullptr) return;
    OrderRequest changed = order->request;
    changed.terms.price.amount = AnyPrice(*changed.pair);
    if (Below(2) == 0) changed.volume = AnyVolume(*changed.pair);
    if (Below(2) == 0) {
      Try([&] { return venue_->Amend(*order, changed); });
      return;
    }
    changed.cl_ord_id.clear();
    changed.start.reset();
    changed.expire.reset();
    Try([&] { return venue_->Replace(*order, changed); });
  }

  void Move() {
    const PairInfo& pair = AnyPair();
    venue_->MoveMarket(pair, AnyPrice(pair));
  }

  std::mt19937_64 random_;
  VenueHarness venue_;
  std::vector<Account*> accounts_{};
  std::map<std::string, std::map<std::string, Decimal>> begun_{};
};

// Balances are not below zero, nor below what is held; what is held is what the open orders need.
void CheckHoldings(const Account& account) {
  std::map<std::string, Decimal> needed;
  for (const auto& [number, order] : account.open_orders()) {
    ASSERT_EQ(order->held, HoldOf(*order)) << order->txid;
    ASSERT_FALSE(order->remaining().is_negative()) << order->txid;
    Decimal& of_asset = needed[order->request.paid_asset().id];
    of_asset = of_asset + order->held;
  }
  for (const auto& [asset, holding] : account.holdings()) {
    ASSERT_FALSE(holding.available().is_negative()) << asset;
    ASSERT_EQ(holding.held, needed[asset]) << asset;
  }
}

// What is there is what was there, with all that the ledger says: money neither comes from nowhere
// nor goes there.
void CheckLedger(const Walker& walker, const Account& account) {
  std::map<std::string, Decimal> balances;
  for (const auto& [asset, holding] : account.holdings()) {
    balances[asset] = walker.BegunWith(account, asset);
  }
  for (const LedgerEntry& entry : account.ledger().entries()) {
    Decimal& balance = balances[entry.asset->id];
    balance = balance + entry.amount - entry.fee;
    ASSERT_EQ(entry.balance, balance) << entry.id;
  }
  for (const auto& [asset, holding] : account.holdings()) {
    ASSERT_EQ(holding.balance, balances[asset]) << asset;
  }
}

// Every fill is once in the trades, in its order, and in the ledger; orders are filled no further
// than they go.
void CheckFills(const Account& account, std::set<std::string>& ids) {
  std::map<std::string, Decimal> volumes;
  std::map<std::string, Decimal> costs;
  std::map<std::string, std::vector<std::string>> trades;
  std::map<std::string, int> ledger;
  for (const LedgerEntry& entry : account.ledger().entries()) {
    ++ledger[entry.refid];
    ASSERT_TRUE(ids.insert(entry.id).second) << entry.id;
  }
  for (const Trade& trade : account.trades().entries()) {
    volumes[trade.order] = volumes[trade.order] + trade.volume;
    costs[trade.order] = costs[trade.order] + trade.cost;
    trades[trade.order].push_back(trade.id);
    ASSERT_EQ(ledger[trade.id], 2) << trade.id;
    ASSERT_TRUE(ids.insert(trade.id).second) << trade.id;
  }
  const auto check = [&](const Order& order) {
    ASSERT_TRUE(ids.insert(order.txid).second) << order.txid;
    ASSERT_EQ(order.executed, volumes[order.txid]) << order.txid;
    ASSERT_EQ(order.cost, costs[order.txid]) << order.txid;
    ASSERT_EQ(order.trades, trades[order.txid]) << order.txid;
    const Decimal& done = order.request.in_quote ? order.cost : order.executed;
    const bool was_cut = order.status == OrderStatus::kCanceled;  // Amended to less.
    ASSERT_TRUE(done <= order.request.volume || was_cut) << order.txid;
    const bool is_filled = done == order.request.volume;
    if (order.status == OrderStatus::kClosed && !order.request.in_quote) {
      ASSERT_TRUE(is_filled) << order.txid;
    }
  };
  for (const auto& [number, order] : account.open_orders()) check(*order);
  for (const Order* order : account.closed_orders()) check(*order);
}

class VenueWalk : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Seeds, VenueWalk, ::testing::Values(1, 2, 3, 4));

void Walk(std::uint64_t seed, int steps) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  Walker walker(seed);
  for (int i = 0; i < steps; ++i) {
    walker.Step();
    for (const Account* account : walker.accounts()) {
      ASSERT_NO_FATAL_FAILURE(CheckHoldings(*account)) << "step " << i;
    }
    if (i % 500 != 0 && i + 1 != steps) continue;
    std::set<std::string> ids;
    for (const Account* account : walker.accounts()) {
      ASSERT_NO_FATAL_FAILURE(CheckLedger(walker, *account)) << "step " << i;
      ASSERT_NO_FATAL_FAILURE(CheckFills(*account, ids)) << "step " << i;
    }
  }
  // It went somewhere.
  for (const Account* account : walker.accounts()) {
    EXPECT_GT(account->trades().entries().size(), 100U);
    EXPECT_GT(account->closed_orders().size(), 100U);
  }
}

TEST_P(VenueWalk, KeepsTheBooks) {
  // Each walk no longer than the histories reach, so that every fill is there to be checked.
  constexpr int kSteps = 5'000;
  constexpr int kSeeds = 4;
  for (int walk = 0; walk * kSteps * kSeeds < Steps(); ++walk) {
    const int seed = GetParam() + walk * kSeeds;
    Walk(static_cast<std::uint64_t>(seed), kSteps);
    if (HasFailure()) return;
  }
}

// Of trades between the accounts, one pays what the other gets.
TEST(VenueWalk, MovesMoneyBetweenAccountsWhole) {
  VenueHarness venue;
  Account& one = venue.AddAccount("one", "1000000", "10");
  Account& two = venue.AddAccount("two", "1000000", "10");
  std::mt19937_64 random(1);
  for (int i = 0; i < 500; ++i) {
    const Decimal volume =
        Decimal::FromInteger(std::int64_t(1 + random() % 999'999)) * Amount("0.00000001");
    OrderRequest sell = LimitOrder("sell", "1", "60250.05");
    sell.volume = volume;
    OrderRequest buy = LimitOrder("buy", "1", "60250.05");
    buy.volume = volume;
    ASSERT_TRUE(venue->Place(one, sell));
    ASSERT_TRUE(venue->Place(two, buy));
  }
  Decimal moved;
  for (const Account* account : {&one, &two}) {
    for (const LedgerEntry& entry : account->ledger().entries()) moved = moved + entry.amount;
  }
  EXPECT_EQ(moved, Decimal());
  EXPECT_EQ(one.trades().entries().size(), 500U);
}

TEST(VenueWalk, IsTheSameForTheSameSeed) {
  Walker first(7);
  Walker second(7);
  for (int i = 0; i < 2'000; ++i) {
    first.Step();
    second.Step();
  }
  for (std::size_t i = 0; i < first.accounts().size(); ++i) {
    const Account& one = *first.accounts()[i];
    const Account& other = *second.accounts()[i];
    ASSERT_EQ(one.ledger().entries().size(), other.ledger().entries().size());
    for (std::size_t n = 0; n < one.ledger().entries().size(); ++n) {
      ASSERT_EQ(one.ledger().entries()[n].id, other.ledger().entries()[n].id);
      ASSERT_EQ(one.ledger().entries()[n].balance, other.ledger().entries()[n].balance);
    }
    ASSERT_EQ(one.open_orders().size(), other.open_orders().size());
  }
}

}  // namespace
}  // namespace kraken::mock
