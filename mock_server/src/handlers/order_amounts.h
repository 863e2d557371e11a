// The prices and volumes of orders, read and checked against the pair's rules: for orders that are
// placed and for those that are changed, where the parameters have other names.
//
// Sources of the refusals: live answers; EOrder:Cost minimum not met is documented
// (docs.kraken.com, "Spot errors").
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_AMOUNTS_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_AMOUNTS_H_

#include <optional>
#include <string_view>

#include "kraken/protocol/decimal.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/order_request.h"

namespace kraken::mock {

// "27500", "+5", "-1.5%", "#2"; none where the text is no price.
std::optional<OrderPrice> ParsePrice(std::string_view text);

// With `trails` it has to be a distance.
Result<OrderPrice> ReadPrice(const Arguments& arguments, std::string_view field,
                             const PairInfo& pair, bool trails);

// Cut to whole lots of the pair. Only to settle a position it may be zero, which means all of it.
Result<Decimal> ReadVolume(const Arguments& arguments, std::string_view field,
                           const OrderRequest& order);

// Whether the order comes up to the pair's ordermin and costmin. `field` is what the client calls
// the volume.
Status CheckMinima(const Arguments& arguments, std::string_view field, const OrderRequest& order);

// What an iceberg shows of its volume; of other orders the parameter says nothing.
Status CheckShownVolume(const Arguments& arguments, std::string_view field,
                        const OrderRequest& order, const Decimal& volume);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ORDER_AMOUNTS_H_
