#include "mock_server/src/scenario/rule_match.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "kraken/mock/journal.h"
#include "mock_server/src/fixtures/canonical_value.h"
#include "mock_server/src/milliseconds.h"

namespace kraken::mock {
namespace {

bool MatchesKey(const RuleMatch& when, const RuleRequest& request) {
  if (!when.key) return true;
  return IsPerKey(when) ? !request.api_key.empty() : *when.key == request.api_key;
}

const Param* FindSent(const FixtureParam& param, const RuleRequest& request) {
  return request.params == nullptr ? nullptr : request.params->Find(param.name);
}

bool MatchesParam(const FixtureParam& param, const RuleRequest& request) {
  const Param* const sent = FindSent(param, request);
  return sent != nullptr &&
         CanonicalValue(param.name, sent->value) == CanonicalValue(param.name, param.value);
}

std::string CallerName(const RuleRequest& request) {
  if (request.api_key.empty()) return std::string(request.caller);
  return "key " + KeyId(request.api_key);
}

// Of parameters that are no secrets to the rule's author, since he named them.
std::string ParamDifference(const RuleMatch& when, const RuleRequest& request) {
  const auto other = std::ranges::find_if(
      when.params, [&request](const FixtureParam& param) { return !MatchesParam(param, request); });
  if (other == when.params.end()) return {};
  const Param* const sent = FindSent(*other, request);
  if (sent == nullptr) return "it has no " + other->name;
  return "its " + other->name + " is " + sent->value + ", not " + other->value;
}

}  // namespace

bool MatchesPattern(std::string_view pattern, std::string_view name) {
  std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  if (!name.starts_with(pattern.substr(0, star))) return false;
  name.remove_prefix(star);
  pattern.remove_prefix(star + 1);
  // What lies between two stars is matched where it occurs first: a later place could not let more
  // of the rest match.
  while ((star = pattern.find('*')) != std::string_view::npos) {
    const std::size_t found = name.find(pattern.substr(0, star));
    if (found == std::string_view::npos) return false;
    name.remove_prefix(found + star);
    pattern.remove_prefix(star + 1);
  }
  return name.ends_with(pattern);
}

bool MatchesEndpoint(std::string_view pattern, std::string_view name, std::string_view path) {
  return MatchesPattern(pattern, pattern.starts_with('/') ? path : name);
}

bool MatchesCount(const RuleMatch& when, std::uint64_t occurrence) {
  return (!when.nth || *when.nth == occurrence) && (!when.every || occurrence % *when.every == 0);
}

bool MatchesAge(const RuleMatch& when, Duration age) {
  return !when.between || (age >= when.between->from && age < when.between->to);
}

bool IsPerKey(const RuleMatch& when) { return when.key == kEachKey; }

bool IsOfConnections(const Rule& rule) { return std::ranges::any_of(rule.faults, IsAtAccept); }

Condition FirstUnmet(const RuleMatch& when, const RuleRequest& request, Duration age) {
  if (!MatchesKey(when, request)) return Condition::kKey;
  if (!MatchesCount(when, request.occurrence)) return Condition::kCount;
  if (!MatchesAge(when, age)) return Condition::kBetween;
  const auto fits = [&request](const FixtureParam& param) { return MatchesParam(param, request); };
  return std::ranges::all_of(when.params, fits) ? Condition::kNone : Condition::kParams;
}

std::string Difference(Condition unmet, const RuleMatch& when, const RuleRequest& request,
                       Duration age) {
  switch (unmet) {
    case Condition::kKey:
      return request.api_key.empty() ? "it is a public call" : "it is another key's";
    case Condition::kCount:
      return "it is call " + std::to_string(request.occurrence) + " of its caller";
    case Condition::kBetween:
      return "it came " + ToMilliseconds(age).dump() + " ms after the first request";
    case Condition::kParams:
      return ParamDifference(when, request);
    case Condition::kEndpoint:
    case Condition::kNone:
      break;
  }
  return {};
}

std::string NameOfRequest(const RuleRequest& request) {
  const std::string name =
      request.endpoint.empty() ? "an unknown path" : std::string(request.endpoint);
  return name + ", call " + std::to_string(request.occurrence) + " of " + CallerName(request);
}

}  // namespace kraken::mock
