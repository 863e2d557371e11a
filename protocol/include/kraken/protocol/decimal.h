// Amounts, prices and volumes: exact decimal numbers, never binary floating point.
//
//   Decimal cost = *Decimal::Parse("0.75") * *Decimal::Parse("40000.1");
//   cost.ToFixed(4) == "30000.0750";
//
// Values are an integer coefficient of up to 38 digits and a scale of 0 to 18 decimal places;
// arithmetic that would leave that range throws std::overflow_error, since wrapping money silently
// is the one thing this type must not do. Nothing is rounded unasked: the product of two numbers
// with many decimals needs all of theirs, so round between two multiplications.
#ifndef KRAKEN_PROTOCOL_DECIMAL_H_
#define KRAKEN_PROTOCOL_DECIMAL_H_

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "kraken/protocol/result.h"

namespace kraken {

// Down: towards zero. Up: away from it. Half up: to the nearest, and halves away from zero.
enum class Rounding { kDown, kHalfUp, kUp };

class Decimal final {
 public:
  static constexpr int kMaxScale = 18;
  static constexpr int kMaxDigits = 38;

  constexpr Decimal() = default;
  static Decimal FromInteger(std::int64_t value);

  // "12", "-0.5", "+1.50", ".5", "5.", "1e-05" (what Python and JavaScript print for small
  // numbers). The error names what is wrong with the text; no blanks, no thousands separators.
  // Zeros that change nothing do not count towards the 38 digits and 18 decimals.
  static Result<Decimal> Parse(std::string_view text);

  // The shortest text: "1.5", "0", "-3". Never an exponent.
  std::string ToString() const;
  // Exactly `places` decimals, as Kraken prints amounts. Here and below `places` is 0 to 18;
  // anything else is a std::invalid_argument.
  std::string ToFixed(int places, Rounding rounding = Rounding::kHalfUp) const;
  // Rounded to `places` decimals.
  Decimal Rounded(int places, Rounding rounding = Rounding::kHalfUp) const;
  // The quotient to `places` decimals; division by zero is a std::domain_error.
  Decimal DividedBy(const Decimal& divisor, int places,
                    Rounding rounding = Rounding::kHalfUp) const;

  bool is_zero() const { return coefficient_ == 0; }
  bool is_negative() const { return coefficient_ < 0; }

  friend Decimal operator+(const Decimal& a, const Decimal& b);
  friend Decimal operator-(const Decimal& a, const Decimal& b);
  friend Decimal operator*(const Decimal& a, const Decimal& b);
  Decimal operator-() const;

  // By value: 1.50 == 1.5.
  friend bool operator==(const Decimal& a, const Decimal& b);
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend std::ostream& operator<<(std::ostream& out, const Decimal& value);

 private:
  // GCC takes __int128 for pedantry's sake only with this word, and the word only with a typedef.
  __extension__ typedef __int128 Coefficient;  // NOLINT(modernize-use-using)
  constexpr Decimal(Coefficient coefficient, int scale)
      : coefficient_(coefficient), scale_(scale) {}

  // The same number with no needless zeros; std::overflow_error where it is out of range.
  static Decimal Canonical(Coefficient coefficient, int scale);

  Coefficient coefficient_ = 0;  // value = coefficient / 10^scale
  int scale_ = 0;                // As small as can be, so that equal values are equal members.
};

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_DECIMAL_H_
