#include "protocol/src/quoted_text.h"

#include <cstddef>

namespace kraken {
namespace {

constexpr std::size_t kLongestQuote = 40;
constexpr std::string_view kHexDigits = "0123456789abcdef";

void AppendEscaped(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20 && byte < 0x7f) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
    return;
  }
  out += "\\x";
  out += kHexDigits[byte >> 4U];
  out += kHexDigits[byte & 0xfU];
}

}  // namespace

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text.substr(0, kLongestQuote)) AppendEscaped(quoted, c);
  if (text.size() > kLongestQuote) quoted += "...";
  quoted += '"';
  return quoted;
}

}  // namespace kraken
