// Orders that stand, of kinds that the demo account has none of: how they are named and changed.
#include "mock_server/src/handlers/standing_order.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mock_server/src/handlers/demo_orders.h"
#include "mock_server/src/handlers/order_changes.h"
#include "mock_server/src/handlers/order_text.h"
#include "tests/mock_server/handlers/handler_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// As OpenOrders lists it; `descr` is changed by the caller.
Json ListedOrder() {
  return ParseJsonText(R"({"userref":7,"cl_ord_id":"mine","vol":"1.50000000",
      "vol_exec":"0.60000000","descr":{"pair":"ETHUSD","type":"sell","ordertype":"limit",
      "price":"3100.00","price2":"0","leverage":"none"}})")
      .value();
}

StandingOrder OrderOfType(const char* type, const char* price, const char* price2 = "0") {
  Json listed = ListedOrder();
  listed["descr"]["ordertype"] = type;
  listed["descr"]["price"] = price;
  listed["descr"]["price2"] = price2;
  return StandingOrderFromJson("OAAAAA-AAAAA-AAAAAA", listed);
}

// The order afterwards, in words.
Result<std::string> Described(const Result<OrderRequest>& changed) {
  if (!changed) return tl::unexpected(changed.error());
  return DescribeOrder(*changed, changed->pair->altname);
}

Result<std::string> AmendedInWords(const StandingOrder& order, const std::string& form) {
  const Params params = ParseForm(form);
  return Described(ReadOrderAmend(Arguments(params, Blame::kField), order));
}

Result<std::string> EditedInWords(const StandingOrder& order, const std::string& form) {
  const Params params = ParseForm("pair=ETHUSD&" + form);
  return Described(ReadOrderEdit(Arguments(params, Blame::kField), order));
}

TEST(StandingOrder, IsReadFromOpenOrders) {
  Json listed = ListedOrder();
  listed["descr"]["leverage"] = "5:1";
  const StandingOrder order = StandingOrderFromJson("OAAAAA-AAAAA-AAAAAA", listed);
  EXPECT_EQ(order.txid, "OAAAAA-AAAAA-AAAAAA");
  EXPECT_EQ(order.userref, 7);
  EXPECT_EQ(order.request.cl_ord_id, "mine");
  EXPECT_EQ(order.executed, Decimal::Parse("0.6").value());
  EXPECT_EQ(DescribeOrder(order.request, "ETHUSD"),
            "sell 1.50000000 ETHUSD @ limit 3100.00 with 5:1 leverage");
  EXPECT_EQ(DescribeOrder(OrderOfType("trailing-stop-limit", "+1.0000%", "-2.00").request, "X"),
            "sell 1.50000000 X @ trailing stop +1.0000% -> limit -2.00");
}

TEST(StandingOrder, MustBeOfThisWorld) {
  for (const auto& [member, value] :
       {std::pair{"pair", "XBTEUR"}, std::pair{"type", "hold"}, std::pair{"ordertype", "limits"}}) {
    Json listed = ListedOrder();
    listed["descr"][member] = value;
    EXPECT_THROW(StandingOrderFromJson("OAAAAA-AAAAA-AAAAAA", listed), std::logic_error) << value;
  }
}

class OrderNames : public ::testing::Test {
 protected:
  OrderNames() : orders_(3, OrderOfType("limit", "3100.00")) {
    orders_[1].txid = "OBBBBB-BBBBB-BBBBBB";
    orders_[2].txid = "OCCCCC-CCCCC-CCCCCC";
    orders_[2].userref = 0;
    orders_[2].request.cl_ord_id.clear();
  }

  std::vector<std::string> Found(const OrderName& name) const {
    std::vector<std::string> txids;
    for (const StandingOrder* order : OrdersOfName(name, orders_)) txids.push_back(order->txid);
    return txids;
  }

  Result<std::string> One(const std::string& txid) const {
    const Params params = ParseForm("txid=" + txid);
    const auto order = TheOneOrder(Arguments(params, Blame::kField), NameFromTxid(txid), orders_,
                                   ClosedOrder::kUnknown);
    if (!order) return tl::unexpected(order.error());
    return (*order)->txid;
  }

  std::vector<StandingOrder> orders_;
};

TEST_F(OrderNames, FitByIdUserrefAndClientId) {
  EXPECT_THAT(Found(NameFromTxid("OBBBBB-BBBBB-BBBBBB")), ElementsAre("OBBBBB-BBBBB-BBBBBB"));
  EXPECT_THAT(Found(NameFromTxid("7")), ElementsAre("OAAAAA-AAAAA-AAAAAA", "OBBBBB-BBBBB-BBBBBB"));
  EXPECT_THAT(Found(NameFromTxid("7.0")).size(), 2U);
  EXPECT_THAT(Found({.txid = "OBBBBB-BBBBB-BBBBBB", .cl_ord_id = "mine"}).size(), 1U);
  EXPECT_THAT(Found({.cl_ord_id = "mine"}).size(), 2U);
  EXPECT_THAT(Found({.cl_ord_id = "Mine"}), IsEmpty());
  EXPECT_THAT(Found({.txid = "OCCCCC-CCCCC-CCCCCC", .cl_ord_id = "mine"}), IsEmpty());
}

TEST_F(OrderNames, DoNotFitOrdersWithoutUserref) {
  EXPECT_THAT(Found(NameFromTxid("0")), IsEmpty());
}

TEST_F(OrderNames, MustFitOneOrderOnlyWhereOneIsChanged) {
  EXPECT_EQ(One("OAAAAA-AAAAA-AAAAAA").value(), "OAAAAA-AAAAA-AAAAAA");
  EXPECT_THAT(One("7"), Refuses(Invalid("txid"), "OAAAAA-AAAAA-AAAAAA, OBBBBB-BBBBB-BBBBBB"));
  EXPECT_THAT(One("8"), Refuses("EOrder:Unknown order", "userref"));
  orders_[1].userref = 8;
  EXPECT_EQ(One("8").value(), "OBBBBB-BBBBB-BBBBBB");
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
  const StandingOrder trailing = OrderOfType("trailing-stop", "+1.0000%");
  EXPECT_EQ(AmendedInWords(trailing, "trigger_price=%2B2%25").value(),
            "sell 1.50000000 ETHUSD @ trailing stop +2.0000%");
  EXPECT_THAT(AmendedInWords(trailing, "trigger_price=2900"),
              Refuses(Invalid("trigger_price"), "distance"));
}

TEST(AmendedOrder, ShowsAFifteenthOfWhatIsLeft) {
  const StandingOrder iceberg = OrderOfType("iceberg", "3100.00");  // 0.9 of it are left.
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
      "sell 1.50000000 ETHUSD @ stop loss 2800.00 -> limit 2790.00");
  EXPECT_THAT(EditedInWords(OrderOfType("trailing-stop", "+1.0000%"), "price=2800"),
              Refuses(Invalid("price"), "distance"));
}

TEST(EditedOrder, ShowsAFifteenthOfItsVolume) {
  const StandingOrder iceberg = OrderOfType("iceberg", "3100.00");
  EXPECT_TRUE(EditedInWords(iceberg, "displayvol=0.1"));
  EXPECT_THAT(EditedInWords(iceberg, "displayvol=0.09"), Refuses(Invalid("displayvol"), "1.5"));
  EXPECT_TRUE(EditedInWords(iceberg, "displayvol=2&volume=2"));
}

TEST(EditedOrder, HasNoConditionalClose) {
  StandingOrder order = OrderOfType("limit", "3100.00");
  order.request.close = order.request.terms;
  EXPECT_THAT(EditedInWords(order, "volume=1"), Refuses("EOrder:Order not editable", "AmendOrder"));
  EXPECT_TRUE(AmendedInWords(order, "order_qty=1"));
}

TEST(EditedOrder, LosesItsClientId) {
  const Params params = ParseForm("pair=ETHUSD&volume=1");
  const StandingOrder order = OrderOfType("limit", "3100.00");
  EXPECT_EQ(ReadOrderEdit(Arguments(params, Blame::kField), order).value().cl_ord_id, "");
  const Params amend = ParseForm("order_qty=1");
  EXPECT_EQ(ReadOrderAmend(Arguments(amend, Blame::kField), order).value().cl_ord_id, "mine");
}

}  // namespace
}  // namespace kraken::mock
