// A scenario: which requests fail, how, and how often. Data, in a file or built here.
//
//   { "name": "rate-limited-twice",
//     "rules": [ { "when": {"endpoint": "*"}, "times": 2,
//                  "do": {"error": "EAPI:Rate limit exceeded"} } ] }
//
//   Scenario s{.name = "rate-limited-twice",
//              .rules = {{.times = 2, .faults = {AnswerErrors{{"EAPI:Rate limit exceeded"}}}}}};
#ifndef KRAKEN_MOCK_SCENARIO_H_
#define KRAKEN_MOCK_SCENARIO_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/mock/fault.h"
#include "kraken/mock/fixture.h"
#include "kraken/protocol/clock.h"
#include "kraken/protocol/json.h"
#include "kraken/protocol/result.h"

namespace kraken::mock {

// Where on its way through the server a request is caught.
enum class FaultPoint : std::uint8_t {
  kHandling,  // In place of the handler: every check passed, nothing was executed.
  kArrival,   // Before any check: nothing was verified, counted or executed.
  kReply,     // After the handler: it was executed, the answer is spoiled.
};

// A stretch of the server's time, counted from the first request that the scenario meets.
struct TimeWindow {
  Duration from{0};
  Duration to{0};  // Exclusive; not before `from`.

  friend bool operator==(const TimeWindow&, const TimeWindow&) = default;
};

struct RuleMatch {
  // An endpoint's name, or a pattern in which `*` stands for any characters. A pattern that begins
  // with "/" is compared with the path: "/0/public/*".
  std::string endpoint = "*";
  // Only the nth such request, from 1; counted per API key and endpoint (on public calls: per peer
  // address and endpoint). None: every one.
  std::optional<std::uint64_t> nth{};
  // Only every so manieth of them: with 3 the third, the sixth, and so on.
  std::optional<std::uint64_t> every{};
  // Only requests of this API key. "*each*": of any key, with a budget for each.
  std::optional<std::string> key{};
  // Only requests that have all of these parameters, compared as fixtures compare them.
  std::vector<FixtureParam> params{};
  std::optional<TimeWindow> between{};
  // Only so large a share of them, 0 to 1, chosen by the server's seed.
  std::optional<double> probability{};

  friend bool operator==(const RuleMatch&, const RuleMatch&) = default;
};

struct Rule {
  RuleMatch when{};
  FaultPoint at = FaultPoint::kHandling;
  std::optional<std::uint64_t> times = 1;  // How often it fires; none: always.
  std::vector<Fault> faults{};             // Applied in order; at least one.

  friend bool operator==(const Rule&, const Rule&) = default;
};

// What happens to a request once all rules are spent, those with a budget for each key for its key.
// Rules without a budget are never spent.
enum class AfterRules : std::uint8_t {
  kOk,          // It is answered as without a scenario.
  kRepeatLast,  // The last rule goes on as if it had a budget.
  kUnexpected,  // It is answered as without a scenario, and reported as one that should not be.
};

// Rules match from top to bottom; the first that matches and has budget left fires.
struct Scenario {
  std::string name{};
  std::string about{};
  AfterRules after = AfterRules::kOk;
  std::vector<Rule> rules{};

  friend bool operator==(const Scenario&, const Scenario&) = default;
};

// A rule's key that gives each API key a budget of its own.
inline constexpr std::string_view kEachKey = "*each*";

// Reads a scenario. `origin` (a file name, "the request body") begins every error message, followed
// by line and column where the text has several lines, the path within the JSON, what is wrong
// there and the nearest known name.
Result<Scenario> ParseScenario(std::string_view json_text, std::string_view origin);

struct ScenarioSource {
  std::string_view text{};
  std::string_view origin{};
  // One of those that its matrix makes, which are named as its values are: "502", of two parameters
  // "502,reset". Empty: the first.
  std::string_view variant{};
  // Where the files are whose bodies it may answer with, here and below. None: it may name none.
  std::optional<std::string> folder{};
};
Result<Scenario> ParseScenario(const ScenarioSource& source);
Json ToJson(const Scenario& scenario);

// The scenarios that come with the toolkit, by name or, for one of a matrix, "name[variant]".
Result<Scenario> BuiltInScenario(std::string_view name);
std::vector<std::string_view> BuiltInScenarioNames();
// The variants of one, each as BuiltInScenario() takes it; empty where it has no matrix.
std::vector<std::string> BuiltInVariants(std::string_view name);

// "outage.json[504]" in its two parts.
struct ScenarioName {
  std::string file_or_name{};
  std::string variant{};
};
// What stands in brackets at the end is a variant, unless there is a file of the whole name.
ScenarioName SplitScenarioName(const std::string& text);

// A scenario by file name or, where there is no such file, by the name of a built-in one; either
// may be followed by a variant.
Result<Scenario> LoadScenario(const std::string& name);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SCENARIO_H_
