#include "mock_server/src/scenario/play.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "kraken/mock/journal.h"
#include "mock_server/src/scenario/rule_text.h"

namespace kraken::mock {
namespace {

// The remainder, since the library's distributions differ from one library to the next.
bool Happens(double probability, std::mt19937_64& random) {
  constexpr std::uint64_t kParts = 1'000'000;
  return static_cast<double>(random() % kParts) < probability * static_cast<double>(kParts);
}

Duration Between(Duration least, Duration most, std::mt19937_64& random) {
  using std::chrono::microseconds;
  const auto range = std::chrono::duration_cast<microseconds>(most - least).count();
  if (range <= 0) return least;
  const std::uint64_t drawn = random() % (static_cast<std::uint64_t>(range) + 1);
  return least + microseconds(static_cast<std::int64_t>(drawn));
}

}  // namespace

Play::Play(Scenario scenario, std::optional<std::string> only_key, std::uint64_t seed)
    : only_key_(std::move(only_key)),
      scenario_(std::move(scenario)),
      states_(scenario_.rules.size()),
      random_(seed) {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (IsOfConnections(RuleAt(i))) accept_rules_.push_back(i);
  }
}

const Play::Candidates& Play::CandidatesFor(const RuleRequest& request) {
  // Fixtures may add a path whose name another one has.
  const std::string_view place = request.path.empty() ? request.endpoint : request.path;
  const auto known = candidates_.find(place);
  if (known != candidates_.end()) return known->second;
  Candidates candidates;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const Rule& rule = RuleAt(i);
    const bool is_one = !IsOfConnections(rule) &&
                        MatchesEndpoint(rule.when.endpoint, request.endpoint, request.path);
    if (is_one) candidates[static_cast<std::size_t>(rule.at)].push_back(i);
  }
  return candidates_.try_emplace(std::string(place), std::move(candidates)).first->second;
}

void Play::Meet(const RuleRequest& request) {
  ++requests_;
  if (!began_) began_ = request.now;
  for (const std::vector<std::size_t>& rules : CandidatesFor(request)) {
    for (const std::size_t index : rules) {
      if (states_[index].fired == 0) NoteNearMiss(index, request);
    }
  }
  const bool expects_it = scenario_.after != AfterRules::kUnexpected || !IsSpent(request.api_key);
  if (expects_it || unexpected_.size() == kMostUnexpected) return;
  unexpected_.push_back(NameOfRequest(request) + ", once all rules of " + NameOf(scenario_) +
                        " were spent");
}

// Of what is equally near the first is kept: what came first is what was meant to be struck.
void Play::NoteNearMiss(std::size_t index, const RuleRequest& request) {
  const RuleMatch& when = RuleAt(index).when;
  NearMiss& nearest = states_[index].nearest;
  const Duration age = AgeAt(request.now);
  const Condition unmet = FirstUnmet(when, request, age);
  if (unmet <= nearest.unmet) return;
  nearest.unmet = unmet;
  std::string why = Difference(unmet, when, request, age);
  if (unmet == Condition::kNone) {
    why = when.probability ? "chance passed it over, or it ended before it got there"
                           : "it ended before it got there, by a refusal or another rule";
  }
  nearest.text = NameOfRequest(request) + ": " + why;
}

bool Play::HasBudget(std::size_t index, std::string_view api_key) const {
  const Rule& rule = RuleAt(index);
  if (!rule.times) return true;
  const RuleState& state = states_[index];
  if (!IsPerKey(rule.when)) return state.fired < *rule.times;
  const auto of_key = state.fired_per_key.find(api_key);
  return of_key == state.fired_per_key.end() || of_key->second < *rule.times;
}

bool Play::IsSpent(std::string_view api_key) const {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (HasBudget(i, api_key)) return false;
  }
  return true;
}

// Whether the rule goes on beyond its budget.
bool Play::Repeats(std::size_t index, std::string_view api_key) const {
  return scenario_.after == AfterRules::kRepeatLast && index + 1 == states_.size() &&
         IsSpent(api_key);
}

bool Play::Pay(std::size_t index, std::string_view api_key, bool goes_on) {
  RuleState& state = states_[index];
  if (goes_on) {
    ++state.repeated;
    return true;
  }
  if (!HasBudget(index, api_key)) return false;
  ++state.fired;
  state.nearest = {};
  if (IsPerKey(RuleAt(index).when)) ++state.fired_per_key[std::string(api_key)];
  return true;
}

// What is left to chance in the faults is decided now, so that the journal can tell it.
std::vector<Fault> Play::Decided(const std::vector<Fault>& faults) {
  std::vector<Fault> decided = faults;
  for (Fault& fault : decided) {
    auto* const delay = std::get_if<DelayAnswer>(&fault);
    if (delay == nullptr || !delay->up_to) continue;
    *delay = DelayAnswer{.by = Between(delay->by, *delay->up_to, random_)};
  }
  return decided;
}

std::optional<FiredRule> Play::FireIfPaid(std::size_t index, std::string_view api_key,
                                          bool goes_on) {
  const Rule& rule = RuleAt(index);
  if (rule.when.probability && !Happens(*rule.when.probability, random_)) return std::nullopt;
  if (!Pay(index, api_key, goes_on)) return std::nullopt;
  return FiredRule{.rule = Label(index), .faults = Decided(rule.faults)};
}

std::optional<FiredRule> Play::Fire(FaultPoint at, const RuleRequest& request) {
  const Duration age = AgeAt(request.now);
  for (const std::size_t index : CandidatesFor(request)[static_cast<std::size_t>(at)]) {
    if (FirstUnmet(RuleAt(index).when, request, age) != Condition::kNone) continue;
    const bool goes_on = Repeats(index, request.api_key);
    if (auto fired = FireIfPaid(index, request.api_key, goes_on)) return fired;
  }
  return std::nullopt;
}

std::optional<FiredRule> Play::FireAtAccept(WallTime now) {
  if (accept_rules_.empty()) return std::nullopt;
  ++connections_;
  if (!began_to_accept_) began_to_accept_ = now;
  const Duration age = now - *began_to_accept_;
  for (const std::size_t index : accept_rules_) {
    const RuleMatch& when = RuleAt(index).when;
    if (!MatchesCount(when, connections_) || !MatchesAge(when, age)) continue;
    if (auto fired = FireIfPaid(index, {}, Repeats(index, {}))) return fired;
  }
  return std::nullopt;
}

void Play::ForgetKey(std::string_view api_key) {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    RuleState& state = states_[i];
    if (only_key_ == api_key || RuleAt(i).when.key == api_key) state = RuleState{};
    const auto spent = state.fired_per_key.find(api_key);
    if (spent == state.fired_per_key.end()) continue;
    state.fired -= spent->second;
    state.fired_per_key.erase(spent);
  }
}

// "rate-limited-twice#1", numbered as people count.
std::string Play::Label(std::size_t index) const {
  return NameOf(scenario_) + "#" + std::to_string(index + 1);
}

std::string Play::NearestText(std::size_t index) const {
  const RuleState& state = states_[index];
  if (!state.nearest.text.empty()) return "; nearest was " + state.nearest.text;
  const bool is_of_connections = IsOfConnections(RuleAt(index));
  const std::uint64_t met = is_of_connections ? connections_ : requests_;
  const std::string what = is_of_connections ? "connection" : "request";
  if (met == 0) return "; no " + what + " came";
  return "; " + std::to_string(met) + " " + what + (met == 1 ? "" : "s") + " came" +
         (is_of_connections ? "" : ", none of " + RuleAt(index).when.endpoint);
}

std::string Play::WhyUnmet(std::size_t index) const {
  const Rule& rule = RuleAt(index);
  const RuleState& state = states_[index];
  if (state.fired == 0) return "never fired" + NearestText(index);
  if (!rule.times) return {};
  const std::string of_times = " of " + std::to_string(*rule.times);
  if (!IsPerKey(rule.when)) {
    return state.fired < *rule.times ? "fired " + std::to_string(state.fired) + of_times : "";
  }
  std::string why;
  for (const auto& [api_key, fired] : state.fired_per_key) {
    if (fired >= *rule.times) continue;
    why += (why.empty() ? "fired " : ", ") + std::to_string(fired) + of_times + " for key " +
           KeyId(api_key);
  }
  return why;
}

std::vector<std::string> Play::Unmet() const {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const std::string why = WhyUnmet(i);
    if (why.empty()) continue;
    lines.push_back(Label(i) + TermsOf(RuleAt(i), only_key_) + ": " + why);
  }
  return lines;
}

Json Play::Status() const {
  Json rules = Json::array();
  for (std::size_t i = 0; i < states_.size(); ++i) rules.push_back(RuleStatus(i));
  return Json::object(
      {{"scenario", ToJson(scenario_)}, {"rules", std::move(rules)}, {"unexpected", unexpected_}});
}

Json Play::RuleStatus(std::size_t index) const {
  const Rule& rule = RuleAt(index);
  const RuleState& state = states_[index];
  Json left;
  if (!rule.times) {
    left = "always";
  } else if (!IsPerKey(rule.when)) {
    left = *rule.times - state.fired;
  } else {
    left = Json::object();
    for (const auto& [api_key, fired] : state.fired_per_key) {
      left[KeyId(api_key)] = *rule.times - fired;
    }
  }
  const std::string why = WhyUnmet(index);
  Json status = Json::object({{"rule", Label(index)},
                              {"fired", state.fired},
                              {"left", std::move(left)},
                              {"met", why.empty()}});
  if (!why.empty()) status["why"] = why;
  if (state.repeated != 0) status["repeated"] = state.repeated;
  return status;
}

}  // namespace kraken::mock
