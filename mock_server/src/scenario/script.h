// A scenario being played: which rules have fired how often, and who has called what how often.
#ifndef KRAKEN_MOCK_SERVER_SRC_SCENARIO_SCRIPT_H_
#define KRAKEN_MOCK_SERVER_SRC_SCENARIO_SCRIPT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/mock/scenario.h"
#include "kraken/protocol/clock.h"
#include "kraken/protocol/json.h"
#include "kraken/protocol/params.h"

namespace kraken::mock {

// Not thread-safe: part of the world.
class Script final {
 public:
  static constexpr std::size_t kMostUnexpected = 100;

  // A request as rules see it. `caller` is the API key, or the peer address on public calls.
  struct Request {
    std::string_view endpoint{};  // Its name and its path; empty where it is unknown.
    std::string_view path{};
    std::string_view caller{};
    std::string_view api_key{};    // Empty on public calls.
    std::uint64_t occurrence = 0;  // From Count().
    const Params* params = nullptr;
    WallTime now{};
  };
  struct Fired {
    std::string rule{};  // "rate-limited-twice#1": name and number of the rule, from 1.
    std::vector<Fault> faults{};
  };

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
  std::optional<Fired> Fire(FaultPoint at, const Request& request);

  // Rules that have not fired, or whose budgets were begun and not spent: one line each.
  std::vector<std::string> Unmet() const;
  // Requests that came once the rules were spent, of scenarios that expect none: one line each, the
  // first kMostUnexpected of each scenario.
  std::vector<std::string> Unexpected() const;
  // {"scenario":…,"rules":[{"rule":…,"fired":N,"left":N|"always","met":…}],"unexpected":[…]}, or
  // null where none is loaded. A rule with a budget for each key gives "left" key by key:
  // {"<key id>":N}; one that went on beyond its budget has "repeated":N.
  Json Status(std::optional<std::string_view> only_key = {}) const;
  bool empty() const { return plays_.empty(); }

 private:
  struct RuleState {
    std::uint64_t fired = 0;
    std::uint64_t repeated = 0;                                         // Beyond its budget.
    std::map<std::string, std::uint64_t, std::less<>> fired_per_key{};  // For "*each*".
  };
  struct Play {
    std::optional<std::string> only_key{};
    Scenario scenario{};
    std::vector<RuleState> states{};
    std::mt19937_64 random{};
    std::optional<WallTime> began{};  // With its first request.
    std::vector<std::string> unexpected{};
  };

  using CountPerEndpoint = std::map<std::string, std::uint64_t, std::less<>>;

  static bool AppliesTo(const Play& play, const Request& request);
  static bool Matches(Play& play, const Rule& rule, FaultPoint at, const Request& request);
  static bool IsSpent(const Play& play, std::string_view api_key);
  static void Meet(Play& play, const Request& request);
  static std::optional<Fired> FireOf(Play& play, FaultPoint at, const Request& request);
  static bool Pay(const Rule& rule, RuleState& state, std::string_view api_key);
  static std::string WhyUnmet(const Rule& rule, const RuleState& state);
  static Json RuleStatus(const Play& play, std::size_t index);
  bool HasOwnPlay(std::string_view api_key) const;

  std::uint64_t seed_;
  std::vector<Play> plays_{};                                      // Keys' own first.
  std::map<std::string, CountPerEndpoint, std::less<>> counts_{};  // By caller.
};

// Whether `name` fits a pattern in which `*` stands for any characters.
bool MatchesPattern(std::string_view pattern, std::string_view name);
// Whether an endpoint fits a rule's pattern, which stands for its name or, where it begins with
// "/", for its path: "/0/private/*".
bool MatchesEndpoint(std::string_view pattern, std::string_view name, std::string_view path);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_SCENARIO_SCRIPT_H_
