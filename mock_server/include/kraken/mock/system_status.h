// What the exchange says of itself, and takes accordingly.
#ifndef KRAKEN_MOCK_SYSTEM_STATUS_H_
#define KRAKEN_MOCK_SYSTEM_STATUS_H_

#include <cstdint>
#include <string_view>

#include "kraken/protocol/result.h"

namespace kraken::mock {

// What SystemStatus answers, and which trading calls are refused (docs.kraken.com, "Get System
// Status").
enum class SystemStatus : std::uint8_t {
  kOnline,
  kMaintenance,
  kCancelOnly,
  kPostOnly,
  kLimitOnly
};
std::string_view ToString(SystemStatus status);  // "online", "maintenance", "cancel_only", …
Result<SystemStatus> ParseSystemStatus(std::string_view name);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SYSTEM_STATUS_H_
