// The file through which a program that started the server learns its port.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_PORT_FILE_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_PORT_FILE_H_

#include "tools/command_line/failure.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {

// Refuses what is not to be replaced: anything but a file that is empty or holds a port, as an
// earlier server leaves it. Changes nothing, so call it before the server listens.
Outcome<void> CheckPortFile(const GivenText& file);

// "8080\n". Checked again, written beside it and renamed: who sees the file sees all of it.
Outcome<void> WritePortFile(const GivenText& file, int port);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_PORT_FILE_H_
