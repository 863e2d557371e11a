// Whether connections that stall slow the others: a call on a kept connection, with and without 200
// that wait for the rest of their answers.
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <string_view>
#include <system_error>
#include <vector>

#include <arpa/inet.h>
#include <benchmark/benchmark.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "kraken/mock/server.h"

namespace kraken::mock {
namespace {

constexpr std::string_view kCall = "GET /0/public/Time HTTP/1.1\r\nHost: localhost\r\n\r\n";

class Caller final {
 public:
  explicit Caller(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
      throw std::system_error(errno, std::generic_category(), "cannot connect");
    }
  }
  ~Caller() { ::close(socket_); }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  // The answer to Time fits into one segment, and what the stalled ones send of it is its begin.
  void Call() {
    ::send(socket_, kCall.data(), kCall.size(), MSG_NOSIGNAL);
    ::recv(socket_, buffer_.data(), buffer_.size(), 0);
  }

 private:
  const int socket_;
  std::array<char, 4'096> buffer_{};
};

void CallAmidStalledConnections(benchmark::State& state) {
  const auto stalled = static_cast<std::uint64_t>(state.range(0));
  Server server;
  if (stalled > 0) {
    server.SetScenario({.rules = {{.times = stalled, .faults = {StallAnswer{.after_bytes = 10}}}}});
  }
  std::vector<std::unique_ptr<Caller>> callers;
  for (std::uint64_t i = 0; i < stalled; ++i) {
    callers.push_back(std::make_unique<Caller>(server.port()));
    callers.back()->Call();
  }
  Caller caller(server.port());
  for ([[maybe_unused]] auto _ : state) caller.Call();
  server.Stop();
}
BENCHMARK(CallAmidStalledConnections)->Arg(0)->Arg(200)->UseRealTime();

}  // namespace
}  // namespace kraken::mock
