// `deadline`, after which an order is not to be taken any more.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_DEADLINE_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_DEADLINE_H_

#include "kraken/protocol/clock.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/handlers/arguments.h"

namespace kraken::mock {

// Refuses one that is over ("EService:Deadline elapsed") or is not 2 to 60 seconds ahead.
Status CheckDeadline(const Arguments& arguments, WallTime now);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_DEADLINE_H_
