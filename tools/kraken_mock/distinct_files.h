// Files that kraken-mock reads and writes must not be one and the same.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_DISTINCT_FILES_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_DISTINCT_FILES_H_

#include "tools/command_line/failure.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {

// Refuses two options that name the same file, by whatever path: a journal would be appended to the
// keys, a port file put in the place of the journal. Refuses what would be read as a fixture, too,
// now or at the next reload, since it lies in a folder of them.
Outcome<void> CheckFilesDiffer(const Settings& settings);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_DISTINCT_FILES_H_
