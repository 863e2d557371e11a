#include "kraken/protocol/secret.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <ostream>
#include <utility>

#include <openssl/crypto.h>

#include "kraken/protocol/base64.h"

namespace kraken {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";
constexpr std::string_view kQuotationMarks = "\"'`";
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool IsBlank(char c) { return kBlanks.find(c) != std::string_view::npos; }
bool IsQuotationMark(char c) { return kQuotationMarks.find(c) != std::string_view::npos; }
bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

bool ConsistsOf(std::string_view text, std::string_view letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

// Every hexadecimal text is base64 as well, where its length is a multiple of 4. From 32 digits of
// one case on, base64 that looks so by chance does not occur.
bool LooksLikeHex(std::string_view text) {
  return text.size() >= 32 &&
         (ConsistsOf(text, "0123456789abcdef") || ConsistsOf(text, "0123456789ABCDEF"));
}

// What people do to a secret between Kraken's page and here; the first that holds is reported.
struct Mistake {
  bool (*made)(std::string_view text);
  std::string_view message;
};
constexpr auto kMistakes = std::to_array<Mistake>({
    {[](std::string_view text) { return text.empty(); },
     "is empty; give it as Kraken showed it when the key was made"},
    {[](std::string_view text) { return ConsistsOf(text, kBlanks); },
     "is blank; give it as Kraken showed it when the key was made"},
    {[](std::string_view text) { return text.starts_with(kByteOrderMark); },
     "begins with a byte order mark (EF BB BF); save the file as UTF-8 without one"},
    {[](std::string_view text) { return IsLineEnd(text.back()); }, "ends in a line end; strip it"},
    {[](std::string_view text) { return IsBlank(text.back()); }, "ends in a blank; strip it"},
    {[](std::string_view text) { return IsLineEnd(text.front()); },
     "begins with a line end; strip it"},
    {[](std::string_view text) { return IsBlank(text.front()); }, "begins with a blank; strip it"},
    {[](std::string_view text) {
       return IsQuotationMark(text.front()) || IsQuotationMark(text.back());
     },
     "stands in quotation marks; remove them"},
    {LooksLikeHex, "looks like hexadecimal; give it in base64, as Kraken showed it"},
});

}  // namespace

Result<Secret> Secret::FromBase64(std::string_view text) {
  for (const Mistake& mistake : kMistakes) {
    if (!mistake.made(text)) continue;
    return Fail(ErrorKind::kMalformed, "the API secret " + std::string(mistake.message));
  }
  Result<std::vector<std::uint8_t>> bytes = DecodeBase64(text);
  if (!bytes) return Fail(ErrorKind::kMalformed, "the API secret is " + bytes.error().message);
  return Secret(*std::move(bytes));
}

Secret Secret::FromBytes(std::vector<std::uint8_t> bytes) { return Secret(std::move(bytes)); }

Secret::Secret(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) *this = Secret(other);
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    Wipe();
    bytes_ = std::move(other.bytes_);
  }
  return *this;
}

Secret::~Secret() { Wipe(); }

std::string Secret::RevealBase64() const { return EncodeBase64(bytes_); }

void PrintTo(const Secret& /*secret*/, std::ostream* out) { *out << "<secret>"; }

bool operator==(const Secret& a, const Secret& b) {
  return a.bytes_.size() == b.bytes_.size() &&
         CRYPTO_memcmp(a.bytes_.data(), b.bytes_.data(), a.bytes_.size()) == 0;
}

bool EqualInConstantTime(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void Secret::Wipe() noexcept {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
  bytes_.clear();
}

}  // namespace kraken
