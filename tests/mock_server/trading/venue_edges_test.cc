// Where prices, money and memory end, and what happens there.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"
#include "tests/mock_server/handlers/handler_harness.h"
#include "tests/mock_server/trading/venue_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class VenueEdges : public ::testing::Test {
 protected:
  // The text of the order that was placed.
  Result<std::string> Tried(const OrderRequest& request) {
    const auto placed = venue_->Place(account_, request);
    if (!placed) return tl::unexpected(placed.error());
    return placed->order->txid;
  }
  Order& Placed(const OrderRequest& request) { return Placed(account_, request); }
  Order& Placed(Account& account, const OrderRequest& request) {
    return *venue_->Place(account, request).value().order;
  }

  VenueHarness venue_;
  Account& account_ = venue_.AddAccount("one", "100000", "2");
  Account& other_ = venue_.AddAccount("two", "100000", "2");
};

TEST_F(VenueEdges, PricesStayPricesWhereverTheyArePut) {
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("0.1"));
  venue_->MoveMarket(PairOf("XBTUSDT"), Amount("1000000000"));
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("1000000000"));
  venue_.Advance(std::chrono::hours(1));
  for (const char* pair : {"XBTUSD", "XBTUSDT"}) {
    EXPECT_LE(venue_->MarketOf(PairOf(pair)).last(), HighestPrice()) << pair;
  }
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("0.1"));
  venue_.Advance(std::chrono::hours(1));
  EXPECT_GE(venue_->MarketOf(PairOf("XBTUSD")).last(), Amount("0.1"));
}

TEST_F(VenueEdges, AMarketThatIsMovedByAVolumeFillsNoMoreThanThat) {
  const Order& best = Placed(LimitOrder("buy", "0.2", "60010"));
  const Order& next = Placed(other_, LimitOrder("buy", "0.5", "60000"));
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("60000"), Amount("0.3"));
  EXPECT_EQ(best.executed, Amount("0.2"));
  EXPECT_EQ(next.executed, Amount("0.1"));
  EXPECT_EQ(next.cost, Amount("6000"));
  EXPECT_EQ(next.fee, Amount("15")) << "as a maker";
  // All of it went to the two.
  const auto& trades = venue_->MarketOf(PairOf("XBTUSD")).trades();
  ASSERT_THAT(trades, SizeIs(2));
  EXPECT_EQ(trades[0].volume, Amount("0.2"));
  EXPECT_EQ(trades[1].volume, Amount("0.1"));
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("60000"), Amount("1"));
  EXPECT_EQ(next.status, OrderStatus::kClosed);
  EXPECT_EQ(trades.back().volume, Amount("0.6")) << "with others";
}

TEST_F(VenueEdges, LowPricesMoveToo) {
  venue_->MoveMarket(PairOf("ETHUSD"), Amount("5"));
  venue_.Advance(std::chrono::hours(24));
  EXPECT_NE(venue_->MarketOf(PairOf("ETHUSD")).best_bid(), Amount("5"));
}

TEST_F(VenueEdges, NoTwoTradesOfAMarketHaveTheSameTime) {
  Placed(MarketOrder("buy", "1.2"));
  const auto& trades = venue_->MarketOf(PairOf("XBTUSD")).trades();
  ASSERT_THAT(trades, SizeIs(2));
  EXPECT_LT(trades[0].time, trades[1].time);
}

TEST_F(VenueEdges, AnAccountThatComesLaterFillsNobodyElse) {
  Placed(MarketOrder("buy", "1"));  // Nobody else sells at 60250.1 any more.
  const Order& bid = Placed(other_, LimitOrder("buy", "0.5", "60250.1"));
  ASSERT_TRUE(bid.is_open());
  venue_->FillReached(venue_.AddAccount("three", "0", "0"));
  EXPECT_TRUE(bid.is_open());
}

TEST_F(VenueEdges, AMarketOrderThatHadToWaitIsFilledWholeOrKilled) {
  OrderRequest later = MarketOrder("buy", "1");
  later.time_in_force = TimeInForce::kFok;
  later.start = venue_.now() + std::chrono::seconds(1);
  const Order& order = Placed(later);
  Placed(MarketOrder("buy", "0.8"));  // After which the account cannot pay all of it.
  venue_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(order.status, OrderStatus::kCanceled);
  EXPECT_EQ(order.executed, Decimal());
}

TEST_F(VenueEdges, AMarketOrderThatHadToWaitStopsWhereTheMoneyEnds) {
  OrderRequest later = MarketOrder("buy", "0.002", "ETHUSD");
  later.start = venue_.now() + std::chrono::seconds(1);
  const Order& order = Placed(later);
  account_.SetBalance("ZUSD", Amount("0.0001"));
  venue_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(order.status, OrderStatus::kCanceled);
  EXPECT_LE(order.trades.size(), 1U) << "not one after another for less than can be written down";
}

TEST_F(VenueEdges, AMarketOrderIsNotTakenInLimitOnlyModeWhenItsTimeComes) {
  OrderRequest later = MarketOrder("buy", "0.1");
  later.start = venue_.now() + std::chrono::seconds(1);
  const Order& order = Placed(later);
  venue_->SetStatus(SystemStatus::kLimitOnly, venue_.now());
  venue_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(order.status, OrderStatus::kCanceled);
}

TEST_F(VenueEdges, OrdersComeToACostMinimumAtTheMarketToo) {
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("100"));
  EXPECT_THAT(Tried(MarketOrder("buy", "0.00005")),
              Refuses("EOrder:Cost minimum not met", "takes 0.5 or more"));
  EXPECT_THAT(Tried(MarketOrder("buy", "0.01")), kraken::gtest::IsOk());
}

TEST_F(VenueEdges, DistancesOfOrdersAndClosesComeToPrices) {
  OrderRequest request = LimitOrder("buy", "0.1", "1");
  request.terms.price = {.sign = '-', .amount = Amount("100"), .percent = true};
  EXPECT_THAT(Tried(request), Refuses("EOrder:Invalid price", "comes to 0"));
  request.terms.price = {.amount = Amount("60000")};
  request.close = OrderTerms{
      .type = FindOrderType("limit"),
      .price = {.sign = '+', .amount = Amount("999999999"), .percent = true},
  };
  EXPECT_THAT(Tried(request), Refuses("EOrder:Invalid price", "no price"));
}

TEST_F(VenueEdges, APostOnlyOrderIsNotReplacedByOneThatWouldTrade) {
  OrderRequest request = LimitOrder("buy", "0.1", "60000");
  request.post_only = true;
  Order& order = Placed(request);
  request.terms.price.amount = Amount("60300");
  const auto replaced = venue_->Replace(order, request);
  ASSERT_FALSE(replaced);
  EXPECT_THAT(replaced.error().api_errors, ElementsAre("EOrder:Post only order"));
  EXPECT_TRUE(order.is_open());
}

TEST_F(VenueEdges, AnOrderThatGivesWayIsPartOfTheEffect) {
  const std::string oldest = Placed(LimitOrder("sell", "0.1", "60250.1")).txid;
  OrderRequest request = LimitOrder("buy", "0.1", "60250.1");
  request.self_trade = SelfTrade::kCancelOldest;
  const auto placed = venue_->Place(account_, request);
  EXPECT_THAT(placed->effect.orders, ElementsAre(placed->order->txid, oldest));
}

// B's close, which A's order brings about, trades with another order of A.
TEST_F(VenueEdges, AnOrderThatACloseTradesWithIsPartOfTheEffect) {
  // Between the others' best prices, where accounts only meet each other.
  const std::string own = Placed(LimitOrder("sell", "0.5", "60250.09")).txid;
  OrderRequest with_close = LimitOrder("sell", "0.1", "60250.05");
  with_close.close =
      OrderTerms{.type = FindOrderType("limit"), .price = {.amount = Amount("60250.09")}};
  Placed(other_, with_close);
  const auto placed = venue_->Place(account_, LimitOrder("buy", "0.1", "60250.05"));
  ASSERT_EQ(placed->effect.trades.size(), 2U) << "the other's close takes from the first order";
  EXPECT_THAT(placed->effect.orders, ElementsAre(placed->order->txid, own));
}

TEST_F(VenueEdges, ACloseHoldsAndPaysTheFeeOfWhenItIsPlaced) {
  OrderRequest request = LimitOrder("buy", "0.1", "60000");
  request.fee_in_base = true;
  request.close = OrderTerms{.type = FindOrderType("limit"), .price = {.amount = Amount("65000")}};
  Placed(request);
  Placed(MarketOrder("sell", "1.9"));  // A turnover of more than 100,000.
  venue_.Advance(std::chrono::seconds(1));
  venue_->MoveMarket(PairOf("XBTUSD"), Amount("60000"));
  ASSERT_THAT(account_.open_orders(), SizeIs(1));
  EXPECT_EQ(account_.open_orders().begin()->second->fee_cap, Amount("0.22"));
}

TEST_F(VenueEdges, AmendmentsAreRememberedUpToALimitAndTheFirstOneAlways) {
  Order& order = Placed(LimitOrder("buy", "0.1", "50000"));
  OrderRequest amended = order.request;
  for (std::size_t i = 0; i <= Order::kMostAmendments; ++i) {
    amended.terms.price.amount = Amount("50000") + Decimal::FromInteger(static_cast<int>(i % 9));
    ASSERT_TRUE(venue_->Amend(order, amended));
  }
  EXPECT_THAT(order.amendments, SizeIs(Order::kMostAmendments));
  EXPECT_EQ(order.amendments.front().id, order.txid);
  EXPECT_EQ(order.amendments.back().limit, amended.limit());
}

TEST_F(VenueEdges, ALongHistoryIsForgottenFromItsBeginning) {
  const OrderRequest request = LimitOrder("buy", "0.1", "50000");
  for (std::size_t i = 0; i <= Account::kMostClosedOrders; ++i) {
    account_.AddOrder({.txid = std::to_string(i),
                       .request = request,
                       .number = i + 1,
                       .status = OrderStatus::kClosed});
  }
  EXPECT_THAT(account_.closed_orders(), SizeIs(Account::kMostClosedOrders));
  EXPECT_EQ(account_.FindOrder("0"), nullptr);
  EXPECT_NE(account_.FindOrder("1"), nullptr);
  for (std::size_t i = 0; i <= Account::kMostTrades; ++i) {
    account_.AddTrade({.id = std::to_string(i)}, Decimal());
  }
  EXPECT_THAT(account_.trades().entries(), SizeIs(Account::kMostTrades));
  EXPECT_EQ(account_.trades().Find("0"), nullptr);
  for (std::size_t i = 0; i <= Account::kMostLedgerEntries; ++i) {
    account_.Remember({.id = std::to_string(i)});
  }
  EXPECT_THAT(account_.ledger().entries(), SizeIs(Account::kMostLedgerEntries));
  EXPECT_EQ(account_.ledger().Find("0"), nullptr);
  for (std::size_t i = 0; i <= Account::kMostWithdrawals; ++i) {
    account_.AddWithdrawal({.refid = std::to_string(i)});
  }
  EXPECT_THAT(account_.withdrawals(), SizeIs(Account::kMostWithdrawals));
  EXPECT_EQ(account_.FindWithdrawal("0"), nullptr);
}

TEST_F(VenueEdges, AnOrderThatEndsMakesRoomForAnother) {
  const std::string first = Placed(MarketOrder("buy", "0.001")).txid;
  for (std::size_t i = 0; i < Account::kMostClosedOrders; ++i) {
    venue_->Cancel(Placed(LimitOrder("buy", "0.001", "50000")));
  }
  EXPECT_EQ(account_.FindOrder(first), nullptr);
}

TEST_F(VenueEdges, TurnoverLastsThirtyDays) {
  Placed(MarketOrder("buy", "0.5"));  // 30125.05
  EXPECT_EQ(account_.TurnoverUpTo(venue_.now()), Amount("30125.05"));
  EXPECT_EQ(account_.TurnoverBefore(venue_.now()), Decimal());
  venue_.Advance(std::chrono::hours(24 * 30));
  EXPECT_EQ(account_.TurnoverBefore(venue_.now()), Amount("30125.05"));
  venue_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(account_.TurnoverUpTo(venue_.now()), Decimal());
}

}  // namespace
}  // namespace kraken::mock
