#include "mock_server/src/utf8.h"

#include <array>

namespace kraken::mock {
namespace {

// How many bytes follow a UTF-8 sequence's first one, and from where to where the second may lie;
// the others are 80 to BF (RFC 3629 §4).
struct Utf8Lead {
  unsigned char from;
  unsigned char to;
  std::size_t following;
  unsigned char second_from;
  unsigned char second_to;
};
constexpr auto kUtf8Leads = std::to_array<Utf8Lead>({
    {0x00, 0x7f, 0, 0, 0},
    {0xc2, 0xdf, 1, 0x80, 0xbf},
    {0xe0, 0xe0, 2, 0xa0, 0xbf},
    {0xe1, 0xec, 2, 0x80, 0xbf},
    {0xed, 0xed, 2, 0x80, 0x9f},
    {0xee, 0xef, 2, 0x80, 0xbf},
    {0xf0, 0xf0, 3, 0x90, 0xbf},
    {0xf1, 0xf3, 3, 0x80, 0xbf},
    {0xf4, 0xf4, 3, 0x80, 0x8f},
});

bool HasFollowers(std::string_view text, const Utf8Lead& lead) {
  for (std::size_t i = 1; i <= lead.following; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const unsigned char from = i == 1 ? lead.second_from : 0x80;
    const unsigned char to = i == 1 ? lead.second_to : 0xbf;
    if (byte < from || byte > to) return false;
  }
  return true;
}

}  // namespace

std::size_t Utf8Length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  for (const Utf8Lead& lead : kUtf8Leads) {
    if (first < lead.from || first > lead.to) continue;
    if (text.size() <= lead.following) return 0;
    return HasFollowers(text, lead) ? lead.following + 1 : 0;
  }
  return 0;
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = Utf8Length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace kraken::mock
