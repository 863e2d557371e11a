// "EService:Throttled: 1704067200": the first whole second at which it is over.
#ifndef KRAKEN_MOCK_SERVER_SRC_STAGES_THROTTLED_ERROR_H_
#define KRAKEN_MOCK_SERVER_SRC_STAGES_THROTTLED_ERROR_H_

#include <chrono>
#include <string>

#include "kraken/mock/quirks.h"
#include "kraken/protocol/clock.h"

namespace kraken::mock {

inline std::string ThrottledError(WallTime until, const Quirks& quirks) {
  const auto second = std::chrono::ceil<std::chrono::seconds>(until);
  return std::string("EService:Throttled:") +
         (quirks.throttled_space == ThrottledSpace::kSpace ? " " : "") +
         std::to_string(second.time_since_epoch().count());
}

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_STAGES_THROTTLED_ERROR_H_
