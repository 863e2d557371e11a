// Runs the server until SIGINT or SIGTERM; SIGHUP has it read its files again.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_SERVE_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_SERVE_H_

#include "tools/command_line/failure.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {

// Returns once it was told to stop and has stopped. These signals end the process at once while
// files are read; then they are blocked for all of it, so call it before any thread is started.
Outcome<void> Serve(const Settings& settings);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_SERVE_H_
