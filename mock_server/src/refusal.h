// How rules say no.
#ifndef KRAKEN_MOCK_SERVER_SRC_REFUSAL_H_
#define KRAKEN_MOCK_SERVER_SRC_REFUSAL_H_

#include <string>
#include <string_view>
#include <utility>

#include "kraken/protocol/result.h"

namespace kraken::mock {

// Kraken's string for the client, and for the journal the reason:
// `return Refusal("EQuery:Unknown asset pair", "no pair is called \"XBTUDS\"; …");`
inline tl::unexpected<Error> Refusal(std::string_view api_error, std::string why) {
  return Fail(Error{
      .kind = ErrorKind::kApi, .message = std::move(why), .api_errors = {std::string(api_error)}});
}

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_REFUSAL_H_
