// Listens on a port and accepts connections, by means of httplib::Server.
//
// What we take of that class is what is the same in all its versions: binding, socket options, the
// accept loop. Requests are read and replies written by our own code, since there the versions
// differ in what clients see: 0.11 decodes percent signs in headers, lets through two
// Content-Lengths, bodies over the limit and any number of headers, and loses pipelined requests;
// later ones close the connection after every error status, and all of them refuse methods they do
// not know, answer Range and Accept-Encoding by changing the body, and sort the reply's headers.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_ACCEPT_LOOP_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_ACCEPT_LOOP_H_

#include <functional>
#include <memory>
#include <string>

#include "kraken/protocol/clock.h"

namespace kraken::mock {

class AcceptLoop final {
 public:
  // Is called on the accepting thread, in order, and owns the socket. It may wait; until it
  // returns, further connections wait in the backlog. Must not throw.
  using OnAccept = std::function<void(int socket)>;

  // `host` is numeric. Reads and writes of accepted sockets give up after `timeout`. Listens when
  // it returns; throws std::runtime_error naming address and reason where it cannot.
  AcceptLoop(const std::string& host, int port, Duration timeout, OnAccept on_accept);
  ~AcceptLoop();
  AcceptLoop(const AcceptLoop&) = delete;
  AcceptLoop& operator=(const AcceptLoop&) = delete;

  int port() const;
  // Accepts no more, and joins the accepting thread. Not for that thread itself.
  void Stop();

 private:
  class HttplibServer;
  std::unique_ptr<HttplibServer> server_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_ACCEPT_LOOP_H_
