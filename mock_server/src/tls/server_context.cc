#include "mock_server/src/tls/server_context.h"

#include <string_view>

namespace kraken::mock {
namespace {

// As ALPN has it: each after its length (RFC 7301 §3.1). What we like best comes first.
constexpr std::string_view kProtocols = "\x08http/1.1\x08http/1.0";

const unsigned char* Octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// A client that offers something else only, such as HTTP/2, would be misunderstood.
// NOLINTNEXTLINE(google-readability-function-size,readability-function-size): OpenSSL's signature.
int ChooseProtocol(SSL* /*ssl*/, const unsigned char** chosen, unsigned char* size,
                   const unsigned char* offered, unsigned int offered_size, void* /*argument*/) {
  // Points into one of the two lists, neither of which it writes to.
  auto** const out = const_cast<unsigned char**>(chosen);  // NOLINT: OpenSSL's own signature.
  const int result = SSL_select_next_proto(out, size, Octets(kProtocols), kProtocols.size(),
                                           offered, offered_size);
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void ChooseVersions(SSL_CTX& context, TlsFault fault) {
  if (fault != TlsFault::kTls10) {
    RequireOpenssl(SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION) == 1,
                   "speak TLS 1.2 and later");
    return;
  }
  SSL_CTX_set_security_level(&context, 0);  // TLS 1.0 signs with SHA-1, which no other level does.
  RequireOpenssl(SSL_CTX_set_cipher_list(&context, "DEFAULT:@SECLEVEL=0") == 1 &&
                     SSL_CTX_set_min_proto_version(&context, TLS1_VERSION) == 1 &&
                     SSL_CTX_set_max_proto_version(&context, TLS1_VERSION) == 1,
                 "speak TLS 1.0");
}

}  // namespace

std::shared_ptr<SSL_CTX> MakeServerContext(const Identity& identity, TlsFault fault) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  RequireOpenssl(context != nullptr, "begin");
  ChooseVersions(*context, fault);
  RequireOpenssl(SSL_CTX_use_certificate(context.get(), identity.certificate.get()) == 1 &&
                     SSL_CTX_use_PrivateKey(context.get(), identity.key.get()) == 1,
                 "use the server's certificate");
  // A client that just hangs up has ended, as it would have without TLS.
  SSL_CTX_set_options(context.get(),
                      SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  // None is sent behind the handshake, to clients that may have left.
  RequireOpenssl(SSL_CTX_set_num_tickets(context.get(), 0) == 1, "do without tickets");
  SSL_CTX_set_alpn_select_cb(context.get(), ChooseProtocol, nullptr);
  return context;
}

}  // namespace kraken::mock
