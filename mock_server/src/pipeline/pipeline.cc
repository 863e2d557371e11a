#include "mock_server/src/pipeline/pipeline.h"

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "kraken/protocol/envelope.h"

namespace kraken::mock {
namespace {

// Runs the stages until one ends the request; the reply is in the exchange then.
void Examine(const StageList& stages, Exchange& exchange, World& world) {
  exchange.notes.reserve(stages.size());
  for (const std::unique_ptr<Stage>& stage : stages) {
    Verdict verdict = stage->Examine(exchange, world);
    exchange.notes.push_back(
        {.stage = stage->name(), .verdict = verdict.kind, .why = std::move(verdict.why)});
    if (!verdict.reply) continue;
    exchange.reply = std::move(verdict.reply);
    exchange.errors = std::move(verdict.errors);
    return;
  }
}

// A fault of ours, out of memory perhaps. The client learns no more than that; what the request did
// until then, and why it failed, is in the journal.
void AnswerFailure(Exchange& exchange, std::string why) {
  constexpr std::string_view kInternalError = "EGeneral:Internal error";
  exchange.notes.push_back(
      {.stage = "failure", .verdict = StageVerdict::kRefused, .why = std::move(why)});
  exchange.reply = Reply{.status = 500, .body = ErrorEnvelope(kInternalError)};
  exchange.errors = {std::string(kInternalError)};
}

template <typename Work>
void Attempt(Exchange& exchange, Work work) {
  try {
    work();
  } catch (const std::exception& error) {
    AnswerFailure(exchange, error.what());
  }
}

// As nearly all replies are; the others are read: a page, or a recording in a layout of its own.
bool IsEnvelope(std::string_view body) {
  return body.starts_with(R"({"error":[)") || EnvelopeErrors(body).has_value();
}

JournalEntry ToEntry(Exchange exchange) {
  JournalEntry entry{.wall = exchange.received_at};
  entry.key_id = exchange.key ? exchange.key->id : std::string();
  if (!exchange.key && !exchange.api_key().empty()) entry.key_id = KeyId(exchange.api_key());
  entry.request = std::move(exchange.request);
  if (exchange.endpoint != nullptr) entry.endpoint = exchange.endpoint->name;
  entry.nonce = exchange.params.Get("nonce");
  entry.params = std::move(exchange.params);
  entry.signature_ok = exchange.signature_ok;
  entry.stages = std::move(exchange.notes);
  if (!exchange.rules.empty()) entry.rule = exchange.rules.back();
  entry.rules = std::move(exchange.rules);
  entry.effect = std::move(exchange.effect);
  entry.counters = std::move(exchange.counters);
  entry.errors = std::move(exchange.errors);
  return entry;
}

}  // namespace

Pipeline::Pipeline(StageList stages, WorldMonitor& world, Journal& journal, Observer observer)
    : stages_(std::move(stages)),
      world_(world),
      journal_(journal),
      observer_(std::move(observer)) {}

Decision Pipeline::Run(HttpRequest request, const std::function<WallTime()>& now) const {
  Exchange exchange{.request = std::move(request)};
  Attempt(exchange, [&] {
    for (const std::unique_ptr<Stage>& stage : stages_) stage->Prepare(exchange, world_);
  });

  // The journal is written before the world is let go, so that its order is the order in which
  // requests were decided.
  const WorldMonitor::Locked world = world_.Lock();
  exchange.received_at = now();
  if (!exchange.reply) Attempt(exchange, [&] { Examine(stages_, exchange, *world); });
  if (!exchange.reply) AnswerFailure(exchange, "no stage answered");
  Attempt(exchange, [&] {
    for (const std::unique_ptr<Stage>& stage : stages_) stage->Settle(exchange, *world);
  });

  Decision decision{.reply = std::move(*exchange.reply)};
  decision.reply.delivery = exchange.delivery;
  JournalEntry entry = ToEntry(std::move(exchange));
  entry.status = decision.reply.status;
  entry.is_envelope = IsEnvelope(decision.reply.body);
  if (observer_) observer_(entry);
  decision.seq = journal_.Record(std::move(entry));
  return decision;
}

}  // namespace kraken::mock
