// The handlers that make an answer, where a fixture would only repeat one.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_SIMULATED_HANDLERS_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_SIMULATED_HANDLERS_H_

#include "mock_server/src/handlers/handler.h"

namespace kraken::mock {

HandlerResult Time(const Call& call, World& world);                // server_time.cc
HandlerResult SystemStatusNow(const Call& call, World& world);     // server_time.cc
HandlerResult GetApiKeyInfo(const Call& call, World& world);       // key_info.cc
HandlerResult GetWebSocketsToken(const Call& call, World& world);  // websockets_token.cc
HandlerResult AddOrder(const Call& call, World& world);            // add_order.cc

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_SIMULATED_HANDLERS_H_
