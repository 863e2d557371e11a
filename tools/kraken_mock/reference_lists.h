// What kraken-mock can tell about itself without serving: --list-endpoints, --list-scenarios and
// --help-quirks, for people or, with --json, for programs.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_REFERENCE_LISTS_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_REFERENCE_LISTS_H_

#include <ostream>

#include "kraken/protocol/json.h"

namespace kraken::tools {

// Every endpoint of Kraken, whether it is answered or not.
void PrintEndpoints(std::ostream& out);
Json EndpointList();

void PrintScenarios(std::ostream& out);
Json ScenarioList();

void PrintQuirks(std::ostream& out);
Json QuirkList();

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_REFERENCE_LISTS_H_
