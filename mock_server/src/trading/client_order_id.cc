#include "mock_server/src/trading/client_order_id.h"

#include <cstddef>

#include "kraken/protocol/ascii.h"

namespace kraken::mock {
namespace {

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

}  // namespace

bool IsUuid(std::string_view id) { return !UuidDigits(id).empty(); }

std::string CanonicalClientOrderId(std::string_view id) {
  std::string digits = UuidDigits(id);
  return digits.empty() ? std::string(id) : digits;
}

bool SameClientOrderId(std::string_view a, std::string_view b) {
  return CanonicalClientOrderId(a) == CanonicalClientOrderId(b);
}

}  // namespace kraken::mock
