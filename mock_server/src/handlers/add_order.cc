// AddOrder: checks the order as Kraken does and answers for it. Nothing is placed: the account's
// orders stay as they are.
#include <string>

#include "mock_server/src/handlers/deadline.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/order_request.h"
#include "mock_server/src/handlers/order_text.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/trading/transaction_id.h"

namespace kraken::mock {

HandlerResult AddOrder(const Call& call, World& world) {
  const Arguments arguments(call.params, Blame::kField);
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  const auto order = ReadOrderRequest(arguments, **pair, call.quirks);
  if (!order) return tl::unexpected(order.error());
  const auto validate = arguments.Flag("validate");
  if (!validate) return tl::unexpected(validate.error());
  const Status in_time = CheckDeadline(arguments, call.now);
  if (!in_time) return tl::unexpected(in_time.error());

  std::string answer =
      R"({"descr":{"order":)" + JsonString(DescribeOrder(*order, order->pair->altname));
  const std::string close = DescribeClose(*order);
  if (!close.empty()) answer += R"(,"close":)" + JsonString(close);
  answer += "}";
  // Only an order that is placed gets an id.
  if (*validate) return answer + "}";
  const std::string txid = MakeTransactionId('O', world.random);
  return Answer(answer + R"(,"txid":[")" + txid + R"("]})", {.orders = {txid}});
}

}  // namespace kraken::mock
