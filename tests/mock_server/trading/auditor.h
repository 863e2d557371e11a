// Whoever looks after each step of a walk at what happened, and adds it up.
#ifndef KRAKEN_TESTS_MOCK_SERVER_TRADING_AUDITOR_H_
#define KRAKEN_TESTS_MOCK_SERVER_TRADING_AUDITOR_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/mock_server/trading/order_rules.h"
#include "tests/mock_server/trading/sums.h"
#include "tests/mock_server/trading/walker.h"

namespace kraken::mock {

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

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_TRADING_AUDITOR_H_
