// An order as a client asks for it, read and checked against the pair's rules: for AddOrder, and
// for each order of AddOrderBatch.
//
// Sources: docs.kraken.com, "Add Order", for names and values; the refusals are those recorded of
// the live service, which differ from the documented ones in places ("volume minimum not met").
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_REQUEST_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_REQUEST_H_

#include <cstdint>

#include "kraken/protocol/result.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/handler.h"
#include "mock_server/src/trading/order_terms.h"

namespace kraken::mock {

// `pair` is named once for all orders of a batch. Of the call only its quirks and time matter.
Result<OrderRequest> ReadOrderRequest(const Arguments& arguments, const PairInfo& pair,
                                      const Call& call);

// Refuses what Kraken takes and this mock does not simulate yet.
Status CheckSimulated(const Arguments& arguments, const OrderRequest& order);

// What `oflags` lists.
struct OrderFlags {
  bool post_only = false;
  bool fee_in_base = false;
  bool no_mpp = false;
  bool in_quote = false;
};
// Refuses flags that do not exist, or do not fit the order, of which side and type are known.
Result<OrderFlags> ReadFlags(const Arguments& arguments, const OrderRequest& order);
Result<std::int64_t> ReadUserref(const Arguments& arguments);  // Absent: 0.

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_REQUEST_H_
