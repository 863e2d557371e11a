// An accept() that fails: a client that left in between, a full table of open files.
//
// accept() is this program's own, put before the system's, which nothing else can make fail at
// will.
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "tests/wire/listener_harness.h"

namespace {

std::atomic<int> g_next_error = 0;

int AcceptOrFail(int socket, sockaddr* address, socklen_t* length, int flags) {
  const auto accepted = static_cast<int>(::syscall(SYS_accept4, socket, address, length, flags));
  const int error = accepted < 0 ? 0 : g_next_error.exchange(0);
  if (error == 0) return accepted;
  ::close(accepted);
  errno = error;
  return -1;
}

}  // namespace

// By other names here, since the system's headers declare these two with names of their own.
int AcceptInstead(int socket, sockaddr* address, socklen_t* length) __asm__("accept");
int Accept4Instead(int socket, sockaddr* address, socklen_t* length, int flags) __asm__("accept4");

int AcceptInstead(int socket, sockaddr* address, socklen_t* length) {
  return AcceptOrFail(socket, address, length, 0);
}

int Accept4Instead(int socket, sockaddr* address, socklen_t* length, int flags) {
  return AcceptOrFail(socket, address, length, flags);
}

namespace kraken::mock {
namespace {

class AcceptFailure : public ListenerHarness, public ::testing::WithParamInterface<int> {};

TEST_P(AcceptFailure, CostsOneClientAndNotTheServer) {
  g_next_error = GetParam();
  EXPECT_EQ(RawClient(port()).Ask(Get("/")).status, 0);
  EXPECT_EQ(g_next_error, 0) << "accept() has failed";
  EXPECT_EQ(RawClient(port()).Ask(Get("/")).status, 200);
  listener_->Stop();
}

INSTANTIATE_TEST_SUITE_P(Errors, AcceptFailure,
                         ::testing::Values(ECONNABORTED, ENFILE, ENOMEM, EPROTO, EMFILE, EINTR));

}  // namespace
}  // namespace kraken::mock
