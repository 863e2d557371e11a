// What the venue takes and does while the exchange is not wholly open.
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
using ::testing::IsEmpty;

// The errors of a refusal; none where it was taken.
std::vector<std::string> ErrorsOf(const Result<Placement>& placed) {
  if (placed) return {};
  return placed.error().api_errors;
}

class VenueStatus : public ::testing::Test {
 protected:
  void Be(SystemStatus status) { venue_->SetStatus(status, venue_.now()); }
  std::vector<std::string> Place(const OrderRequest& request) {
    return ErrorsOf(venue_->Place(account_, request));
  }
  Order& Placed(const OrderRequest& request) {
    return *venue_->Place(account_, request).value().order;
  }
  Decimal LastPrice() { return venue_->MarketOf(PairOf("XBTUSD")).last(); }

  VenueHarness venue_;
  Account& account_ = venue_.AddAccount("one", "100000", "2");
};

OrderRequest PostOnly(std::string_view side, std::string_view volume, std::string_view price) {
  OrderRequest request = LimitOrder(side, volume, price);
  request.post_only = true;
  return request;
}

TEST_F(VenueStatus, SaysWhichOrdersComeIn) {
  constexpr const char* kPostOnly = "EService:Market in post_only mode";
  constexpr const char* kLimitOnly = "EService:Market in limit_only mode";
  Be(SystemStatus::kPostOnly);
  EXPECT_THAT(Place(MarketOrder("buy", "0.1")), ElementsAre(kPostOnly));
  EXPECT_THAT(Place(LimitOrder("buy", "0.1", "60000")), ElementsAre(kPostOnly));
  EXPECT_THAT(Place(PostOnly("buy", "0.1", "60000")), IsEmpty());
  Be(SystemStatus::kLimitOnly);
  EXPECT_THAT(Place(MarketOrder("buy", "0.1")), ElementsAre(kLimitOnly));
  EXPECT_THAT(Place(LimitOrder("buy", "0.1", "60000")), IsEmpty());
  Be(SystemStatus::kCancelOnly);
  EXPECT_THAT(Place(PostOnly("buy", "0.1", "60000")),
              ElementsAre("EService:Market in cancel_only mode"));
}

TEST_F(VenueStatus, SaysWhatOrdersMayBecome) {
  Order& posted = Placed(PostOnly("buy", "0.1", "60000"));
  Order& order = Placed(LimitOrder("buy", "0.1", "60000"));
  OrderRequest further = posted.request;
  further.terms.price.amount = Amount("59000");
  OrderRequest plain = further;
  plain.post_only = false;
  Be(SystemStatus::kPostOnly);
  EXPECT_THAT(ErrorsOf(venue_->Amend(posted, further)), IsEmpty());
  EXPECT_THAT(ErrorsOf(venue_->Amend(order, plain)),
              ElementsAre("EService:Market in post_only mode"));
  EXPECT_THAT(ErrorsOf(venue_->Replace(order, plain)),
              ElementsAre("EService:Market in post_only mode"));
  EXPECT_TRUE(order.is_open());
  EXPECT_THAT(ErrorsOf(venue_->Replace(order, further)), IsEmpty());
  Be(SystemStatus::kLimitOnly);
  EXPECT_THAT(ErrorsOf(venue_->Amend(posted, plain)), IsEmpty());
}

TEST_F(VenueStatus, NothingTradesUnlessItIsOnlineOrLimitOnly) {
  for (const SystemStatus status :
       {SystemStatus::kMaintenance, SystemStatus::kCancelOnly, SystemStatus::kPostOnly}) {
    Be(status);
    const Decimal before = LastPrice();
    venue_.Advance(std::chrono::hours(3));
    EXPECT_EQ(LastPrice(), before) << ToString(status);
    EXPECT_FALSE(venue_->trades());
  }
  for (const SystemStatus status : {SystemStatus::kLimitOnly, SystemStatus::kOnline}) {
    Be(status);
    const Decimal before = LastPrice();
    venue_.Advance(std::chrono::hours(3));
    EXPECT_NE(LastPrice(), before) << ToString(status);
  }
}

TEST_F(VenueStatus, WhatWasDueBeforeStillHappens) {
  VenueHarness other;
  other.Advance(std::chrono::minutes(10));
  venue_->SetStatus(SystemStatus::kCancelOnly, venue_.now() + std::chrono::minutes(10));
  EXPECT_EQ(LastPrice(), other->MarketOf(PairOf("XBTUSD")).last());
}

TEST_F(VenueStatus, OrdersEndAndTimersRunOut) {
  OrderRequest short_lived = LimitOrder("buy", "0.1", "50000");
  short_lived.expire = venue_.now() + std::chrono::seconds(5);
  const Order& expiring = Placed(short_lived);
  const Order& other = Placed(LimitOrder("buy", "0.1", "50000"));
  venue_->SetCancelTimer(account_, venue_.now() + std::chrono::seconds(10));
  Be(SystemStatus::kCancelOnly);
  venue_.Advance(std::chrono::seconds(10));
  EXPECT_EQ(expiring.status, OrderStatus::kExpired);
  EXPECT_EQ(other.status, OrderStatus::kCanceled);
}

TEST_F(VenueStatus, AfterMaintenanceAllIsCanceledOfWhoHadATimerSet) {
  Account& other = venue_.AddAccount("two", "100000", "2");
  const Order& kept = *venue_->Place(other, LimitOrder("buy", "0.1", "50000")).value().order;
  const Order& order = Placed(LimitOrder("buy", "0.1", "50000"));
  for (const std::chrono::seconds timeout : {std::chrono::seconds(5), std::chrono::seconds(50)}) {
    SCOPED_TRACE(timeout.count());
    const Order& last = Placed(LimitOrder("buy", "0.1", "50000"));
    venue_->SetCancelTimer(account_, venue_.now() + timeout);
    Be(SystemStatus::kMaintenance);
    venue_.Advance(std::chrono::seconds(10));
    EXPECT_TRUE(last.is_open());
    Be(SystemStatus::kOnline);
    EXPECT_EQ(last.status, OrderStatus::kCanceled);
  }
  EXPECT_EQ(order.status, OrderStatus::kCanceled);
  EXPECT_TRUE(kept.is_open());
  const Order& after = Placed(LimitOrder("buy", "0.1", "50000"));
  venue_.Advance(std::chrono::minutes(1));
  EXPECT_TRUE(after.is_open());
}

TEST_F(VenueStatus, OrdersThatBeginRestUntilThereIsTradingAgain) {
  const auto later = venue_.now() + std::chrono::seconds(5);
  OrderRequest crossing = LimitOrder("buy", "0.1", "61000");
  crossing.start = later;
  OrderRequest killed = crossing;
  killed.time_in_force = TimeInForce::kFok;
  OrderRequest market = MarketOrder("buy", "0.1");
  market.start = later;
  const Order& rests = Placed(crossing);
  const Order& is_killed = Placed(killed);
  const Order& has_no_limit = Placed(market);
  Be(SystemStatus::kCancelOnly);
  venue_.Advance(std::chrono::seconds(10));
  EXPECT_EQ(rests.status, OrderStatus::kOpen);
  EXPECT_EQ(rests.executed, Decimal());
  EXPECT_EQ(is_killed.status, OrderStatus::kCanceled);
  EXPECT_EQ(has_no_limit.status, OrderStatus::kCanceled);
  Be(SystemStatus::kOnline);
  EXPECT_EQ(rests.status, OrderStatus::kClosed);
  EXPECT_EQ(rests.cost, Amount("6025.01")) << "at the best price, which is not its own";
  EXPECT_EQ(rests.fee, Amount("24.10004")) << "as a taker";
}

TEST_F(VenueStatus, OrdersThatCameToCrossMeetInTheirOrderWhenThereIsTradingAgain) {
  Account& other = venue_.AddAccount("two", "100000", "2");
  OrderRequest bid = LimitOrder("buy", "0.5", "61000");
  bid.start = venue_.now() + std::chrono::seconds(5);
  OrderRequest ask = LimitOrder("sell", "0.5", "60240");
  ask.start = bid.start;
  const Order& seller = *venue_->Place(other, ask).value().order;
  const Order& buyer = Placed(bid);
  Be(SystemStatus::kPostOnly);
  venue_.Advance(std::chrono::seconds(5));
  EXPECT_TRUE(seller.is_open());
  EXPECT_TRUE(buyer.is_open());
  Be(SystemStatus::kOnline);
  // The seller was first, and takes what is best for him.
  EXPECT_EQ(seller.cost, Amount("30500"));
  EXPECT_EQ(buyer.cost, Amount("30500"));
  EXPECT_EQ(buyer.fee, Amount("76.25")) << "as a maker";
}

}  // namespace
}  // namespace kraken::mock
