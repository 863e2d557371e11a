// Bytes that TLS carries, over a socket that blocks.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_TLS_STREAM_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_TLS_STREAM_H_

#include <memory>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/wire/socket_bio.h"
#include "mock_server/src/wire/stream.h"

struct ssl_st;      // OpenSSL's SSL,
struct ssl_ctx_st;  // and its SSL_CTX.

namespace kraken::mock {

class TlsStream final : public Stream {
 public:
  // Many streams share a context, each on its own thread. Throws std::bad_alloc.
  TlsStream(int socket, ssl_ctx_st& context);

  // The server's half of the handshake; comes first. Fails where client and server find nothing in
  // common, where the client finds fault with the server or leaves, where it takes longer than
  // `limit`, and where the socket is shut down meanwhile. The error says which, as far as is known.
  Status Accept(Duration limit);

  ssize_t Read(std::span<char> buffer) override;
  std::size_t Write(std::string_view bytes) override;
  void EndWriting() override;

 private:
  struct Deleter {
    void operator()(ssl_st* ssl) const;
  };

  BioSocket bio_socket_;
  std::unique_ptr<ssl_st, Deleter> ssl_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_TLS_STREAM_H_
