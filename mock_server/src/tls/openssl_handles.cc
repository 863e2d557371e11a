#include "mock_server/src/tls/openssl_handles.h"

#include <stdexcept>
#include <string>

#include <openssl/err.h>

namespace kraken::mock {

void RequireOpenssl(bool worked, std::string_view what) {
  if (worked) return;
  const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
  std::string text = "TLS: OpenSSL cannot " + std::string(what);
  if (reason != nullptr) text.append(": ").append(reason);
  ERR_clear_error();
  throw std::runtime_error(text);
}

}  // namespace kraken::mock
