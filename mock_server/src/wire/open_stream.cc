#include "mock_server/src/wire/open_stream.h"

#include <cerrno>
#include <optional>

#include <sys/socket.h>

#include "mock_server/src/wire/tls_stream.h"

namespace kraken::mock {
namespace {

using State = ConnectionTable::State;

// No request begins with it: it is no character of a method.
constexpr char kHandshakeRecord = '\x16';  // RFC 8446 §5.1

// The first byte of a connection, left where it is; none where none comes.
std::optional<char> PeekByte(int socket) {
  char first = 0;
  ssize_t count = -1;
  do {
    count = ::recv(socket, &first, 1, MSG_PEEK);
  } while (count < 0 && errno == EINTR);
  return count == 1 ? std::optional(first) : std::nullopt;
}

}  // namespace

std::unique_ptr<Stream> OpenStream(const ConnectionContext& context,
                                   ConnectionTable::Handle connection) {
  const int socket = connection->socket;
  if (context.tls == nullptr) return std::make_unique<PlainStream>(socket);

  context.table.Become(connection, State::kIdle);
  const std::optional<char> first = PeekByte(socket);
  if (!first) return nullptr;
  if (*first != kHandshakeRecord) return std::make_unique<PlainStream>(socket);

  if (!context.table.Become(connection, State::kReceiving)) return nullptr;
  auto stream = std::make_unique<TlsStream>(socket, *context.tls);
  if (const Status accepted = stream->Accept(context.request_timeout); !accepted) {
    // Of one that we ended ourselves there is nothing to tell.
    if (connection->leave.stop_requested()) return nullptr;
    context.responder.OnHandshakeFailed(accepted.error().message);
    return nullptr;
  }
  return stream;
}

}  // namespace kraken::mock
