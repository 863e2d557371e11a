#include "mock_server/src/scenario/check_scenario.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/scenario/rule_match.h"
#include "mock_server/src/scenario/rule_text.h"

namespace kraken::mock {
namespace {

constexpr std::string_view kLengths = "lengths are 0 to 24 hours";

bool IsLength(Duration length) {
  return length >= Duration::zero() && length <= std::chrono::hours(24);
}

// What is wrong with a fault; empty where nothing is.
struct FaultMistake {
  std::string_view operator()(const AnswerErrors& fault) const {
    if (fault.errors.empty()) return "AnswerErrors needs at least one error";
    return fault.result && !ParseJsonText(*fault.result) ? "`result` is a JSON text" : "";
  }
  std::string_view operator()(const AnswerHttp& fault) const {
    if (fault.status < 200 || fault.status > 599) return "an HTTP status is 200 to 599";
    const bool has_no_place = IsBodiless(fault.status) && !fault.body.empty();
    return has_no_place ? "a 204 and a 304 have no body" : "";
  }
  std::string_view operator()(const DelayAnswer& fault) const {
    if (!IsLength(fault.by) || !IsLength(fault.up_to.value_or(fault.by))) return kLengths;
    return fault.up_to.value_or(fault.by) < fault.by ? "`up_to` is not below `by`" : "";
  }
  std::string_view operator()(const AnswerThrottled& fault) const {
    const bool is_right = fault.ahead.count() >= 1 && IsLength(fault.ahead);
    return is_right ? "" : "`ahead` is 1 to 86400 seconds";
  }
  std::string_view operator()(const LockOut& fault) const {
    return IsLength(fault.length) ? "" : kLengths;
  }
  std::string_view operator()(const StallAnswer& fault) const {
    return IsLength(fault.length.value_or(Duration())) ? "" : kLengths;
  }
  std::string_view operator()(const SlowAnswer& fault) const {
    const bool is_right = fault.bytes_per_second >= 1 && fault.bytes_per_second <= 1'000'000'000;
    return is_right ? "" : "`bytes_per_second` is 1 to 1,000,000,000";
  }
  std::string_view operator()(const HideOrders& fault) const {
    return IsLength(fault.length) ? "" : kLengths;
  }
  std::string_view operator()(const SwitchSystemStatus& fault) const {
    return IsLength(fault.length.value_or(Duration())) ? "" : kLengths;
  }
  template <typename Other>  // In which nothing can be wrong.
  std::string_view operator()(const Other& /*fault*/) const {
    return "";
  }
};

std::string_view MatchMistake(const RuleMatch& when) {
  if (when.nth == 0U || when.every == 0U) return "`nth` and `every` count from 1";
  if (when.probability && !(*when.probability >= 0 && *when.probability <= 1)) {
    return "`probability` is 0 to 1";
  }
  if (when.between && when.between->to <= when.between->from) {
    return "the window ends before it begins";
  }
  return "";
}

std::string_view RuleMistake(const Rule& rule) {
  if (rule.faults.empty()) return "it has no faults";
  if (rule.times == 0U) return "`times` is at least 1; none is always";
  for (const Fault& fault : rule.faults) {
    const std::string_view mistake = std::visit(FaultMistake(), fault);
    if (!mistake.empty()) return mistake;
  }
  if (!IsOfConnections(rule)) return MatchMistake(rule.when);
  const bool asks_for_more = rule.when.endpoint != "*" || rule.when.key ||
                             !rule.when.params.empty() || rule.at != FaultPoint::kHandling;
  if (rule.faults.size() > 1 || asks_for_more) {
    return "EndPoint::kAtAccept stands alone, and goes with nth, every, between and probability "
           "only";
  }
  return MatchMistake(rule.when);
}

}  // namespace

Status CheckScenario(const Scenario& scenario) {
  for (std::size_t i = 0; i < scenario.rules.size(); ++i) {
    const std::string_view mistake = RuleMistake(scenario.rules[i]);
    if (mistake.empty()) continue;
    return Fail(ErrorKind::kUsage, "the scenario " + NameOf(scenario) + ", rule " +
                                       std::to_string(i + 1) + ": " + std::string(mistake));
  }
  return {};
}

Status CheckScenarioForKey(const Scenario& scenario, std::string_view api_key) {
  for (std::size_t i = 0; i < scenario.rules.size(); ++i) {
    const Rule& rule = scenario.rules[i];
    const std::string place = "rules[" + std::to_string(i) + "]: ";
    if (IsOfConnections(rule)) {
      return Fail(ErrorKind::kUsage,
                  place +
                      "\"at-accept\" is for all keys: none is known when a connection is "
                      "accepted; load the scenario for everybody");
    }
    const std::optional<std::string>& asked = rule.when.key;
    if (asked && *asked != kEachKey && *asked != api_key) {
      return Fail(ErrorKind::kUsage,
                  place +
                      "when.key is another key than the one that the scenario is for; leave it "
                      "out");
    }
  }
  return {};
}

}  // namespace kraken::mock
