// Kraken's answer around every result: {"error":[…],"result":…}.
//
// A failed call has no "result" at all (recorded live; some documentation pages print `{}`), and a
// warning may come together with one, so neither member tells success by itself.
//
//   std::string body = SuccessEnvelope(result);               // {"error":[],"result":…}
//   std::string body = ErrorEnvelope("EAPI:Invalid nonce");   // {"error":["EAPI:Invalid nonce"]}
#ifndef KRAKEN_PROTOCOL_ENVELOPE_H_
#define KRAKEN_PROTOCOL_ENVELOPE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/json.h"
#include "kraken/protocol/result.h"

namespace kraken {

// Compact envelopes with "error" first, as Kraken sends them.
std::string SuccessEnvelope(const Json& result);
// What stands for the result of a failed call: nothing (recorded live), {} or null (both printed by
// documentation pages).
enum class ErrorResult : std::uint8_t { kAbsent, kEmpty, kNull };
std::string ErrorEnvelope(std::string_view error, ErrorResult result = ErrorResult::kAbsent);
std::string ErrorEnvelope(std::span<const std::string> errors,
                          ErrorResult result = ErrorResult::kAbsent);
// Several errors together with a result: what Kraken does for warnings.
std::string MixedEnvelope(std::span<const std::string> errors, const Json& result);

// The error strings of a body that is an envelope; an Error where it is not one (not JSON, not an
// object, no "error" list of strings), as when a proxy answered with HTML.
Result<std::vector<std::string>> EnvelopeErrors(std::string_view body);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_ENVELOPE_H_
