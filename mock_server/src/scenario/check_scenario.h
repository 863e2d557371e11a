// What a scenario built in C++ has to keep to, as the JSON form does by the way it is read.
#ifndef KRAKEN_MOCK_SERVER_SRC_SCENARIO_CHECK_SCENARIO_H_
#define KRAKEN_MOCK_SERVER_SRC_SCENARIO_CHECK_SCENARIO_H_

#include <string_view>

#include "kraken/mock/scenario.h"
#include "kraken/protocol/result.h"

namespace kraken::mock {

// The error names the rule, its member, and what that may be.
Status CheckScenario(const Scenario& scenario);

// What a scenario for one API key has to keep to besides, wherever it comes from: no rule of it may
// be about connections, or about another key.
Status CheckScenarioForKey(const Scenario& scenario, std::string_view api_key);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_SCENARIO_CHECK_SCENARIO_H_
