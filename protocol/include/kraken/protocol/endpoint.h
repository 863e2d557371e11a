// One row of the catalogue: all that both sides must know of an endpoint.
#ifndef KRAKEN_PROTOCOL_ENDPOINT_H_
#define KRAKEN_PROTOCOL_ENDPOINT_H_

#include <cstdint>
#include <string_view>

#include "kraken/protocol/permission.h"

namespace kraken {

enum class Visibility : std::uint8_t { kPublic, kPrivate };
enum class Method : std::uint8_t { kGet, kPost };

// As HTTP writes it: "GET".
constexpr std::string_view ToString(Method method) {
  return method == Method::kGet ? "GET" : "POST";
}

// Whether calling it twice does something twice. A client must not resend a write whose answer was
// lost before it has looked whether the first one was executed.
enum class Effect : std::uint8_t { kReads, kWrites };

// Which limiter a call is charged to.
enum class Limiter : std::uint8_t {
  kPublicAddress,         // Public: per address.
  kPublicAddressAndPair,  // Public, OHLC and Trades: per address and pair.
  kCalls,                 // Private: the call counter of the API key.
  kEngine,                // Trading: the engine counter of the account and pair.
  kNone,                  // Private, charged to no counter.
};

enum class BodyFormat : std::uint8_t { kNone, kFormOrJson, kJsonOnly };

// What Ledgers, QueryLedgers and TradesHistory, and no others, add to the call counter. Contested:
// support.kraken.com and Kraken's own command line say 2, docs.kraken.com (June 2026) 4.
inline constexpr std::uint8_t kHistoryCost = 2;

struct Endpoint {
  std::string_view name{};   // What users type: "Balance", "Earn/Allocate".
  std::string_view title{};  // Kraken's own: "Get Account Balance".
  std::string_view group{};  // "market data", "account data", "trading", …
  std::string_view path{};   // "/0/private/Balance"; compared with regard to case.
  Visibility visibility = Visibility::kPrivate;
  Method method = Method::kPost;
  Effect effect = Effect::kReads;
  Limiter limiter = Limiter::kCalls;
  std::uint8_t call_cost = 0;  // Added to the call counter; 0 unless the limiter is kCalls.
  PermissionRule permission{};
  BodyFormat body = BodyFormat::kFormOrJson;
  bool retired = false;       // Documented once, gone now (Staking).
  std::string_view source{};  // The documentation page.
};

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_ENDPOINT_H_
