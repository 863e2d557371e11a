#include <algorithm>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/control/control_call.h"

namespace kraken::mock {
namespace {

// A scenario or, as {"name": "rate-limited-twice"} alone, the name of a built-in one.
Result<Scenario> ReadScenario(const std::string& body) {
  const Result<Json> json = ParseJsonText(body, JsonComments::kAllowed);
  if (json && json->is_object() && json->size() == 1 && json->contains("name")) {
    const Json& name = json->at("name");
    if (name.is_string()) return BuiltInScenario(name.get<std::string>());
  }
  return ParseScenario(body, kRequestBody);
}

bool HasRuleOfConnections(const Scenario& scenario) {
  return std::ranges::any_of(scenario.rules, [](const Rule& rule) {
    return std::ranges::any_of(rule.faults, IsAtAccept);
  });
}

}  // namespace

Reply PutScenario(const ControlCall& call) {
  Result<Scenario> scenario = ReadScenario(call.request.body);
  if (!scenario) return ErrorReply(400, scenario.error().message);
  if (call.key && HasRuleOfConnections(*scenario)) {
    return ErrorReply(400,
                      "\"at-accept\" is for all keys: no key is known when a connection is "
                      "accepted; load the scenario without ?key=");
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
