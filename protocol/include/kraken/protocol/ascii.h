// ASCII's letters, digits and blanks, whatever the locale: <cctype> would ask it, and the protocol
// does not. Constant expressions without state, so usable from any thread. Bytes above 127 are
// neither letters nor digits, and are compared as they are.
//
//   EqualIgnoringCase("API-Key", "api-key");  // true: names of HTTP headers
#ifndef KRAKEN_PROTOCOL_ASCII_H_
#define KRAKEN_PROTOCOL_ASCII_H_

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace kraken {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

constexpr char ToLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool IsLetter(char c) { return ToLower(c) >= 'a' && ToLower(c) <= 'z'; }

constexpr bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, ToLower, ToLower);
}

// `text` without the blanks and tabulators around it.
constexpr std::string_view TrimBlanks(std::string_view text) {
  constexpr std::string_view kTrimmed = " \t";
  const std::size_t first = text.find_first_not_of(kTrimmed);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kTrimmed) - first + 1);
}

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_ASCII_H_
