// Numeric network addresses: where to listen, and who has called.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_ADDRESS_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_ADDRESS_H_

#include <optional>
#include <string>
#include <string_view>

namespace kraken::mock {

// The numeric form of a host to listen on; none where it is neither numeric nor "localhost".
// "localhost" is 127.0.0.1: who looks the name up tries that one too, while not everybody tries
// ::1. Brackets, as URLs need them, are taken off.
std::optional<std::string> NumericHost(std::string_view host);

// Whether only this machine can reach a numeric address.
bool IsLoopback(const std::string& numeric_host);

// "127.0.0.1:8080", "[::1]:8080"
std::string HostAndPort(std::string_view host, int port);

// The address at the other end of a socket, without port; empty where there is none any more. An
// IPv4 client of an IPv6 socket shows as IPv4.
std::string PeerAddress(int socket);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_ADDRESS_H_
