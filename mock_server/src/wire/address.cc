#include "mock_server/src/wire/address.h"

#include <array>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace kraken::mock {
namespace {

constexpr std::string_view kMappedPrefix = "::ffff:";  // RFC 4291 §2.5.5.2

template <typename Address>
std::optional<Address> Parse(int family, const std::string& text) {
  Address address{};
  if (inet_pton(family, text.c_str(), &address) != 1) return std::nullopt;
  return address;
}

std::string Format(int family, const void* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (inet_ntop(family, address, text.data(), text.size()) == nullptr) return {};
  return text.data();
}

bool IsLoopback4(const in_addr& address) { return ntohl(address.s_addr) >> 24U == IN_LOOPBACKNET; }

}  // namespace

std::optional<std::string> NumericHost(std::string_view host) {
  if (host == "localhost") return "127.0.0.1";
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string text(host);
  if (Parse<in_addr>(AF_INET, text) || Parse<in6_addr>(AF_INET6, text)) return text;
  return std::nullopt;
}

bool IsLoopback(const std::string& numeric_host) {
  if (const auto v4 = Parse<in_addr>(AF_INET, numeric_host)) return IsLoopback4(*v4);
  const auto v6 = Parse<in6_addr>(AF_INET6, numeric_host);
  if (!v6) return false;
  if (IN6_IS_ADDR_V4MAPPED(&*v6)) {
    in_addr mapped{};
    std::memcpy(&mapped, &v6->s6_addr[sizeof(in6_addr) - sizeof(in_addr)], sizeof(in_addr));
    return IsLoopback4(mapped);
  }
  return IN6_IS_ADDR_LOOPBACK(&*v6);
}

std::string HostAndPort(std::string_view host, int port) {
  const bool is_v6 = host.find(':') != std::string_view::npos;
  std::string text = is_v6 ? "[" + std::string(host) + "]" : std::string(host);
  return text.append(":").append(std::to_string(port));
}

std::string PeerAddress(int socket) {
  sockaddr_storage storage{};
  socklen_t size = sizeof(storage);
  auto* const generic = reinterpret_cast<sockaddr*>(&storage);
  if (getpeername(socket, generic, &size) != 0) return {};
  if (storage.ss_family == AF_INET) {
    return Format(AF_INET, &reinterpret_cast<const sockaddr_in*>(&storage)->sin_addr);
  }
  if (storage.ss_family != AF_INET6) return {};
  std::string text = Format(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_addr);
  if (text.starts_with(kMappedPrefix)) text.erase(0, kMappedPrefix.size());
  return text;
}

}  // namespace kraken::mock
