// Headers whose values are lists of tokens (RFC 9110 §5.6.1), as Connection is.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_HEADER_SYNTAX_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_HEADER_SYNTAX_H_

#include <string_view>
#include <vector>

#include "kraken/mock/http_message.h"

namespace kraken::mock {

// Whether the comma-separated lists of all headers of that name hold `token`, case ignored.
bool ListsToken(const std::vector<Header>& headers, std::string_view name, std::string_view token);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_HEADER_SYNTAX_H_
