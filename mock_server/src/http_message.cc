#include "kraken/mock/http_message.h"

#include <algorithm>
#include <array>

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

constexpr auto kWrittenByTheWire =
    std::to_array<std::string_view>({"Content-Length", "Transfer-Encoding", "Connection"});

}  // namespace

bool IsHttpToken(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, IsTokenCharacter);
}

bool IsFieldValue(std::string_view text) { return std::ranges::all_of(text, IsValueCharacter); }

bool IsWrittenByTheWire(std::string_view header_name) {
  return std::ranges::any_of(kWrittenByTheWire, [header_name](std::string_view written) {
    return EqualIgnoringCase(written, header_name);
  });
}

const Header* FindHeader(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (EqualIgnoringCase(header.name, name)) return &header;
  }
  return nullptr;
}

std::string_view HttpRequest::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view HttpRequest::query() const {
  const std::size_t mark = target.find('?');
  return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

std::string_view HttpRequest::header(std::string_view name) const {
  const Header* found = FindHeader(headers, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

bool HttpRequest::says_json() const {
  std::string_view type = header("Content-Type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return EqualIgnoringCase(type, "application/json");
}

}  // namespace kraken::mock
