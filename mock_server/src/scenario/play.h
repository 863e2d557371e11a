// One scenario being played: which of its rules have fired how often, and for whom.
#ifndef KRAKEN_MOCK_SERVER_SRC_SCENARIO_PLAY_H_
#define KRAKEN_MOCK_SERVER_SRC_SCENARIO_PLAY_H_

#include <array>
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
#include "mock_server/src/scenario/rule_match.h"

namespace kraken::mock {

struct FiredRule {
  std::string rule{};           // "rate-limited-twice#1": name and number of the rule, from 1.
  std::vector<Fault> faults{};  // What chance decides of them is decided.
};

class Play final {
 public:
  static constexpr std::size_t kMostUnexpected = 100;

  // For every caller or (with `only_key`) for one API key. Chance follows the seed.
  Play(Scenario scenario, std::optional<std::string> only_key, std::uint64_t seed);

  const std::optional<std::string>& only_key() const { return only_key_; }
  bool AppliesTo(const RuleRequest& request) const {
    return !only_key_ || *only_key_ == request.api_key;
  }

  // A request that it applies to has come; once each, before Fire().
  void Meet(const RuleRequest& request);
  // The first rule that applies at this point and has budget left fires, and pays.
  std::optional<FiredRule> Fire(FaultPoint at, const RuleRequest& request);
  // The same for a connection that was accepted.
  std::optional<FiredRule> FireAtAccept(WallTime now);

  // Forgets the budgets that a key has spent, and what rules for this key alone have.
  void ForgetKey(std::string_view api_key);

  // One line for each rule that has not fired, or whose budget was begun and not spent: which it
  // is, how often it fired, and which request came nearest to it and why it was not the one.
  std::vector<std::string> Unmet() const;
  const std::vector<std::string>& unexpected() const { return unexpected_; }
  Json Status() const;

 private:
  // What came nearest to a rule that has not fired.
  struct NearMiss {
    Condition unmet = Condition::kEndpoint;
    std::string text{};
  };
  struct RuleState {
    std::uint64_t fired = 0;
    std::uint64_t repeated = 0;                                         // Beyond its budget.
    std::map<std::string, std::uint64_t, std::less<>> fired_per_key{};  // For "*each*".
    NearMiss nearest{};
  };
  // The rules that an endpoint's requests may meet, at each FaultPoint.
  using Candidates = std::array<std::vector<std::size_t>, 3>;

  const Rule& RuleAt(std::size_t index) const { return scenario_.rules[index]; }
  const Candidates& CandidatesFor(const RuleRequest& request);
  void NoteNearMiss(std::size_t index, const RuleRequest& request);
  Duration AgeAt(WallTime now) const { return now - began_.value_or(now); }
  bool IsSpent(std::string_view api_key) const;
  bool HasBudget(std::size_t index, std::string_view api_key) const;
  // Takes one from the rule's budget, or, where the last rule goes on, counts that it did.
  bool Pay(std::size_t index, std::string_view api_key, bool goes_on);
  std::optional<FiredRule> FireIfPaid(std::size_t index, std::string_view api_key, bool goes_on);
  std::vector<Fault> Decided(const std::vector<Fault>& faults);
  bool Repeats(std::size_t index, std::string_view api_key) const;
  // Why a rule is not met; empty where it is.
  std::string WhyUnmet(std::size_t index) const;
  std::string NearestText(std::size_t index) const;
  std::string Label(std::size_t index) const;
  Json RuleStatus(std::size_t index) const;

  std::optional<std::string> only_key_;
  Scenario scenario_;
  std::vector<RuleState> states_;
  std::vector<std::size_t> accept_rules_{};
  std::map<std::string, Candidates, std::less<>> candidates_{};  // By path, as they come.
  std::mt19937_64 random_;
  std::optional<WallTime> began_{};  // With the first request,
  std::optional<WallTime>
      began_to_accept_{};  // and for rules of connections with the first of them.
  std::uint64_t requests_ = 0;
  std::uint64_t connections_ = 0;
  std::vector<std::string> unexpected_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_SCENARIO_PLAY_H_
