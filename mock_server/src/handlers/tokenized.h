// Tokenized assets, of which the mock has none. Source: docs.kraken.com, "Get Asset Info" and
// "Get Tradable Asset Pairs".
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_TOKENIZED_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_TOKENIZED_H_

#include <string_view>

#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/handler.h"

namespace kraken::mock {

// Whether the parameter `field` asks for them.
Result<bool> AsksForTokenized(const Arguments& arguments, std::string_view field);
// `{}`, or a refusal that names what was asked for.
HandlerResult NothingTokenized(std::string_view asked, std::string_view error);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_TOKENIZED_H_
