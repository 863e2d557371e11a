// --check: says what is wrong with the files, and serves nothing.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_CHECK_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_CHECK_H_

#include "tools/command_line/failure.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {

// Prints on stdout what the files hold; or each mistake on stderr, and answers kBadData. Nothing is
// written and nothing listens.
ExitCode Check(const Settings& settings);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_CHECK_H_
