#include "kraken/protocol/endpoints.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

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

// --- Lookup by name: a hash table made when compiled ---

using Place = std::uint8_t;  // In kEndpoints.

constexpr std::size_t kSlots = 256;  // Four times the endpoints: most searches end at once.
constexpr Place kFree = 255;
static_assert(kEndpoints.size() < kFree);

constexpr std::size_t FirstSlot(std::string_view name) {
  std::uint32_t hash = 2'166'136'261U;  // FNV-1a.
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
  return hash % kSlots;
}

constexpr std::size_t NextSlot(std::size_t slot) { return (slot + 1) % kSlots; }

constexpr auto kPlaces = [] {
  std::array<Place, kSlots> places{};
  places.fill(kFree);
  for (std::size_t i = 0; i < kEndpoints.size(); ++i) {
    std::size_t slot = FirstSlot(kEndpoints[i].name);
    while (places[slot] != kFree) slot = NextSlot(slot);
    places[slot] = static_cast<Place>(i);
  }
  return places;
}();

constexpr std::size_t kLongestName =
    std::ranges::max(kEndpoints, {}, [](const Endpoint& e) { return e.name.size(); }).name.size();

constexpr const Endpoint* Find(std::string_view name) {
  if (name.size() > kLongestName) return nullptr;  // Spares hashing what hostile clients send.
  for (std::size_t slot = FirstSlot(name); kPlaces[slot] != kFree; slot = NextSlot(slot)) {
    const Endpoint& endpoint = kEndpoints[kPlaces[slot]];
    if (endpoint.name == name) return &endpoint;
  }
  return nullptr;
}

// Of two with the same name only the first would be found. A path is its prefix and the name, so
// paths differ where names do.
static_assert(std::ranges::all_of(kEndpoints, [](const Endpoint& e) { return Find(e.name) == &e; }),
              "no two endpoints have the same name");

constexpr auto kNames = [] {
  std::array<std::string_view, kEndpoints.size()> names{};
  std::ranges::transform(kEndpoints, names.begin(), &Endpoint::name);
  return names;
}();

}  // namespace

std::span<const Endpoint> Endpoints() { return kEndpoints; }

const Endpoint* FindEndpoint(std::string_view name) { return Find(name); }

const Endpoint* FindEndpointByPath(std::string_view path) {
  for (std::string_view prefix : {kPrivatePath, kPublicPath}) {
    if (!path.starts_with(prefix)) continue;
    const Endpoint* endpoint = Find(path.substr(prefix.size()));
    return endpoint != nullptr && endpoint->path == path ? endpoint : nullptr;
  }
  return nullptr;
}

const Endpoint* NearestEndpoint(std::string_view name) {
  return FindEndpoint(NearestName(name, kNames));
}

}  // namespace kraken
