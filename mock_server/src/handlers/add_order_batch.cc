// AddOrderBatch: 2 to 15 orders of one pair, each as AddOrder takes it. One that is wrong in itself
// fails the whole call; one that the engine refuses has its error in its order's place.
//
// Source: docs.kraken.com, "Add Order Batch".
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "mock_server/src/handlers/deadline.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/engine_limits.h"
#include "mock_server/src/handlers/order_request.h"
#include "mock_server/src/handlers/order_text.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/trading/client_order_id.h"

namespace kraken::mock {
namespace {

Status CheckBatchSize(const Arguments& arguments) {
  constexpr std::size_t kFewest = 2;
  constexpr std::size_t kMost = 15;
  const std::size_t count = arguments.ElementCount("orders");
  if (count >= kFewest && count <= kMost) return {};
  const std::string found = arguments.Has("orders") ? FieldIs("orders", arguments.Text("orders"))
                                                    : "orders lists " + std::to_string(count);
  return arguments.Refuse("orders", found + "; it takes a list of 2 to 15 objects, in a form " +
                                        "orders[0][type]=buy and so on");
}

// That no order before it has its cl_ord_id.
Status CheckIsUnique(const Arguments& arguments, const OrderRequest& order,
                     const std::vector<OrderRequest>& earlier) {
  if (order.cl_ord_id.empty()) return {};
  for (std::size_t i = 0; i < earlier.size(); ++i) {
    if (!SameClientOrderId(order.cl_ord_id, earlier[i].cl_ord_id)) continue;
    return arguments.RefuseAs("EGeneral:Invalid arguments:cl_ord_id not unique",
                              FieldIs("cl_ord_id", order.cl_ord_id) + ", as is that of orders[" +
                                  std::to_string(i) + "]");
  }
  return {};
}

Result<std::vector<OrderRequest>> ReadBatch(const Arguments& arguments, const Call& call) {
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  std::vector<OrderRequest> orders;
  for (std::size_t i = 0; i < arguments.ElementCount("orders"); ++i) {
    const Arguments element = arguments.Element("orders", i);
    auto order = ReadOrderRequest(element, **pair, call);
    if (!order) return tl::unexpected(order.error());
    const Status unique = CheckIsUnique(element, *order, orders);
    if (!unique) return tl::unexpected(unique.error());
    orders.push_back(*std::move(order));
  }
  return orders;
}

// `"descr":{"order":"…"},"close":"…"`
std::string MembersOf(const OrderRequest& order, BatchClose place) {
  std::string members =
      R"("descr":{"order":)" + JsonString(DescribeOrder(order, order.pair->altname));
  const std::string text = DescribeClose(order);
  const std::string close = text.empty() ? "" : R"(,"close":)" + JsonString(text);
  return members + (place == BatchClose::kBeside ? "}" + close : close + "}");
}

Status CheckAllSimulated(const Arguments& arguments, const std::vector<OrderRequest>& orders) {
  for (std::size_t i = 0; i < orders.size(); ++i) {
    Status simulated = CheckSimulated(arguments.Element("orders", i), orders[i]);
    if (!simulated) return simulated;
  }
  return {};
}

void Append(std::vector<std::string>& ids, std::vector<std::string>& more) {
  std::ranges::move(more, std::back_inserter(ids));
}

// Places them one by one, and adds what becomes of each to the answer.
class Placing final {
 public:
  Placing(const Call& call, World& world) : call_(call), world_(world) {}

  // `"txid":"…"`, or `"error":"…"` where the engine refuses it.
  std::string Place(OrderRequest order) {
    const std::string name = "orders[" + std::to_string(placed_++) + "]: ";
    auto placed = world_.venue.Place(world_.AccountOf(call_.key), std::move(order),
                                     MostOpenOrders(call_, world_));
    if (!placed) {
      AddRemark(name + placed.error().message);
      return R"("error":)" + JsonString(placed.error().api_errors.front());
    }
    Append(effect_.orders, placed->effect.orders);
    Append(effect_.trades, placed->effect.trades);
    Append(effect_.ledger, placed->effect.ledger);
    if (const std::string remark = RemarkOn(*placed->order); !remark.empty()) {
      AddRemark(name + remark);
    }
    return R"("txid":")" + placed->order->txid + "\"";
  }

  Answer End(std::string text) {
    Answer answer(std::move(text), std::move(effect_));
    answer.remark = std::move(remark_);
    return answer;
  }

 private:
  void AddRemark(const std::string& remark) { remark_ += (remark_.empty() ? "" : "; ") + remark; }

  const Call& call_;
  World& world_;
  int placed_ = 0;
  Effect effect_{};
  std::string remark_{};
};

}  // namespace

HandlerResult AddOrderBatch(const Call& call, World& world) {
  const Arguments arguments(call.params, Blame::kField);
  const auto pair = arguments.Pair();
  if (!pair) return tl::unexpected(pair.error());
  if (Status size = CheckBatchSize(arguments); !size) return tl::unexpected(size.error());
  const auto count = static_cast<int>(arguments.ElementCount("orders"));
  if (Status limit = ChargeNewOrders(call, world, **pair, count); !limit) {
    return tl::unexpected(limit.error());
  }
  auto orders = ReadBatch(arguments, call);
  if (!orders) return tl::unexpected(orders.error());
  const auto validate = arguments.Flag("validate");
  if (!validate) return tl::unexpected(validate.error());
  const Status in_time = CheckDeadline(arguments, call.now);
  if (!in_time) return tl::unexpected(in_time.error());
  if (Status simulated = CheckAllSimulated(arguments, *orders); !*validate && !simulated) {
    return tl::unexpected(simulated.error());
  }

  std::string texts;
  Placing placing(call, world);
  for (OrderRequest& order : *orders) {
    const std::string members = MembersOf(order, call.quirks.batch_close);
    texts += texts.empty() ? "{" : ",{";
    if (!*validate) texts += placing.Place(std::move(order)) + ",";
    texts += members + "}";
  }
  return placing.End(R"({"orders":[)" + texts + "]}");
}

}  // namespace kraken::mock
