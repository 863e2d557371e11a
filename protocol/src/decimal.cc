#include "kraken/protocol/decimal.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <tuple>

namespace kraken {
namespace {

__extension__ typedef __int128 Int128;  // NOLINT(modernize-use-using): as in the header.

constexpr std::size_t kMaxDigits = Decimal::kMaxDigits;

constexpr auto kPowersOfTen = [] {
  std::array<Int128, kMaxDigits + 1> powers{};
  Int128 power = 1;
  for (std::size_t i = 0; i < kMaxDigits; ++i, power *= 10) powers[i] = power;
  powers[kMaxDigits] = power;
  return powers;
}();

constexpr Int128 kTooLarge = kPowersOfTen[kMaxDigits];

constexpr Int128 PowerOfTen(int exponent) {
  return kPowersOfTen[static_cast<std::size_t>(exponent)];
}

constexpr Int128 Magnitude(Int128 value) { return value < 0 ? -value : value; }

[[noreturn]] void ThrowOverflow() {
  throw std::overflow_error(
      "Decimal: the result needs more than 38 digits or 18 decimals; round the operands first");
}

Int128 Product(Int128 a, Int128 b) {
  Int128 product = 0;
  if (__builtin_mul_overflow(a, b, &product)) ThrowOverflow();
  return product;
}

Int128 Sum(Int128 a, Int128 b) {
  Int128 sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) ThrowOverflow();
  return sum;
}

void RequirePlaces(int places) {
  if (places < 0 || places > Decimal::kMaxScale) {
    throw std::invalid_argument("Decimal: " + std::to_string(places) +
                                " decimals asked for; 0 to 18 are possible");
  }
}

// A whole number of units and what is left over, told apart only as far as rounding needs it.
struct Quotient {
  Int128 whole;
  bool exact;
  std::strong_ordering rest_to_half;
};

Int128 Round(const Quotient& quotient, Rounding rounding) {
  const bool up = (rounding == Rounding::kUp && !quotient.exact) ||
                  (rounding == Rounding::kHalfUp && std::is_gteq(quotient.rest_to_half));
  return up ? Sum(quotient.whole, 1) : quotient.whole;
}

// numerator / divisor, neither of them negative.
Quotient Divide(Int128 numerator, Int128 divisor) {
  const Int128 rest = numerator % divisor;
  return {.whole = numerator / divisor,
          .exact = rest == 0,
          .rest_to_half = rest <=> divisor - rest};  // 2 * rest could overflow.
}

// numerator * 10^places / divisor, digit by digit, since the product might overflow where the
// quotient does not.
Quotient DivideScaledUp(Int128 numerator, Int128 divisor, int places) {
  Int128 whole = numerator / divisor;
  Int128 rest = numerator % divisor;
  for (; places > 0; --places) {
    const Int128 next = Product(rest, 10);
    whole = Sum(Product(whole, 10), next / divisor);
    rest = next % divisor;
  }
  return {.whole = whole, .exact = rest == 0, .rest_to_half = rest <=> divisor - rest};
}

// numerator / (divisor * 10^places), in two steps for the same reason.
Quotient DivideScaledDown(Int128 numerator, Int128 divisor, int places) {
  const Quotient first = Divide(numerator, divisor);
  Quotient second = Divide(first.whole, PowerOfTen(places));
  if (std::is_eq(second.rest_to_half) && !first.exact) {
    second.rest_to_half = std::strong_ordering::greater;
  }
  second.exact = second.exact && first.exact;
  return second;
}

}  // namespace

Decimal Decimal::Canonical(Coefficient coefficient, int scale) {
  while (scale > 0 && coefficient % 10 == 0) {
    coefficient /= 10;
    --scale;
  }
  // Not by its magnitude: -2^127 has none.
  const bool fits = coefficient < kTooLarge && coefficient > -kTooLarge;
  if (scale > kMaxScale || !fits) ThrowOverflow();
  return {coefficient, scale};
}

Decimal Decimal::FromInteger(std::int64_t value) { return {value, 0}; }

Decimal Decimal::Rounded(int places, Rounding rounding) const {
  RequirePlaces(places);
  if (places >= scale_) return *this;
  const Int128 units =
      Round(Divide(Magnitude(coefficient_), PowerOfTen(scale_ - places)), rounding);
  return Canonical(is_negative() ? -units : units, places);
}

Decimal Decimal::DividedBy(const Decimal& divisor, int places, Rounding rounding) const {
  RequirePlaces(places);
  if (divisor.is_zero()) throw std::domain_error("Decimal: division by zero");
  const Int128 dividend = Magnitude(coefficient_);
  const Int128 by = Magnitude(divisor.coefficient_);
  const int shift = places + divisor.scale_ - scale_;
  const Int128 units = Round(
      shift >= 0 ? DivideScaledUp(dividend, by, shift) : DivideScaledDown(dividend, by, -shift),
      rounding);
  return Canonical(is_negative() == divisor.is_negative() ? units : -units, places);
}

Decimal operator+(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale_, b.scale_);
  return Decimal::Canonical(Sum(Product(a.coefficient_, PowerOfTen(scale - a.scale_)),
                                Product(b.coefficient_, PowerOfTen(scale - b.scale_))),
                            scale);
}

Decimal operator-(const Decimal& a, const Decimal& b) { return a + -b; }

Decimal operator*(const Decimal& a, const Decimal& b) {
  return Decimal::Canonical(Product(a.coefficient_, b.coefficient_), a.scale_ + b.scale_);
}

Decimal Decimal::operator-() const { return {-coefficient_, scale_}; }

bool operator==(const Decimal& a, const Decimal& b) {
  return a.coefficient_ == b.coefficient_ && a.scale_ == b.scale_;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  // Whole parts first, then fractions in units of 10^-18: neither can overflow. Both parts of a
  // negative number are negative, so the order is right below zero as well.
  const auto parts = [](const Decimal& value) {
    const Int128 unit = PowerOfTen(value.scale_);
    return std::tuple(value.coefficient_ / unit,
                      value.coefficient_ % unit * PowerOfTen(Decimal::kMaxScale - value.scale_));
  };
  return parts(a) <=> parts(b);
}

}  // namespace kraken
