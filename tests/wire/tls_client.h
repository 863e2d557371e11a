// A client that speaks TLS, by OpenSSL: an HTTP client of its own would hide how connections begin
// and end.
#ifndef KRAKEN_TESTS_WIRE_TLS_CLIENT_H_
#define KRAKEN_TESTS_WIRE_TLS_CLIENT_H_

#include <memory>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

#include "mock_server/src/wire/socket_bio.h"
#include "tests/wire/raw_client.h"

namespace kraken::mock {

struct TlsClientOptions {
  std::string protocols{};  // For ALPN, each after its length: "\x02h2".
  int oldest = 0;           // TLS1_2_VERSION; 0: OpenSSL's own choice, as below.
  int newest = 0;
  bool trusts_nobody = false;
};

// It trusts everybody, or nobody. A read gives up after 30 s.
class TlsClient final {
 public:
  explicit TlsClient(int port, const TlsClientOptions& options = {});
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  // Whether the two have agreed; with whom nothing is agreed, nothing can be sent.
  bool connected() const { return connected_; }
  std::string version() const { return SSL_get_version(ssl_.get()); }
  std::string protocol() const;  // What ALPN chose.

  bool Send(std::string_view bytes);
  RawReply Read();
  RawReply Ask(std::string_view bytes);
  // All that comes until the end; `said_goodbye` then tells whether it was announced.
  std::string ReadToEnd();
  bool said_goodbye() const { return said_goodbye_; }

  // Announces that it will send no more, and waits for the server to say the same. Whether it does.
  bool Part();
  // Leaves with a reset in place of a goodbye.
  void Reset();

 private:
  struct Deleter {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };

  bool ReadMore();

  BioSocket socket_;
  std::unique_ptr<SSL_CTX, Deleter> context_;
  std::unique_ptr<SSL, Deleter> ssl_;
  bool connected_ = false;
  bool said_goodbye_ = false;
  std::string unread_{};
};

// What a client says first.
std::string ClientHello();

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_WIRE_TLS_CLIENT_H_
