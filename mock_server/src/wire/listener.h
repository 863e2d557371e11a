// The network side of the server: accepts connections, reads requests, writes replies.
//
// This header hides the HTTP library; only the .cc files of this folder include it.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_LISTENER_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_LISTENER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "kraken/protocol/clock.h"
#include "mock_server/src/wire/responder.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX.

namespace kraken::mock {

struct ListenerOptions {
  std::string host = "127.0.0.1";
  int port = 0;                                     // 0: any free one.
  std::size_t max_body = 1U << 20U;                 // Larger bodies are answered with 413.
  std::size_t max_connections = 1'000;              // Beyond it the longest idle one is closed.
  Duration idle_timeout = std::chrono::minutes(5);  // Real time, whatever the clock.
  // With it TLS is spoken too, with those who begin so. It must not change any more.
  std::shared_ptr<ssl_ctx_st> tls{};
};

class Listener final {
 public:
  // Listens when it returns; throws std::runtime_error naming address and reason where it cannot.
  // `responder` and `clock` must outlive it; delays are waited on `clock`.
  Listener(const ListenerOptions& options, Responder& responder, Clock& clock);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int port() const;
  // Whether only this machine can reach it.
  bool on_loopback() const;

  // Closes the connections that hold an answer back, whose time may not come any more: the clock
  // was set back.
  void EndDelays();
  // Closes every connection, ends every delay, and joins the threads, whatever clients hold open.
  // It takes a few milliseconds, and about 0.2 ms for each connection, since each has a thread to
  // end. Idempotent.
  void Stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_LISTENER_H_
