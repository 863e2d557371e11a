// An order as a client asks for it, read and checked against the pair's rules: for AddOrder, and
// for each order of AddOrderBatch.
//
// Sources: docs.kraken.com, "Add Order", for names and values; the refusals are those recorded of
// the live service, which differ from the documented ones in places ("volume minimum not met").
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_REQUEST_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_REQUEST_H_

#include "kraken/mock/quirks.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/trading/order_terms.h"

namespace kraken::mock {

// `pair` is named once for all orders of a batch.
Result<OrderRequest> ReadOrderRequest(const Arguments& arguments, const PairInfo& pair,
                                      const Quirks& quirks);

// Whether `oflags` lists flags that exist and fit the order, and what they say of its volume.
Result<bool> ReadVolumeInQuote(const Arguments& arguments, const OrderRequest& order);
Status CheckUserref(const Arguments& arguments);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_REQUEST_H_
