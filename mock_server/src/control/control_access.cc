#include "mock_server/src/control/control_access.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

#include "kraken/protocol/ascii.h"
#include "kraken/protocol/secret.h"
#include "mock_server/src/control/control_call.h"

namespace kraken::mock {
namespace {

bool IsOctet(std::string_view text) {
  std::uint8_t value = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  return parsed.ec == std::errc() && parsed.ptr == end && text.size() <= 3;
}

bool IsLoopbackAddress(std::string_view host) {
  int octets = 0;
  std::string_view rest = host;
  while (true) {
    const std::size_t point = rest.find('.');
    if (!IsOctet(rest.substr(0, point))) return false;
    ++octets;
    if (point == std::string_view::npos) break;
    rest.remove_prefix(point + 1);
  }
  return octets == 4 && host.starts_with("127.");
}

bool IsPort(std::string_view text) {
  return text.size() <= 5 && std::ranges::all_of(text, IsDigit);
}

// The token of "Authorization: Bearer TOKEN"; empty where there is none.
std::string_view BearerToken(const HttpRequest& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view value = request.header("Authorization");
  if (!EqualIgnoringCase(value.substr(0, kScheme.size()), kScheme)) return {};
  return value.substr(kScheme.size());
}

std::optional<Reply> RefuseWebPage(const HttpRequest& request) {
  const std::string_view origin = request.header("Origin");
  const std::size_t scheme_end = origin.find("://");
  const bool is_local_page =
      scheme_end != std::string_view::npos && IsLoopbackHost(origin.substr(scheme_end + 3));
  if (!origin.empty() && !is_local_page) {
    return ErrorReply(403,
                      "this call comes from a web page of another site (its Origin header is not "
                      "this machine's); such pages may not control the mock");
  }
  const std::string_view host = request.header("Host");
  if (!host.empty() && !IsLoopbackHost(host)) {
    return ErrorReply(403,
                      "the Host header is not this machine's; call http://127.0.0.1 or "
                      "http://localhost, or start the server with --control-token TOKEN and send "
                      "\"Authorization: Bearer TOKEN\"");
  }
  return std::nullopt;
}

Reply DemandToken(bool one_was_given) {
  Reply reply = ErrorReply(
      401, one_was_given
               ? "the token is wrong; send \"Authorization: Bearer TOKEN\" with the TOKEN of the "
                 "server's --control-token"
               : "this server can be reached from other machines, so that a token is needed: send "
                 "\"Authorization: Bearer TOKEN\" with the TOKEN of its --control-token");
  reply.headers.push_back({.name = "WWW-Authenticate", .value = "Bearer"});
  return reply;
}

}  // namespace

bool IsLoopbackHost(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == std::string_view::npos) return false;
    const std::string_view port = host.substr(end + 1);
    return host.substr(1, end - 1) == "::1" &&
           (port.empty() || (port.starts_with(':') && IsPort(port.substr(1))));
  }
  if (host == "::1") return true;
  const std::size_t colon = host.find(':');
  if (colon != std::string_view::npos && !IsPort(host.substr(colon + 1))) return false;
  const std::string_view name = host.substr(0, colon);
  return EqualIgnoringCase(name, "localhost") || IsLoopbackAddress(name);
}

std::optional<Reply> RefuseAccess(const ControlAccess& access, const HttpRequest& request) {
  const std::string_view token = BearerToken(request);
  if (!token.empty() && EqualInConstantTime(token, access.token)) return std::nullopt;
  if (access.on_loopback) return RefuseWebPage(request);
  if (!access.token.empty()) return DemandToken(!token.empty());
  return ErrorReply(403,
                    "the control API is off, because this server can be reached from other "
                    "machines; start it with --control-token TOKEN, or bind it to 127.0.0.1");
}

}  // namespace kraken::mock
