#include "tests/wire/raw_client.h"

#include <netdb.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace kraken::mock {
namespace {

constexpr std::string_view kEndOfHead = "\r\n\r\n";

int Connect(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return -1;
  const int socket = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int small = 64 << 10;  // So that a large reply does not fit between the two.
  ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
  const int result = ::connect(socket, found->ai_addr, found->ai_addrlen);
  const int error = errno;
  freeaddrinfo(found);
  if (result == 0) return socket;
  ::close(socket);
  errno = error;
  return -1;
}

std::size_t ContentLength(const std::string& head) {
  static constexpr std::string_view kName = "Content-Length: ";
  const std::size_t at = head.find(kName);
  if (at == std::string::npos) return 0;
  return std::strtoul(head.c_str() + at + kName.size(), nullptr, 10);
}

}  // namespace

RawClient::RawClient(int port, const std::string& host) : socket_(Connect(host, port)) {
  if (socket_ < 0) {
    throw std::system_error(errno, std::generic_category(), "cannot connect to " + host);
  }
  const timeval limit{.tv_sec = 30, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

bool RawClient::Send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

RawReply RawClient::Read(bool without_body) {
  std::size_t end = unread_.find(kEndOfHead);
  while (end == std::string::npos) {
    if (!ReadMore()) return {};
    end = unread_.find(kEndOfHead);
  }
  RawReply reply{.head = unread_.substr(0, end + kEndOfHead.size())};
  const std::size_t length = without_body ? 0 : ContentLength(reply.head);
  while (unread_.size() < reply.head.size() + length) {
    if (!ReadMore()) return {};
  }
  reply.body = unread_.substr(reply.head.size(), length);
  unread_.erase(0, reply.head.size() + length);
  reply.status = std::stoi(reply.head.substr(std::string_view("HTTP/1.1 ").size()));
  return reply;
}

std::string RawClient::ReadExactly(std::size_t size) {
  while (unread_.size() < size && ReadMore()) {
  }
  std::string bytes = unread_.substr(0, size);
  unread_.erase(0, bytes.size());
  return bytes;
}

std::string RawClient::ReadToEnd() {
  while (ReadMore()) {
  }
  return std::exchange(unread_, {});
}

RawReply RawClient::Ask(std::string_view bytes) {
  Send(bytes);
  return Read();
}

void RawClient::EndSending() const { ::shutdown(socket_, SHUT_WR); }

void RawClient::Reset() {
  const linger none{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
  ::close(std::exchange(socket_, -1));
}

bool RawClient::ReadMore() {
  std::array<char, 65'536> buffer{};
  const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    ADD_FAILURE() << "the server neither sends nor closes; so far: " << unread_;
  }
  if (count < 0 && errno == ECONNRESET) was_reset_ = true;
  if (count <= 0) return false;
  unread_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

std::string Get(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

std::string Post(std::string_view path, std::string_view body, std::string_view headers) {
  std::string bytes = "POST " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n";
  bytes.append(headers).append("Content-Length: ").append(std::to_string(body.size()));
  return bytes.append("\r\n\r\n").append(body);
}

std::string ChunkedPost(std::string_view path) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
}

}  // namespace kraken::mock
