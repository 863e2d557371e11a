// How clients name the orders that they mean.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_NAMES_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_NAMES_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "kraken/mock/quirks.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/trading/account.h"

namespace kraken::mock {

// What a client calls an order, or several. All that is said has to fit.
struct OrderName {
  std::string_view txid{};                // An id, …
  std::optional<std::int64_t> userref{};  // … or the number given as userref, sent as txid, too.
  std::string_view cl_ord_id{};
};

OrderName NameFromTxid(std::string_view txid_or_userref);
// Of the parameters `txid` and `cl_ord_id`, of which one is needed.
Result<OrderName> ReadOrderName(const Arguments& arguments);

// The open orders that it means.
std::vector<Order*> OrdersOfName(const OrderName& name, Account& account);

// That `name` means no open order. An id that no order ever had, and one whose order has ended, are
// two errors: the first was recorded for "OFAKE-XXXXX-XXXXX", the second for orders that were
// closed.
tl::unexpected<Error> NoSuchOrder(const OrderName& name, const Account& account,
                                  ClosedOrder closed_order);

// For calls that change one order; never null. A userref that several orders have is refused, as
// documented of EditOrder (docs.kraken.com); the string is assumed, "ambiguous" being one of the
// meanings that documentation gives it.
Result<Order*> TheOneOrder(const Arguments& arguments, const OrderName& name, Account& account,
                           ClosedOrder closed_order);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_NAMES_H_
