// Whether a request is one that a rule means, and if not, why not.
#ifndef KRAKEN_MOCK_SERVER_SRC_SCENARIO_RULE_MATCH_H_
#define KRAKEN_MOCK_SERVER_SRC_SCENARIO_RULE_MATCH_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "kraken/mock/scenario.h"
#include "kraken/protocol/clock.h"
#include "kraken/protocol/params.h"

namespace kraken::mock {

// A request as rules see it. `caller` is the API key, or the peer address on public calls.
struct RuleRequest {
  std::string_view endpoint{};  // Its name and its path; empty where it is unknown.
  std::string_view path{};
  std::string_view caller{};
  std::string_view api_key{};    // Empty on public calls.
  std::uint64_t occurrence = 0;  // From Script::Count().
  const Params* params = nullptr;
  WallTime now{};
};

// What a rule asks, in the order in which it is looked at.
enum class Condition : std::uint8_t { kEndpoint, kKey, kCount, kBetween, kParams, kNone };

// Whether `name` fits a pattern in which `*` stands for any characters.
bool MatchesPattern(std::string_view pattern, std::string_view name);
// Whether an endpoint fits a rule's pattern, which stands for its name or, where it begins with
// "/", for its path: "/0/private/*".
bool MatchesEndpoint(std::string_view pattern, std::string_view name, std::string_view path);
// Whether the nth call of its kind is one of those that the rule means.
bool MatchesCount(const RuleMatch& when, std::uint64_t occurrence);
bool MatchesAge(const RuleMatch& when, Duration age);
bool IsPerKey(const RuleMatch& when);
// Whether the rule is about connections that are accepted, and not about requests.
bool IsOfConnections(const Rule& rule);

// The first condition that a request does not meet whose endpoint fits; none of them where it is
// one that the rule means. `age` is the time since the scenario's first request.
Condition FirstUnmet(const RuleMatch& when, const RuleRequest& request, Duration age);
// "its pair is ETHUSD, not XBTUSD"; empty where there is no more to say than that.
std::string Difference(Condition unmet, const RuleMatch& when, const RuleRequest& request,
                       Duration age);
// "AddOrder, call 2 of key 5c2b9f0e1d3a"
std::string NameOfRequest(const RuleRequest& request);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_SCENARIO_RULE_MATCH_H_
