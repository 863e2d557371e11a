// How an endpoint's answer is made. Handlers know nothing of HTTP.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_HANDLER_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_HANDLER_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kraken/mock/journal.h"
#include "kraken/mock/quirks.h"
#include "kraken/protocol/clock.h"
#include "kraken/protocol/endpoint.h"
#include "kraken/protocol/params.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/refusal.h"
#include "mock_server/src/world/keyring.h"
#include "mock_server/src/world/world.h"

namespace kraken::mock {

struct Call {
  const Endpoint& endpoint;
  const Params& params;
  const ApiKey* key = nullptr;  // Null on public calls.
  const Quirks& quirks;
  WallTime now{};
  std::vector<CounterNote>* counters = nullptr;  // What is charged, for the journal; may be null.
};

// What a handler answers and what it did: the JSON text of "result", and for the journal the ids,
// and a remark where the answer does not say what became of the call.
struct Answer {
  // Most answers are made of fixtures and do nothing: `return text;`
  Answer(std::string result, Effect effect = {})  // NOLINT(google-explicit-constructor)
      : text(std::move(result)), did(std::move(effect)) {}

  std::string text;
  Effect did;
  std::string remark{};
};

// An answer, or Kraken's error strings (Error::api_errors) with the reason as the
// message, which goes into the journal and not to the client.
using HandlerResult = Result<Answer>;
using Handler = HandlerResult (*)(const Call& call, World& world);

// The simulated handler of an endpoint, or null where a fixture answers it.
Handler FindSimulatedHandler(std::string_view endpoint_name);

// The answer that the built-in fixtures give, with the request's parameters applied as Kraken does
// (pair lists, counts, since). EGeneral:Internal error where there is no fixture for the endpoint.
HandlerResult AnswerFromFixture(const Call& call);
// Whether there is one.
bool HasFixtureView(std::string_view endpoint_name);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_HANDLER_H_
