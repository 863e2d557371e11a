#include "mock_server/src/pipeline/stage.h"

#include "kraken/protocol/envelope.h"

namespace kraken::mock {

Verdict Verdict::Refuse(const World& world, std::string error, std::string why, int status) {
  Reply reply{.status = status, .body = ErrorEnvelope(error, world.config.quirks.error_result)};
  return {.kind = StageVerdict::kRefused,
          .why = std::move(why),
          .errors = {std::move(error)},
          .reply = std::move(reply)};
}

void Stage::Prepare(Exchange& /*exchange*/, const WorldMonitor& /*world*/) const {}

void Stage::Settle(const Exchange& /*exchange*/, World& /*world*/) const {}

}  // namespace kraken::mock
