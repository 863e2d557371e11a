#include "mock_server/src/wire/header_syntax.h"

#include <algorithm>
#include <cstddef>

#include "kraken/protocol/ascii.h"

namespace kraken::mock {
namespace {

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

constexpr bool IsTokenCharacter(char c) {
  return IsLetter(c) || IsDigit(c) || kTokenMarks.find(c) != std::string_view::npos;
}

constexpr bool IsValueCharacter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

}  // namespace

bool IsToken(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, IsTokenCharacter);
}

bool IsFieldValue(std::string_view text) { return std::ranges::all_of(text, IsValueCharacter); }

bool ListsToken(const std::vector<Header>& headers, std::string_view name, std::string_view token) {
  for (const Header& header : headers) {
    if (!EqualIgnoringCase(header.name, name)) continue;
    std::string_view rest = header.value;
    while (!rest.empty()) {
      const std::string_view item = rest.substr(0, rest.find(','));
      if (EqualIgnoringCase(TrimBlanks(item), token)) return true;
      rest.remove_prefix(std::min(item.size() + 1, rest.size()));
    }
  }
  return false;
}

}  // namespace kraken::mock
