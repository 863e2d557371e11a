#include <algorithm>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/control/control_call.h"

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

// Why a rule would never fire in a scenario for one key; empty where none is such.
std::string MistakeForKey(const Scenario& scenario, std::string_view key) {
  for (std::size_t i = 0; i < scenario.rules.size(); ++i) {
    const Rule& rule = scenario.rules[i];
    const std::string place = "rules[" + std::to_string(i) + "]: ";
    if (std::ranges::any_of(rule.faults, IsAtAccept)) {
      return place +
             "\"at-accept\" is for all keys: none is known when a connection is accepted; "
             "load the scenario without ?key=";
    }
    const std::optional<std::string>& asked = rule.when.key;
    if (asked && *asked != kEachKey && *asked != key) {
      return place + "when.key is another key than that of ?key=; leave it out";
    }
  }
  return {};
}

}  // namespace

Reply PutScenario(const ControlCall& call) {
  Result<Scenario> scenario = ReadScenario(call.request.body, call.query.Get("variant"));
  if (!scenario) return ErrorReply(400, scenario.error().message);
  if (call.key) {
    if (const std::string mistake = MistakeForKey(*scenario, *call.key); !mistake.empty()) {
      return ErrorReply(400, mistake);
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
