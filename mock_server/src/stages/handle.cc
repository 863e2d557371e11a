#include <optional>
#include <string>
#include <utility>

#include "kraken/protocol/envelope.h"
#include "mock_server/src/handlers/handler.h"
#include "mock_server/src/handlers/user_fixtures.h"
#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

HandlerResult AnswerCall(Exchange& exchange, World& world) {
  if (exchange.is_of_fixtures_only) {
    return Refusal("EGeneral:Invalid arguments",
                   "only fixtures answer " + std::string(exchange.request.path()));
  }
  const Call call{.endpoint = *exchange.endpoint,
                  .params = exchange.params,
                  .key = exchange.key.get(),
                  .quirks = world.config.quirks,
                  .now = exchange.received_at,
                  .counters = &exchange.counters};
  const Handler simulated = FindSimulatedHandler(call.endpoint.name);
  return simulated != nullptr ? simulated(call, world) : AnswerFromFixture(call);
}

// What is the answer? A fixture of the server's user that fits, so that a recording is always what
// he gets; else the endpoint's simulated handler, where it has one; else the built-in fixtures. The
// reply goes into the exchange, since a rule may still spoil it.
class HandleStage final : public Stage {
 public:
  std::string_view name() const override { return "handle"; }

  Verdict Examine(Exchange& exchange, World& world) const override {
    world.venue.AdvanceTo(exchange.received_at);
    exchange.orders_before = world.venue.last_number();
    if (exchange.fixtures) {
      if (auto verdict = AnswerFromUserFixture(exchange, world)) return *std::move(verdict);
    }
    Verdict verdict = AnswerItself(exchange, world);
    if (exchange.fixtures) AddNearestMiss(exchange, verdict.why);
    return verdict;
  }

  // A rule may keep the orders that were placed from being seen for a while.
  void Settle(const Exchange& exchange, World& world) const override {
    if (!exchange.hide_for || exchange.effect.orders.empty()) return;
    Account& account = world.AccountOf(exchange.key.get());
    for (const std::string& txid : exchange.effect.orders) {
      Order* const order = account.FindOrder(txid);
      if (order == nullptr || order->number <= exchange.orders_before) continue;
      account.Hide(*order, exchange.received_at + *exchange.hide_for);
    }
  }

 private:
  static std::optional<Verdict> AnswerFromUserFixture(Exchange& exchange, World& world) {
    const HttpRequest& request = exchange.request;
    // Where a quirk lets other methods in, they get what the right one does.
    const std::string_view method = exchange.is_of_fixtures_only
                                        ? std::string_view(request.method)
                                        : ToString(exchange.endpoint->method);
    const std::optional<FixtureAnswer> answer =
        TakeFixtureAnswer(exchange.fixtures->Find(request.path(), method, exchange.params),
                          exchange.caller(), world.fixture_uses);
    if (!answer) return std::nullopt;
    exchange.reply = Reply{.status = answer->response->status,
                           .headers = answer->response->headers,
                           .content_type = answer->response->content_type,
                           .body = answer->response->body};
    exchange.errors = answer->response->errors;
    return Verdict{.kind = StageVerdict::kAnswered, .why = "fixture " + answer->from};
  }

  static Verdict AnswerItself(Exchange& exchange, World& world) {
    HandlerResult result = AnswerCall(exchange, world);
    if (result) {
      exchange.reply = Reply{.body = R"({"error":[],"result":)" + result->text + "}"};
      exchange.effect = std::move(result->did);
      return {.kind = StageVerdict::kAnswered, .why = std::move(result->remark)};
    }
    Error& error = result.error();
    exchange.reply =
        Reply{.body = ErrorEnvelope(error.api_errors, world.config.quirks.error_result)};
    exchange.errors = std::move(error.api_errors);
    return {.kind = StageVerdict::kRefused, .why = std::move(error.message)};
  }

  // Who gave a fixture for this path wants to know why it was not taken.
  static void AddNearestMiss(const Exchange& exchange, std::string& why) {
    const std::string miss =
        exchange.fixtures->NearestMiss(exchange.request.path(), exchange.params);
    if (miss.empty()) return;
    if (!why.empty()) why += "; ";
    why += "no fixture fits: " + miss;
  }
};

}  // namespace

std::unique_ptr<Stage> MakeHandle() { return std::make_unique<HandleStage>(); }

}  // namespace kraken::mock
