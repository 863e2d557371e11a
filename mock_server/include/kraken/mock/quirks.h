// Where sources contest what Kraken does, a quirk chooses. One table holds them all.
//
//   Quirks quirks;
//   SetQuirk(quirks, "public-post=accepted");
//   SetQuirk(quirks, "lockout-after=3");
#ifndef KRAKEN_MOCK_QUIRKS_H_
#define KRAKEN_MOCK_QUIRKS_H_

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

#include "kraken/protocol/envelope.h"
#include "kraken/protocol/rate_limit.h"
#include "kraken/protocol/result.h"

namespace kraken::mock {

// Each has the default first, as has the table.
enum class BadSignature : std::uint8_t { kInvalidSignature, kInvalidKey };
enum class PublicPost : std::uint8_t { kRefused, kAccepted };
enum class PrivateGet : std::uint8_t { kRefused, kInvalidArguments, kServed };
enum class Body405 : std::uint8_t { kJson, kEmpty };
enum class MalformedJson : std::uint8_t { kInvalidArguments, kBadRequest };
enum class BatchForm : std::uint8_t { kRefused, kAccepted };
enum class RefusedNonce : std::uint8_t { kConsumed, kKept };
enum class NonceMemory : std::uint8_t { kRemembers, kForgets };
enum class LimiterPlace : std::uint8_t { kBeforePermission, kAfterPermission };
enum class ThrottledSpace : std::uint8_t { kSpace, kNone };
enum class TradeVolumeKeys : std::uint8_t { kMinfee, kMinFee };
enum class KeyInfoKeys : std::uint8_t { kCamelCase, kSnakeCase };
enum class BatchClose : std::uint8_t { kBeside, kInside };
enum class ClosedOrder : std::uint8_t { kUnknown, kInvalid };
enum class ClOrdId : std::uint8_t { kAscii, kLowerAlnum };

struct Quirks {
  BadSignature bad_signature = BadSignature::kInvalidSignature;
  ErrorResult error_result = ErrorResult::kAbsent;
  PublicPost public_post = PublicPost::kRefused;
  PrivateGet private_get = PrivateGet::kRefused;
  Body405 body_405 = Body405::kJson;
  MalformedJson malformed_json = MalformedJson::kInvalidArguments;
  BatchForm batch_form = BatchForm::kRefused;
  RefusedNonce refused_nonce = RefusedNonce::kConsumed;
  NonceMemory nonce_window_remembers = NonceMemory::kRemembers;
  LimiterPlace limiter = LimiterPlace::kBeforePermission;
  RefusedCost refused_cost = RefusedCost::kCounted;
  int ledger_cost = 2;
  std::uint32_t concurrent_calls = 100;
  ThrottledSpace throttled_space = ThrottledSpace::kSpace;
  std::uint32_t lockout_after = 4;
  std::chrono::seconds lockout{900};
  TradeVolumeKeys trade_volume_keys = TradeVolumeKeys::kMinfee;
  KeyInfoKeys key_info_keys = KeyInfoKeys::kCamelCase;
  BatchClose batch_close = BatchClose::kBeside;
  ClosedOrder closed_order = ClosedOrder::kUnknown;
  ClOrdId cl_ord_id = ClOrdId::kAscii;

  friend bool operator==(const Quirks&, const Quirks&) = default;
};

// A row of the table that --help-quirks prints.
struct QuirkInfo {
  // Of a quirk whose value is a number: what it may be. Both 0 for all others.
  struct Range {
    std::uint32_t least = 0;
    std::uint32_t most = 0;
  };

  std::string_view name{};
  std::span<const std::string_view> values{};  // The default first; of a number only that.
  Range range{};
  std::string_view about{};
  std::string_view standing{};  // "documented", "observed", "reported", "assumed": of the default.
  std::string_view source{};
  // Takes the place of a value in `values`, or the number.
  void (*set)(Quirks& quirks, std::uint32_t place_or_number) = nullptr;

  bool is_number() const { return range.most > 0; }
};
std::span<const QuirkInfo> KnownQuirks();

// "NAME=VALUE". The error names the nearest known quirk, or the values that this one takes.
Status SetQuirk(Quirks& quirks, std::string_view name_and_value);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_QUIRKS_H_
