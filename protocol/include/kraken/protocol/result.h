// Result<T>: a value, or the Error that a remote or an input caused.
//
// It has std::expected's member names, so that it can become an alias of the standard type once
// the compilers we support have it. The caller's own mistakes are exceptions, not results.
//
//   Result<Secret> secret = Secret::FromBase64(text);
//   if (!secret) return tl::unexpected(secret.error());
//   Use(*secret);
#ifndef KRAKEN_PROTOCOL_RESULT_H_
#define KRAKEN_PROTOCOL_RESULT_H_

#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "kraken/protocol/error.h"

namespace kraken {

template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

using Status = Result<void>;

// Makes the failing half of any Result: `return Fail(ErrorKind::kMalformed, "nonce is empty");`.
inline tl::unexpected<Error> Fail(Error error) { return tl::unexpected<Error>(std::move(error)); }
inline tl::unexpected<Error> Fail(ErrorKind kind, std::string message) {
  return Fail(Error{.kind = kind, .message = std::move(message)});
}

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_RESULT_H_
