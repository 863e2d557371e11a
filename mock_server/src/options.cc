#include "kraken/mock/options.h"

#include <algorithm>
#include <array>
#include <span>

#include "kraken/protocol/nearest_name.h"

namespace kraken::mock {
namespace {

// In the order of the enumerations.
constexpr auto kRateLimitNames = std::to_array<std::string_view>({"off", "kraken", "article"});
constexpr auto kStatusNames = std::to_array<std::string_view>(
    {"online", "maintenance", "cancel_only", "post_only", "limit_only"});

Result<std::size_t> FindName(std::string_view what, std::string_view name,
                             std::span<const std::string_view> names) {
  const auto found = std::ranges::find(names, name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  return Fail(ErrorKind::kUsage, "no " + std::string(what) + " is called \"" + std::string(name) +
                                     "\"" + DidYouMean(name, names));
}

}  // namespace

Result<RateLimits> ParseRateLimits(std::string_view name) {
  const Result<std::size_t> found = FindName("set of rate limits", name, kRateLimitNames);
  if (!found) return Fail(found.error());
  return static_cast<RateLimits>(*found);
}

std::string_view ToString(SystemStatus status) {
  return kStatusNames[static_cast<std::size_t>(status)];
}

Result<SystemStatus> ParseSystemStatus(std::string_view name) {
  const Result<std::size_t> found = FindName("system status", name, kStatusNames);
  if (!found) return Fail(found.error());
  return static_cast<SystemStatus>(*found);
}

}  // namespace kraken::mock
