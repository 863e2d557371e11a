#include "mock_server/src/scenario/script.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

namespace kraken::mock {

bool Script::HasOwnPlay(std::string_view api_key) const {
  return std::ranges::any_of(plays_, [&](const Play& play) { return play.only_key() == api_key; });
}

void Script::Load(Scenario scenario, std::optional<std::string> only_key) {
  std::erase_if(plays_, [&](const Play& play) { return play.only_key() == only_key; });
  // It is played from its beginning, so that the calls before it do not count.
  std::erase_if(counts_, [&](const auto& caller_and_counts) {
    const std::string& caller = caller_and_counts.first;
    return only_key ? caller == *only_key : !HasOwnPlay(caller);
  });
  const auto place = only_key ? plays_.begin() : plays_.end();
  plays_.emplace(place, std::move(scenario), std::move(only_key), seed_);
}

void Script::Drop(std::optional<std::string_view> only_key) {
  if (!only_key) {
    plays_.clear();
    counts_.clear();
    return;
  }
  std::erase_if(plays_, [&](const Play& play) { return play.only_key() == only_key; });
  std::erase_if(counts_, [&](const auto& counts) { return counts.first == *only_key; });
}

void Script::ForgetKey(std::string_view api_key) {
  std::erase_if(counts_, [&](const auto& counts) { return counts.first == api_key; });
  for (Play& play : plays_) play.ForgetKey(api_key);
}

std::uint64_t Script::Count(std::string_view endpoint, std::string_view caller) {
  auto of_caller = counts_.find(caller);
  if (of_caller == counts_.end()) of_caller = counts_.try_emplace(std::string(caller)).first;
  CountPerEndpoint& counts = of_caller->second;
  auto count = counts.find(endpoint);
  if (count == counts.end()) count = counts.try_emplace(std::string(endpoint), 0U).first;
  return ++count->second;
}

std::optional<FiredRule> Script::Fire(FaultPoint at, const RuleRequest& request) {
  for (Play& play : plays_) {
    if (at == FaultPoint::kArrival && play.AppliesTo(request)) play.Meet(request);
  }
  for (Play& play : plays_) {
    if (!play.AppliesTo(request)) continue;
    if (std::optional<FiredRule> fired = play.Fire(at, request)) return fired;
  }
  return std::nullopt;
}

std::optional<FiredRule> Script::FireAtAccept(WallTime now) {
  for (Play& play : plays_) {
    if (std::optional<FiredRule> fired = play.FireAtAccept(now)) return fired;
  }
  return std::nullopt;
}

std::vector<std::string> Script::Unmet() const {
  std::vector<std::string> lines;
  for (const Play& play : plays_) std::ranges::move(play.Unmet(), std::back_inserter(lines));
  return lines;
}

std::vector<std::string> Script::Unexpected() const {
  std::vector<std::string> lines;
  for (const Play& play : plays_) std::ranges::copy(play.unexpected(), std::back_inserter(lines));
  return lines;
}

Json Script::Status(std::optional<std::string_view> only_key) const {
  const auto play = std::ranges::find_if(
      plays_, [&](const Play& candidate) { return candidate.only_key() == only_key; });
  return play == plays_.end() ? Json() : play->Status();
}

}  // namespace kraken::mock
