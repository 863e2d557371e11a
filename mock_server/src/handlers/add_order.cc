// AddOrder: reads the order, checks it as Kraken does, and places it.
#include <string>
#include <utility>

#include "mock_server/src/handlers/deadline.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/engine_limits.h"
#include "mock_server/src/handlers/order_request.h"
#include "mock_server/src/handlers/order_text.h"
#include "mock_server/src/handlers/simulated_handlers.h"

namespace kraken::mock {
namespace {

// `{"descr":{…}`, the beginning of the answer.
std::string DescriptionOf(const OrderRequest& order) {
  std::string text =
      R"({"descr":{"order":)" + JsonString(DescribeOrder(order, order.pair->altname));
  const std::string close = DescribeClose(order);
  if (!close.empty()) text += R"(,"close":)" + JsonString(close);
  return text + "}";
}

}  // namespace

HandlerResult AddOrder(const Call& call, World& world) {
  const Arguments arguments(call.params, Blame::kField);
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  if (Status limit = ChargeNewOrders(call, world, **pair); !limit) {
    return tl::unexpected(limit.error());
  }
  auto order = ReadOrderRequest(arguments, **pair, call);
  if (!order) return tl::unexpected(order.error());
  const auto validate = arguments.Flag("validate");
  if (!validate) return tl::unexpected(validate.error());
  const Status in_time = CheckDeadline(arguments, call.now);
  if (!in_time) return tl::unexpected(in_time.error());

  const std::string description = DescriptionOf(*order);
  // Only an order that is placed gets an id.
  if (*validate) return description + "}";
  if (Status simulated = CheckSimulated(arguments, *order); !simulated) {
    return tl::unexpected(simulated.error());
  }
  auto placed =
      world.venue.Place(world.AccountOf(call.key), *std::move(order), MostOpenOrders(call, world));
  if (!placed) return tl::unexpected(placed.error());
  Answer answer(description + R"(,"txid":[")" + placed->order->txid + R"("]})",
                std::move(placed->effect));
  answer.remark = RemarkOn(*placed->order);
  return answer;
}

}  // namespace kraken::mock
