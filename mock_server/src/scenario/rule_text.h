// A rule's terms, as people read them.
#ifndef KRAKEN_MOCK_SERVER_SRC_SCENARIO_RULE_TEXT_H_
#define KRAKEN_MOCK_SERVER_SRC_SCENARIO_RULE_TEXT_H_

#include <optional>
#include <string>

#include "kraken/mock/scenario.h"

namespace kraken::mock {

// "unnamed" where it has no name.
std::string NameOf(const Scenario& scenario);
// " (endpoint AddOrder, number 1, at reply, 2 times)". `only_key`: the key whose scenario it is in.
std::string TermsOf(const Rule& rule, const std::optional<std::string>& only_key);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_SCENARIO_RULE_TEXT_H_
