// Files that a program is told to read, byte by byte as they are.
#ifndef KRAKEN_TOOLS_COMMAND_LINE_INPUT_H_
#define KRAKEN_TOOLS_COMMAND_LINE_INPUT_H_

#include <string>

#include "tools/command_line/failure.h"

namespace kraken::tools {

// `what` begins the message of a failure: "--keys keys.json". It is kNoInput, or kBadData for more
// than 16 MiB: a wrong file, or a device that never ends.
Outcome<std::string> ReadInputFile(const std::string& path, const std::string& what);
Outcome<std::string> ReadStandardInput(const std::string& what);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_COMMAND_LINE_INPUT_H_
