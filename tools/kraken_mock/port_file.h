// The file through which a program that started the server learns its port.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_PORT_FILE_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_PORT_FILE_H_

#include "tools/command_line/failure.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {

// Takes away what an earlier server left, lest its port be taken for this one's.
Outcome<void> RemoveOldPortFile(const GivenText& file);

// "8080\n". Written beside it and renamed: who sees the file sees all of it.
Outcome<void> WritePortFile(const GivenText& file, int port);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_PORT_FILE_H_
