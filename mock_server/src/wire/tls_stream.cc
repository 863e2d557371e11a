#include "mock_server/src/wire/tls_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <new>
#include <string>
#include <string_view>

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

struct HandshakeFault {
  int reason = 0;
  std::string_view text;
};

// What clients say of a certificate differs; these are what each says most.
constexpr auto kHandshakeFaults = std::to_array<HandshakeFault>({
    {SSL_R_TLSV1_ALERT_UNKNOWN_CA, "the client does not trust the CA; give it the CA file"},
    {SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN,
     "the client does not accept the certificate; does it trust the CA file, and does it ask for "
     "one of the certificate's names?"},
    {SSL_R_SSLV3_ALERT_BAD_CERTIFICATE,
     "the client does not accept the certificate; does it trust the CA file, and does it ask for "
     "one of the certificate's names?"},
    {SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED, "for the client the certificate has expired"},
    {SSL_R_UNSUPPORTED_PROTOCOL, "the client offers no version of TLS that this server speaks"},
    {SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, "the client does not take the version of TLS"},
    {SSL_R_NO_APPLICATION_PROTOCOL, "the client offers other protocols than HTTP/1.1"},
});

// From OpenSSL's queue of errors, which it empties.
std::string WhyNot() {
  const unsigned long error = ERR_peek_last_error();  // NOLINT(google-runtime-int): its own type.
  ERR_clear_error();
  const char* const own_words = ERR_reason_error_string(error);
  if (own_words == nullptr) return "the client left, or took too long";
  const auto* const fault =
      std::ranges::find(kHandshakeFaults, ERR_GET_REASON(error), &HandshakeFault::reason);
  if (fault == kHandshakeFaults.end()) return own_words;
  return std::string(fault->text) + " (" + own_words + ")";
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

Status TlsStream::Accept(Duration limit) {
  bio_socket_.deadline = std::chrono::steady_clock::now() + limit;
  ERR_clear_error();  // The thread's: what is left of another connection would count as ours.
  if (SSL_accept(ssl_.get()) != 1) return Fail(ErrorKind::kTransport, WhyNot());
  bio_socket_.deadline.reset();
  AcknowledgeAtOnce(socket());
  return {};
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
