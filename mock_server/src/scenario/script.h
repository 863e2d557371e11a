// The scenarios being played, and who has called what how often.
#ifndef KRAKEN_MOCK_SERVER_SRC_SCENARIO_SCRIPT_H_
#define KRAKEN_MOCK_SERVER_SRC_SCENARIO_SCRIPT_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/mock/scenario.h"
#include "kraken/protocol/clock.h"
#include "kraken/protocol/json.h"
#include "mock_server/src/scenario/play.h"

namespace kraken::mock {

// Not thread-safe: part of the world.
class Script final {
 public:
  // Chance follows the seed, from the beginning of each scenario.
  explicit Script(std::uint64_t seed = 1) : seed_(seed) {}

  // Plays `scenario` from its beginning, for every caller or (with `only_key`) for one API key. A
  // key's own scenario comes before the common one.
  void Load(Scenario scenario, std::optional<std::string> only_key = {});
  // Drops the scenario of one key, or all of them; counts go with them.
  void Drop(std::optional<std::string_view> only_key = {});
  // Forgets a key's counts and the budgets it has spent of per-key rules.
  void ForgetKey(std::string_view api_key);

  // One more call of that endpoint by that caller; answers how many there have been.
  std::uint64_t Count(std::string_view endpoint, std::string_view caller);
  // The first rule that applies at this point and has budget left fires, and pays.
  std::optional<FiredRule> Fire(FaultPoint at, const RuleRequest& request);
  // The same for a connection that was accepted: only rules that end it at once apply.
  std::optional<FiredRule> FireAtAccept(WallTime now);

  // Rules that have not fired, or whose budgets were begun and not spent: one line each.
  std::vector<std::string> Unmet() const;
  // Requests that came once the rules were spent, of scenarios that expect none: one line each, the
  // first Play::kMostUnexpected of each scenario.
  std::vector<std::string> Unexpected() const;
  // {"scenario":…,"rules":[{"rule":…,"fired":N,"left":N|"always","met":…,"why":…}],
  // "unexpected":[…]}, or null where none is loaded. A rule with a budget for each key gives "left"
  // key by key: {"<key id>":N}; one that went on beyond its budget has "repeated":N.
  Json Status(std::optional<std::string_view> only_key = {}) const;
  bool empty() const { return plays_.empty(); }

 private:
  using CountPerEndpoint = std::map<std::string, std::uint64_t, std::less<>>;

  bool HasOwnPlay(std::string_view api_key) const;

  std::uint64_t seed_;
  std::vector<Play> plays_{};                                      // Keys' own first.
  std::map<std::string, CountPerEndpoint, std::less<>> counts_{};  // By caller.
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_SCENARIO_SCRIPT_H_
