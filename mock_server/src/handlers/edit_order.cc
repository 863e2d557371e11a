// EditOrder: an open order gives way to a new one.
#include <string>
#include <utility>

#include "mock_server/src/handlers/deadline.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/engine_limits.h"
#include "mock_server/src/handlers/order_changes.h"
#include "mock_server/src/handlers/order_names.h"
#include "mock_server/src/handlers/order_text.h"
#include "mock_server/src/handlers/simulated_handlers.h"

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
  Account& account = world.AccountOf(call.key);
  const auto order = TheOneOrder(arguments, name, account, call.quirks.closed_order);
  if (!order) return tl::unexpected(order.error());
  if (Status limit = ChargeChange(call, world, Transaction::kEdit, **order); !limit) {
    return tl::unexpected(limit.error());
  }
  auto edited = ReadOrderEdit(arguments, **order);
  if (!edited) return tl::unexpected(edited.error());
  const auto validate = arguments.Flag("validate");
  if (!validate) return tl::unexpected(validate.error());
  const Status in_time = CheckDeadline(arguments, call.now);
  if (!in_time) return tl::unexpected(in_time.error());

  // What is only checked gets no id: documented for orders that are placed, assumed here.
  if (*validate) {
    return R"({"descr":{"order":)" + JsonString(DescribeOrder(*edited, edited->pair->id)) + "}}";
  }
  const std::string original = (*order)->txid;
  const std::string members = UserrefMembers(arguments, name) + EditedMembers(arguments, *edited);
  auto placed = world.venue.Replace(**order, *std::move(edited));
  if (!placed) return tl::unexpected(placed.error());
  return Answer(R"({"status":"ok","txid":")" + placed->order->txid + R"(","originaltxid":")" +
                    original + R"(",)" + members + "}",
                std::move(placed->effect));
}

}  // namespace kraken::mock
