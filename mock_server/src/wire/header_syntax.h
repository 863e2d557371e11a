// What may stand in a header (RFC 9110 §5), for requests that come and replies that go.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_HEADER_SYNTAX_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_HEADER_SYNTAX_H_

#include <string_view>
#include <vector>

#include "kraken/mock/http_message.h"

namespace kraken::mock {

// Letters, digits and !#$%&'*+-.^_`|~, at least one.
bool IsToken(std::string_view text);
// Anything but control characters; the tabulator is allowed. Bytes above 127 pass.
bool IsFieldValue(std::string_view text);

// Whether the comma-separated lists of all headers of that name hold `token`, case ignored.
bool ListsToken(const std::vector<Header>& headers, std::string_view name, std::string_view token);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_HEADER_SYNTAX_H_
