// What kraken-mock can tell about itself without serving: --list-scenarios and --help-quirks.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_REFERENCE_LISTS_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_REFERENCE_LISTS_H_

#include <ostream>

namespace kraken::tools {

void PrintScenarios(std::ostream& out);
void PrintQuirks(std::ostream& out);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_REFERENCE_LISTS_H_
