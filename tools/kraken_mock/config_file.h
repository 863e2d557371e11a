// --config FILE: the options as a JSON object, so that a project can keep them beside its tests.
//
//   { "port": 8080, "quirk": ["lockout-after=3"], "keys": "keys.json" }  // Paths begin at the
//   file.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_CONFIG_FILE_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_CONFIG_FILE_H_

#include "tools/command_line/failure.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {

// What the file says, every text of it found right by its option. The failure is its first mistake:
// "config.json: line 3: prot: no such option; did you mean "port"?"
Outcome<GivenTexts> ReadConfigFile(const GivenText& file);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_CONFIG_FILE_H_
