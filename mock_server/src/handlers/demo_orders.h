// The open orders of the demo account, as the fixtures have them.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_DEMO_ORDERS_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_DEMO_ORDERS_H_

#include <span>
#include <string>

#include "kraken/protocol/json.h"
#include "mock_server/src/handlers/standing_order.h"

namespace kraken::mock {

// Thread-safe; what it refers to lives as long as the program.
std::span<const StandingOrder> OpenDemoOrders();

// An order of OpenOrders. What is not there, or is no order of this world's pairs, is the program's
// fault: an exception. A conditional close is not read: no order of the demo account has one.
StandingOrder StandingOrderFromJson(const std::string& txid, const Json& order);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_DEMO_ORDERS_H_
