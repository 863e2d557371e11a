// Standard base64 (RFC 4648 §4, with padding): the notation of API-Sign and of API secrets.
#ifndef KRAKEN_PROTOCOL_BASE64_H_
#define KRAKEN_PROTOCOL_BASE64_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/result.h"

namespace kraken {

std::string EncodeBase64(std::span<const std::uint8_t> bytes);

// Strict: no blanks, no line ends, no URL-safe letters, padding required. The error says what is
// wrong and where, counted from 1 ("character 12 is '-', which URL-safe base64 uses; …"), and never
// quotes more than that one character, because the text may be a secret.
Result<std::vector<std::uint8_t>> DecodeBase64(std::string_view text);

// Lower-case hexadecimal, for traces.
std::string EncodeHex(std::span<const std::uint8_t> bytes);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_BASE64_H_
