// The ids that clients give to their orders, `cl_ord_id`: a UUID, with or without its dashes, or a
// short text. Source: docs.kraken.com, "Add Order".
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_CLIENT_ORDER_ID_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_CLIENT_ORDER_ID_H_

#include <string>
#include <string_view>

#include "kraken/mock/quirks.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/handlers/arguments.h"

namespace kraken::mock {

// The parameter as it was sent; empty where it was not.
Result<std::string_view> ReadClientOrderId(const Arguments& arguments, ClOrdId free_text);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_CLIENT_ORDER_ID_H_
