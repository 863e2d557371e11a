#include "mock_server/src/handlers/client_order_id.h"

#include <algorithm>
#include <cstddef>

#include "kraken/protocol/ascii.h"
#include "mock_server/src/trading/client_order_id.h"

namespace kraken::mock {
namespace {

constexpr std::size_t kLongestText = 18;

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
  if (IsFreeText(id, free_text) || IsUuid(id)) return id;
  const std::string text = free_text == ClOrdId::kAscii
                               ? "characters of text without blanks"
                               : "lower case letters and digits (quirk cl-ord-id)";
  return arguments.Refuse("cl_ord_id", FieldIs("cl_ord_id", id) + "; it takes a UUID or up to " +
                                           std::to_string(kLongestText) + " " + text);
}

}  // namespace kraken::mock
