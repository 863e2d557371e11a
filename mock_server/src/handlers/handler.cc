#include "mock_server/src/handlers/handler.h"

#include <utility>

namespace kraken::mock {

tl::unexpected<Error> Refusal(std::string_view api_error, std::string why) {
  return Fail(Error{
      .kind = ErrorKind::kApi, .message = std::move(why), .api_errors = {std::string(api_error)}});
}

}  // namespace kraken::mock
