#include "mock_server/src/wire/accept_loop.h"

#include <fcntl.h>
#include <httplib.h>
#include <netdb.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <sys/socket.h>
#include <sys/time.h>

#include "mock_server/src/wire/address.h"

namespace kraken::mock {
namespace {

constexpr int kBacklog = 1'024;  // httplib 0.11 asks for 5: the sixth of a burst would be refused.
constexpr int kLastPort = 65'535;

struct Advice {
  int error;
  std::string_view text;
};

constexpr auto kAdvice = std::to_array<Advice>({
    {EADDRINUSE, "; end the program that has it, or choose another port: port 0 takes a free one"},
    {EACCES, "; ports below 1024 need privileges: choose a higher one, or 0 for a free one"},
    {EADDRNOTAVAIL, "; this machine has no such address: use 127.0.0.1, ::1, 0.0.0.0 or ::"},
});

std::runtime_error CannotListen(const std::string& host, int port, int error) {
  std::string text = "cannot listen on " + HostAndPort(host, port) + ": ";
  text += error == 0 ? "no reason was given" : std::generic_category().message(error);
  const auto* const advice = std::ranges::find(kAdvice, error, &Advice::error);
  if (advice != kAdvice.end()) text += advice->text;
  return std::runtime_error(text);
}

// Lets a server follow at once on one whose connections the system has not quite forgotten.
void AllowReuse(int socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

void SetTimeout(int socket, int which, time_t seconds, time_t microseconds) {
  const timeval timeout{.tv_sec = seconds, .tv_usec = microseconds};
  ::setsockopt(socket, SOL_SOCKET, which, &timeout, sizeof(timeout));
}

// Runs each task at once: httplib's tasks are accepted sockets, and ours is the thread they come
// on.
class InlineQueue final : public httplib::TaskQueue {
 public:
  // Nothing in versions before 0.15, a bool in later ones.
  using Enqueued = decltype(std::declval<httplib::TaskQueue&>().enqueue(nullptr));

  Enqueued enqueue(std::function<void()> task) override {
    task();
    return static_cast<Enqueued>(true);
  }
  void shutdown() override {}
};

// httplib's server sets SIGPIPE to be ignored, in a process that is not ours; we send with
// MSG_NOSIGNAL and do not need it.
class KeptSigpipe final {
 public:
  KeptSigpipe() { ::sigaction(SIGPIPE, nullptr, &before_); }
  ~KeptSigpipe() { ::sigaction(SIGPIPE, &before_, nullptr); }
  KeptSigpipe(const KeptSigpipe&) = delete;
  KeptSigpipe& operator=(const KeptSigpipe&) = delete;

 private:
  struct sigaction before_ {};
};

}  // namespace

class AcceptLoop::HttplibServer final : public httplib::Server {
 public:
  HttplibServer(Duration timeout, OnAccept on_accept) : on_accept_(std::move(on_accept)) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timeout);
    const auto rest = std::chrono::duration_cast<std::chrono::microseconds>(timeout - seconds);
    set_read_timeout(seconds.count(), rest.count());
    set_write_timeout(seconds.count(), rest.count());
    set_tcp_nodelay(true);  // Accepted sockets inherit it. Without it replies may take 40 ms.
    new_task_queue = [] { return new InlineQueue; };
  }

  void Listen(const std::string& host, int port) {
    // In place of SO_REUSEPORT, which lets two servers have one port without either knowing. A
    // free port is asked for without: the system may else give it to two at once.
    set_socket_options([port](socket_t socket) {
      if (port != 0) AllowReuse(socket);
    });
    errno = 0;
    port_ = port;
    if (port == 0) {
      port_ = bind_to_any_port(host, AI_NUMERICHOST);
    } else if (!bind_to_port(host, port, AI_NUMERICHOST)) {
      port_ = -1;
    }
    if (port_ < 0) throw CannotListen(host, port, errno);
    AllowReuse(svr_sock_);
    // It listens already; Linux lets it do so again, with more room.
    ::listen(svr_sock_, kBacklog);
    kept_ = ::fcntl(svr_sock_, F_DUPFD_CLOEXEC, 0);
    if (kept_ < 0) throw CannotListen(host, port_, errno);
    thread_ = std::thread([this] { Accept(); });
  }

  // Not Server::stop(): before the loop has begun that one does nothing in 0.11, and it closes the
  // descriptor while the loop may still be about to accept on it.
  void Stop() {
    const std::lock_guard lock(stopping_);
    if (!thread_.joinable()) return;
    stopped_ = true;
    const socket_t httplibs = svr_sock_.exchange(INVALID_SOCKET);  // Ends its loop at an error.
    ::shutdown(kept_, SHUT_RDWR);  // Ends accept() on every descriptor of this socket.
    thread_.join();
    if (!closed_by_httplib_) ::close(httplibs);
    ::close(kept_);
  }

  int port() const { return port_; }

 private:
  // httplib's loop takes some errors for final: a client that left in between (ECONNABORTED), a
  // system without files or memory. For a server that must outlive its clients none is.
  void Accept() {
    if (!stopped_) closed_by_httplib_ = !listen_after_bind();
    while (!stopped_) {
      const int socket = ::accept4(kept_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket >= 0) {
        SetTimeout(socket, SO_RCVTIMEO, read_timeout_sec_, read_timeout_usec_);
        SetTimeout(socket, SO_SNDTIMEO, write_timeout_sec_, write_timeout_usec_);
        on_accept_(socket);
      } else if (errno != EINTR && !stopped_) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));  // The trouble may pass.
      }
    }
  }

  // Is private and virtual in the base class, and called for each accepted socket.
  bool process_and_close_socket(socket_t socket) override {
    ::fcntl(socket, F_SETFD, FD_CLOEXEC);  // 0.11 lets child processes inherit it.
    on_accept_(socket);
    return true;
  }

  const OnAccept on_accept_;
  int port_ = 0;
  int kept_ = -1;  // The listening socket once more: what httplib does with its own is its affair.
  bool closed_by_httplib_ = false;  // The thread's, until it is joined.
  std::atomic<bool> stopped_ = false;
  std::mutex stopping_;
  std::thread thread_;
};

AcceptLoop::AcceptLoop(const std::string& host, int port, Duration timeout, OnAccept on_accept) {
  {
    const KeptSigpipe kept;
    server_ = std::make_unique<HttplibServer>(timeout, std::move(on_accept));
  }
  if (port < 0 || port > kLastPort) {
    throw std::runtime_error("cannot listen on port " + std::to_string(port) +
                             ": ports are 1 to 65535, and 0 takes a free one");
  }
  server_->Listen(host, port);
}

AcceptLoop::~AcceptLoop() { Stop(); }

int AcceptLoop::port() const { return server_->port(); }

void AcceptLoop::Stop() { server_->Stop(); }

}  // namespace kraken::mock
