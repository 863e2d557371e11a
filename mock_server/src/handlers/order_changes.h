// What EditOrder and AmendOrder make of a standing order: the order as it is to be afterwards, held
// to the same rules as a new one.
//
// Sources: docs.kraken.com, "Edit Order" and "Amend Order", for names and values; the strings of
// AddOrder, unless another is named at its place.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_CHANGES_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_CHANGES_H_

#include "kraken/protocol/result.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/order_request.h"
#include "mock_server/src/trading/order.h"

namespace kraken::mock {

// The new order that takes the place of `order`. It has neither its cl_ord_id nor its userref.
Result<OrderRequest> ReadOrderEdit(const Arguments& arguments, const Order& order);

// `order` itself, changed.
Result<OrderRequest> ReadOrderAmend(const Arguments& arguments, const Order& order);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_CHANGES_H_
