// Decimal as text: reading and printing it. The arithmetic is in decimal.cc.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <ostream>
#include <system_error>

#include "kraken/protocol/ascii.h"
#include "kraken/protocol/decimal.h"
#include "protocol/src/quoted_text.h"

namespace kraken {
namespace {

tl::unexpected<Error> NotADecimal(std::string_view text, std::string_view fault) {
  return Fail(ErrorKind::kMalformed,
              Quoted(text) + " is not a decimal number: " + std::string(fault) +
                  "; write it like 1234.5, without blanks or separators of thousands");
}

std::string_view TakeDigits(std::string_view& rest) {
  const auto* end = std::ranges::find_if_not(rest, IsDigit);
  const std::string_view digits(rest.begin(), end);
  rest.remove_prefix(digits.size());
  return digits;
}

// The number after the 'e', or none where there is none. One that no int holds is as good as any
// other that is far out of range.
std::optional<int> TakeExponent(std::string_view& rest) {
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  const std::string_view digits = TakeDigits(rest);
  if (digits.empty()) return std::nullopt;
  int exponent = 0;
  if (std::from_chars(digits.begin(), digits.end(), exponent).ec != std::errc()) {
    exponent = std::numeric_limits<int>::max();
  }
  return negative ? -exponent : exponent;
}

// The exponent with its 'e', or 0 where there is none; none where the 'e' has no number.
std::optional<int> TakeExponentPart(std::string_view& rest) {
  if (!rest.starts_with('e') && !rest.starts_with('E')) return 0;
  rest.remove_prefix(1);
  return TakeExponent(rest);
}

// An integer of significant digits and how many of them are decimals.
struct Digits {
  std::string text{};
  std::int64_t scale = 0;
};

// Without the zeros in front and behind; zero is empty. The scale may come out negative.
Digits Significant(std::string_view whole, std::string_view fraction, int exponent) {
  Digits digits{.text = std::string(whole).append(fraction),
                .scale = static_cast<std::int64_t>(fraction.size()) - exponent};
  digits.text.erase(0, digits.text.find_first_not_of('0'));
  const std::size_t end = digits.text.find_last_not_of('0') + 1;  // 0 where nothing is left.
  digits.scale -= static_cast<std::int64_t>(digits.text.size() - end);
  digits.text.resize(end);
  return digits;
}

}  // namespace

Result<Decimal> Decimal::Parse(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  const std::string_view whole = TakeDigits(rest);
  const bool has_point = rest.starts_with('.');
  if (has_point) rest.remove_prefix(1);
  const std::string_view fraction = has_point ? TakeDigits(rest) : std::string_view();
  if (whole.empty() && fraction.empty()) {
    return NotADecimal(text, text.empty() ? "it is empty" : "it does not begin with digits");
  }
  const std::optional<int> exponent = TakeExponentPart(rest);
  if (!exponent) return NotADecimal(text, "no exponent follows the 'e'");
  if (!rest.empty()) {
    return NotADecimal(text, "character " + std::to_string(text.size() - rest.size() + 1) +
                                 " does not belong there");
  }

  Digits digits = Significant(whole, fraction, *exponent);
  if (digits.text.empty()) return Decimal();
  if (digits.scale > kMaxScale) return NotADecimal(text, "it has more than 18 decimals");
  const auto zeros = static_cast<std::size_t>(std::max<std::int64_t>(0, -digits.scale));
  if (digits.text.size() + zeros > Decimal::kMaxDigits) {
    return NotADecimal(text, "it has more than 38 digits");
  }
  digits.text.append(zeros, '0');
  Coefficient coefficient = 0;
  for (char c : digits.text) coefficient = coefficient * 10 + (c - '0');
  return Decimal(negative ? -coefficient : coefficient,
                 static_cast<int>(std::max<std::int64_t>(0, digits.scale)));
}

std::string Decimal::ToString() const { return ToFixed(scale_); }

std::string Decimal::ToFixed(int places, Rounding rounding) const {
  const Decimal rounded = Rounded(places, rounding);
  std::string text;  // The digits from the last to the first; one stands before the point at least.
  Coefficient rest = rounded.is_negative() ? -rounded.coefficient_ : rounded.coefficient_;
  for (int decimals = rounded.scale_; decimals >= 0 || rest != 0; --decimals, rest /= 10) {
    text += static_cast<char>('0' + static_cast<int>(rest % 10));
  }
  if (rounded.is_negative()) text += '-';
  std::ranges::reverse(text);
  if (places == 0) return text;
  text.insert(text.size() - static_cast<std::size_t>(rounded.scale_), ".");
  return text.append(static_cast<std::size_t>(places - rounded.scale_), '0');
}

std::ostream& operator<<(std::ostream& out, const Decimal& value) {
  return out << value.ToString();
}

}  // namespace kraken
