// Orders that stand, of all kinds: how they are named and changed.
#include "mock_server/src/handlers/order_names.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mock_server/src/handlers/order_amounts.h"
#include "mock_server/src/handlers/order_changes.h"
#include "mock_server/src/handlers/order_text.h"
#include "tests/mock_server/handlers/handler_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Order OrderOfType(const char* type, const char* price, const char* price2 = "0") {
  Order order{.txid = "OAAAAA-AAAAA-AAAAAA",
              .request = {.pair = NameTable::BuiltIn().FindPair("ETHUSD"),
                          .side = "sell",
                          .terms = {.type = FindOrderType(type),
                                    .price = ParsePrice(price).value_or(OrderPrice()),
                                    .price2 = ParsePrice(price2).value_or(OrderPrice())},
                          .volume = Decimal::Parse("1.5").value(),
                          .userref = 7,
                          .cl_ord_id = "mine"},
              .number = 1,
              .status = OrderStatus::kOpen,
              .executed = Decimal::Parse("0.6").value()};
  return order;
}

// The order afterwards, in words.
Result<std::string> Described(const Result<OrderRequest>& changed) {
  if (!changed) return tl::unexpected(changed.error());
  return DescribeOrder(*changed, changed->pair->altname);
}

Result<std::string> AmendedInWords(const Order& order, const std::string& form) {
  const Params params = ParseForm(form);
  return Described(ReadOrderAmend(Arguments(params, Blame::kField), order));
}

Result<std::string> EditedInWords(const Order& order, const std::string& form) {
  const Params params = ParseForm("pair=ETHUSD&" + form);
  return Described(ReadOrderEdit(Arguments(params, Blame::kField), order));
}

class OrderNames : public ::testing::Test {
 protected:
  OrderNames() {
    account_.AddOrder(OrderOfType("limit", "3100.00"));
    Order second = OrderOfType("limit", "3100.00");
    second.txid = "OBBBBB-BBBBB-BBBBBB";
    second.number = 2;
    second.request.cl_ord_id = "other";
    account_.AddOrder(second);
    Order third = second;
    third.txid = "OCCCCC-CCCCC-CCCCCC";
    third.number = 3;
    third.request.userref = 0;
    third.request.cl_ord_id.clear();
    account_.AddOrder(third);
  }

  std::vector<std::string> Found(const OrderName& name) {
    std::vector<std::string> txids;
    for (const Order* order : OrdersOfName(name, account_)) txids.push_back(order->txid);
    return txids;
  }

  Result<std::string> One(const std::string& txid) {
    const Params params = ParseForm("txid=" + txid);
    const auto order = TheOneOrder(Arguments(params, Blame::kField), NameFromTxid(txid), account_,
                                   ClosedOrder::kUnknown);
    if (!order) return tl::unexpected(order.error());
    return (*order)->txid;
  }

  Account account_{"test"};
};

TEST_F(OrderNames, FitByIdUserrefAndClientId) {
  EXPECT_THAT(Found(NameFromTxid("OBBBBB-BBBBB-BBBBBB")), ElementsAre("OBBBBB-BBBBB-BBBBBB"));
  EXPECT_THAT(Found(NameFromTxid("7")), ElementsAre("OAAAAA-AAAAA-AAAAAA", "OBBBBB-BBBBB-BBBBBB"));
  EXPECT_THAT(Found(NameFromTxid("7.0")).size(), 2U);
  EXPECT_THAT(Found({.txid = "OBBBBB-BBBBB-BBBBBB", .cl_ord_id = "other"}).size(), 1U);
  EXPECT_THAT(Found({.cl_ord_id = "mine"}), ElementsAre("OAAAAA-AAAAA-AAAAAA"));
  EXPECT_THAT(Found({.userref = 7, .cl_ord_id = "other"}), ElementsAre("OBBBBB-BBBBB-BBBBBB"));
  EXPECT_THAT(Found({.cl_ord_id = "Mine"}), IsEmpty());
  EXPECT_THAT(Found({.txid = "OCCCCC-CCCCC-CCCCCC", .cl_ord_id = "mine"}), IsEmpty());
}

TEST_F(OrderNames, DoNotFitOrdersWithoutUserref) {
  EXPECT_THAT(Found(NameFromTxid("0")), IsEmpty());
}

TEST_F(OrderNames, DoNotFitOrdersThatHaveEnded) {
  Order& second = *account_.FindOrder("OBBBBB-BBBBB-BBBBBB");
  second.status = OrderStatus::kCanceled;
  account_.Close(second);
  EXPECT_THAT(Found(NameFromTxid("OBBBBB-BBBBB-BBBBBB")), IsEmpty());
  EXPECT_THAT(Found(NameFromTxid("7")), ElementsAre("OAAAAA-AAAAA-AAAAAA"));
  EXPECT_THAT(Found({.cl_ord_id = "other"}), IsEmpty());
  EXPECT_THAT(One("OBBBBB-BBBBB-BBBBBB"),
              Refuses("EOrder:Unknown order", "open no longer: it is canceled"));
}

TEST_F(OrderNames, MustFitOneOrderOnlyWhereOneIsChanged) {
  EXPECT_EQ(One("OAAAAA-AAAAA-AAAAAA").value(), "OAAAAA-AAAAA-AAAAAA");
  EXPECT_THAT(One("7"), Refuses(Invalid("txid"), "OAAAAA-AAAAA-AAAAAA, OBBBBB-BBBBB-BBBBBB"));
  EXPECT_THAT(One("8"), Refuses("EOrder:Unknown order", "userref"));
}

TEST(AmendedOrder, HasTheLimitOfItsType) {
  EXPECT_EQ(AmendedInWords(OrderOfType("stop-loss-limit", "2900.00", "2890.00"), "limit_price=2880")
                .value(),
            "sell 1.50000000 ETHUSD @ stop loss 2900.00 -> limit 2880.00");
  EXPECT_EQ(AmendedInWords(OrderOfType("iceberg", "3100.00"), "limit_price=3200").value(),
            "sell 1.50000000 ETHUSD @ iceberg 3200.00");
  EXPECT_THAT(AmendedInWords(OrderOfType("stop-loss", "2900.00"), "limit_price=2880"),
              Refuses(Invalid("limit_price"), "a stop-loss order, which has no limit_price"));
}

TEST(AmendedOrder, HasTheTriggerOfItsType) {
  EXPECT_EQ(AmendedInWords(OrderOfType("take-profit-limit", "3500.00", "3490.00"),
                           "trigger_price=3600.5&limit_price=3590")
                .value(),
            "sell 1.50000000 ETHUSD @ take profit 3600.50 -> limit 3590.00");
  const Order trailing = OrderOfType("trailing-stop", "+1.0000%");
  EXPECT_EQ(AmendedInWords(trailing, "trigger_price=%2B2%25").value(),
            "sell 1.50000000 ETHUSD @ trailing stop +2.0000%");
  EXPECT_THAT(AmendedInWords(trailing, "trigger_price=2900"),
              Refuses(Invalid("trigger_price"), "distance"));
}

TEST(AmendedOrder, ShowsAFifteenthOfWhatIsLeft) {
  const Order iceberg = OrderOfType("iceberg", "3100.00");  // 0.9 of it are left.
  EXPECT_TRUE(AmendedInWords(iceberg, "display_qty=0.06"));
  EXPECT_THAT(AmendedInWords(iceberg, "display_qty=0.0599"),
              Refuses(Invalid("display_qty"), "0.9"));
  EXPECT_TRUE(AmendedInWords(iceberg, "display_qty=0.9"));
  EXPECT_THAT(AmendedInWords(iceberg, "display_qty=0.91"), Refuses(Invalid("display_qty"), "0.9"));
  EXPECT_TRUE(AmendedInWords(iceberg, "display_qty=0.91&order_qty=2"));
}

TEST(EditedOrder, HasBothPricesOfItsType) {
  EXPECT_EQ(
      EditedInWords(OrderOfType("stop-loss-limit", "2900.00", "2890.00"), "price=2800&price2=2790")
          .value(),
      "sell 0.90000000 ETHUSD @ stop loss 2800.00 -> limit 2790.00");
  EXPECT_THAT(EditedInWords(OrderOfType("trailing-stop", "+1.0000%"), "price=2800"),
              Refuses(Invalid("price"), "distance"));
}

TEST(EditedOrder, ShowsAFifteenthOfItsVolume) {
  const Order iceberg = OrderOfType("iceberg", "3100.00");
  // 0.6 of 1.5 are filled; the new order is for the rest.
  EXPECT_TRUE(EditedInWords(iceberg, "displayvol=0.06"));
  EXPECT_THAT(EditedInWords(iceberg, "displayvol=0.05"), Refuses(Invalid("displayvol"), "0.9"));
  EXPECT_TRUE(EditedInWords(iceberg, "displayvol=1.4&volume=2"));
}

TEST(EditedOrder, HasNoConditionalClose) {
  Order order = OrderOfType("limit", "3100.00");
  order.request.close = order.request.terms;
  EXPECT_THAT(EditedInWords(order, "volume=1"), Refuses("EOrder:Order not editable", "AmendOrder"));
  EXPECT_TRUE(AmendedInWords(order, "order_qty=1"));
}

TEST(EditedOrder, LosesItsClientId) {
  const Params params = ParseForm("pair=ETHUSD&volume=1");
  const Order order = OrderOfType("limit", "3100.00");
  EXPECT_EQ(ReadOrderEdit(Arguments(params, Blame::kField), order).value().cl_ord_id, "");
  const Params amend = ParseForm("order_qty=1");
  EXPECT_EQ(ReadOrderAmend(Arguments(amend, Blame::kField), order).value().cl_ord_id, "mine");
}

}  // namespace
}  // namespace kraken::mock
