// Orders and what becomes of them. What each form of order leaves behind in full is in
// order_forms_test.cc.
#include "mock_server/src/trading/venue.h"

#include <cstdint>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"
#include "tests/mock_server/handlers/handler_harness.h"
#include "tests/mock_server/trading/told.h"
#include "tests/mock_server/trading/venue_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Its id, or why there is none.
Result<std::string> Outcome(const Result<Placement>& placed) {
  if (!placed) return tl::unexpected(placed.error());
  return placed->order->txid;
}

// Of an order that traded: of two, the one with the lower number was filled first.
std::uint64_t FirstTradeOf(const Order& order) {
  return order.account->trades().Find(order.trades.front())->number;
}

class VenueTest : public ::testing::Test {
 protected:
  Order& Place(OrderRequest request) { return Place(account_, std::move(request)); }
  Order& Place(Account& account, OrderRequest request) {
    const auto placed = venue_->Place(account, std::move(request));
    EXPECT_THAT(Outcome(placed), kraken::gtest::IsOk());
    return *placed->order;
  }

  VenueHarness venue_;
  Account& account_ = venue_.AddAccount("one", "100000", "2");
  Account& other_ = venue_.AddAccount("two", "100000", "2");
};

TEST_F(VenueTest, BuysAtTheMarketLevelByLevel) {
  const auto placed = venue_->Place(account_, MarketOrder("buy", "1.2"));
  const Order& order = *placed->order;
  // One is to be had at the best price; its fee, as the next one's, is 0.4 %.
  const Decimal second = account_.trades().entries().at(1).price;
  EXPECT_GT(second, Amount("60250.1"));
  EXPECT_THAT(TradesOf(account_),
              ElementsAre("buy 1 @ 60250.1 taker", "buy 0.2 @ " + second.ToString() + " taker"));
  const Decimal cost = Amount("60250.1") + Amount("0.2") * second;
  EXPECT_EQ(Told(order), "closed 1.2/1.2 cost " + cost.ToString() + " fee " +
                             (cost * Amount("0.004")).ToString());
  EXPECT_THAT(LedgerOf(account_), SizeIs(4));
  EXPECT_EQ(LedgerOf(account_)[0], "ZUSD -60250.1 fee 241.0004 balance 39508.8996");
  EXPECT_EQ(LedgerOf(account_)[1], "XXBT 1 fee 0 balance 3");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "3.2, held 0");
  EXPECT_THAT(placed->effect.orders, ElementsAre(order.txid));
  EXPECT_EQ(placed->effect.trades, order.trades);
  EXPECT_THAT(placed->effect.ledger, SizeIs(4));
}

TEST_F(VenueTest, SellsAtTheMarket) {
  const Order& order = Place(MarketOrder("sell", "0.5"));
  EXPECT_EQ(Told(order), "closed 0.5/0.5 cost 30125 fee 120.5");
  EXPECT_THAT(LedgerOf(account_),
              ElementsAre("ZUSD 30125 fee 120.5 balance 130004.5", "XXBT -0.5 fee 0 balance 1.5"));
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "1.5, held 0");
}

TEST_F(VenueTest, BuysForASumOfTheQuote) {
  OrderRequest request = MarketOrder("buy", "1000");
  request.in_quote = true;
  const Order& order = Place(request);
  // 1000 / 60250.1 in whole lots.
  EXPECT_EQ(Told(order), "closed 0.01659748/1000 cost 999.999829748 fee 3.999999318992");
  EXPECT_THAT(LedgerOf(account_), ElementsAre("ZUSD -999.9998 fee 3.9999 balance 98996.0003",
                                              "XXBT 0.01659748 fee 0 balance 2.01659748"));
}

TEST_F(VenueTest, BuysEtherToItsOwnDecimals) {
  EXPECT_EQ(Told(Place(MarketOrder("buy", "7", "ETHUSD"))),
            "closed 7/7 cost 21087.21 fee 84.34884");
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 5 @ 3012.45 taker", "buy 2 @ 3012.48 taker"));
  EXPECT_THAT(
      LedgerOf(account_),
      ElementsAre("ZUSD -15062.25 fee 60.249 balance 84877.501", "XETH 5 fee 0 balance 5",
                  "ZUSD -6024.96 fee 24.0998 balance 78828.4412", "XETH 2 fee 0 balance 7"));
}

TEST_F(VenueTest, SellsForTether) {
  const Order& order = Place(LimitOrder("sell", "1.5", "60237.2", "XBTUSDT"));
  EXPECT_EQ(Told(order), "open 1.067/1.5 cost 64277.5924 fee 257.1103696");
  EXPECT_THAT(TradesOf(account_),
              ElementsAre("sell 1 @ 60241.7 taker", "sell 0.067 @ 60237.2 taker"));
  EXPECT_THAT(LedgerOf(account_),
              ElementsAre("USDT 60241.7 fee 240.9668 balance 60000.7332", "XXBT -1 fee 0 balance 1",
                          "USDT 4035.8924 fee 16.1435696 balance 64020.4820304",
                          "XXBT -0.067 fee 0 balance 0.933"));
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "0.933, held 0.433");
}

TEST_F(VenueTest, TakesTheFeeInTheBaseWhereItIsAskedTo) {
  OrderRequest buy = MarketOrder("buy", "0.5");
  buy.fee_in_base = true;
  Place(buy);
  venue_.Advance(std::chrono::milliseconds(1));
  OrderRequest sell = LimitOrder("sell", "1", "70000");
  sell.fee_in_base = true;
  Place(sell);
  EXPECT_THAT(LedgerOf(account_), ElementsAre("ZUSD -30125.05 fee 0 balance 69874.95",
                                              "XXBT 0.5 fee 0.002 balance 2.498"));
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2.498, held 1.0035") << "0.35 % from 10,000 dollars on";
}

TEST_F(VenueTest, HoldsWhatARestingOrderNeeds) {
  const Order& buy = Place(LimitOrder("buy", "0.5", "60000"));
  const Order& sell = Place(LimitOrder("sell", "0.75", "61000"));
  EXPECT_EQ(Told(buy), "open 0/0.5 cost 0 fee 0");
  EXPECT_EQ(Told(sell), "open 0/0.75 cost 0 fee 0");
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 30120");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0.75");
  EXPECT_THAT(LedgerOf(account_), IsEmpty());
}

TEST_F(VenueTest, TakesWhatCrossesAndRestsWithTheRest) {
  const Order& order = Place(LimitOrder("buy", "1.25", "60250.1"));
  EXPECT_EQ(Told(order), "open 1/1.25 cost 60250.1 fee 241.0004");
  // 0.25 x 60250.1 x 1.004
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "39508.8996, held 15122.7751");
}

TEST_F(VenueTest, FillsRestingOrdersThatTheMarketReaches) {
  const Order& order = Place(LimitOrder("buy", "0.5", "60000"));
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("60000.1"));
  EXPECT_EQ(Told(order), "open 0/0.5 cost 0 fee 0");
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("60000"));
  EXPECT_EQ(Told(order), "closed 0.5/0.5 cost 30000 fee 75");
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 0.5 @ 60000 maker"));
  EXPECT_THAT(LedgerOf(account_),
              ElementsAre("ZUSD -30000 fee 75 balance 69925", "XXBT 0.5 fee 0 balance 2.5"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "69925, held 0");
}

TEST_F(VenueTest, LetsAccountsTradeWithEachOther) {
  const Order& rests = Place(LimitOrder("sell", "0.3", "60250.05"));
  const Order& also = Place(LimitOrder("sell", "0.3", "60250"));
  EXPECT_EQ(Told(also), "closed 0.3/0.3 cost 18075 fee 72.3") << "3 are bid for at 60250.0";
  const Order& comes = Place(other_, LimitOrder("buy", "0.2", "60250.1"));
  EXPECT_EQ(Told(rests), "open 0.2/0.3 cost 12050.01 fee 30.125025");
  EXPECT_EQ(Told(comes), "closed 0.2/0.2 cost 12050.01 fee 48.20004");
  EXPECT_THAT(LedgerOf(other_), ElementsAre("ZUSD -12050.01 fee 48.2 balance 87901.79",
                                            "XXBT 0.2 fee 0 balance 2.2"));
}

TEST_F(VenueTest, GoesByPriceAndThenByTime) {
  const Order& first = Place(other_, LimitOrder("buy", "0.1", "59000"));
  const Order& second = Place(LimitOrder("buy", "0.1", "59000"));
  const Order& late_but_better = Place(LimitOrder("buy", "0.1", "60000"));
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("59000"));
  EXPECT_LT(FirstTradeOf(late_but_better), FirstTradeOf(first));
  EXPECT_LT(FirstTradeOf(first), FirstTradeOf(second));
}

TEST_F(VenueTest, DoesNotTradeAnAccountWithItself) {
  const Order& rests = Place(LimitOrder("sell", "0.5", "60250.05"));
  const Order& comes = Place(LimitOrder("buy", "0.1", "60250.05"));
  EXPECT_EQ(Told(comes), "canceled 0/0.1 cost 0 fee 0 Self trade prevented");
  EXPECT_EQ(Told(rests), "open 0/0.5 cost 0 fee 0");
  OrderRequest oldest = LimitOrder("buy", "0.1", "60250.05");
  oldest.self_trade = SelfTrade::kCancelOldest;
  EXPECT_EQ(Told(Place(oldest)), "open 0/0.1 cost 0 fee 0");
  EXPECT_EQ(Told(rests), "canceled 0/0.5 cost 0 fee 0 Self trade prevented");
  OrderRequest both = LimitOrder("sell", "0.1", "60250.05");
  both.self_trade = SelfTrade::kCancelBoth;
  EXPECT_EQ(Told(Place(both)), "canceled 0/0.1 cost 0 fee 0 Self trade prevented");
  EXPECT_THAT(account_.open_orders(), IsEmpty());
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0");
}

TEST_F(VenueTest, CancelsPostOnlyOrdersThatWouldTake) {
  OrderRequest request = LimitOrder("buy", "0.1", "60250.1");
  request.post_only = true;
  EXPECT_EQ(Told(Place(request)), "canceled 0/0.1 cost 0 fee 0 Post only order");
  request.terms.price.amount = Amount("60250");
  EXPECT_EQ(Told(Place(request)), "open 0/0.1 cost 0 fee 0");
}

TEST_F(VenueTest, CancelsTheRestOfImmediateOrders) {
  OrderRequest request = LimitOrder("buy", "1.25", "60250.1");
  request.time_in_force = TimeInForce::kIoc;
  EXPECT_EQ(Told(Place(request)),
            "canceled 1/1.25 cost 60250.1 fee 241.0004 Order could not be filled completely");
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "39508.8996, held 0");
}

TEST_F(VenueTest, FillsFillOrKillOrdersWholeOrNotAtAll) {
  OrderRequest request = LimitOrder("buy", "1.25", "60250.1");
  request.time_in_force = TimeInForce::kFok;
  EXPECT_EQ(Told(Place(request)),
            "canceled 0/1.25 cost 0 fee 0 Order could not be filled completely");
  request.volume = Amount("1");
  EXPECT_EQ(Told(Place(request)), "closed 1/1 cost 60250.1 fee 241.0004");
}

TEST_F(VenueTest, EndsOrdersWhenTheirTimeIsOver) {
  OrderRequest request = LimitOrder("sell", "0.5", "99000");
  request.time_in_force = TimeInForce::kGtd;
  request.expire = venue_.now() + std::chrono::seconds(60);
  const Order& order = Place(request);
  venue_.Advance(std::chrono::milliseconds(59'999));
  EXPECT_TRUE(order.is_open());
  venue_.Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(Told(order), "expired 0/0.5 cost 0 fee 0 Order expired");
  EXPECT_EQ(order.closed, *request.expire);
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0");
}

TEST_F(VenueTest, LetsOrdersWaitForTheirStart) {
  OrderRequest request = LimitOrder("sell", "0.5", "50000");
  request.start = venue_.now() + std::chrono::seconds(5);
  const Order& order = Place(request);
  EXPECT_EQ(Told(order), "pending 0/0.5 cost 0 fee 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0.5");
  venue_.Advance(std::chrono::seconds(5));
  EXPECT_EQ(Told(order), "closed 0.5/0.5 cost 30125 fee 120.5");
}

TEST_F(VenueTest, ClosesWhatAnOrderOpened) {
  OrderRequest request = LimitOrder("buy", "1.25", "60250.1");
  request.close = OrderTerms{.type = FindOrderType("limit"), .price = {.amount = Amount("65000")}};
  request.userref = 7;
  const Order& order = Place(request);
  ASSERT_THAT(account_.open_orders(), SizeIs(2));
  const Order& close = *account_.open_orders().rbegin()->second;
  EXPECT_EQ(Told(close), "open 0/1 cost 0 fee 0") << "as much as was filled";
  EXPECT_EQ(close.request.side, "sell");
  EXPECT_EQ(close.parent, order.txid);
  EXPECT_EQ(close.request.userref, 7);
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("60000"));
  EXPECT_EQ(account_.open_orders().rbegin()->second->request.volume, Amount("0.25"));
}

TEST_F(VenueTest, CancelsEverythingWhenTheTimerRunsOut) {
  const Order& order = Place(LimitOrder("buy", "0.1", "50000"));
  const Order& others = Place(other_, LimitOrder("buy", "0.1", "50000"));
  venue_->SetCancelTimer(account_, venue_.now() + std::chrono::seconds(60));
  venue_.Advance(std::chrono::seconds(59));
  venue_->SetCancelTimer(account_, venue_.now() + std::chrono::seconds(60));
  venue_.Advance(std::chrono::seconds(59));
  EXPECT_TRUE(order.is_open()) << "the timer was set anew";
  venue_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(Told(order), "canceled 0/0.1 cost 0 fee 0 User requested");
  EXPECT_TRUE(others.is_open());
  const Order& later = Place(LimitOrder("buy", "0.1", "50000"));
  venue_.Advance(std::chrono::seconds(600));
  EXPECT_TRUE(later.is_open()) << "it fires once";
}

TEST_F(VenueTest, AmendsAnOrderInItsPlace) {
  Order& order = Place(LimitOrder("sell", "0.5", "65000"));
  const Order& behind = Place(other_, LimitOrder("sell", "0.5", "65000"));
  OrderRequest less = order.request;
  less.volume = Amount("0.4");
  EXPECT_THAT(Outcome(venue_->Amend(order, less)), kraken::gtest::IsOk());
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0.4");
  EXPECT_THAT(order.amendments, SizeIs(2));
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("65000"));
  EXPECT_LT(FirstTradeOf(order), FirstTradeOf(behind)) << "less at the same price keeps its place";
}

TEST_F(VenueTest, AmendsAnOrderOutOfItsPlace) {
  Order& more = Place(LimitOrder("sell", "0.5", "65000"));
  Order& returns = Place(LimitOrder("sell", "0.5", "65000"));
  const Order& behind = Place(other_, LimitOrder("sell", "0.5", "65000"));
  OrderRequest amended = more.request;
  amended.volume = Amount("0.6");
  EXPECT_THAT(Outcome(venue_->Amend(more, amended)), kraken::gtest::IsOk());
  for (const char* price : {"66000", "65000"}) {
    amended = returns.request;
    amended.terms.price.amount = Amount(price);
    EXPECT_THAT(Outcome(venue_->Amend(returns, amended)), kraken::gtest::IsOk());
  }
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("65000"));
  EXPECT_LT(FirstTradeOf(behind), FirstTradeOf(more)) << "more at the same price goes to the end";
  EXPECT_LT(FirstTradeOf(more), FirstTradeOf(returns)) << "so does whoever left it and came back";
}

TEST_F(VenueTest, AmendsOnlyToWhatTheAccountCanPay) {
  Order& order = Place(LimitOrder("sell", "0.4", "66000"));
  OrderRequest too_much = order.request;
  too_much.volume = Amount("2.1");
  EXPECT_THAT(Outcome(venue_->Amend(order, too_much)),
              Refuses("EOrder:Insufficient funds", "needs 1.7 XXBT more, and 1.6 is free"));
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0.4");
  EXPECT_THAT(order.amendments, IsEmpty());
}

TEST_F(VenueTest, ReplacesAnOrderByAnother) {
  Order& order = Place(LimitOrder("sell", "2", "65000"));
  OrderRequest request = order.request;
  request.terms.price.amount = Amount("66000");
  const auto placed = venue_->Replace(order, request);
  EXPECT_EQ(Told(order), "canceled 0/2 cost 0 fee 0 Order replaced");
  EXPECT_NE(placed->order->txid, order.txid);
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 2");
  request.volume = Amount("2.5");
  EXPECT_THAT(Outcome(venue_->Replace(*placed->order, request)),
              Refuses("EOrder:Insufficient funds", "needs 2.5 XXBT"));
  EXPECT_TRUE(placed->order->is_open()) << "what is refused changes nothing";
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 2");
}

TEST_F(VenueTest, RefusesWhatTheAccountCannotPay) {
  EXPECT_THAT(Outcome(venue_->Place(account_, LimitOrder("buy", "2", "50000"))),
              Refuses("EOrder:Insufficient funds", "needs 100400 ZUSD with its fee"));
  EXPECT_THAT(Outcome(venue_->Place(account_, MarketOrder("buy", "1.7"))),
              Refuses("EOrder:Insufficient funds", "ZUSD"));
  EXPECT_THAT(Outcome(venue_->Place(account_, MarketOrder("sell", "2.00000001"))),
              Refuses("EOrder:Insufficient funds", "needs 2.00000001 XXBT, and 2 of 2 is free"));
  Place(LimitOrder("sell", "1.5", "70000"));
  EXPECT_THAT(Outcome(venue_->Place(account_, LimitOrder("sell", "0.6", "70000"))),
              Refuses("EOrder:Insufficient funds", "0.5 of 2 is free"));
  EXPECT_THAT(account_.open_orders(), SizeIs(1));
}

TEST_F(VenueTest, RefusesAClientIdThatAnOpenOrderHas) {
  OrderRequest request = LimitOrder("sell", "0.1", "70000");
  request.cl_ord_id = "6d1b345e-2821-40e2-ad83-4ecb18a06876";
  Order& order = Place(request);
  request.cl_ord_id = "6D1B345E282140E2AD834ECB18A06876";
  EXPECT_THAT(Outcome(venue_->Place(account_, request)),
              Refuses("EGeneral:Invalid arguments:cl_ord_id not unique", order.txid));
  Place(other_, request);
  venue_->Cancel(order);
  Place(request);
}

TEST_F(VenueTest, LimitsTheOpenOrdersOfAPair) {
  Place(LimitOrder("sell", "0.1", "70000"));
  EXPECT_THAT(Outcome(venue_->Place(account_, LimitOrder("sell", "0.1", "70000"), 1)),
              Refuses("EOrder:Orders limit exceeded", "1 open orders of XBTUSD"));
  EXPECT_THAT(Outcome(venue_->Place(account_, LimitOrder("sell", "0.1", "70000"), 2)),
              kraken::gtest::IsOk());
}

TEST_F(VenueTest, MovesTheMarketAsTimePasses) {
  const Decimal before = venue_->MarketOf(PairOf("XBTUSD")).last();
  venue_.Advance(std::chrono::hours(1));
  EXPECT_NE(venue_->MarketOf(PairOf("XBTUSD")).last(), before);
  VenueHarness in_steps;
  for (int i = 0; i < 3600; i += 7) in_steps.Advance(std::chrono::seconds(7));
  VenueHarness at_once;
  at_once.Advance(std::chrono::seconds(3605));
  for (const char* pair : {"XBTUSD", "ETHUSD", "XBTUSDT"}) {
    EXPECT_EQ(in_steps->MarketOf(PairOf(pair)).last(), at_once->MarketOf(PairOf(pair)).last())
        << "whoever looks in between";
  }
}

TEST_F(VenueTest, FillsRestingOrdersAsTimePasses) {
  const Order& order = Place(LimitOrder("buy", "0.05", "60240"));
  venue_.Advance(std::chrono::hours(12));
  EXPECT_EQ(order.status, OrderStatus::kClosed);
  EXPECT_LT(order.closed, venue_.now());
  for (const Trade& trade : account_.trades().entries()) {
    EXPECT_TRUE(trade.maker);
    EXPECT_EQ(trade.price, Amount("60240")) << "at its own price, whatever the market's";
  }
}

TEST_F(VenueTest, LimitsMayBeDistancesFromTheLastPrice) {
  OrderRequest request = LimitOrder("buy", "0.1", "1");
  request.terms.price = {.sign = '-', .amount = Amount("1"), .percent = true};
  EXPECT_EQ(Place(request).request.limit(), Amount("59647.6"));  // Of 60250.1.
  request.terms.price = {.sign = '#', .amount = Amount("50")};
  EXPECT_EQ(Place(request).request.limit(), Amount("60200.1"));
  request = LimitOrder("sell", "0.1", "1");
  request.terms.price = {.sign = '#', .amount = Amount("50")};
  EXPECT_EQ(Place(request).request.limit(), Amount("60300.1"));
}

// --- What would end badly ---

TEST_F(VenueTest, FillsAMarketOrderThatHadToWaitOnlyAsFarAsTheMoneyGoes) {
  OrderRequest later = MarketOrder("buy", "1.5");
  later.start = venue_.now() + std::chrono::seconds(5);
  const Order& order = Place(later);
  Place(MarketOrder("buy", "1.5"));
  venue_.Advance(std::chrono::seconds(5));
  EXPECT_EQ(order.status, OrderStatus::kCanceled);
  EXPECT_LT(order.executed, Amount("1"));
  EXPECT_FALSE(account_.holdings().at("ZUSD").balance.is_negative());
}

TEST_F(VenueTest, KeepsTheHoldOfAnOrderThatCannotBeReplaced) {
  Order& order = Place(LimitOrder("buy", "0.5", "60000"));
  OrderRequest absurd = order.request;
  absurd.terms.price = {.sign = '+', .amount = Amount("999999999"), .percent = true};
  EXPECT_THAT(Outcome(venue_->Replace(order, absurd)), Refuses("EOrder:Invalid price", "no price"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 30120");
}

TEST_F(VenueTest, DoesNotCountWhatLiesBehindAnOrderOfTheSameAccount) {
  Place(LimitOrder("sell", "0.5", "60252"));
  OrderRequest request = LimitOrder("buy", "1.3", "60260");
  request.time_in_force = TimeInForce::kFok;
  EXPECT_EQ(Told(Place(request)),
            "canceled 0/1.3 cost 0 fee 0 Order could not be filled completely");
  request.volume = Amount("1");
  EXPECT_EQ(Place(request).status, OrderStatus::kClosed);
}

TEST_F(VenueTest, FillsASumOfTheQuoteOrKillsIt) {
  OrderRequest request = MarketOrder("buy", "1000");
  request.in_quote = true;
  request.time_in_force = TimeInForce::kFok;
  EXPECT_EQ(Place(request).status, OrderStatus::kClosed);
}

TEST_F(VenueTest, ClosesInTheDirectionOfTheClose) {
  OrderRequest request = MarketOrder("buy", "0.1");
  request.close =
      OrderTerms{.type = FindOrderType("limit"), .price = {.sign = '#', .amount = Amount("50")}};
  Place(request);
  ASSERT_THAT(account_.open_orders(), SizeIs(1));
  EXPECT_EQ(account_.open_orders().begin()->second->request.limit(), Amount("60300.1"));
}

TEST_F(VenueTest, ClosesOnlyOnceTheOrderItselfRests) {
  OrderRequest request = LimitOrder("buy", "1.25", "60250.1");
  request.close =
      OrderTerms{.type = FindOrderType("limit"), .price = {.amount = Amount("60250.1")}};
  const Order& order = Place(request);
  EXPECT_TRUE(order.is_open());
  const Order& close = *account_.closed_orders().back();
  EXPECT_EQ(Told(close), "canceled 0/1 cost 0 fee 0 Self trade prevented");
}

TEST_F(VenueTest, DoesNotPayAMarketOrderFromItsOwnAccountsOrders) {
  // Somebody sells so much that there is room for an order well below the others' asks.
  other_.SetBalance("XXBT", Amount("60"));
  Place(other_, MarketOrder("sell", "50"));
  const Decimal bid = venue_->BookOf(PairOf("XBTUSD"), "buy", 1).front().price;
  ASSERT_LT(bid, Amount("60160"));
  const Order& own = Place(LimitOrder("sell", "1.5", "60160"));
  account_.SetBalance("ZUSD", Amount("96700"));
  OrderRequest request = MarketOrder("buy", "1.6");
  request.self_trade = SelfTrade::kCancelOldest;
  EXPECT_THAT(Outcome(venue_->Place(account_, request)),
              Refuses("EOrder:Insufficient funds", "96700 of 96700 is free"));
  EXPECT_TRUE(own.is_open());
  account_.SetBalance("ZUSD", Amount("97000"));
  EXPECT_EQ(Place(request).status, OrderStatus::kClosed);
  EXPECT_FALSE(account_.holdings().at("ZUSD").available().is_negative());
}

TEST_F(VenueTest, AmendsToLessThanIsFilledAndTellsThatNothingIsLeft) {
  Order& order = Place(LimitOrder("buy", "1.25", "60250.1"));
  OrderRequest less = order.request;
  less.volume = Amount("0.5");
  EXPECT_THAT(Outcome(venue_->Amend(order, less)), kraken::gtest::IsOk());
  EXPECT_EQ(order.status, OrderStatus::kCanceled);
  EXPECT_EQ(order.amendments.back().remaining, Decimal());
}

TEST_F(VenueTest, LetsAMarketThatFollowsGoOnFromWhereItWasPut) {
  venue_->MoveMarket(PairOf("XBTUSDT"), Amount("50000"));
  venue_.Advance(std::chrono::minutes(5));
  EXPECT_LT(venue_->MarketOf(PairOf("XBTUSDT")).last(), Amount("52000"));
}

TEST_F(VenueTest, RefusesDistancesThatComeToTooLittle) {
  OrderRequest request = LimitOrder("buy", "0.0001", "1");
  request.terms.price = {.sign = '-', .amount = Amount("99.9"), .percent = true};
  EXPECT_THAT(Outcome(venue_->Place(account_, request)),
              Refuses("EOrder:Cost minimum not met", "costmin"));
}

TEST_F(VenueTest, ForgetsAnAccountWithItsOrders) {
  Place(LimitOrder("buy", "0.1", "60250"));
  venue_->SetCancelTimer(account_, venue_.now() + std::chrono::seconds(5));
  venue_->DropAccount("one");
  EXPECT_EQ(venue_->FindAccount("one"), nullptr);
  venue_.Advance(std::chrono::seconds(10));
  EXPECT_EQ(venue_->BookOf(PairOf("XBTUSD"), "buy", 1).front().volume, Amount("3"));
}

}  // namespace
}  // namespace kraken::mock
