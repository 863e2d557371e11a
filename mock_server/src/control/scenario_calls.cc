#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/control/control_call.h"
#include "mock_server/src/scenario/check_scenario.h"

namespace kraken::mock {
namespace {

// A scenario or, as {"name": "rate-limited-twice"} alone, the name of a built-in one.
Result<Scenario> ReadScenario(const std::string& body, std::string_view variant) {
  const Result<Json> json = ParseJsonText(body, JsonComments::kAllowed);
  if (json && json->is_object() && json->size() == 1 && json->contains("name")) {
    const Json& name = json->at("name");
    if (name.is_string()) {
      const std::string brackets = variant.empty() ? "" : "[" + std::string(variant) + "]";
      return BuiltInScenario(name.get<std::string>() + brackets);
    }
  }
  return ParseScenario({.text = body, .origin = kRequestBody, .variant = variant});
}

}  // namespace

Reply PutScenario(const ControlCall& call) {
  Result<Scenario> scenario = ReadScenario(call.request.body, call.query.Get("variant"));
  if (!scenario) return ErrorReply(400, scenario.error().message);
  if (call.key) {
    if (const Status fits = CheckScenarioForKey(*scenario, *call.key); !fits) {
      return ErrorReply(400, fits.error().message);
    }
  }
  const WorldMonitor::Locked world = call.world.Lock();
  world->script.Load(std::move(*scenario), call.key);
  return JsonReply(world->script.Status(call.key));
}

Reply ShowScenario(const ControlCall& call) {
  return JsonReply(call.world.Lock()->script.Status(call.key));
}

Reply DropScenario(const ControlCall& call) {
  call.world.Lock()->script.Drop(call.key);
  return Done();
}

}  // namespace kraken::mock
