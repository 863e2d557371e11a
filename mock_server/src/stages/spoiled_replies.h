// Answers that no client can use.
#ifndef KRAKEN_MOCK_SERVER_SRC_STAGES_SPOILED_REPLIES_H_
#define KRAKEN_MOCK_SERVER_SRC_STAGES_SPOILED_REPLIES_H_

#include "kraken/mock/fault.h"
#include "kraken/mock/http_message.h"

namespace kraken::mock {

// `answer` as this kind of garbage, which may leave nothing of it.
Reply Garbled(Garbage kind, Reply answer);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_STAGES_SPOILED_REPLIES_H_
