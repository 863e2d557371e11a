// What the wire needs of the rest of the server: something that answers requests.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_RESPONDER_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_RESPONDER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "kraken/mock/http_message.h"
#include "kraken/mock/journal.h"

namespace kraken::mock {

struct Response {
  Reply reply{};
  std::optional<std::uint64_t> seq{};  // The journal's number; none for what it does not record.
};

// Called from many threads at once.
class Responder {
 public:
  virtual ~Responder() = default;
  Responder() = default;
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;

  // A connection was let in, and ends at once where this says so; it is about to be closed. In
  // pairs, and must not throw.
  virtual std::optional<EndHow> OnConnected() { return std::nullopt; }
  virtual void OnDisconnected() {}
  // Between the two, from the connection's own thread: it was to be TLS, and is not. Must not
  // throw.
  virtual void OnHandshakeFailed(const std::string& /*why*/) {}

  // Decides; does not wait (the wire carries out Reply::delivery).
  virtual Response Respond(HttpRequest request) = 0;
  // The reply with that number has left, or has not.
  virtual void OnSent(std::uint64_t seq, const SentNote& sent) = 0;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_RESPONDER_H_
