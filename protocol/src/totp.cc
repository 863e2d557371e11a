#include "kraken/protocol/totp.h"

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>
#include <ratio>
#include <stdexcept>
#include <vector>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "kraken/protocol/ascii.h"
#include "kraken/protocol/base64.h"

namespace kraken {
namespace {

// What people copy along with a secret: apps show it in groups of four.
bool IsBetweenLetters(char c) {
  return std::string_view(" \t\r\n-").find(c) != std::string_view::npos;
}

std::optional<std::uint32_t> Base32ValueOf(char c) {
  if (IsLetter(c)) return static_cast<std::uint32_t>(ToLower(c) - 'a');
  if (c >= '2' && c <= '7') return 26U + static_cast<std::uint32_t>(c - '2');
  return std::nullopt;
}

// What is in a secret by mistake, and what to do about it.
struct NotBase32 {
  char letter;
  std::string_view fault;
};
constexpr auto kNotBase32 = std::to_array<NotBase32>({
    {'0', "is '0', which base32 does not have (its digits are 2 to 7); the letter O may be meant"},
    {'1', "is '1', which base32 does not have (its digits are 2 to 7); I or L may be meant"},
    {'8', "is '8', which base32 does not have (its digits are 2 to 7); the letter B may be meant"},
    {'9', "is '9', which base32 does not have (its digits are 2 to 7)"},
    {'+', "is '+', which base64 uses; give the secret in base32"},
    {'/', "is '/', which base64 uses; give the secret in base32"},
    {'"', "is a quotation mark; remove it"},
    {'\'', "is a quotation mark; remove it"},
});

std::string DescribeNotBase32(char c) {
  for (const NotBase32& known : kNotBase32) {
    if (known.letter == c) return std::string(known.fault);
  }
  const auto byte = static_cast<std::uint8_t>(c);
  if (byte > 0x20 && byte < 0x7f) {
    return std::string("is '") + c + "', which base32 does not use";
  }
  return "is the byte 0x" + EncodeHex({&byte, 1}) + ", which base32 does not use";
}

// `text` without the padding at its end, and without what stands between and behind that.
std::string_view WithoutBase32Padding(std::string_view text) {
  while (!text.empty() && (text.back() == '=' || IsBetweenLetters(text.back()))) {
    text.remove_suffix(1);
  }
  return text;
}

// The first character that is wrong; empty where none is.
std::string FindWrongCharacter(std::string_view text) {
  const std::string_view unpadded = WithoutBase32Padding(text);
  for (std::size_t i = 0; i < unpadded.size(); ++i) {
    const char c = unpadded[i];
    if (IsBetweenLetters(c) || Base32ValueOf(c)) continue;
    return "character " + std::to_string(i + 1) + " " +
           (c == '=' ? "is '=', which may only stand at the end" : DescribeNotBase32(c));
  }
  return {};
}

std::size_t LettersIn(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return Base32ValueOf(c).has_value(); }));
}

// What is wrong with the number of letters, or with the padding that depends on it.
std::string FindWrongLength(std::string_view text) {
  const std::size_t letters = LettersIn(text);
  const std::size_t tail = letters % 8;
  if (tail == 1 || tail == 3 || tail == 6) {
    return "its length in letters is " + std::to_string(letters) +
           ", which no base32 has; it was cut";
  }
  const auto padding = static_cast<std::size_t>(std::ranges::count(text, '='));
  const std::size_t complete = (8 - tail) % 8;
  if (padding == 0 || padding == complete) return {};
  return "the padding ('=') at its end is " +
         std::string(padding < complete ? "not complete" : "longer than it should be") +
         "; it may be left out";
}

bool IsOneTimePassword(std::string_view text) {
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(text, IsDigit));
  const auto fits = [](char c) { return IsDigit(c) || IsBetweenLetters(c); };
  return digits == kTotpDigits && std::ranges::all_of(text, fits);
}

// What is wrong with a secret, as it goes on after "the TOTP secret "; empty where nothing is.
std::string FindFaultOfTotpSecret(std::string_view text) {
  if (WithoutBase32Padding(text).empty()) {
    return "is empty; give it in base32, as it was shown beside the QR code";
  }
  if (text.starts_with("otpauth:")) {
    return "is a whole otpauth address; give what follows \"secret=\" in it";
  }
  // Six letters are no base32, so that no secret is taken for a password.
  if (IsOneTimePassword(text)) {
    return "looks like a one-time password; give the secret that passwords are made from";
  }
  std::string fault = FindWrongCharacter(text);
  if (fault.empty()) fault = FindWrongLength(text);
  return fault.empty() ? fault : "is not base32: " + fault;
}

std::vector<std::uint8_t> DecodeSoundBase32(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(LettersIn(text) * 5 / 8);  // Once, so that no copy of a secret is left behind.
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (char c : text) {
    const std::optional<std::uint32_t> value = Base32ValueOf(c);
    if (!value) continue;
    bits = bits << 5U | *value;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> held));
  }
  return bytes;
}

std::uint64_t StepOf(WallTime now) {
  using Steps = std::chrono::duration<std::int64_t, std::ratio<kTotpStep.count()>>;
  return static_cast<std::uint64_t>(std::chrono::floor<Steps>(now.time_since_epoch()).count());
}

// RFC 4226 §5.3.
std::string PasswordOf(const TotpSecret& secret, std::uint64_t step) {
  const std::span<const std::uint8_t> key = secret.bytes();
  if (key.empty()) throw std::logic_error("this TotpSecret was moved from");
  std::array<std::uint8_t, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[counter.size() - 1 - i] = static_cast<std::uint8_t>(step >> (8 * i));
  }
  std::array<std::uint8_t, 20> mac{};
  std::size_t written = 0;
  const unsigned char* const made =
      EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA1", nullptr, key.data(), key.size(), counter.data(),
                counter.size(), mac.data(), mac.size(), &written);
  if (made == nullptr || written != mac.size()) {
    throw std::runtime_error("OpenSSL cannot make an HMAC-SHA1");
  }
  const std::size_t offset = mac.back() & 0xfU;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8U | mac[offset + i];
  const std::string digits = std::to_string((number & 0x7fffffffU) % 1'000'000U);
  return std::string(kTotpDigits - digits.size(), '0') + digits;
}

}  // namespace

Result<TotpSecret> TotpSecret::FromBase32(std::string_view text) {
  if (const std::string fault = FindFaultOfTotpSecret(text); !fault.empty()) {
    return Fail(ErrorKind::kMalformed, "the TOTP secret " + fault);
  }
  return TotpSecret(Secret::FromBytes(DecodeSoundBase32(text)));
}

void PrintTo(const TotpSecret& /*secret*/, std::ostream* out) { *out << "<TOTP secret>"; }

std::string TotpAt(const TotpSecret& secret, WallTime now) {
  return PasswordOf(secret, StepOf(now));
}

bool TotpMatches(const TotpSecret& secret, std::string_view code, WallTime now) {
  if (code.size() != kTotpDigits) return false;
  const std::uint64_t step = StepOf(now);
  bool matches = false;
  for (const std::uint64_t allowed : {step - 1, step, step + 1}) {
    const std::string password = PasswordOf(secret, allowed);
    // All three are compared, whichever it is.
    const bool same = CRYPTO_memcmp(code.data(), password.data(), password.size()) == 0;
    matches = matches || same;
  }
  return matches;
}

}  // namespace kraken
