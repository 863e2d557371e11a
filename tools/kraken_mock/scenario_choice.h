// Which faults the server plays: those of a file, or a built-in scenario.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_SCENARIO_CHOICE_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_SCENARIO_CHOICE_H_

#include "kraken/mock/scenario.h"
#include "tools/command_line/failure.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {

// The file of this name, where there is one; else the built-in scenario of this name.
Outcome<mock::Scenario> ChooseScenario(const GivenText& given);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_SCENARIO_CHOICE_H_
