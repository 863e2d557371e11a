// The exchange itself: accounts, orders and markets, and how they come together.
//
// Everything that a moment brings, trades of others, orders whose time is over, timers, happens
// when somebody asks: AdvanceTo() comes before each call. Nothing here reads a clock. The same
// seed and the same calls at the same times give the same venue, ids included.
//
// Rules and their sources: docs/exchange.md.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_VENUE_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_VENUE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kraken/mock/journal.h"
#include "kraken/mock/options.h"
#include "kraken/protocol/clock.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/trading/account.h"
#include "mock_server/src/trading/market.h"
#include "mock_server/src/trading/order.h"
#include "mock_server/src/trading/resting_orders.h"

namespace kraken::mock {

// An order as it stands after a call, and the ids of all that the call did on its account.
struct Placement {
  Order* order = nullptr;
  Effect effect{};
};

class Venue final {
 public:
  // Enough for every asset's decimals, with some to spare for a product that follows.
  static constexpr int kValuePlaces = 12;

  explicit Venue(std::uint64_t seed, SystemStatus status = SystemStatus::kOnline);

  // --- Time ---

  // All that is due until then happens, in its order. Earlier times change nothing.
  void AdvanceTo(WallTime now);
  WallTime now() const { return now_; }
  // It holds from `now` on; what was due until then happens as before.
  // With `length` only for so long: then the status is again what it was before, or before what is
  // still to pass.
  void SetStatus(SystemStatus status, WallTime now, std::optional<Duration> length = {});
  SystemStatus status() const { return status_; }
  // Otherwise orders rest or leave, and nobody's trade.
  bool trades() const;

  // --- Accounts and markets ---

  // Null where there is none yet.
  Account* FindAccount(std::string_view name);
  Account& MakeAccount(std::string_view name);
  // Forgets it with all that it has; nothing happens where there is none.
  void DropAccount(std::string_view name);
  Market& MarketOf(const PairInfo& pair);
  // Fills what the prices of others have passed already of the account's orders, which were
  // restored.
  void FillReached(Account& account);
  // The best `most` levels of the side, with what the accounts' orders add to them.
  std::vector<Level> BookOf(const PairInfo& pair, std::string_view side, std::size_t most);
  // Others trade at this price. Resting orders that it reaches or passes are filled: whole, or no
  // more of them together than `volume`, and then the price goes only as far as that lasts.
  void MoveMarket(const PairInfo& pair, const Decimal& price,
                  const std::optional<Decimal>& volume = {});
  // At the last prices, rounded to kValuePlaces; none where no market says what the asset is worth.
  std::optional<Decimal> InDollars(std::string_view asset, const Decimal& amount) const;
  // The other way round, to `places` decimals.
  std::optional<Decimal> FromDollars(std::string_view asset, const Decimal& dollars,
                                     int places) const;

  // --- Orders ---

  // Takes it into the market, where it may trade at once. Refused are orders that the account
  // cannot pay, a cl_ord_id that an open order has, and what the status does not allow; whatever
  // else happens to it, it was placed.
  // `most_open`: so many orders of the pair may be open.
  Result<Placement> Place(Account& account, OrderRequest request,
                          std::optional<std::size_t> most_open = {});
  // An open order of `account`, changed to what `amended` asks for.
  Result<Placement> Amend(Order& order, OrderRequest amended);
  // An open order gives way to another one.
  Result<Placement> Replace(Order& order, OrderRequest request);
  void Cancel(Order& order);
  // Cancels all orders of the account at `due`, in the place of what was set before.
  void SetCancelTimer(Account& account, std::optional<WallTime> due);

  // An order that was placed before the venue opened; puts it into the book where it is open.
  Order& Restore(Account& account, Order order);

  std::string NewId(char first);
  // Orders that are placed from now on have higher numbers.
  std::uint64_t last_number() const { return last_number_; }

 private:
  enum class TimerKind : std::uint8_t { kStart, kExpire, kCancelAll, kStatus };
  struct Timer {
    TimerKind kind = TimerKind::kStart;
    Account* account = nullptr;
    Order* order = nullptr;
    SystemStatus status = SystemStatus::kOnline;
  };
  // When it is due; then the number of the order, or of the timer.
  using TimerKey = std::pair<WallTime, std::uint64_t>;
  // What one of an asset is worth. Two numbers, because their quotient may have more decimals than
  // a Decimal can hold.
  struct Rate {
    Decimal dollars{};
    Decimal units{};
  };
  struct Book {
    RestingOrders bids{RestingOrders::kHighestFirst};
    RestingOrders asks{RestingOrders::kLowestFirst};
  };

  // Where the side's orders rest.
  RestingOrders& Resting(const PairInfo& pair, std::string_view side);
  // What the accounts' orders add to the book.
  std::vector<Level> OwnLevels(const PairInfo& pair, std::string_view side, std::size_t most);
  const Market* FindDollarMarket(std::string_view asset) const;
  // That one which the market follows; null where it goes its own way.
  const Market* LeaderOf(const Market& market) const;
  std::optional<Rate> DollarRate(std::string_view asset) const;

  // venue.cc
  void OpenMarkets(WallTime now);
  bool RunNext(WallTime now);
  void OthersTrade(Market& market);
  void FillReached(Market& market);
  void FillPassed(Market& market, const PublicTrade& trade);
  std::string_view SideThatMoves(const Market& market, const Decimal& price);
  Decimal PriceReached(const Market& market, std::string_view side, const Decimal& price,
                       const Decimal& volume);
  void FillUpTo(Market& market, const PublicTrade& trade);
  // Fills the side's best order whole, and the next, for as long as the condition holds.
  template <typename Condition>
  void FillWhile(Market& market, std::string_view side, Condition holds);
  void FillResting(Market& market, Order& order, const Decimal& volume);
  void RunTimer(const Timer& timer);
  void ChangeStatus(SystemStatus status);
  // Orders that came to rest while nothing traded meet.
  void Reopen();
  void CancelAllOf(Account& account);
  // Null while nothing trades.
  Market* NextToMove();

  // placing.cc
  Status CheckStatus(const OrderRequest& request) const;
  Status CheckTerms(const Account& account, const OrderRequest& request);
  Status CheckPosts(const OrderRequest& request);
  // `free_besides`: what the order that it replaces gives back.
  Status CheckFunds(const Account& account, const OrderRequest& request, const Decimal& fee_cap,
                    const Decimal& free_besides = Decimal());
  // A limit that is a distance from the last price, as the price that it comes to.
  OrderPrice ResolveLimit(const OrderPrice& limit, const PairInfo& pair, std::string_view side);
  Decimal CostAtMarket(const Account& account, const OrderRequest& request);
  Order& Take(Account& account, OrderRequest request, const Decimal& fee_cap, std::string parent);
  void Enter(Order& order);
  void Rest(Order& order);
  void End(Order& order, OrderStatus status, std::string_view reason);
  void PlaceClose(Order& order, const Decimal& volume);
  Status CheckAmended(const Order& order, const OrderRequest& amended);
  void Change(Order& order, OrderRequest amended);
  template <typename Act>
  Placement WithEffect(const Account& account, Act act);
  // Out of the book and off the clock.
  void Withdraw(const Order& order);

  // matching.cc
  bool Crosses(const OrderRequest& request);
  bool CanFillWhole(const Order& order);
  bool IsWholeInReach(const Order& order);
  void Match(Order& order);
  bool MatchOnce(Order& order);
  void ResolveSelfTrade(Order& order, Order& resting);
  void NoteChanged(const Order& order);
  void Fill(Order& order, const PublicTrade& trade, bool maker);
  void BookTrade(const Order& order, Trade& trade);

  std::mt19937_64 random_;
  std::uint64_t seed_;
  SystemStatus status_;
  std::optional<TimerKey> status_timer_{};
  WallTime now_{};
  std::uint64_t last_number_ = 0;
  std::map<std::string, std::unique_ptr<Account>, std::less<>> accounts_{};
  std::map<std::string, std::unique_ptr<Market>, std::less<>> markets_{};
  std::map<std::string, Book, std::less<>> books_{};
  std::map<TimerKey, Timer> timers_{};
  std::map<const Account*, TimerKey> cancel_timers_{};
  Effect effect_{};                     // Of the call that is being carried out …
  const Account* effect_of_ = nullptr;  // … on this account.
};

// What an order that rests holds of its account: of the quote where it buys, fee included, of the
// base where it sells.
Decimal HoldOf(const Order& order);
// Brings what is held for it up to date.
void UpdateHold(Order& order);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_VENUE_H_
