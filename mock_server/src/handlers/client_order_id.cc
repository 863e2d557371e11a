#include "mock_server/src/handlers/client_order_id.h"

#include <algorithm>
#include <cstddef>

#include "kraken/protocol/ascii.h"

namespace kraken::mock {
namespace {

constexpr std::size_t kLongestText = 18;

bool IsHexadecimal(char c) { return IsDigit(c) || (ToLower(c) >= 'a' && ToLower(c) <= 'f'); }

// The digits of a UUID in lower case; empty where it is none.
std::string UuidDigits(std::string_view id) {
  constexpr std::string_view kDashed = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  constexpr std::size_t kDigits = 32;
  std::string form;
  std::string digits;
  for (char c : id) {
    form += IsHexadecimal(c) ? 'x' : c;
    if (IsHexadecimal(c)) digits += ToLower(c);
  }
  return form == kDashed || form == std::string(kDigits, 'x') ? digits : std::string();
}

bool IsFreeText(std::string_view id, ClOrdId allowed) {
  if (id.size() > kLongestText) return false;
  return std::ranges::all_of(id, [allowed](char c) {
    if (allowed == ClOrdId::kAscii) return c > ' ' && c <= '~';
    return IsDigit(c) || (IsLetter(c) && c == ToLower(c));
  });
}

}  // namespace

Result<std::string_view> ReadClientOrderId(const Arguments& arguments, ClOrdId free_text) {
  const std::string_view id = arguments.Text("cl_ord_id");
  if (IsFreeText(id, free_text) || !UuidDigits(id).empty()) return id;
  const std::string text = free_text == ClOrdId::kAscii
                               ? "characters of text without blanks"
                               : "lower case letters and digits (quirk cl-ord-id)";
  return arguments.Refuse("cl_ord_id", FieldIs("cl_ord_id", id) + "; it takes a UUID or up to " +
                                           std::to_string(kLongestText) + " " + text);
}

bool SameClientOrderId(std::string_view a, std::string_view b) {
  const std::string digits = UuidDigits(a);
  return digits.empty() ? a == b : digits == UuidDigits(b);
}

}  // namespace kraken::mock
