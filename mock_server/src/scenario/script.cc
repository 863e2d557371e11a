#include "mock_server/src/scenario/script.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "kraken/mock/journal.h"
#include "mock_server/src/fixtures/canonical_value.h"

namespace kraken::mock {
namespace {

bool IsPerKey(const Rule& rule) { return rule.when.key == kEachKey; }

bool MatchesKey(const Rule& rule, const Script::Request& request) {
  if (!rule.when.key) return true;
  return IsPerKey(rule) ? !request.api_key.empty() : *rule.when.key == request.api_key;
}

bool MatchesCount(const RuleMatch& when, std::uint64_t occurrence) {
  return (!when.nth || *when.nth == occurrence) && (!when.every || occurrence % *when.every == 0);
}

bool MatchesParams(const RuleMatch& when, const Params* params) {
  return std::ranges::all_of(when.params, [params](const FixtureParam& param) {
    const Param* const sent = params == nullptr ? nullptr : params->Find(param.name);
    return sent != nullptr &&
           CanonicalValue(param.name, sent->value) == CanonicalValue(param.name, param.value);
  });
}

// The remainder, since the library's distributions differ from one library to the next.
bool Happens(double probability, std::mt19937_64& random) {
  constexpr std::uint64_t kParts = 1'000'000;
  return static_cast<double>(random() % kParts) < probability * static_cast<double>(kParts);
}

std::string NameOf(const Scenario& scenario) {
  return scenario.name.empty() ? "unnamed" : scenario.name;
}

// "rate-limited-twice#1", numbered as people count.
std::string Label(const Scenario& scenario, std::size_t index) {
  return NameOf(scenario) + "#" + std::to_string(index + 1);
}

std::string CountOf(std::uint64_t times) {
  return std::to_string(times) + (times == 1 ? " time" : " times");
}

// " (endpoint AddOrder, number 1, at reply, 2 times)"
std::string Terms(const Rule& rule, const std::optional<std::string>& only_key) {
  std::string terms = " (endpoint " + rule.when.endpoint;
  if (rule.when.nth) terms += ", number " + std::to_string(*rule.when.nth);
  if (rule.when.every) terms += ", every " + std::to_string(*rule.when.every);
  for (const FixtureParam& param : rule.when.params) {
    terms.append(", ").append(param.name).append("=").append(param.value);
  }
  if (IsPerKey(rule)) {
    terms += ", each key";
  } else if (rule.when.key || only_key) {
    terms += ", key " + KeyId(rule.when.key ? *rule.when.key : *only_key);
  }
  if (rule.at == FaultPoint::kArrival) terms += ", at arrival";
  if (rule.at == FaultPoint::kReply) terms += ", at reply";
  return terms + ", " + (rule.times ? CountOf(*rule.times) : "always") + ")";
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

bool Script::HasOwnPlay(std::string_view api_key) const {
  return std::ranges::any_of(plays_, [&](const Play& play) { return play.only_key == api_key; });
}

void Script::Load(Scenario scenario, std::optional<std::string> only_key) {
  std::erase_if(plays_, [&](const Play& play) { return play.only_key == only_key; });
  // It is played from its beginning, so that the calls before it do not count.
  std::erase_if(counts_, [&](const auto& caller_and_counts) {
    const std::string& caller = caller_and_counts.first;
    return only_key ? caller == *only_key : !HasOwnPlay(caller);
  });
  const std::size_t rules = scenario.rules.size();
  const auto place = only_key ? plays_.begin() : plays_.end();
  plays_.insert(place, {.only_key = std::move(only_key),
                        .scenario = std::move(scenario),
                        .states = std::vector<RuleState>(rules),
                        .random = std::mt19937_64(seed_)});
}

void Script::Drop(std::optional<std::string_view> only_key) {
  if (!only_key) {
    plays_.clear();
    counts_.clear();
    return;
  }
  std::erase_if(plays_, [&](const Play& play) { return play.only_key == only_key; });
  std::erase_if(counts_, [&](const auto& counts) { return counts.first == *only_key; });
}

void Script::ForgetKey(std::string_view api_key) {
  std::erase_if(counts_, [&](const auto& counts) { return counts.first == api_key; });
  for (Play& play : plays_) {
    for (std::size_t i = 0; i < play.states.size(); ++i) {
      RuleState& state = play.states[i];
      const bool is_its_own =
          play.only_key == api_key || play.scenario.rules[i].when.key == api_key;
      if (is_its_own) state = RuleState{};
      const auto spent = state.fired_per_key.find(api_key);
      if (spent == state.fired_per_key.end()) continue;
      state.fired -= spent->second;
      state.fired_per_key.erase(spent);
    }
  }
}

std::uint64_t Script::Count(std::string_view endpoint, std::string_view caller) {
  auto of_caller = counts_.find(caller);
  if (of_caller == counts_.end()) of_caller = counts_.try_emplace(std::string(caller)).first;
  CountPerEndpoint& counts = of_caller->second;
  auto count = counts.find(endpoint);
  if (count == counts.end()) count = counts.try_emplace(std::string(endpoint), 0U).first;
  return ++count->second;
}

bool Script::AppliesTo(const Play& play, const Request& request) {
  return !play.only_key || *play.only_key == request.api_key;
}

bool Script::Matches(Play& play, const Rule& rule, FaultPoint at, const Request& request) {
  const RuleMatch& when = rule.when;
  if (rule.at != at || !MatchesCount(when, request.occurrence) || !MatchesKey(rule, request) ||
      !MatchesEndpoint(when.endpoint, request.endpoint, request.path)) {
    return false;
  }
  if (when.between) {
    const Duration age = request.now - play.began.value_or(request.now);
    if (age < when.between->from || age >= when.between->to) return false;
  }
  if (!MatchesParams(when, request.params)) return false;
  return !when.probability || Happens(*when.probability, play.random);
}

bool Script::IsSpent(const Play& play, std::string_view api_key) {
  for (std::size_t i = 0; i < play.states.size(); ++i) {
    const Rule& rule = play.scenario.rules[i];
    const RuleState& state = play.states[i];
    std::uint64_t fired = state.fired;
    if (IsPerKey(rule)) {
      const auto of_key = state.fired_per_key.find(api_key);
      fired = of_key == state.fired_per_key.end() ? 0 : of_key->second;
    }
    if (!rule.times || fired < *rule.times) return false;
  }
  return true;
}

void Script::Meet(Play& play, const Request& request) {
  if (!play.began) play.began = request.now;
  const bool expects_it =
      play.scenario.after != AfterRules::kUnexpected || !IsSpent(play, request.api_key);
  if (expects_it || play.unexpected.size() == kMostUnexpected) return;
  std::string line = request.endpoint.empty() ? "an unknown path" : std::string(request.endpoint);
  line += ", call " + std::to_string(request.occurrence) + " of ";
  line += request.api_key.empty() ? std::string(request.caller) : "key " + KeyId(request.api_key);
  play.unexpected.push_back(line + ", once all rules of " + NameOf(play.scenario) + " were spent");
}

std::optional<Script::Fired> Script::Fire(FaultPoint at, const Request& request) {
  for (Play& play : plays_) {
    if (at == FaultPoint::kArrival && AppliesTo(play, request)) Meet(play, request);
  }
  for (Play& play : plays_) {
    if (!AppliesTo(play, request)) continue;
    if (std::optional<Fired> fired = FireOf(play, at, request)) return fired;
  }
  return std::nullopt;
}

std::optional<Script::Fired> Script::FireOf(Play& play, FaultPoint at, const Request& request) {
  const bool repeats =
      play.scenario.after == AfterRules::kRepeatLast && IsSpent(play, request.api_key);
  for (std::size_t i = 0; i < play.states.size(); ++i) {
    const Rule& rule = play.scenario.rules[i];
    const bool goes_on = repeats && i + 1 == play.states.size();
    if (!Matches(play, rule, at, request)) continue;
    if (goes_on) {
      ++play.states[i].repeated;
    } else if (!Pay(rule, play.states[i], request.api_key)) {
      continue;
    }
    return Fired{.rule = Label(play.scenario, i), .faults = rule.faults};
  }
  return std::nullopt;
}

// Takes one from the rule's budget, or answers that there is none left.
bool Script::Pay(const Rule& rule, RuleState& state, std::string_view api_key) {
  if (!IsPerKey(rule)) {
    if (rule.times && state.fired >= *rule.times) return false;
    ++state.fired;
    return true;
  }
  auto of_key = state.fired_per_key.find(api_key);
  if (of_key == state.fired_per_key.end()) {
    of_key = state.fired_per_key.try_emplace(std::string(api_key), 0U).first;
  }
  if (rule.times && of_key->second >= *rule.times) return false;
  ++of_key->second;
  ++state.fired;
  return true;
}

// Why a rule is not met; empty where it is.
std::string Script::WhyUnmet(const Rule& rule, const RuleState& state) {
  if (!rule.times) return state.fired == 0 ? "never fired" : "";
  const std::string of_times = " of " + std::to_string(*rule.times);
  if (!IsPerKey(rule)) {
    return state.fired < *rule.times ? "fired " + std::to_string(state.fired) + of_times : "";
  }
  if (state.fired == 0) return "never fired";
  std::string why;
  for (const auto& [api_key, fired] : state.fired_per_key) {
    if (fired >= *rule.times) continue;
    why += (why.empty() ? "fired " : ", ") + std::to_string(fired) + of_times + " for key " +
           KeyId(api_key);
  }
  return why;
}

std::vector<std::string> Script::Unmet() const {
  std::vector<std::string> lines;
  for (const Play& play : plays_) {
    for (std::size_t i = 0; i < play.states.size(); ++i) {
      const Rule& rule = play.scenario.rules[i];
      const std::string why = WhyUnmet(rule, play.states[i]);
      if (why.empty()) continue;
      lines.push_back(Label(play.scenario, i) + Terms(rule, play.only_key) + ": " + why);
    }
  }
  return lines;
}

std::vector<std::string> Script::Unexpected() const {
  std::vector<std::string> lines;
  for (const Play& play : plays_) {
    lines.insert(lines.end(), play.unexpected.begin(), play.unexpected.end());
  }
  return lines;
}

Json Script::Status(std::optional<std::string_view> only_key) const {
  const auto play = std::ranges::find_if(
      plays_, [&](const Play& candidate) { return candidate.only_key == only_key; });
  if (play == plays_.end()) return nullptr;
  Json rules = Json::array();
  for (std::size_t i = 0; i < play->states.size(); ++i) {
    rules.push_back(RuleStatus(*play, i));
  }
  return Json::object({{"scenario", ToJson(play->scenario)},
                       {"rules", std::move(rules)},
                       {"unexpected", play->unexpected}});
}

Json Script::RuleStatus(const Play& play, std::size_t index) {
  const Rule& rule = play.scenario.rules[index];
  const RuleState& state = play.states[index];
  Json left;
  if (!rule.times) {
    left = "always";
  } else if (!IsPerKey(rule)) {
    left = *rule.times - state.fired;
  } else {
    left = Json::object();
    for (const auto& [api_key, fired] : state.fired_per_key) {
      left[KeyId(api_key)] = *rule.times - fired;
    }
  }
  Json status = Json::object({{"rule", Label(play.scenario, index)},
                              {"fired", state.fired},
                              {"left", std::move(left)},
                              {"met", WhyUnmet(rule, state).empty()}});
  if (state.repeated != 0) status["repeated"] = state.repeated;
  return status;
}

}  // namespace kraken::mock
