#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/envelope.h"
#include "kraken/protocol/json_text.h"
#include "mock_server/src/stages/stages.h"
#include "mock_server/src/stages/throttled_error.h"

namespace kraken::mock {
namespace {

std::string_view StageName(FaultPoint at) {
  switch (at) {
    case FaultPoint::kArrival:
      return "inject_fault(arrival)";
    case FaultPoint::kHandling:
      return "inject_fault(handling)";
    case FaultPoint::kReply:
      return "inject_fault(reply)";
  }
  return "inject_fault";
}

// Puts the fault's effect into the verdict, or into the exchange and goes on.
struct Applied {
  Exchange& exchange;
  World& world;
  Verdict& verdict;

  void operator()(const AnswerErrors& fault) const {
    Reply reply{.body = ErrorEnvelope(fault.errors, world.config.quirks.error_result)};
    if (fault.result) {
      const Result<Json> result = ParseJsonText(*fault.result);
      reply.body = MixedEnvelope(fault.errors, result ? *result : Json());
    }
    verdict.reply = std::move(reply);
    verdict.errors = fault.errors;
  }
  void operator()(const AnswerHttp& fault) const {
    verdict.reply = Reply{.status = fault.status,
                          .headers = fault.headers,
                          .content_type = fault.content_type,
                          .body = fault.body};
    verdict.errors = EnvelopeErrors(fault.body).value_or(std::vector<std::string>());
  }
  void operator()(const DelayAnswer& fault) const { exchange.delay += fault.by; }
  void operator()(const AnswerThrottled& fault) const {
    const WallTime until = exchange.received_at + fault.ahead;
    (*this)(AnswerErrors{{ThrottledError(until, world.config.quirks)}});
  }
  void operator()(const LockOut& fault) const {
    world.lockouts.Lock(exchange.caller(), exchange.received_at + fault.length);
  }
  void operator()(const MoveNonceAhead& fault) const {
    if (!exchange.key || !exchange.nonce) return;
    const Nonce most = std::numeric_limits<Nonce>::max();
    const Nonce nonce = *exchange.nonce;
    const Nonce ahead = fault.by > most - nonce ? most : nonce + fault.by;
    world.StateOf(*exchange.key).nonces.ForceLast(ahead);
  }
};

// Does the scenario want this request to fail here? Answers with whatever its rule says.
class InjectFaultStage final : public Stage {
 public:
  explicit InjectFaultStage(FaultPoint at) : at_(at) {}

  std::string_view name() const override { return StageName(at_); }

  Verdict Examine(Exchange& exchange, World& world) const override {
    if (world.script.empty()) return Verdict::Skip();
    const Script::Request request = Describe(exchange, world);
    const std::optional<Script::Fired> fired = world.script.Fire(at_, request);
    if (!fired) return Verdict::Pass();

    exchange.rules.push_back(fired->rule);
    Verdict verdict{.kind = StageVerdict::kAnswered, .why = fired->rule + ":"};
    for (const Fault& fault : fired->faults) {
      verdict.why += " " + mock::Describe(fault);
      std::visit(Applied{.exchange = exchange, .world = world, .verdict = verdict}, fault);
    }
    if (!verdict.reply) verdict.kind = StageVerdict::kPassed;
    return verdict;
  }

 private:
  // Each request is counted once, at the first of the three fault points.
  Script::Request Describe(Exchange& exchange, World& world) const {
    // An unknown path has no name: only the pattern that stands for all matches it.
    const Endpoint* endpoint = exchange.endpoint;
    const std::string_view name = endpoint == nullptr ? std::string_view() : endpoint->name;
    const bool is_private = endpoint != nullptr && endpoint->visibility == Visibility::kPrivate;
    const std::string_view api_key = is_private ? exchange.api_key() : std::string_view();
    const std::string_view caller = api_key.empty() ? exchange.request.peer : api_key;
    if (at_ == FaultPoint::kArrival) {
      exchange.occurrence = world.script.Count(name, caller);
    }
    return {.endpoint = name,
            .path = endpoint == nullptr ? std::string_view() : endpoint->path,
            .caller = caller,
            .api_key = api_key,
            .occurrence = exchange.occurrence,
            .params = &exchange.params,
            .now = exchange.received_at};
  }

  FaultPoint at_;
};

}  // namespace

std::unique_ptr<Stage> MakeInjectFault(FaultPoint at) {
  return std::make_unique<InjectFaultStage>(at);
}

}  // namespace kraken::mock
