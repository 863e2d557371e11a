#include <string>
#include <utility>

#include "kraken/protocol/envelope.h"
#include "mock_server/src/handlers/handler.h"
#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

HandlerResult AnswerCall(const Call& call, World& world) {
  const Handler simulated = FindSimulatedHandler(call.endpoint.name);
  return simulated != nullptr ? simulated(call, world) : AnswerFromFixture(call);
}

// What is the answer? From the endpoint's simulated handler where it has one, else from the
// built-in fixtures. The reply goes into the exchange, since a rule may still spoil it.
class HandleStage final : public Stage {
 public:
  std::string_view name() const override { return "handle"; }

  Verdict Examine(Exchange& exchange, World& world) const override {
    const Call call{.endpoint = *exchange.endpoint,
                    .params = exchange.params,
                    .key = exchange.key.get(),
                    .quirks = world.config.quirks,
                    .now = exchange.received_at};
    HandlerResult result = AnswerCall(call, world);
    if (result) {
      exchange.reply = Reply{.body = R"({"error":[],"result":)" + result->text + "}"};
      exchange.effect = std::move(result->did);
      return {.kind = StageVerdict::kAnswered};
    }
    Error& error = result.error();
    exchange.reply =
        Reply{.body = ErrorEnvelope(error.api_errors, world.config.quirks.error_result)};
    exchange.errors = std::move(error.api_errors);
    return {.kind = StageVerdict::kRefused, .why = std::move(error.message)};
  }
};

}  // namespace

std::unique_ptr<Stage> MakeHandle() { return std::make_unique<HandleStage>(); }

}  // namespace kraken::mock
