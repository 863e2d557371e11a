#include "bench/load/load_client.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "kraken/protocol/signing.h"

namespace kraken::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Connection {
  explicit Connection(const Credentials& credentials)
      : api_key(credentials.api_key), key(credentials.secret) {}

  std::string api_key;
  SigningKey key;
  int socket = -1;
  std::string received{};
  SteadyClock::time_point sent_at{};
  std::uint64_t served = 0;
};

void Check(bool fine, const char* what) {
  if (!fine) throw std::runtime_error(what + (": " + std::generic_category().message(errno)));
}

int Connect(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Check(socket >= 0, "socket");
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const void* generic = &address;
  Check(::connect(socket, static_cast<const sockaddr*>(generic), sizeof(address)) == 0, "connect");
  return socket;
}

void SendNext(Connection& connection, std::uint64_t nonce) {
  const std::string nonce_text = std::to_string(nonce);
  const std::string body = "nonce=" + nonce_text;
  constexpr std::string_view kPath = "/0/private/Balance";
  std::string request = "POST /0/private/Balance HTTP/1.1\r\nHost: 127.0.0.1\r\nAPI-Key: ";
  request += connection.api_key;
  request += "\r\nAPI-Sign: ";
  request += Sign(connection.key, kPath, nonce_text, body).signature;
  request += "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ";
  request += std::to_string(body.size()) + "\r\n\r\n" + body;
  connection.received.clear();
  connection.sent_at = SteadyClock::now();
  const ssize_t sent = ::send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL);
  Check(sent == static_cast<ssize_t>(request.size()), "send");
}

// Whether the whole answer is there. Both servers write Content-Length, in this letter case.
bool IsWhole(const std::string& received) {
  const std::size_t head_end = received.find("\r\n\r\n");
  if (head_end == std::string::npos) return false;
  constexpr std::string_view kLength = "Content-Length: ";
  const std::size_t length_at = received.find(kLength);
  if (length_at == std::string::npos) throw std::runtime_error("an answer has no Content-Length");
  const std::size_t length = std::stoul(received.substr(length_at + kLength.size(), 10));
  return received.size() >= head_end + 4 + length;
}

bool IsSuccess(const std::string& received) {
  return received.starts_with("HTTP/1.1 200") &&
         received.find(R"({"error":[],)") != std::string::npos;
}

void Receive(Connection& connection) {
  std::array<char, 4096> buffer{};
  const ssize_t got = ::recv(connection.socket, buffer.data(), buffer.size(), 0);
  if (got <= 0) throw std::runtime_error("the server closed a connection");
  connection.received.append(buffer.data(), static_cast<std::size_t>(got));
}

LoadResult Summary(const std::vector<Connection>& connections, std::vector<std::uint32_t> latencies,
                   std::uint64_t failures, double seconds) {
  LoadResult result{.requests = latencies.size(), .failures = failures};
  result.requests_per_s = static_cast<double>(result.requests) / seconds;
  const auto [least, most] = std::minmax_element(
      connections.begin(), connections.end(),
      [](const Connection& a, const Connection& b) { return a.served < b.served; });
  result.least_served = least->served;
  result.most_served = most->served;
  std::sort(latencies.begin(), latencies.end());
  if (!latencies.empty()) {
    result.p50_us = latencies[latencies.size() / 2];
    result.p99_us = latencies[latencies.size() * 99 / 100];
  }
  return result;
}

// A connection for each key, known to `epoll` by its place.
std::vector<Connection> OpenConnections(int port, const std::vector<Credentials>& keys, int epoll,
                                        std::uint64_t& nonce) {
  std::vector<Connection> connections;
  connections.reserve(keys.size());
  for (const Credentials& key : keys) {
    Connection& connection = connections.emplace_back(key);
    connection.socket = Connect(port);
    epoll_event event{.events = EPOLLIN, .data = {.u64 = connections.size() - 1}};
    Check(::epoll_ctl(epoll, EPOLL_CTL_ADD, connection.socket, &event) == 0, "epoll_ctl");
    // One answer before the next connection: the yardstick has a backlog of 5, and of a burst of
    // connections it loses some.
    SendNext(connection, ++nonce);
    while (!IsWhole(connection.received)) Receive(connection);
  }
  return connections;
}

}  // namespace

LoadResult RunLoad(int port, const std::vector<Credentials>& keys, int milliseconds,
                   std::uint64_t& nonce) {
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  Check(epoll >= 0, "epoll_create1");
  std::vector<Connection> connections = OpenConnections(port, keys, epoll, nonce);

  std::vector<std::uint32_t> latencies;
  latencies.reserve(1U << 20U);
  std::uint64_t failures = 0;
  const SteadyClock::time_point start = SteadyClock::now();
  const SteadyClock::time_point end = start + std::chrono::milliseconds(milliseconds);
  for (Connection& connection : connections) SendNext(connection, ++nonce);

  std::array<epoll_event, 64> events{};
  SteadyClock::time_point now = start;
  while (now < end) {
    const int ready = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 1000);
    if (ready == 0) break;  // Nothing moves any more: the counts will tell.
    now = SteadyClock::now();
    for (int i = 0; i < ready; ++i) {
      Connection& connection = connections[events.at(static_cast<std::size_t>(i)).data.u64];
      Receive(connection);
      if (!IsWhole(connection.received)) continue;
      const auto took = SteadyClock::now() - connection.sent_at;
      latencies.push_back(static_cast<std::uint32_t>(
          std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
      if (!IsSuccess(connection.received)) ++failures;
      ++connection.served;
      SendNext(connection, ++nonce);
    }
  }
  const double seconds = std::chrono::duration<double>(SteadyClock::now() - start).count();
  for (const Connection& connection : connections) ::close(connection.socket);
  ::close(epoll);
  return Summary(connections, std::move(latencies), failures, seconds);
}

}  // namespace kraken::bench
