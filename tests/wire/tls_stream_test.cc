// What a listener's clients cannot show in time: how long a handshake may take, and what a read
// says that found nothing.
#include "mock_server/src/wire/tls_stream.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "mock_server/src/tls/authority.h"
#include "mock_server/src/tls/server_context.h"
#include "tests/wire/tls_client.h"

namespace kraken::mock {
namespace {

using std::chrono::hours;
using std::chrono::steady_clock;

// Two that are connected.
class SocketPair final {
 public:
  SocketPair() { ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets_.data()); }
  ~SocketPair() {
    for (const int socket : sockets_) ::close(socket);
  }
  SocketPair(const SocketPair&) = delete;
  SocketPair& operator=(const SocketPair&) = delete;

  int one() const { return sockets_[0]; }
  int other() const { return sockets_[1]; }

 private:
  std::array<int, 2> sockets_{};
};

class TlsStreamTest : public ::testing::Test {
 protected:
  TlsStreamTest() {
    const WallTime now = SystemClock().Now();
    context_ = MakeServerContext(MakeServerIdentity(MakeAuthority(now), TlsFault::kNone, now),
                                 TlsFault::kNone);
  }

  int server() const { return sockets_.one(); }
  int client() const { return sockets_.other(); }
  void Say(const std::string& bytes) const {
    ::send(client(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  // How much the server has said, which has ended.
  ssize_t Heard() const {
    ::shutdown(server(), SHUT_WR);
    std::array<char, 4'096> buffer{};
    return ::recv(client(), buffer.data(), buffer.size(), 0);
  }

  const SocketPair sockets_;
  std::shared_ptr<SSL_CTX> context_;
};

TEST_F(TlsStreamTest, AnswersAHelloThatComesInTime) {
  Say(ClientHello());
  ::shutdown(client(), SHUT_WR);
  TlsStream stream(server(), *context_);
  EXPECT_FALSE(stream.Accept(hours(1)));  // The client says no more.
  EXPECT_GT(Heard(), 0);
}

TEST_F(TlsStreamTest, TakesNoHelloThatComesTooLate) {
  Say(ClientHello());
  TlsStream stream(server(), *context_);
  EXPECT_FALSE(stream.Accept(hours(-1)));
  EXPECT_EQ(Heard(), 0);
}

TEST_F(TlsStreamTest, DoesNotWaitLongerThanItsSocket) {
  const timeval soon{.tv_sec = 0, .tv_usec = 1'000};
  ::setsockopt(server(), SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon));
  TlsStream stream(server(), *context_);
  EXPECT_FALSE(stream.Accept(hours(1)));
  std::array<char, 16> buffer{};
  errno = 0;
  EXPECT_EQ(stream.Read(buffer), -1);
  EXPECT_EQ(errno, EAGAIN);
}

TEST_F(TlsStreamTest, CallsNothingATimeoutThatIsNone) {
  Say("\x16 nonsense");
  TlsStream stream(server(), *context_);
  EXPECT_FALSE(stream.Accept(hours(1)));
  std::array<char, 16> buffer{};
  errno = EAGAIN;
  EXPECT_EQ(stream.Read(buffer), -1);
  EXPECT_NE(errno, EAGAIN);
  EXPECT_EQ(stream.Write("anything"), 0U);
}

TEST_F(TlsStreamTest, SocketBioKeepsItsDeadline) {
  BioSocket socket{.socket = server(), .deadline = steady_clock::now() - hours(1)};
  const std::unique_ptr<BIO, int (*)(BIO*)> bio(NewSocketBio(socket), BIO_free);
  std::array<char, 16> buffer{};
  Say("late");
  EXPECT_EQ(BIO_read(bio.get(), buffer.data(), buffer.size()), -1);
  EXPECT_FALSE(BIO_should_retry(bio.get()));
  socket.deadline.reset();
  Say("early");
  EXPECT_EQ(BIO_read(bio.get(), buffer.data(), buffer.size()), 5);
}

TEST_F(TlsStreamTest, SocketBioRaisesNoSignalWhereNobodyReads) {
  const auto before = std::signal(SIGPIPE, SIG_DFL);  // Which would end this process.
  ::shutdown(client(), SHUT_RD);
  BioSocket socket{.socket = server()};
  const std::unique_ptr<BIO, int (*)(BIO*)> bio(NewSocketBio(socket), BIO_free);
  EXPECT_EQ(BIO_write(bio.get(), "hello", 5), -1);
  EXPECT_FALSE(BIO_should_retry(bio.get()));
  std::signal(SIGPIPE, before);
}

}  // namespace
}  // namespace kraken::mock
