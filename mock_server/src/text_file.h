// A file of the user's, as one text.
#ifndef KRAKEN_MOCK_SERVER_SRC_TEXT_FILE_H_
#define KRAKEN_MOCK_SERVER_SRC_TEXT_FILE_H_

#include <string>

#include "kraken/protocol/result.h"

namespace kraken::mock {

// The error begins with the path and says what to do.
Result<std::string> ReadTextFile(const std::string& path);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TEXT_FILE_H_
