// The orders that stand in the book, and how clients name them.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_STANDING_ORDER_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_STANDING_ORDER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/mock/quirks.h"
#include "kraken/protocol/decimal.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/order_request.h"

namespace kraken::mock {

struct StandingOrder {
  std::string txid{};
  std::int64_t userref = 0;  // 0: none.
  OrderRequest request{};    // What it asks for now.
  Decimal executed{};        // How much of its volume is filled.
};

// What a client calls an order, or several. All that is said has to fit.
struct OrderName {
  std::string_view txid{};                // An id, …
  std::optional<std::int64_t> userref{};  // … or the number given as userref, sent as txid, too.
  std::string_view cl_ord_id{};

  bool Fits(const StandingOrder& order) const;
};

OrderName NameFromTxid(std::string_view txid_or_userref);
// Of the parameters `txid` and `cl_ord_id`, of which one is needed.
Result<OrderName> ReadOrderName(const Arguments& arguments);

std::vector<const StandingOrder*> OrdersOfName(const OrderName& name,
                                               std::span<const StandingOrder> orders);

// That `name` fits none of the orders. An id that no order can have ever had, and one that no order
// has any more, are two errors: the first was recorded for "OFAKE-XXXXX-XXXXX", the second for
// orders that were closed.
tl::unexpected<Error> NoSuchOrder(const OrderName& name, std::span<const StandingOrder> orders,
                                  ClosedOrder closed_order);

// For calls that change one order; never null. A userref that several orders have is refused, as
// documented of EditOrder (docs.kraken.com); the string is assumed, "ambiguous" being one of the
// meanings that documentation gives it.
Result<const StandingOrder*> TheOneOrder(const Arguments& arguments, const OrderName& name,
                                         std::span<const StandingOrder> orders,
                                         ClosedOrder closed_order);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_STANDING_ORDER_H_
