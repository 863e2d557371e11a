#include "mock_server/src/wire/socket_bio.h"

#include <cerrno>
#include <cstddef>
#include <memory>
#include <new>

#include <openssl/bio.h>
#include <sys/socket.h>

namespace kraken::mock {
namespace {

using std::chrono::steady_clock;

bool HasTimedOut(ssize_t count) { return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK); }

int ReadFromSocket(BIO* bio, char* buffer, int size) {
  BIO_clear_retry_flags(bio);
  const auto& peer = *static_cast<const BioSocket*>(BIO_get_data(bio));
  ssize_t count = -1;
  do {
    count = ::recv(peer.socket, buffer, static_cast<std::size_t>(size), 0);
  } while (count < 0 && errno == EINTR);
  if (HasTimedOut(count)) BIO_set_retry_read(bio);
  if (count > 0 && peer.deadline && steady_clock::now() > *peer.deadline) return -1;
  return static_cast<int>(count);
}

int WriteToSocket(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const auto& peer = *static_cast<const BioSocket*>(BIO_get_data(bio));
  ssize_t count = -1;
  do {
    count = ::send(peer.socket, bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  } while (count < 0 && errno == EINTR);
  if (HasTimedOut(count)) BIO_set_retry_write(bio);
  return static_cast<int>(count);
}

// Nothing is held back here, so flushing succeeds; of the rest OpenSSL needs no answer.
long ControlSocket(BIO* /*bio*/, int command, long /*number*/,  // NOLINT(google-runtime-int)
                   void* /*pointer*/) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

struct MethodDeleter {
  void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
};
using Method = std::unique_ptr<BIO_METHOD, MethodDeleter>;

Method MakeSocketMethod() {
  Method method(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "kraken socket"));
  if (method == nullptr) throw std::bad_alloc();
  BIO_meth_set_read(method.get(), ReadFromSocket);
  BIO_meth_set_write(method.get(), WriteToSocket);
  BIO_meth_set_ctrl(method.get(), ControlSocket);
  return method;
}

}  // namespace

bio_st* NewSocketBio(BioSocket& socket) {
  static const Method kMethod = MakeSocketMethod();
  BIO* const bio = BIO_new(kMethod.get());
  if (bio == nullptr) throw std::bad_alloc();
  BIO_set_data(bio, &socket);
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace kraken::mock
