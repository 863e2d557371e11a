// Who may use the control API.
#ifndef KRAKEN_MOCK_SERVER_SRC_CONTROL_CONTROL_ACCESS_H_
#define KRAKEN_MOCK_SERVER_SRC_CONTROL_CONTROL_ACCESS_H_

#include <optional>
#include <string_view>

#include "kraken/mock/http_message.h"
#include "mock_server/src/control/control_api.h"

namespace kraken::mock {

// The refusal of a call, with what would let it in; none where it may pass. Whoever has the token
// may. On loopback all programs of this machine may, but no web page that is open in its browser:
// such calls bear an Origin, or a Host that is not this machine's (DNS rebinding).
std::optional<Reply> RefuseAccess(const ControlAccess& access, const HttpRequest& request);

// "localhost", an address of 127.0.0.0/8 or "::1", in brackets or not, with a port or without.
bool IsLoopbackHost(std::string_view host);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_CONTROL_CONTROL_ACCESS_H_
