#include "kraken/protocol/endpoints.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "kraken/protocol/nearest_name.h"
#include "protocol/src/endpoints_account_data.h"
#include "protocol/src/endpoints_earn.h"
#include "protocol/src/endpoints_funding.h"
#include "protocol/src/endpoints_market_data.h"
#include "protocol/src/endpoints_trading.h"

namespace kraken {
namespace {

constexpr std::string_view kPublicPath = "/0/public/";
constexpr std::string_view kPrivatePath = "/0/private/";

template <std::size_t... kCounts>
constexpr auto Joined(const std::array<Endpoint, kCounts>&... groups) {
  std::array<Endpoint, (kCounts + ...)> all{};
  auto* next = all.begin();
  ((next = std::ranges::copy(groups, next).out), ...);
  return all;
}

constexpr auto kEndpoints =
    Joined(catalogue::kPublicMarketData, catalogue::kPrivateMarketData, catalogue::kAccountData,
           catalogue::kTrading, catalogue::kWebsockets, catalogue::kFunding,
           catalogue::kSubaccounts, catalogue::kEarn, catalogue::kStaking);

// --- The table checks itself ---

constexpr std::string_view PathPrefix(const Endpoint& endpoint) {
  return endpoint.visibility == Visibility::kPublic ? kPublicPath : kPrivatePath;
}

constexpr bool NameIsTailOfPath(const Endpoint& endpoint) {
  const std::string_view prefix = PathPrefix(endpoint);
  return !endpoint.name.empty() && endpoint.path.starts_with(prefix) &&
         endpoint.path.substr(prefix.size()) == endpoint.name;
}

constexpr bool IsDescribed(const Endpoint& endpoint) {
  return !endpoint.title.empty() && !endpoint.group.empty() &&
         endpoint.source.starts_with("https://");
}

constexpr bool PublicOnesOnlyRead(const Endpoint& endpoint) {
  if (endpoint.visibility == Visibility::kPrivate) return true;
  return endpoint.method == Method::kGet && endpoint.effect == Effect::kReads &&
         endpoint.body == BodyFormat::kNone && endpoint.permission.all_of.empty() &&
         endpoint.permission.any_of.empty();
}

constexpr bool PrivateOnesArePosted(const Endpoint& endpoint) {
  return endpoint.visibility == Visibility::kPublic ||
         (endpoint.method == Method::kPost && endpoint.body != BodyFormat::kNone);
}

constexpr bool LimiterFits(const Endpoint& endpoint) {
  const bool by_address = endpoint.limiter == Limiter::kPublicAddress ||
                          endpoint.limiter == Limiter::kPublicAddressAndPair;
  return by_address == (endpoint.visibility == Visibility::kPublic) &&
         (endpoint.limiter == Limiter::kCalls) == (endpoint.call_cost > 0);
}

constexpr bool PublicOnesComeFirst() {
  return std::ranges::is_partitioned(
      kEndpoints, [](Visibility v) { return v == Visibility::kPublic; }, &Endpoint::visibility);
}

static_assert(std::ranges::all_of(kEndpoints, NameIsTailOfPath));
static_assert(std::ranges::all_of(kEndpoints, IsDescribed));
static_assert(std::ranges::all_of(kEndpoints, PublicOnesOnlyRead));
static_assert(std::ranges::all_of(kEndpoints, PrivateOnesArePosted));
static_assert(std::ranges::all_of(kEndpoints, LimiterFits));
static_assert(PublicOnesComeFirst());

// --- Lookup: places in the table, sorted by name when compiled ---

using Place = std::uint8_t;

constexpr std::string_view NameAt(Place place) { return kEndpoints[place].name; }

constexpr auto kByName = [] {
  std::array<Place, kEndpoints.size()> places{};
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = static_cast<Place>(i);
  std::ranges::sort(places, std::less{}, NameAt);
  return places;
}();

// A path is its prefix and the name, so unique names make unique paths.
static_assert(std::ranges::adjacent_find(kByName, std::equal_to{}, NameAt) == kByName.end(),
              "no two endpoints have the same name");

constexpr auto kNames = [] {
  std::array<std::string_view, kEndpoints.size()> names{};
  std::ranges::transform(kEndpoints, names.begin(), &Endpoint::name);
  return names;
}();

}  // namespace

std::span<const Endpoint> Endpoints() { return kEndpoints; }

const Endpoint* FindEndpoint(std::string_view name) {
  const auto* place = std::ranges::lower_bound(kByName, name, std::less{}, NameAt);
  if (place == kByName.end() || NameAt(*place) != name) return nullptr;
  return &kEndpoints[*place];
}

const Endpoint* FindEndpointByPath(std::string_view path) {
  for (std::string_view prefix : {kPrivatePath, kPublicPath}) {
    if (!path.starts_with(prefix)) continue;
    const Endpoint* endpoint = FindEndpoint(path.substr(prefix.size()));
    return endpoint != nullptr && endpoint->path == path ? endpoint : nullptr;
  }
  return nullptr;
}

const Endpoint* NearestEndpoint(std::string_view name) {
  return FindEndpoint(NearestName(name, kNames));
}

}  // namespace kraken
