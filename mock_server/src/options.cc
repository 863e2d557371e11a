#include "kraken/mock/options.h"

#include <algorithm>
#include <array>

#include "kraken/protocol/nearest_name.h"

namespace kraken::mock {
namespace {

// In the order of the enumeration.
constexpr auto kRateLimitNames = std::to_array<std::string_view>({"off", "kraken", "article"});

}  // namespace

Result<RateLimits> ParseRateLimits(std::string_view name) {
  const auto* const found = std::ranges::find(kRateLimitNames, name);
  if (found != kRateLimitNames.end()) {
    return static_cast<RateLimits>(found - kRateLimitNames.begin());
  }
  return Fail(ErrorKind::kUsage, "no set of rate limits is called \"" + std::string(name) + "\"" +
                                     DidYouMean(name, kRateLimitNames));
}

}  // namespace kraken::mock
