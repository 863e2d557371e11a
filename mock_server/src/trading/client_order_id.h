// The ids that clients give to their orders, `cl_ord_id`: which of them are one.
//
// A UUID is a number, whatever its dashes and the case of its letters (assumed; they are said to be
// kept as 128 bits); other texts are themselves.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_CLIENT_ORDER_ID_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_CLIENT_ORDER_ID_H_

#include <string>
#include <string_view>

namespace kraken::mock {

// With its dashes or without.
bool IsUuid(std::string_view id);

// One text for all spellings of an id.
std::string CanonicalClientOrderId(std::string_view id);

bool SameClientOrderId(std::string_view a, std::string_view b);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_CLIENT_ORDER_ID_H_
