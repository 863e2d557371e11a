// A venue with accounts that are not the demo account's, and orders in few words.
#ifndef KRAKEN_TESTS_MOCK_SERVER_TRADING_VENUE_HARNESS_H_
#define KRAKEN_TESTS_MOCK_SERVER_TRADING_VENUE_HARNESS_H_

#include <string>
#include <string_view>

#include "kraken/protocol/manual_clock.h"
#include "mock_server/src/trading/venue.h"

namespace kraken::mock {

inline Decimal Amount(std::string_view text) { return Decimal::Parse(text).value(); }

inline const PairInfo& PairOf(std::string_view name) {
  return *NameTable::BuiltIn().FindPair(name);
}

// The books begin with 60250.0 / 60250.1 for XBTUSD, 3 and 1 XBT at the best prices.
class VenueHarness final {
 public:
  explicit VenueHarness(std::uint64_t seed = 1) : venue_(seed) { venue_.AdvanceTo(now_); }

  Venue* operator->() { return &venue_; }
  Venue& operator*() { return venue_; }

  Account& AddAccount(std::string_view name, std::string_view dollars, std::string_view bitcoins) {
    Account& account = venue_.MakeAccount(name);
    account.SetBalance("ZUSD", Amount(dollars));
    account.SetBalance("XXBT", Amount(bitcoins));
    return account;
  }

  void Advance(Duration by) {
    now_ += by;
    venue_.AdvanceTo(now_);
  }
  WallTime now() const { return now_; }

 private:
  Venue venue_;
  WallTime now_ = ManualClock::kDefaultStart;
};

inline OrderRequest LimitOrder(std::string_view side, std::string_view volume,
                               std::string_view price, std::string_view pair = "XBTUSD") {
  return {.pair = &PairOf(pair),
          .side = *FindSide(side),
          .terms = {.type = FindOrderType("limit"), .price = {.amount = Amount(price)}},
          .volume = Amount(volume)};
}

inline OrderRequest MarketOrder(std::string_view side, std::string_view volume,
                                std::string_view pair = "XBTUSD") {
  return {.pair = &PairOf(pair),
          .side = *FindSide(side),
          .terms = {.type = FindOrderType("market")},
          .volume = Amount(volume)};
}

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_TRADING_VENUE_HARNESS_H_
