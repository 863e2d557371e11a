// A socket as OpenSSL reads and writes it.
//
// OpenSSL's own socket BIO writes with write(), which raises SIGPIPE where the client has gone, in
// a process whose signals are not ours.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_SOCKET_BIO_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_SOCKET_BIO_H_

#include <chrono>
#include <optional>

struct bio_st;  // OpenSSL's BIO.

namespace kraken::mock {

struct BioSocket {
  int socket = -1;
  // What comes later than this counts as an error; none: whenever it comes.
  std::optional<std::chrono::steady_clock::time_point> deadline{};
};

// Reads and writes `socket`, which must outlive it and is not closed. After the socket's own
// timeout OpenSSL asks for another try. Throws std::bad_alloc.
bio_st* NewSocketBio(BioSocket& socket);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_SOCKET_BIO_H_
