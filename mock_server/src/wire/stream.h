// Bytes to and from a client, whatever carries them.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_STREAM_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_STREAM_H_

#include <cstddef>
#include <span>
#include <string_view>

#include <sys/types.h>

namespace kraken::mock {

// For one thread. The socket is the connection table's: it is not closed here.
class Stream {
 public:
  explicit Stream(int socket) : socket_(socket) {}
  virtual ~Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Waits as long as the socket's own timeout lets it; a signal does not end it. How many bytes
  // came: 0 where the client has ended, -1 with errno where it failed, EAGAIN after the timeout.
  virtual ssize_t Read(std::span<char> buffer) = 0;
  // How many bytes the system has taken; fewer than all where the client is gone or does not read.
  virtual std::size_t Write(std::string_view bytes) = 0;
  // Tells the client that nothing more will come. What it sends can still be read.
  virtual void EndWriting() = 0;

  int socket() const { return socket_; }

 private:
  const int socket_;
};

// As the bytes are.
class PlainStream final : public Stream {
 public:
  using Stream::Stream;

  ssize_t Read(std::span<char> buffer) override;
  std::size_t Write(std::string_view bytes) override;
  void EndWriting() override;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_STREAM_H_
