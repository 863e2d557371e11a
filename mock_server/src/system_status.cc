#include "kraken/mock/system_status.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/checked_json.h"

namespace kraken::mock {
namespace {

// In the order of the enumeration.
constexpr auto kStatusNames = std::to_array<std::string_view>(
    {"online", "maintenance", "cancel_only", "post_only", "limit_only"});

}  // namespace

std::string_view ToString(SystemStatus status) {
  return kStatusNames[static_cast<std::size_t>(status)];
}

Result<SystemStatus> ParseSystemStatus(std::string_view name) {
  const auto* const found = std::ranges::find(kStatusNames, name);
  if (found != kStatusNames.end()) {
    return static_cast<SystemStatus>(found - kStatusNames.begin());
  }
  return Fail(ErrorKind::kUsage,
              "no system status is called " + Quote(name) + DidYouMean(name, kStatusNames));
}

}  // namespace kraken::mock
