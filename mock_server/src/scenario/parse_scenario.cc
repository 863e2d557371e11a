#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/mock/scenario.h"
#include "kraken/protocol/endpoints.h"
#include "kraken/protocol/json_text.h"
#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/checked_json.h"
#include "mock_server/src/fixtures/param_form.h"
#include "mock_server/src/milliseconds.h"
#include "mock_server/src/scenario/matrix.h"
#include "mock_server/src/scenario/parse_fault.h"
#include "mock_server/src/scenario/rule_match.h"
#include "mock_server/src/scenario/scenario_variants.h"

namespace kraken::mock {
namespace {

// In the order of FaultPoint.
constexpr auto kPointNames = std::to_array<std::string_view>({"handling", "arrival", "reply"});
// In the order of AfterRules.
constexpr auto kAfterNames = std::to_array<std::string_view>({"ok", "repeat-last", "unexpected"});
constexpr std::string_view kAlways = "always";
constexpr auto kConditions = std::to_array<std::string_view>(
    {"endpoint", "nth", "every", "key", "params", "between_ms", "probability"});

std::string ReadEndpoint(const CheckedJson& form) {
  std::string pattern = form.Text();
  // A path may be one that a fixture adds.
  if (!form.IsText() || pattern.starts_with('/')) return pattern;
  const auto fits = [&pattern](const Endpoint& e) { return MatchesPattern(pattern, e.name); };
  if (std::ranges::any_of(Endpoints(), fits)) return pattern;
  const Endpoint* nearest = NearestEndpoint(pattern);
  form.Report("no endpoint fits " + Quote(pattern) +
              (nearest != nullptr ? "; did you mean \"" + std::string(nearest->name) + "\"?"
                                  : "; write a name (AddOrder), a pattern (Add*) or a pattern of "
                                    "paths (/0/private/*)"));
  return pattern;
}

std::optional<TimeWindow> ReadWindow(const CheckedJson& form) {
  constexpr std::int64_t kLongestMs = std::int64_t{366} * 24 * 60 * 60 * 1000;
  if (!form.exists()) return std::nullopt;
  const std::vector<CheckedJson> limits = form.IsList() ? form.Items() : std::vector<CheckedJson>();
  if (limits.size() != 2) {
    form.ReportUnexpected("two numbers of milliseconds, [from, to]");
    return std::nullopt;
  }
  const TimeWindow window{.from = FromMilliseconds(limits[0].Number(0, kLongestMs)),
                          .to = FromMilliseconds(limits[1].Number(0, kLongestMs))};
  if (window.to <= window.from) limits[1].Report("does not come after the first of the two");
  return window;
}

void CheckKeyOfEndpoint(const CheckedJson& form, const RuleMatch& match) {
  const Endpoint* const endpoint = FindEndpoint(match.endpoint);
  if (!match.key || endpoint == nullptr || endpoint->visibility == Visibility::kPrivate) return;
  form.Find("key").Report(match.endpoint + " is a public call, which bears no key");
}

RuleMatch ReadMatch(const CheckedJson& form) {
  form.ExpectObjectOf(kConditions);
  RuleMatch match;
  if (const CheckedJson endpoint = form.Find("endpoint"); endpoint.exists()) {
    match.endpoint = ReadEndpoint(endpoint);
  }
  if (const CheckedJson nth = form.Find("nth"); nth.exists()) match.nth = nth.Whole(1);
  if (const CheckedJson key = form.Find("key"); key.exists()) {
    match.key = key.Text();
    if (match.key->empty()) key.Report("empty; write an API key, or \"*each*\"");
  }
  if (const CheckedJson every = form.Find("every"); every.exists()) match.every = every.Whole(1);
  if (match.nth && match.every && *match.nth % *match.every != 0) {
    form.Find("nth").Report("is no multiple of \"every\": the rule would never fire");
  }
  CheckKeyOfEndpoint(form, match);
  match.params = ReadParamForm(form.Find("params"));
  match.between = ReadWindow(form.Find("between_ms"));
  if (const CheckedJson share = form.Find("probability"); share.exists()) {
    match.probability = share.Number(0, 1);
  }
  return match;
}

FaultPoint ReadPoint(const CheckedJson& form) {
  const std::string name = form.Text();
  if (!form.IsText()) return FaultPoint::kHandling;
  const auto* known = std::ranges::find(kPointNames, name);
  if (known == kPointNames.end()) {
    form.Report("no such point: " + Quote(name) + DidYouMean(name, kPointNames));
    return FaultPoint::kHandling;
  }
  return static_cast<FaultPoint>(known - kPointNames.begin());
}

std::optional<std::uint64_t> ReadTimes(const CheckedJson& form) {
  if (!form.exists()) return 1;
  if (!form.IsText()) return form.Whole(1);
  if (form.Text() != kAlways) form.Report(R"(expected a whole number of at least 1, or "always")");
  return std::nullopt;
}

// When a connection is accepted, no request has come that anything could be asked of.
void CheckAtAccept(const CheckedJson& form, const Rule& rule) {
  if (!IsOfConnections(rule)) return;
  constexpr std::string_view kWhy =
      "no request has come when a connection is accepted; \"at-accept\" goes with nth, every, "
      "between_ms and probability";
  const CheckedJson when = form.Find("when");
  for (const CheckedJson& member :
       {when.Find("endpoint"), when.Find("key"), when.Find("params"), form.Find("at")}) {
    if (member.exists()) member.Report(kWhy);
  }
  if (rule.faults.size() > 1) form.Find("do").Report("\"at-accept\" stands alone in its rule");
}

// Who writes a condition beside "when" is told where it goes.
void CheckConditions(const CheckedJson& form) {
  if (!form.IsObject()) return;
  for (const std::string_view condition : kConditions) {
    const CheckedJson misplaced = form.Find(condition);
    if (misplaced.exists()) {
      misplaced.Report("goes into \"when\": {" + Quote(condition) + ": …}");
    }
  }
}

Rule ReadRule(const CheckedJson& form, const BodyFiles& files) {
  CheckConditions(form);
  constexpr auto kMembers = std::to_array<std::string_view>({"when", "at", "times", "do"});
  form.ExpectObjectOf(kMembers);
  Rule rule{.when = ReadMatch(form.Find("when")),
            .at = ReadPoint(form.Find("at")),
            .times = ReadTimes(form.Find("times")),
            .faults = ReadFaults(form.Require("do"), files)};
  CheckAtAccept(form, rule);
  return rule;
}

AfterRules ReadAfter(const CheckedJson& form) {
  if (!form.exists()) return AfterRules::kOk;
  const std::string name = form.Text();
  if (!form.IsText()) return AfterRules::kOk;
  const auto* known = std::ranges::find(kAfterNames, name);
  if (known != kAfterNames.end()) return static_cast<AfterRules>(known - kAfterNames.begin());
  form.Report("not what can come after the rules: " + Quote(name) + DidYouMean(name, kAfterNames));
  return AfterRules::kOk;
}

Scenario ReadScenario(const CheckedJson& root, const BodyFiles& files) {
  constexpr auto kMembers =
      std::to_array<std::string_view>({"name", "about", "after", "matrix", "rules"});
  root.ExpectObjectOf(kMembers);
  Scenario scenario{.name = root.Find("name").Text(),
                    .about = root.Find("about").Text(),
                    .after = ReadAfter(root.Find("after"))};
  for (const CheckedJson& rule : root.Require("rules").Items()) {
    scenario.rules.push_back(ReadRule(rule, files));
  }
  return scenario;
}

struct ParsedMatrix {
  Json json{};
  Matrix matrix{};
};

Result<ParsedMatrix> ParseMatrix(const ScenarioSource& source) {
  Result<Json> json = ParseJsonText(source.text, JsonComments::kAllowed);
  if (!json) {
    return Fail(ErrorKind::kMalformed, std::string(source.origin) + ": " + json.error().message);
  }
  ParsedMatrix parsed{.json = *std::move(json)};
  const Status status =
      VisitParsed(parsed.json, source.text, source.origin,
                  [&parsed](const CheckedJson& root) { parsed.matrix = Matrix::Read(root); });
  if (!status) return tl::unexpected(status.error());
  return parsed;
}

Json RuleToJson(const Rule& rule) {
  const bool is_of_connections = IsOfConnections(rule);
  Json when = Json::object();
  if (!is_of_connections) when["endpoint"] = rule.when.endpoint;
  if (rule.when.nth) when["nth"] = *rule.when.nth;
  if (rule.when.every) when["every"] = *rule.when.every;
  if (rule.when.key) when["key"] = *rule.when.key;
  if (!rule.when.params.empty()) when["params"] = WriteParamForm(rule.when.params);
  if (rule.when.between) {
    when["between_ms"] = Json::array(
        {ToMilliseconds(rule.when.between->from), ToMilliseconds(rule.when.between->to)});
  }
  if (rule.when.probability) when["probability"] = *rule.when.probability;

  Json faults = Json::array();
  for (const Fault& fault : rule.faults) faults.push_back(ToJson(fault));
  Json form = Json::object({{"when", std::move(when)}});
  if (!is_of_connections) form["at"] = kPointNames[static_cast<std::size_t>(rule.at)];
  form["times"] = rule.times ? Json(*rule.times) : Json(kAlways);
  form["do"] = faults.size() == 1 ? faults.front() : faults;
  return form;
}

// One variant; the first where none is named.
Result<Scenario> ParseVariant(const ScenarioSource& source, ParsedMatrix parsed) {
  const std::string origin(source.origin);
  if (Status applied = parsed.matrix.Apply(source.variant, parsed.json); !applied) {
    return Fail(ErrorKind::kUsage, origin + ": " + applied.error().message);
  }
  Scenario scenario;
  const BodyFiles files = source.folder ? BodyFiles(*source.folder) : BodyFiles();
  const bool is_named = !source.variant.empty();
  const std::string brackets = is_named ? "[" + std::string(source.variant) + "]" : "";
  const Status status =
      VisitParsed(parsed.json, source.text, origin + brackets,
                  [&](const CheckedJson& root) { scenario = ReadScenario(root, files); });
  if (!status) return tl::unexpected(status.error());
  scenario.name += brackets;
  return scenario;
}

}  // namespace

Result<Scenario> ParseScenario(std::string_view json_text, std::string_view origin) {
  return ParseScenario({.text = json_text, .origin = origin});
}

Result<Scenario> ParseScenario(const ScenarioSource& source) {
  const Result<ParsedMatrix> parsed = ParseMatrix(source);
  if (!parsed) return tl::unexpected(parsed.error());
  Result<Scenario> scenario = ParseVariant(source, *parsed);
  if (!scenario) return scenario;
  // A mistake in another variant is better found now than on the day when that one is wanted.
  for (const std::string& variant : parsed->matrix.Variants()) {
    ScenarioSource other = source;
    other.variant = variant;
    if (Result<Scenario> checked = ParseVariant(other, *parsed); !checked) return checked;
  }
  return scenario;
}

std::vector<std::string> ScenarioVariants(std::string_view json_text) {
  const Result<ParsedMatrix> parsed = ParseMatrix({.text = json_text, .origin = "scenario"});
  return parsed ? parsed->matrix.Variants() : std::vector<std::string>();
}

Json ToJson(const Scenario& scenario) {
  Json rules = Json::array();
  for (const Rule& rule : scenario.rules) rules.push_back(RuleToJson(rule));
  return Json::object({{"name", scenario.name},
                       {"about", scenario.about},
                       {"after", kAfterNames[static_cast<std::size_t>(scenario.after)]},
                       {"rules", std::move(rules)}});
}

}  // namespace kraken::mock
