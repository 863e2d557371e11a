#include "kraken/protocol/base64.h"

#include <array>
#include <cstddef>

namespace kraken {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::uint8_t kNoLetter = 0xff;

constexpr std::array<std::uint8_t, 256> MakeValues() {
  std::array<std::uint8_t, 256> values{};
  for (std::uint8_t& value : values) value = kNoLetter;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr std::array<std::uint8_t, 256> kValues = MakeValues();

std::uint32_t ValueOf(char letter) { return kValues[static_cast<unsigned char>(letter)]; }

// What people put into base64 by mistake, and what to do about it.
struct Stranger {
  char letter;
  std::string_view fault;
};
constexpr auto kStrangers = std::to_array<Stranger>({
    {'-', "is '-', which URL-safe base64 uses; standard base64 has '+' in its place"},
    {'_', "is '_', which URL-safe base64 uses; standard base64 has '/' in its place"},
    {'=', "is '=', which may only stand at the end, at most twice"},
    {' ', "is a blank; remove it"},
    {'\t', "is a tab; remove it"},
    {'\n', "is a line end; remove it"},
    {'\r', "is a carriage return; remove it"},
    {'\0', "is a NUL byte; remove it"},
    {'"', "is a quotation mark; remove it"},
    {'\'', "is a quotation mark; remove it"},
});

std::string DescribeStranger(char letter) {
  for (const Stranger& stranger : kStrangers) {
    if (stranger.letter == letter) return std::string(stranger.fault);
  }
  const auto byte = static_cast<std::uint8_t>(letter);
  if (byte > 0x20 && byte < 0x7f) {
    return std::string("is '") + letter + "', which base64 does not use";
  }
  return "is the byte 0x" + EncodeHex({&byte, 1}) + ", which base64 does not use";
}

std::string_view WithoutPadding(std::string_view text) {
  for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
  return text;
}

// The first thing that is wrong with `text`; empty where nothing is.
std::string FindFault(std::string_view text) {
  const std::string_view letters = WithoutPadding(text);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (ValueOf(letters[i]) != kNoLetter) continue;
    return "character " + std::to_string(i + 1) + " " + DescribeStranger(letters[i]);
  }
  const std::size_t tail = letters.size() % 4;
  if (text.size() % 4 != 0) {
    const std::string length = std::to_string(text.size());
    if (tail == 1) return "its length is " + length + ", which no base64 has; it was cut";
    const bool too_much = text.size() > letters.size() + (4 - tail) % 4;
    return "its length is " + length + ", not a multiple of 4: the padding ('=') at its end is " +
           (too_much ? "longer than it should be" : "not complete");
  }
  // Two letters carry 12 bits for one byte, three carry 18 for two: the rest must be zero.
  const std::uint32_t unused_bits = tail == 2 ? 0xfU : tail == 3 ? 0x3U : 0U;
  if (unused_bits != 0 && (ValueOf(letters.back()) & unused_bits) != 0) {
    return "character " + std::to_string(letters.size()) +
           " carries bits that belong to no byte; the end was cut or altered";
  }
  return {};
}

}  // namespace

std::string EncodeBase64(std::span<const std::uint8_t> bytes) {
  std::string text((bytes.size() + 2) / 3 * 4, '=');
  std::size_t out = 0;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (std::uint8_t byte : bytes) {
    bits = bits << 8U | byte;
    held += 8;
    while (held >= 6) {
      held -= 6;
      text[out++] = kAlphabet[bits >> held & 0x3fU];
    }
  }
  if (held > 0) text[out] = kAlphabet[bits << (6 - held) & 0x3fU];
  return text;
}

Result<std::vector<std::uint8_t>> DecodeBase64(std::string_view text) {
  if (std::string fault = FindFault(text); !fault.empty()) {
    return Fail(ErrorKind::kMalformed, "not standard base64: " + fault);
  }
  const std::string_view letters = WithoutPadding(text);
  std::vector<std::uint8_t> bytes;
  bytes.reserve(letters.size() * 3 / 4);  // Once, so that no copy of a secret is left behind.
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (char letter : letters) {
    bits = bits << 6U | ValueOf(letter);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> held));
  }
  return bytes;
}

std::string EncodeHex(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (std::uint8_t byte : bytes) {
    text += kHexDigits[byte >> 4U];
    text += kHexDigits[byte & 0xfU];
  }
  return text;
}

}  // namespace kraken
