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
#include "mock_server/src/stages/spoiled_replies.h"
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
class Application final {
 public:
  Application(Exchange& exchange, World& world, Verdict& verdict)
      : exchange_(exchange), world_(world), verdict_(verdict) {}

  void operator()(const AnswerErrors& fault) const {
    Reply reply{.body = ErrorEnvelope(fault.errors, world_.config.quirks.error_result)};
    if (fault.result) {
      const Result<Json> result = ParseJsonText(*fault.result);
      reply.body = MixedEnvelope(fault.errors, result ? *result : Json());
    }
    Answer(std::move(reply), fault.errors);
  }
  void operator()(const AnswerHttp& fault) const {
    Answer(Reply{.status = fault.status,
                 .headers = fault.headers,
                 .content_type = fault.content_type,
                 .body = fault.body},
           EnvelopeErrors(fault.body).value_or(std::vector<std::string>()));
  }
  void operator()(const DelayAnswer& fault) const { exchange_.delivery.delay += fault.by; }
  void operator()(const StallAnswer& fault) const { exchange_.delivery.stall = fault; }
  void operator()(const SlowAnswer& fault) const {
    exchange_.delivery.bytes_per_second = fault.bytes_per_second;
  }
  void operator()(const EndConnection& fault) const {
    if (fault.at == EndPoint::kAtAccept) return;  // It is not for requests.
    if (fault.at == EndPoint::kIdle) {
      exchange_.delivery.end_when_idle = fault.how;
    } else if (fault.after_bytes == 0) {
      Answer(Reply{.status = kNoAnswer}, {});
      exchange_.delivery.early_end = EarlyEnd{.how = fault.how};
    } else if (SpoiltReply() != nullptr) {
      exchange_.delivery.early_end = EarlyEnd{.how = fault.how, .after_bytes = fault.after_bytes};
    }
  }
  void operator()(const TruncateBody& fault) const {
    if (SpoiltReply() != nullptr) exchange_.delivery.truncate = fault.bytes;
  }
  void operator()(const ClaimLength& fault) const {
    if (SpoiltReply() != nullptr) exchange_.delivery.content_length = fault.bytes;
  }
  void operator()(const SendGarbage& fault) const {
    Reply* const reply = SpoiltReply();
    if (reply == nullptr) return;
    *reply = Garbled(fault.kind, std::move(*reply));
    if (fault.kind == Garbage::kStatusLine) exchange_.delivery.garbled_status_line = true;
    verdict_.errors = EnvelopeErrors(reply->body).value_or(std::vector<std::string>());
  }
  void operator()(const HideOrders& fault) const { exchange_.hide_for = fault.length; }
  void operator()(const SwitchSystemStatus& fault) const {
    world_.venue.SetStatus(fault.status, exchange_.received_at, fault.length);
  }
  void operator()(const AnswerThrottled& fault) const {
    const WallTime until = exchange_.received_at + fault.ahead;
    (*this)(AnswerErrors{{ThrottledError(until, world_.config.quirks)}});
  }
  void operator()(const LockOut& fault) const {
    if (exchange_.endpoint == nullptr || exchange_.is_public()) return;  // They know no lockout.
    world_.lockouts.Lock(exchange_.caller(), exchange_.received_at + fault.length);
  }
  void operator()(const MoveNonceAhead& fault) const {
    if (!exchange_.key || !exchange_.nonce) return;
    const Nonce most = std::numeric_limits<Nonce>::max();
    const Nonce nonce = *exchange_.nonce;
    const Nonce ahead = fault.by > most - nonce ? most : nonce + fault.by;
    world_.StateOf(*exchange_.key).nonces.ForceLast(ahead);
  }

 private:
  // Takes the place of an answer before it in the rule, and of what was to spoil that one.
  void Answer(Reply reply, std::vector<std::string> errors) const {
    Delivery& delivery = exchange_.delivery;
    delivery.truncate.reset();
    delivery.content_length.reset();
    delivery.garbled_status_line = false;
    delivery.early_end.reset();
    verdict_.reply = std::move(reply);
    verdict_.errors = std::move(errors);
  }

  // The answer that is spoiled: that of a fault before this one in its rule, or else the handler's.
  // Where the call was not executed, it is one that says so. Null where no answer is to leave.
  Reply* SpoiltReply() const {
    if (!verdict_.reply && exchange_.reply) {
      verdict_.reply = *exchange_.reply;
      verdict_.errors = exchange_.errors;
    }
    if (!verdict_.reply) (*this)(AnswerErrors{{"EService:Unavailable"}});
    return verdict_.reply->status == kNoAnswer ? nullptr : &*verdict_.reply;
  }

  Exchange& exchange_;
  World& world_;
  Verdict& verdict_;
};

// Does the scenario want this request to fail here? Answers with whatever its rule says.
class InjectFaultStage final : public Stage {
 public:
  explicit InjectFaultStage(FaultPoint at) : at_(at) {}

  std::string_view name() const override { return StageName(at_); }

  Verdict Examine(Exchange& exchange, World& world) const override {
    if (world.script.empty()) return Verdict::Skip();
    const RuleRequest request = Describe(exchange, world);
    const std::optional<FiredRule> fired = world.script.Fire(at_, request);
    if (!fired) return Verdict::Pass();

    exchange.rules.push_back(fired->rule);
    Verdict verdict{.kind = StageVerdict::kAnswered, .why = fired->rule + ":"};
    for (const Fault& fault : fired->faults) {
      verdict.why += " " + mock::Describe(fault);
      std::visit(Application(exchange, world, verdict), fault);
    }
    if (!verdict.reply) verdict.kind = StageVerdict::kPassed;
    return verdict;
  }

 private:
  // Each request is counted once, at the first of the three fault points.
  RuleRequest Describe(Exchange& exchange, World& world) const {
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
