// GetWebSocketsToken: a token that nothing can be opened with, in the form of a real one.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "kraken/protocol/base64.h"
#include "mock_server/src/handlers/simulated_handlers.h"

namespace kraken::mock {

HandlerResult GetWebSocketsToken(const Call& /*call*/, World& world) {
  constexpr std::size_t kBytes = 32;  // 43 characters and one of padding.
  std::array<std::uint8_t, kBytes> bytes{};
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(world.random() >> 56U);
  std::string token = EncodeBase64(bytes);
  token.pop_back();  // Live tokens have no padding.
  return R"({"token":")" + token + R"(","expires":900})";
}

}  // namespace kraken::mock
