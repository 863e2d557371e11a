#include "mock_server/src/pipeline/stage.h"

#include "kraken/protocol/envelope.h"

namespace kraken::mock {

Verdict Verdict::Refuse(std::string error, std::string why, int status) {
  Reply reply{.status = status, .body = ErrorEnvelope(error)};
  return {.kind = StageVerdict::kRefused,
          .why = std::move(why),
          .errors = {std::move(error)},
          .reply = std::move(reply)};
}

void Stage::Prepare(Exchange& /*exchange*/, const Keyring& /*keyring*/) const {}

}  // namespace kraken::mock
