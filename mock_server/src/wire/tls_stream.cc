#include "mock_server/src/wire/tls_stream.h"

#include <cerrno>
#include <chrono>
#include <new>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace kraken::mock {
namespace {

// A client's request comes right behind the end of its handshake, to which we have nothing to say.
// Many wait until it is acknowledged, which the system puts off by 40 ms.
void AcknowledgeAtOnce(int socket) {
#ifdef TCP_QUICKACK
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &yes, sizeof(yes));
#else
  static_cast<void>(socket);
#endif
}

}  // namespace

void TlsStream::Deleter::operator()(ssl_st* ssl) const { SSL_free(ssl); }

TlsStream::TlsStream(int socket, ssl_ctx_st& context)
    : Stream(socket), bio_socket_{.socket = socket}, ssl_(SSL_new(&context)) {
  if (ssl_ == nullptr) throw std::bad_alloc();
  bio_st* const bio = NewSocketBio(bio_socket_);
  SSL_set_bio(ssl_.get(), bio, bio);  // Owns it.
  // What Write() answers is what has left, record by record.
  SSL_set_mode(ssl_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_RELEASE_BUFFERS);
}

bool TlsStream::Accept(Duration limit) {
  bio_socket_.deadline = std::chrono::steady_clock::now() + limit;
  ERR_clear_error();  // The thread's: what is left of another connection would count as ours.
  const bool accepted = SSL_accept(ssl_.get()) == 1;
  bio_socket_.deadline.reset();
  AcknowledgeAtOnce(socket());
  return accepted;
}

ssize_t TlsStream::Read(std::span<char> buffer) {
  ERR_clear_error();
  std::size_t count = 0;
  const int result = SSL_read_ex(ssl_.get(), buffer.data(), buffer.size(), &count);
  if (result == 1) return static_cast<ssize_t>(count);
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_ZERO_RETURN:
      SSL_shutdown(ssl_.get());  // It has said goodbye, and may wait for ours.
      return 0;
    case SSL_ERROR_WANT_READ:
      errno = EAGAIN;
      return -1;
    default:
      errno = EPROTO;  // Whatever it was, it was no timeout.
      return -1;
  }
}

std::size_t TlsStream::Write(std::string_view bytes) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    const std::string_view rest = bytes.substr(written);
    std::size_t count = 0;
    ERR_clear_error();
    if (SSL_write_ex(ssl_.get(), rest.data(), rest.size(), &count) != 1) break;
    written += count;
  }
  return written;
}

void TlsStream::EndWriting() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  ::shutdown(socket(), SHUT_WR);
}

}  // namespace kraken::mock
