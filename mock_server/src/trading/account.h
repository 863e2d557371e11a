// What an account has, what its orders hold of it, and all that ever happened on it.
//
// Keys may share one. Amounts are exact; what an account pays and gets is cut to the decimals of
// the asset, fill by fill, so that the parts of an order never cost more than the whole.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_ACCOUNT_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_ACCOUNT_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/decimal.h"
#include "kraken/protocol/rate_limit.h"
#include "mock_server/src/built_in/name_table.h"
#include "mock_server/src/trading/history.h"
#include "mock_server/src/trading/order.h"
#include "mock_server/src/trading/withdrawal.h"

namespace kraken::mock {

struct LedgerEntry {
  std::string id{};
  std::string refid{};  // Of the trade, deposit or withdrawal that it is part of.
  WallTime time{};
  std::string type{};  // "trade", "deposit", "withdrawal"
  const AssetInfo* asset = nullptr;
  Decimal amount{};   // What came in; negative: went out.
  Decimal fee{};      // Went out besides.
  Decimal balance{};  // After it.
};

struct Trade {
  std::string id{};
  std::string order{};
  std::string position{};  // Every trade has such an id, on margin or not.
  const PairInfo* pair = nullptr;
  WallTime time{};
  std::string_view side{};
  std::string_view ordertype{};
  Decimal price{};
  Decimal volume{};
  Decimal cost{};
  Decimal fee{};
  std::uint64_t number = 0;  // On the pair's tape.
  bool maker = false;
  std::vector<std::string> ledgers{};
};

struct Holding {
  const AssetInfo* asset = nullptr;
  Decimal balance{};
  Decimal held{};

  Decimal available() const { return balance - held; }
};
// By the asset's id.
using Holdings = std::map<std::string, Holding, std::less<>>;

using OrdersByNumber = std::map<std::uint64_t, Order*>;

class Account final {
 public:
  // Beyond these the oldest are forgotten.
  static constexpr std::size_t kMostClosedOrders = 10'000;
  static constexpr std::size_t kMostTrades = 10'000;
  static constexpr std::size_t kMostLedgerEntries = 20'000;
  static constexpr std::size_t kMostWithdrawals = 1'000;

  explicit Account(std::string name) : name_(std::move(name)) {}
  ~Account() = default;
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;

  const std::string& name() const { return name_; }

  // --- Money ---

  const Holdings& holdings() const { return holdings_; }
  Decimal BalanceOf(std::string_view asset) const;
  Decimal AvailableOf(std::string_view asset) const;
  // What is there from now on, without a line in the ledger: for set-ups.
  void SetBalance(std::string_view asset, const Decimal& balance);
  // Adds `entry.amount` and takes `entry.fee`; fills in the balance. The entry says what for.
  const LedgerEntry& Book(LedgerEntry entry);
  // As Book() does, but the balance is the entry's own: for histories that are loaded.
  void Remember(LedgerEntry entry) { ledger_.Add(std::move(entry)); }
  // Sets what an order or a withdrawal holds, from `before` to `after`.
  void Hold(std::string_view asset, const Decimal& before, const Decimal& after);

  const History<LedgerEntry>& ledger() const { return ledger_; }

  // --- Withdrawals ---

  const std::vector<WithdrawKey>& withdraw_keys() const { return withdraw_keys_; }
  void SetWithdrawKeys(std::vector<WithdrawKey> keys) { withdraw_keys_ = std::move(keys); }
  // Null where no key of the asset has the name.
  const WithdrawKey* FindWithdrawKey(std::string_view name, const AssetInfo& asset) const;
  Withdrawal& AddWithdrawal(Withdrawal withdrawal);
  Withdrawal* FindWithdrawal(std::string_view refid);
  const Withdrawal* FindWithdrawal(std::string_view refid) const;
  // The latest last.
  const std::deque<Withdrawal>& withdrawals() const { return withdrawals_; }

  // --- Trades ---

  // `dollars` is its cost in dollars.
  const Trade& AddTrade(Trade trade, const Decimal& dollars);
  const History<Trade>& trades() const { return trades_; }
  // In dollars, of 30 days: those up to `now`, or those before it, without the trades of that very
  // moment, by which fees go. Days are counted to the minute.
  Decimal TurnoverUpTo(WallTime now);
  Decimal TurnoverBefore(WallTime now);

  // --- Orders ---

  Order& AddOrder(Order order);  // Open or, for histories that are loaded, closed.
  // Open or closed; null where there is none, or none any more.
  const Order* FindOrder(std::string_view txid) const;
  // The same for queries, which do not know an order that is not shown yet.
  const Order* FindShownOrder(std::string_view txid, WallTime now) const;
  // No query knows the order, nor its trades, before then.
  void Hide(Order& order, WallTime until);
  bool IsShown(const Trade& trade, WallTime now) const;
  Order* FindOrder(std::string_view txid);
  // The open ones by their numbers: in the order in which they were placed.
  const OrdersByNumber& open_orders() const { return open_; }
  // The ones that ended, the latest last.
  const std::deque<Order*>& closed_orders() const { return closed_; }
  std::size_t OpenOrdersOf(const PairInfo& pair) const;
  // An open order with this cl_ord_id, in any spelling of it; null where there is none.
  Order* FindOpenByClientId(std::string_view cl_ord_id) const;
  std::vector<Order*> FindOpenByUserref(std::int64_t userref) const;
  // It is open no longer: `status`, `reason` and `closed` say how it ended.
  void Close(Order& order);

  // --- Limits ---

  // The engine counter of a pair.
  DecayingCounter& EngineCounter(const PairInfo& pair) { return engine_[pair.id]; }

 private:
  struct Turnover {
    WallTime time{};  // Of the latest trade in it.
    Decimal dollars{};
  };

  void ForgetOldest();

  std::string name_;
  Holdings holdings_{};
  History<LedgerEntry> ledger_{kMostLedgerEntries};
  History<Trade> trades_{kMostTrades};
  WallTime all_shown_from_{};
  std::vector<WithdrawKey> withdraw_keys_{};
  std::deque<Withdrawal> withdrawals_{};
  std::deque<Turnover> turnover_{};  // By minutes.
  Decimal turnover_sum_{};
  Turnover latest_{};  // Of the latest moment in which there were trades, together.
  std::unordered_map<std::string, std::unique_ptr<Order>> orders_{};
  OrdersByNumber open_{};
  std::unordered_map<std::string, Order*> open_by_client_id_{};
  std::unordered_map<std::int64_t, OrdersByNumber> open_by_userref_{};
  std::unordered_map<std::string, std::size_t> open_of_pair_{};
  std::deque<Order*> closed_{};
  std::map<std::string, DecayingCounter, std::less<>> engine_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_ACCOUNT_H_
