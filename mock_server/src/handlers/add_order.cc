// AddOrder: checks the order as Kraken does and answers for it. Nothing is placed: the account's
// orders stay as they are.
#include <string>

#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/order_request.h"
#include "mock_server/src/handlers/order_text.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/handlers/transaction_id.h"

namespace kraken::mock {

HandlerResult AddOrder(const Call& call, World& world) {
  const Result<OrderRequest> order = ReadOrderRequest(call.params);
  if (!order) return tl::unexpected(order.error());
  std::string answer = R"({"descr":{"order":)" + JsonString(DescribeOrder(*order));
  const std::string close = DescribeClose(*order);
  if (!close.empty()) answer += R"(,"close":)" + JsonString(close);
  answer += "}";
  // Only an order that is placed gets an id.
  if (order->validate) return answer + "}";
  const std::string txid = MakeTransactionId('O', world.random);
  return Answer(answer + R"(,"txid":[")" + txid + R"("]})", {.orders = {txid}});
}

}  // namespace kraken::mock
