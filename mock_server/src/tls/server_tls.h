// What a server needs to speak TLS, from what its options say of it.
#ifndef KRAKEN_MOCK_SERVER_SRC_TLS_SERVER_TLS_H_
#define KRAKEN_MOCK_SERVER_SRC_TLS_SERVER_TLS_H_

#include <memory>
#include <string>

#include "kraken/mock/tls.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX.

namespace kraken::mock {

struct ServerTls {
  std::shared_ptr<ssl_ctx_st> context{};
  std::string ca_file{};
};

// Throws std::runtime_error with the whole message where it cannot.
ServerTls SetUpTls(const TlsOptions& options, WallTime now);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TLS_SERVER_TLS_H_
