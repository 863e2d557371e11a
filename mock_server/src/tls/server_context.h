// How the server speaks TLS, as OpenSSL wants to be told.
#ifndef KRAKEN_MOCK_SERVER_SRC_TLS_SERVER_CONTEXT_H_
#define KRAKEN_MOCK_SERVER_SRC_TLS_SERVER_CONTEXT_H_

#include <memory>

#include "kraken/mock/tls.h"
#include "mock_server/src/tls/certificate.h"

namespace kraken::mock {

// TLS 1.2 and later (but for TlsFault::kTls10), HTTP/1.1, no sessions to resume. Connections share
// it, and nothing of it changes any more.
std::shared_ptr<SSL_CTX> MakeServerContext(const Identity& identity, TlsFault fault);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TLS_SERVER_CONTEXT_H_
