// Which variants a scenario's text makes.
#ifndef KRAKEN_MOCK_SERVER_SRC_SCENARIO_SCENARIO_VARIANTS_H_
#define KRAKEN_MOCK_SERVER_SRC_SCENARIO_SCENARIO_VARIANTS_H_

#include <string>
#include <string_view>
#include <vector>

namespace kraken::mock {

// What stands in their brackets; empty where it has no matrix, or none that can be read.
std::vector<std::string> ScenarioVariants(std::string_view json_text);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_SCENARIO_SCENARIO_VARIANTS_H_
