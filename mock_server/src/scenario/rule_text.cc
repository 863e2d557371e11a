#include "mock_server/src/scenario/rule_text.h"

#include <nlohmann/json.hpp>

#include "kraken/mock/journal.h"
#include "mock_server/src/milliseconds.h"
#include "mock_server/src/scenario/rule_match.h"

namespace kraken::mock {
namespace {

std::string CountOf(std::uint64_t times) {
  return std::to_string(times) + (times == 1 ? " time" : " times");
}

std::string WhenText(const RuleMatch& when) {
  std::string text;
  if (when.nth) text += ", number " + std::to_string(*when.nth);
  if (when.every) text += ", every " + std::to_string(*when.every);
  for (const FixtureParam& param : when.params) {
    text.append(", ").append(param.name).append("=").append(param.value);
  }
  if (when.between) {
    text += ", from " + ToMilliseconds(when.between->from).dump() + " to " +
            ToMilliseconds(when.between->to).dump() + " ms";
  }
  if (when.probability) text += ", probability " + Json(*when.probability).dump();
  return text;
}

}  // namespace

std::string NameOf(const Scenario& scenario) {
  return scenario.name.empty() ? "unnamed" : scenario.name;
}

std::string TermsOf(const Rule& rule, const std::optional<std::string>& only_key) {
  const bool is_of_connections = IsOfConnections(rule);
  std::string terms = is_of_connections ? " (connections" : " (endpoint " + rule.when.endpoint;
  terms += WhenText(rule.when);
  if (IsPerKey(rule.when)) {
    terms += ", each key";
  } else if (rule.when.key || only_key) {
    terms += ", key " + KeyId(rule.when.key ? *rule.when.key : *only_key);
  }
  if (rule.at == FaultPoint::kArrival) terms += ", at arrival";
  if (rule.at == FaultPoint::kReply) terms += ", at reply";
  return terms + ", " + (rule.times ? CountOf(*rule.times) : "always") + ")";
}

}  // namespace kraken::mock
