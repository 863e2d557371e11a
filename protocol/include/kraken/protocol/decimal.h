// Amounts, prices and volumes: exact decimal numbers, never binary floating point.
//
//   Decimal cost = *Decimal::Parse("0.75") * *Decimal::Parse("40000.1");
//   cost.ToFixed(4) == "30000.0750";
//
// Values are an integer coefficient of up to 38 digits and a scale of 0 to 18 decimal places;
// arithmetic that would leave that range throws std::overflow_error, since wrapping money silently
// is the one thing this type must not do.
#ifndef KRAKEN_PROTOCOL_DECIMAL_H_
#define KRAKEN_PROTOCOL_DECIMAL_H_

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "kraken/protocol/result.h"

namespace kraken {

enum class Rounding { kDown, kHalfUp, kUp };  // Down: towards zero. Up: away from it.

class Decimal final {
 public:
  static constexpr int kMaxScale = 18;

  constexpr Decimal() = default;
  static Decimal FromInteger(std::int64_t value);

  // "12", "-0.5", "+1.50", ".5", "5.", "1e-05" (what Python and JavaScript print for small
  // numbers). The error names what is wrong with the text; no blanks, no thousands separators.
  static Result<Decimal> Parse(std::string_view text);

  // The shortest text: "1.5", "0", "-3". Never an exponent.
  std::string ToString() const;
  // Exactly `places` decimals (0 to 18), as Kraken prints amounts.
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
  using Coefficient = __int128;
  constexpr Decimal(Coefficient coefficient, int scale)
      : coefficient_(coefficient), scale_(scale) {}

  Coefficient coefficient_ = 0;  // value = coefficient / 10^scale
  int scale_ = 0;
};

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_DECIMAL_H_
