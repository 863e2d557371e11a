// For each form of order all that it leaves behind: the order, its trades, the ledger, and the
// balances with what is held of them.
//
// The numbers are worked out by hand from the rules of docs/exchange.md and the books of
// fixtures/endpoints/Depth, whose best levels are
//   XBTUSD   bids 60250.0 x 3, 60249.9 x 0.337, 60247.6 x 0.785
//            asks 60250.1 x 1, 60252.5 x 0.515, 60252.9 x 0.104
//   ETHUSD   bids 3012.44 x 12, 3012.32 x 0.313, 3012.17 x 1.471
//   XBTUSDT  bids 60241.7 x 1, 60237.2 x 0.067, 60232.3 x 0.001
// The taker pays 0.4 %, the maker 0.25 %; orders hold the taker's.
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mock_server/src/trading/venue.h"
#include "tests/mock_server/trading/told.h"
#include "tests/mock_server/trading/venue_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

OrderRequest WithTime(OrderRequest request, TimeInForce time_in_force) {
  request.time_in_force = time_in_force;
  return request;
}

OrderRequest WithSelfTrade(OrderRequest request, SelfTrade self_trade) {
  request.self_trade = self_trade;
  return request;
}

OrderRequest WithPost(OrderRequest request) {
  request.post_only = true;
  return request;
}

OrderRequest WithFeeInBase(OrderRequest request) {
  request.fee_in_base = true;
  return request;
}

OrderRequest WithClose(OrderRequest request, std::string_view limit) {
  request.close = OrderTerms{.type = FindOrderType("limit"), .price = {.amount = Amount(limit)}};
  return request;
}

OrderRequest ForDollars(std::string_view dollars) {
  OrderRequest request = MarketOrder("buy", dollars);
  request.in_quote = true;
  return request;
}

// The order is the sum of its trades.
void ExpectSumOfTrades(const Order& order) {
  Decimal executed;
  Decimal cost;
  Decimal fee;
  for (const std::string& id : order.trades) {
    const Trade& trade = *order.account->trades().Find(id);
    EXPECT_EQ(trade.cost, trade.price * trade.volume) << id;
    executed = executed + trade.volume;
    cost = cost + trade.cost;
    fee = fee + trade.fee;
  }
  EXPECT_EQ(order.executed, executed) << order.txid;
  EXPECT_EQ(order.cost, cost) << order.txid;
  EXPECT_EQ(order.fee, fee) << order.txid;
}

// What there is comes from what there was and the ledger; what is held, from the open orders.
void ExpectMoneyAddsUp(const Account& account, std::map<std::string, Decimal> balances) {
  for (const LedgerEntry& entry : account.ledger().entries()) {
    Decimal& balance = balances[entry.asset->id];
    balance = balance + entry.amount - entry.fee;
  }
  std::map<std::string, Decimal> held;
  for (const auto& [number, order] : account.open_orders()) {
    Decimal& of_asset = held[order->request.paid_asset().id];
    of_asset = of_asset + order->held;
  }
  for (const auto& [asset, holding] : account.holdings()) {
    EXPECT_EQ(holding.balance, balances[asset]) << account.name() << " " << asset;
    EXPECT_EQ(holding.held, held[asset]) << account.name() << " " << asset;
  }
}

class OrderForms : public ::testing::Test {
 protected:
  void TearDown() override {
    for (const auto& [account, balances] : begun_) {
      ExpectMoneyAddsUp(*account, balances);
      for (const auto& [number, order] : account->open_orders()) ExpectSumOfTrades(*order);
      for (const Order* order : account->closed_orders()) ExpectSumOfTrades(*order);
    }
  }

  Account& AddAccount(std::string_view name, std::string_view dollars, std::string_view bitcoins) {
    Account& account = venue_->MakeAccount(name);
    Give(account, "ZUSD", dollars);
    Give(account, "XXBT", bitcoins);
    return account;
  }
  void Give(Account& account, const std::string& asset, std::string_view balance) {
    account.SetBalance(asset, Amount(balance));
    begun_[&account][asset] = Amount(balance);
  }

  Order& Place(OrderRequest request) { return Place(account_, std::move(request)); }
  Order& Place(Account& account, OrderRequest request) {
    return *venue_->Place(account, std::move(request)).value().order;
  }
  void MoveMarket(std::string_view price) { venue_->MoveMarket(PairOf("XBTUSD"), Amount(price)); }

  // What each account had before its first order.
  std::map<const Account*, std::map<std::string, Decimal>> begun_{};
  VenueHarness venue_;
  Account& account_ = AddAccount("one", "100000", "2");
  Account& other_ = AddAccount("two", "100000", "2");
};

// --- At the market ---

TEST_F(OrderForms, MarketBuyWalksThreeLevels) {
  const Order& order = Place(MarketOrder("buy", "1.6"));
  // The trades of one moment do not count for each other's fee: all of them at 0.4 %.
  EXPECT_EQ(Told(order), "closed 1.6/1.6 cost 96401.634 fee 385.606536");
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 1 @ 60250.1 taker", "buy 0.515 @ 60252.5 taker",
                                              "buy 0.085 @ 60252.9 taker"));
  // The fees are 241.0004, 124.12015 and 20.485986, each cut to four decimals.
  EXPECT_THAT(
      LedgerOf(account_),
      ElementsAre("ZUSD -60250.1 fee 241.0004 balance 39508.8996", "XXBT 1 fee 0 balance 3",
                  "ZUSD -31030.0375 fee 124.1201 balance 8354.742",
                  "XXBT 0.515 fee 0 balance 3.515", "ZUSD -5121.4965 fee 20.4859 balance 3212.7596",
                  "XXBT 0.085 fee 0 balance 3.6"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "3212.7596, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "3.6, held 0");
}

TEST_F(OrderForms, MarketSellWalksThreeLevels) {
  Give(account_, "XXBT", "5");
  const Order& order = Place(MarketOrder("sell", "3.5"));
  EXPECT_EQ(Told(order), "closed 3.5/3.5 cost 210874.5751 fee 843.4983004");
  EXPECT_THAT(TradesOf(account_), ElementsAre("sell 3 @ 60250 taker", "sell 0.337 @ 60249.9 taker",
                                              "sell 0.163 @ 60247.6 taker"));
  EXPECT_THAT(LedgerOf(account_),
              ElementsAre("ZUSD 180750 fee 723 balance 280027", "XXBT -3 fee 0 balance 2",
                          "ZUSD 20304.2163 fee 81.2168 balance 300249.9995",
                          "XXBT -0.337 fee 0 balance 1.663",
                          "ZUSD 9820.3588 fee 39.2814 balance 310031.0769",
                          "XXBT -0.163 fee 0 balance 1.5"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "310031.0769, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "1.5, held 0");
}

TEST_F(OrderForms, ViqcBuySpendsItsSumAsFarAsWholeLotsGo) {
  const Order& order = Place(ForDollars("61000"));
  // 749.9 are left for the second level: 749.9 / 60252.5 = 0.012445956… in whole lots.
  EXPECT_EQ(Told(order), "closed 1.01244595/61000 cost 60999.999602375 fee 243.9999984095");
  EXPECT_THAT(TradesOf(account_),
              ElementsAre("buy 1 @ 60250.1 taker", "buy 0.01244595 @ 60252.5 taker"));
  EXPECT_THAT(LedgerOf(account_),
              ElementsAre("ZUSD -60250.1 fee 241.0004 balance 39508.8996", "XXBT 1 fee 0 balance 3",
                          "ZUSD -749.8996 fee 2.9995 balance 38756.0005",
                          "XXBT 0.01244595 fee 0 balance 3.01244595"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "38756.0005, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "3.01244595, held 0");
}

TEST_F(OrderForms, ViqcFillOrKillOfMoreThanTheBookIsKilled) {
  // Money enough, but all that is for sale comes to 9757330.5025.
  Give(account_, "ZUSD", "10000000");
  const Order& order = Place(WithTime(ForDollars("9757330.6"), TimeInForce::kFok));
  EXPECT_EQ(Told(order), "canceled 0/9757330.6 cost 0 fee 0 Order could not be filled completely");
  EXPECT_THAT(TradesOf(account_), IsEmpty());
  EXPECT_THAT(LedgerOf(account_), IsEmpty());
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "10000000, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0");
}

TEST_F(OrderForms, ViqcFillOrKillThatTheBookHoldsIsFilled) {
  // Just what the first two levels cost.
  const Order& order = Place(WithTime(ForDollars("91280.1375"), TimeInForce::kFok));
  EXPECT_EQ(Told(order), "closed 1.515/91280.1375 cost 91280.1375 fee 365.12055");
  EXPECT_THAT(TradesOf(account_),
              ElementsAre("buy 1 @ 60250.1 taker", "buy 0.515 @ 60252.5 taker"));
  EXPECT_THAT(LedgerOf(account_),
              ElementsAre("ZUSD -60250.1 fee 241.0004 balance 39508.8996", "XXBT 1 fee 0 balance 3",
                          "ZUSD -31030.0375 fee 124.1201 balance 8354.742",
                          "XXBT 0.515 fee 0 balance 3.515"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "8354.742, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "3.515, held 0");
}

// --- Limits that rest ---

TEST_F(OrderForms, LimitBuyRestsAndIsFilledAsMaker) {
  const Order& order = Place(LimitOrder("buy", "0.3", "59876.5"));
  EXPECT_EQ(Told(order), "open 0/0.3 cost 0 fee 0");
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 18034.8018");  // 17962.95 x 1.004
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0");
  MoveMarket("59800");
  EXPECT_EQ(Told(order), "closed 0.3/0.3 cost 17962.95 fee 44.907375") << "at its own price";
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 0.3 @ 59876.5 maker"));
  EXPECT_THAT(LedgerOf(account_), ElementsAre("ZUSD -17962.95 fee 44.9073 balance 81992.1427",
                                              "XXBT 0.3 fee 0 balance 2.3"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "81992.1427, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2.3, held 0");
}

TEST_F(OrderForms, LimitSellRestsAndIsFilledAsMaker) {
  const Order& order = Place(LimitOrder("sell", "0.7", "61234.5"));
  EXPECT_EQ(Told(order), "open 0/0.7 cost 0 fee 0");
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0.7");
  MoveMarket("61300");
  EXPECT_EQ(Told(order), "closed 0.7/0.7 cost 42864.15 fee 107.160375") << "at its own price";
  EXPECT_THAT(TradesOf(account_), ElementsAre("sell 0.7 @ 61234.5 maker"));
  EXPECT_THAT(LedgerOf(account_), ElementsAre("ZUSD 42864.15 fee 107.1603 balance 142756.9897",
                                              "XXBT -0.7 fee 0 balance 1.3"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "142756.9897, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "1.3, held 0");
}

TEST_F(OrderForms, LimitThatCrossesTakesAndRestsWithTheRest) {
  const Order& order = Place(LimitOrder("buy", "1.2", "60252.4"));
  EXPECT_EQ(Told(order), "open 1/1.2 cost 60250.1 fee 241.0004");
  // 0.2 x 60252.4 x 1.004 = 12098.68192, held to the next unit of the fourth decimal.
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "39508.8996, held 12098.682");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "3, held 0");
  MoveMarket("60252.4");
  EXPECT_EQ(Told(order), "closed 1.2/1.2 cost 72300.58 fee 271.1266");
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 1 @ 60250.1 taker", "buy 0.2 @ 60252.4 maker"));
  EXPECT_THAT(
      LedgerOf(account_),
      ElementsAre("ZUSD -60250.1 fee 241.0004 balance 39508.8996", "XXBT 1 fee 0 balance 3",
                  "ZUSD -12050.48 fee 30.1262 balance 27428.2934", "XXBT 0.2 fee 0 balance 3.2"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "27428.2934, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "3.2, held 0");
}

TEST_F(OrderForms, RestingOrderIsPartlyFilledAsOthersTrade) {
  // Others' sales fill it as far as they go where they are at its very price. A twin of the venue,
  // whose market has the same seed, knows where the first one below the first bid will be, and of
  // how much.
  VenueHarness twin;
  const Market& future = twin->MarketOf(PairOf("XBTUSD"));
  for (int i = 0; i < 600 && future.best_bid() >= Amount("60250"); ++i) {
    twin.Advance(std::chrono::seconds(1));
  }
  const Decimal price = future.last();
  const Decimal volume = future.trades().back().volume;
  ASSERT_LT(price, Amount("60250"));
  ASSERT_LT(volume, Amount("0.1"));

  const Order& order = Place(LimitOrder("buy", "0.5", price.ToString()));
  while (order.executed.is_zero() && venue_.now() < twin.now()) {
    venue_.Advance(std::chrono::seconds(1));
  }
  const Decimal cost = volume * price;
  const Decimal fee = cost * Amount("0.0025");
  const Decimal paid = cost.Rounded(4, Rounding::kDown);
  const Decimal fee_paid = fee.Rounded(4, Rounding::kDown);
  const std::string dollars = (Amount("100000") - paid - fee_paid).ToString();
  const std::string bitcoins = (Amount("2") + volume).ToString();
  const Decimal held = (Amount("0.5") - volume) * price * Amount("1.004");
  EXPECT_EQ(Told(order), "open " + volume.ToString() + "/0.5 cost " + cost.ToString() + " fee " +
                             fee.ToString());
  EXPECT_THAT(TradesOf(account_),
              ElementsAre("buy " + volume.ToString() + " @ " + price.ToString() + " maker"));
  EXPECT_THAT(LedgerOf(account_),
              ElementsAre("ZUSD -" + paid.ToString() + " fee " + fee_paid.ToString() + " balance " +
                              dollars,
                          "XXBT " + volume.ToString() + " fee 0 balance " + bitcoins));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"),
            dollars + ", held " + held.Rounded(4, Rounding::kUp).ToString());
  EXPECT_EQ(HoldingOf(account_, "XXBT"), bitcoins + ", held 0");
}

TEST_F(OrderForms, PostOnlyRestsAndIsFilledAsMaker) {
  const Order& order = Place(WithPost(LimitOrder("buy", "0.1", "60250")));
  EXPECT_EQ(Told(order), "open 0/0.1 cost 0 fee 0");
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 6049.1");
  MoveMarket("60250");
  EXPECT_EQ(Told(order), "closed 0.1/0.1 cost 6025 fee 15.0625");
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 0.1 @ 60250 maker"));
  EXPECT_THAT(LedgerOf(account_), ElementsAre("ZUSD -6025 fee 15.0625 balance 93959.9375",
                                              "XXBT 0.1 fee 0 balance 2.1"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "93959.9375, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2.1, held 0");
}

TEST_F(OrderForms, PostOnlyThatWouldTakeIsCanceled) {
  const Order& order = Place(WithPost(LimitOrder("buy", "0.1", "60250.1")));
  EXPECT_EQ(Told(order), "canceled 0/0.1 cost 0 fee 0 Post only order");
  EXPECT_THAT(TradesOf(account_), IsEmpty());
  EXPECT_THAT(LedgerOf(account_), IsEmpty());
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0");
}

// --- How long ---

TEST_F(OrderForms, ImmediateOrCancelCancelsTheRest) {
  Give(account_, "USDT", "0");
  const Order& order =
      Place(WithTime(LimitOrder("sell", "1.5", "60232.3", "XBTUSDT"), TimeInForce::kIoc));
  EXPECT_EQ(Told(order),
            "canceled 1.068/1.5 cost 64337.8247 fee 257.3512988 Order could not be filled "
            "completely");
  EXPECT_THAT(TradesOf(account_),
              ElementsAre("sell 1 @ 60241.7 taker", "sell 0.067 @ 60237.2 taker",
                          "sell 0.001 @ 60232.3 taker"));
  // Tether has eight decimals.
  EXPECT_THAT(LedgerOf(account_),
              ElementsAre("USDT 60241.7 fee 240.9668 balance 60000.7332", "XXBT -1 fee 0 balance 1",
                          "USDT 4035.8924 fee 16.1435696 balance 64020.4820304",
                          "XXBT -0.067 fee 0 balance 0.933",
                          "USDT 60.2323 fee 0.2409292 balance 64080.4734012",
                          "XXBT -0.001 fee 0 balance 0.932"));
  EXPECT_EQ(HoldingOf(account_, "USDT"), "64080.4734012, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "0.932, held 0");
}

TEST_F(OrderForms, FillOrKillOfMoreThanThereIsIsKilled) {
  Give(account_, "XETH", "20");
  // 12.313 are bid for down to its limit.
  const Order& order =
      Place(WithTime(LimitOrder("sell", "12.31300001", "3012.32", "ETHUSD"), TimeInForce::kFok));
  EXPECT_EQ(Told(order),
            "canceled 0/12.31300001 cost 0 fee 0 Order could not be filled completely");
  EXPECT_THAT(TradesOf(account_), IsEmpty());
  EXPECT_THAT(LedgerOf(account_), IsEmpty());
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 0");
  EXPECT_EQ(HoldingOf(account_, "XETH"), "20, held 0");
}

TEST_F(OrderForms, FillOrKillOfAllThatThereIsIsFilled) {
  Give(account_, "XETH", "20");
  const Order& order =
      Place(WithTime(LimitOrder("sell", "12.313", "3012.32", "ETHUSD"), TimeInForce::kFok));
  EXPECT_EQ(Told(order), "closed 12.313/12.313 cost 37092.13616 fee 148.36854464");
  EXPECT_THAT(TradesOf(account_),
              ElementsAre("sell 12 @ 3012.44 taker", "sell 0.313 @ 3012.32 taker"));
  EXPECT_THAT(LedgerOf(account_), ElementsAre("ZUSD 36149.28 fee 144.5971 balance 136004.6829",
                                              "XETH -12 fee 0 balance 8",
                                              "ZUSD 942.8561 fee 3.7714 balance 136943.7676",
                                              "XETH -0.313 fee 0 balance 7.687"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "136943.7676, held 0");
  EXPECT_EQ(HoldingOf(account_, "XETH"), "7.687, held 0");
}

TEST_F(OrderForms, GoodTillDateExpiresPartlyFilled) {
  OrderRequest request = WithTime(LimitOrder("buy", "1.25", "60250.1"), TimeInForce::kGtd);
  request.expire = venue_.now() + std::chrono::seconds(10);  // Before others trade: 13 s from now.
  const Order& order = Place(request);
  EXPECT_EQ(Told(order), "open 1/1.25 cost 60250.1 fee 241.0004");
  // 0.25 x 60250.1 x 1.004
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "39508.8996, held 15122.7751");
  venue_.Advance(std::chrono::seconds(10));
  EXPECT_EQ(Told(order), "expired 1/1.25 cost 60250.1 fee 241.0004 Order expired");
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 1 @ 60250.1 taker"));
  EXPECT_THAT(LedgerOf(account_), ElementsAre("ZUSD -60250.1 fee 241.0004 balance 39508.8996",
                                              "XXBT 1 fee 0 balance 3"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "39508.8996, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "3, held 0");
}

TEST_F(OrderForms, LimitWithAStartHoldsUntilThenAndTrades) {
  OrderRequest request = LimitOrder("buy", "0.4", "61000");
  request.start = venue_.now() + std::chrono::seconds(5);
  const Order& order = Place(request);
  EXPECT_EQ(Told(order), "pending 0/0.4 cost 0 fee 0");
  EXPECT_THAT(LedgerOf(account_), IsEmpty());
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 24497.6");  // 24400 x 1.004
  venue_.Advance(std::chrono::seconds(5));
  EXPECT_EQ(Told(order), "closed 0.4/0.4 cost 24100.04 fee 96.40016");
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 0.4 @ 60250.1 taker"));
  EXPECT_THAT(LedgerOf(account_), ElementsAre("ZUSD -24100.04 fee 96.4001 balance 75803.5599",
                                              "XXBT 0.4 fee 0 balance 2.4"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "75803.5599, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2.4, held 0");
}

TEST_F(OrderForms, MarketOrderWithAStartHoldsNothingUntilThen) {
  OrderRequest request = MarketOrder("sell", "0.4");
  request.start = venue_.now() + std::chrono::seconds(5);
  const Order& order = Place(request);
  EXPECT_EQ(Told(order), "pending 0/0.4 cost 0 fee 0");
  EXPECT_THAT(LedgerOf(account_), IsEmpty());
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0");
  venue_.Advance(std::chrono::seconds(5));
  EXPECT_EQ(Told(order), "closed 0.4/0.4 cost 24100 fee 96.4");
  EXPECT_THAT(TradesOf(account_), ElementsAre("sell 0.4 @ 60250 taker"));
  EXPECT_THAT(LedgerOf(account_),
              ElementsAre("ZUSD 24100 fee 96.4 balance 124003.6", "XXBT -0.4 fee 0 balance 1.6"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "124003.6, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "1.6, held 0");
}

// --- The fee in the base ---

TEST_F(OrderForms, FcibBuyPaysItsFeeOfWhatItGets) {
  const Order& order = Place(WithFeeInBase(LimitOrder("buy", "1.2", "60250.1")));
  EXPECT_EQ(Told(order), "open 1/1.2 cost 60250.1 fee 0.004");
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "39749.9, held 12050.02") << "without a fee";
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2.996, held 0");
  MoveMarket("60250");
  EXPECT_EQ(Told(order), "closed 1.2/1.2 cost 72300.12 fee 0.0045");
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 1 @ 60250.1 taker", "buy 0.2 @ 60250.1 maker"));
  EXPECT_THAT(
      LedgerOf(account_),
      ElementsAre("ZUSD -60250.1 fee 0 balance 39749.9", "XXBT 1 fee 0.004 balance 2.996",
                  "ZUSD -12050.02 fee 0 balance 27699.88", "XXBT 0.2 fee 0.0005 balance 3.1955"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "27699.88, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "3.1955, held 0");
}

TEST_F(OrderForms, FcibSellPaysItsFeeBesidesWhatItSells) {
  const Order& order = Place(WithFeeInBase(LimitOrder("sell", "0.12345678", "61000")));
  EXPECT_EQ(Told(order), "open 0/0.12345678 cost 0 fee 0");
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 0");
  // 0.12345678 x 1.004 = 0.12395060712, held to the next unit of the tenth decimal.
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0.1239506072");
  MoveMarket("61000");
  EXPECT_EQ(Told(order), "closed 0.12345678/0.12345678 cost 7530.86358 fee 0.00030864195");
  EXPECT_THAT(TradesOf(account_), ElementsAre("sell 0.12345678 @ 61000 maker"));
  EXPECT_THAT(LedgerOf(account_),
              ElementsAre("ZUSD 7530.8635 fee 0 balance 107530.8635",
                          "XXBT -0.12345678 fee 0.0003086419 balance 1.8762345781"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "107530.8635, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "1.8762345781, held 0");
}

// --- Conditional closes ---

TEST_F(OrderForms, CloseOfABuySellsWhatWasBought) {
  const Order& order = Place(WithClose(MarketOrder("buy", "0.4"), "61000.5"));
  EXPECT_EQ(Told(order), "closed 0.4/0.4 cost 24100.04 fee 96.40016");
  ASSERT_THAT(account_.open_orders(), SizeIs(1));
  const Order& close = *account_.open_orders().begin()->second;
  EXPECT_EQ(close.parent, order.txid);
  EXPECT_EQ(Told(close), "open 0/0.4 cost 0 fee 0");
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "75803.5599, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2.4, held 0.4");
  MoveMarket("61000.5");
  EXPECT_EQ(Told(close), "closed 0.4/0.4 cost 24400.2 fee 61.0005");
  EXPECT_THAT(TradesOf(account_),
              ElementsAre("buy 0.4 @ 60250.1 taker", "sell 0.4 @ 61000.5 maker"));
  EXPECT_THAT(
      LedgerOf(account_),
      ElementsAre("ZUSD -24100.04 fee 96.4001 balance 75803.5599", "XXBT 0.4 fee 0 balance 2.4",
                  "ZUSD 24400.2 fee 61.0005 balance 100142.7594", "XXBT -0.4 fee 0 balance 2"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100142.7594, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0");
}

TEST_F(OrderForms, CloseOfASellBuysBackWhatWasSold) {
  const Order& order = Place(WithClose(LimitOrder("sell", "0.6", "61000.5"), "59000.5"));
  EXPECT_EQ(Told(order), "open 0/0.6 cost 0 fee 0");
  EXPECT_THAT(account_.open_orders(), SizeIs(1)) << "nothing is sold yet";
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0.6");
  MoveMarket("61000.5");
  EXPECT_EQ(Told(order), "closed 0.6/0.6 cost 36600.3 fee 91.50075");
  ASSERT_THAT(account_.open_orders(), SizeIs(1));
  const Order& close = *account_.open_orders().begin()->second;
  EXPECT_EQ(close.parent, order.txid);
  EXPECT_EQ(Told(close), "open 0/0.6 cost 0 fee 0");
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "136508.7993, held 35541.9012");  // 35400.3 x 1.004
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "1.4, held 0");
  MoveMarket("59000.5");
  EXPECT_EQ(Told(close), "closed 0.6/0.6 cost 35400.3 fee 88.50075");
  EXPECT_THAT(TradesOf(account_),
              ElementsAre("sell 0.6 @ 61000.5 maker", "buy 0.6 @ 59000.5 maker"));
  EXPECT_THAT(
      LedgerOf(account_),
      ElementsAre("ZUSD 36600.3 fee 91.5007 balance 136508.7993", "XXBT -0.6 fee 0 balance 1.4",
                  "ZUSD -35400.3 fee 88.5007 balance 101019.9986", "XXBT 0.6 fee 0 balance 2"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "101019.9986, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0");
}

// --- Orders of accounts among each other ---

// Others' best ask is gone, so that there is room for orders between 60250.0 and 60252.5.
class SelfTradeForms : public OrderForms {
 protected:
  SelfTradeForms() { Place(other_, MarketOrder("buy", "1")); }

  Order& PlaceResting() { return Place(LimitOrder("sell", "0.5", "60251")); }
  Order& PlaceMeeting(SelfTrade self_trade) {
    return Place(WithSelfTrade(LimitOrder("buy", "0.3", "60251"), self_trade));
  }
};

TEST_F(SelfTradeForms, CancelNewestLeavesTheOlder) {
  const Order& older = PlaceResting();
  const Order& newer = PlaceMeeting(SelfTrade::kCancelNewest);
  EXPECT_EQ(Told(older), "open 0/0.5 cost 0 fee 0");
  EXPECT_EQ(Told(newer), "canceled 0/0.3 cost 0 fee 0 Self trade prevented");
  EXPECT_THAT(TradesOf(account_), IsEmpty());
  EXPECT_THAT(LedgerOf(account_), IsEmpty());
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0.5");
}

TEST_F(SelfTradeForms, CancelOldestLeavesTheNewer) {
  const Order& older = PlaceResting();
  const Order& newer = PlaceMeeting(SelfTrade::kCancelOldest);
  EXPECT_EQ(Told(older), "canceled 0/0.5 cost 0 fee 0 Self trade prevented");
  EXPECT_EQ(Told(newer), "open 0/0.3 cost 0 fee 0");
  EXPECT_THAT(TradesOf(account_), IsEmpty());
  EXPECT_THAT(LedgerOf(account_), IsEmpty());
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 18147.6012");  // 18075.3 x 1.004
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0");
}

TEST_F(SelfTradeForms, CancelBothLeavesNeither) {
  const Order& older = PlaceResting();
  const Order& newer = PlaceMeeting(SelfTrade::kCancelBoth);
  EXPECT_EQ(Told(older), "canceled 0/0.5 cost 0 fee 0 Self trade prevented");
  EXPECT_EQ(Told(newer), "canceled 0/0.3 cost 0 fee 0 Self trade prevented");
  EXPECT_THAT(TradesOf(account_), IsEmpty());
  EXPECT_THAT(LedgerOf(account_), IsEmpty());
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2, held 0");
}

TEST_F(OrderForms, AccountsThatTradeWithEachOtherPayAsMakerAndTaker) {
  const Order& rests = Place(LimitOrder("sell", "0.12345678", "60250.1"));
  const Order& comes = Place(other_, LimitOrder("buy", "0.5", "60250.1"));
  // 7438.283340678 of each; the taker has the rest from others at the same price.
  EXPECT_EQ(Told(rests), "closed 0.12345678/0.12345678 cost 7438.283340678 fee 18.595708351695");
  EXPECT_EQ(Told(comes), "closed 0.5/0.5 cost 30125.05 fee 120.5002");
  EXPECT_THAT(TradesOf(account_), ElementsAre("sell 0.12345678 @ 60250.1 maker"));
  EXPECT_THAT(TradesOf(other_),
              ElementsAre("buy 0.12345678 @ 60250.1 taker", "buy 0.37654322 @ 60250.1 taker"));
  EXPECT_THAT(LedgerOf(account_), ElementsAre("ZUSD 7438.2833 fee 18.5957 balance 107419.6876",
                                              "XXBT -0.12345678 fee 0 balance 1.87654322"));
  EXPECT_THAT(LedgerOf(other_), ElementsAre("ZUSD -7438.2833 fee 29.7531 balance 92531.9636",
                                            "XXBT 0.12345678 fee 0 balance 2.12345678",
                                            "ZUSD -22686.7666 fee 90.747 balance 69754.45",
                                            "XXBT 0.37654322 fee 0 balance 2.5"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "107419.6876, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "1.87654322, held 0");
  EXPECT_EQ(HoldingOf(other_, "ZUSD"), "69754.45, held 0");
  EXPECT_EQ(HoldingOf(other_, "XXBT"), "2.5, held 0");
}

// --- Orders that change ---

TEST_F(OrderForms, ReplacedOrderKeepsWhatIsFilledAndTheNewOneBeginsAnew) {
  Order& order = Place(LimitOrder("buy", "1.25", "60250.1"));
  // EditOrder to a volume of 1.5, of which 1 is filled.
  OrderRequest request = order.request;
  request.terms.price.amount = Amount("60100.3");
  request.volume = Amount("0.5");
  const Order& replacing = *venue_->Replace(order, request).value().order;
  EXPECT_EQ(Told(order), "canceled 1/1.25 cost 60250.1 fee 241.0004 Order replaced");
  EXPECT_EQ(Told(replacing), "open 0/0.5 cost 0 fee 0");
  // 0.5 x 60100.3 x 1.004, and no more of what the old one held.
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "39508.8996, held 30170.3506");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "3, held 0");
  MoveMarket("60100.3");
  EXPECT_EQ(Told(order), "canceled 1/1.25 cost 60250.1 fee 241.0004 Order replaced");
  EXPECT_EQ(Told(replacing), "closed 0.5/0.5 cost 30050.15 fee 75.125375");
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 1 @ 60250.1 taker", "buy 0.5 @ 60100.3 maker"));
  EXPECT_THAT(
      LedgerOf(account_),
      ElementsAre("ZUSD -60250.1 fee 241.0004 balance 39508.8996", "XXBT 1 fee 0 balance 3",
                  "ZUSD -30050.15 fee 75.1253 balance 9383.6243", "XXBT 0.5 fee 0 balance 3.5"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "9383.6243, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "3.5, held 0");
}

TEST_F(OrderForms, AmendedOrderTradesAndRestsWithTheRest) {
  Order& order = Place(LimitOrder("buy", "0.5", "60000"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "100000, held 30120");
  OrderRequest amended = order.request;
  amended.terms.price.amount = Amount("60250.1");
  amended.volume = Amount("1.2");
  EXPECT_EQ(venue_->Amend(order, amended).value().order, &order);
  EXPECT_EQ(Told(order), "open 1/1.2 cost 60250.1 fee 241.0004");
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 1 @ 60250.1 taker"));
  EXPECT_THAT(LedgerOf(account_), ElementsAre("ZUSD -60250.1 fee 241.0004 balance 39508.8996",
                                              "XXBT 1 fee 0 balance 3"));
  // 0.2 x 60250.1 x 1.004 = 12098.22008, held to the next unit of the fourth decimal.
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "39508.8996, held 12098.2201");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "3, held 0");
}

// --- Fees by the turnover ---

TEST_F(OrderForms, TurnoverOfAnEarlierMomentLowersTheFees) {
  // Placed before, so that it goes on holding the 0.4 % of then: 29500 x 1.004.
  const Order& before = Place(LimitOrder("buy", "0.5", "59000"));
  const Order& turnover = Place(MarketOrder("buy", "0.2"));
  EXPECT_EQ(Told(turnover), "closed 0.2/0.2 cost 12050.02 fee 48.20008");
  venue_.Advance(std::chrono::milliseconds(1));
  const Order& taker = Place(MarketOrder("sell", "0.1"));
  EXPECT_EQ(Told(taker), "closed 0.1/0.1 cost 6025 fee 21.0875") << "0.35 %";
  const Order& after = Place(LimitOrder("buy", "0.1", "59500.5"));
  // 29618, and 5950.05 x 1.0035 = 5970.875175.
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "93905.6925, held 35588.8752");
  MoveMarket("59000");
  EXPECT_EQ(Told(after), "closed 0.1/0.1 cost 5950.05 fee 11.9001") << "0.2 %";
  EXPECT_EQ(Told(before), "closed 0.5/0.5 cost 29500 fee 59") << "0.2 %";
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 0.2 @ 60250.1 taker", "sell 0.1 @ 60250 taker",
                                              "buy 0.1 @ 59500.5 maker", "buy 0.5 @ 59000 maker"));
  EXPECT_THAT(
      LedgerOf(account_),
      ElementsAre("ZUSD -12050.02 fee 48.2 balance 87901.78", "XXBT 0.2 fee 0 balance 2.2",
                  "ZUSD 6025 fee 21.0875 balance 93905.6925", "XXBT -0.1 fee 0 balance 2.1",
                  "ZUSD -5950.05 fee 11.9001 balance 87943.7424", "XXBT 0.1 fee 0 balance 2.2",
                  "ZUSD -29500 fee 59 balance 58384.7424", "XXBT 0.5 fee 0 balance 2.7"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "58384.7424, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "2.7, held 0");
}

TEST_F(OrderForms, FeeIsNeverMoreThanTheTakersWhenTheOrderWasPlaced) {
  Place(MarketOrder("buy", "1"));
  venue_.Advance(std::chrono::milliseconds(1));
  // From 50,000 dollars on the taker pays 0.24 %, which is less than the maker's 0.25 % below
  // 10,000.
  const Order& capped = Place(LimitOrder("buy", "0.5", "50000.1"));
  // 25000.05 x 1.0024 = 25060.05012
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "39508.8996, held 25060.0502");
  venue_.Advance(std::chrono::days(31));
  const Order& later = Place(LimitOrder("buy", "0.1", "50000"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "39508.8996, held 30080.0502");  // And 5000 x 1.004.
  MoveMarket("50000");
  EXPECT_EQ(Told(capped), "closed 0.5/0.5 cost 25000.05 fee 60.00012") << "0.24 %";
  EXPECT_EQ(Told(later), "closed 0.1/0.1 cost 5000 fee 12.5") << "0.25 %";
  EXPECT_THAT(TradesOf(account_), ElementsAre("buy 1 @ 60250.1 taker", "buy 0.5 @ 50000.1 maker",
                                              "buy 0.1 @ 50000 maker"));
  EXPECT_THAT(
      LedgerOf(account_),
      ElementsAre("ZUSD -60250.1 fee 241.0004 balance 39508.8996", "XXBT 1 fee 0 balance 3",
                  "ZUSD -25000.05 fee 60.0001 balance 14448.8495", "XXBT 0.5 fee 0 balance 3.5",
                  "ZUSD -5000 fee 12.5 balance 9436.3495", "XXBT 0.1 fee 0 balance 3.6"));
  EXPECT_EQ(HoldingOf(account_, "ZUSD"), "9436.3495, held 0");
  EXPECT_EQ(HoldingOf(account_, "XXBT"), "3.6, held 0");
}

}  // namespace
}  // namespace kraken::mock
