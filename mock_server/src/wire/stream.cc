#include "mock_server/src/wire/stream.h"

#include <cerrno>

#include <sys/socket.h>

namespace kraken::mock {

ssize_t PlainStream::Read(std::span<char> buffer) {
  for (;;) {
    const ssize_t count = ::recv(socket(), buffer.data(), buffer.size(), 0);
    if (count >= 0 || errno != EINTR) return count;
  }
}

std::size_t PlainStream::Write(std::string_view bytes) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    const std::string_view rest = bytes.substr(written);
    const ssize_t count = ::send(socket(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (count > 0) {
      written += static_cast<std::size_t>(count);
    } else if (errno != EINTR) {
      break;
    }
  }
  return written;
}

void PlainStream::EndWriting() { ::shutdown(socket(), SHUT_WR); }

}  // namespace kraken::mock
