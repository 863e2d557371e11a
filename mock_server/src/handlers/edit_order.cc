// EditOrder: answers for the order that would take the place of another. Neither is touched: the
// account's orders stay as they are.
#include <string>

#include "mock_server/src/handlers/deadline.h"
#include "mock_server/src/handlers/demo_orders.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/order_changes.h"
#include "mock_server/src/handlers/order_text.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/trading/transaction_id.h"

namespace kraken::mock {
namespace {

// The userrefs that the request has, if any: of the new order, and of the one that it names by it.
// As numbers, as was observed; documented are strings.
std::string UserrefMembers(const Arguments& arguments, const OrderName& name) {
  std::string members;
  if (const Result<Decimal> userref = Decimal::Parse(arguments.Text("userref"))) {
    members += R"("newuserref":)" + userref->ToString() + ",";
  }
  if (name.userref) members += R"("olduserref":)" + std::to_string(*name.userref) + ",";
  return members;
}

// `"volume":"…",…,"descr":{…}`, in the order of the documented example, which has the pair's id in
// the description where other answers have its altname.
std::string EditedMembers(const Arguments& arguments, const OrderRequest& edited) {
  const PairInfo& pair = *edited.pair;
  const OrderTerms& terms = edited.terms;
  std::string members = R"("volume":")" + edited.volume.ToFixed(pair.lot_decimals) +
                        R"(","price":")" + DescribePrice(terms.price, pair) + R"(",)";
  if (terms.type->prices >= 2 || arguments.Has("price2")) {
    members += R"("price2":")" + DescribePrice(terms.price2, pair) + R"(",)";
  }
  return members + R"("orders_cancelled":1,"descr":{"order":)" +
         JsonString(DescribeOrder(edited, pair.id)) + "}";
}

}  // namespace

HandlerResult EditOrder(const Call& call, World& world) {
  const Arguments arguments(call.params, Blame::kField);
  const std::string_view named = arguments.Text("txid");
  if (named.empty()) {
    return arguments.Refuse("txid", "txid is missing: name the order by its id or its userref");
  }
  const OrderName name = NameFromTxid(named);
  const auto order = TheOneOrder(arguments, name, OpenDemoOrders(), call.quirks.closed_order);
  if (!order) return tl::unexpected(order.error());
  const auto edited = ReadOrderEdit(arguments, **order);
  if (!edited) return tl::unexpected(edited.error());
  const auto validate = arguments.Flag("validate");
  if (!validate) return tl::unexpected(validate.error());
  const Status in_time = CheckDeadline(arguments, call.now);
  if (!in_time) return tl::unexpected(in_time.error());

  // What is only checked gets no id: documented for orders that are placed, assumed here.
  if (*validate) {
    return R"({"descr":{"order":)" + JsonString(DescribeOrder(*edited, edited->pair->id)) + "}}";
  }
  const std::string txid = MakeTransactionId('O', world.random);
  const std::string& original = (*order)->txid;
  return Answer(R"({"status":"ok","txid":")" + txid + R"(","originaltxid":")" + original + R"(",)" +
                    UserrefMembers(arguments, name) + EditedMembers(arguments, *edited) + "}",
                {.orders = {txid, original}});
}

}  // namespace kraken::mock
