#include "kraken/protocol/decimal.h"

#include <array>
#include <compare>
#include <cstdint>
#include <limits>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"

namespace kraken {
namespace {

using gtest::FailsWith;
using gtest::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;

// 10^38 - 1, the greatest there is, and 10^-18, the smallest.
constexpr std::string_view kGreatest = "99999999999999999999999999999999999999";
constexpr std::string_view kSmallest = "0.000000000000000001";

Decimal Of(std::string_view text) {
  const Result<Decimal> value = Decimal::Parse(text);
  if (!value) throw std::invalid_argument(value.error().message);
  return *value;
}

// --- Parse and ToString ---

struct Reading {
  std::string_view text;
  std::string_view value;
};

constexpr auto kReadings = std::to_array<Reading>(
    {{"0", "0"},
     {"-0", "0"},
     {"+0.000", "0"},
     {"12", "12"},
     {"-3", "-3"},
     {"-0.5", "-0.5"},
     {"+1.50", "1.5"},
     {".5", "0.5"},
     {"-.5", "-0.5"},
     {"5.", "5"},
     {"007.0700", "7.07"},
     {"100", "100"},
     {"10000.0000", "10000"},
     {"1e-05", "0.00001"},
     {"1.5e-7", "0.00000015"},
     {"1E3", "1000"},
     {"1e+3", "1000"},
     {"-2.50e2", "-250"},
     {"12.345e1", "123.45"},
     {"0e999", "0"},
     {"0e99999999999", "0"},
     {"1e37", "10000000000000000000000000000000000000"},
     {kGreatest, kGreatest},
     {kSmallest, kSmallest},
     {"1e-18", kSmallest},
     {"100e-20", kSmallest},
     {"1.00000000000000000000000000000000000000000", "1"},
     {"000000000000000000000000000000000000000000000000000000000001", "1"},
     {"0.12345678901234567800", "0.123456789012345678"},
     {"99999999999999999999.999999999999999999", "99999999999999999999.999999999999999999"}});

TEST(Decimal, ReadsNumbersAsTheyAreWritten) {
  for (const Reading& reading : kReadings) {
    SCOPED_TRACE(reading.text);
    const Result<Decimal> value = Decimal::Parse(reading.text);
    ASSERT_THAT(value, IsOk());
    EXPECT_EQ(value->ToString(), reading.value);
  }
}

struct BadNumber {
  std::string_view text;
  std::string_view fault;
};

constexpr auto kBadNumbers = std::to_array<BadNumber>(
    {{"", "it is empty"},
     {"-", "does not begin with digits"},
     {"+", "does not begin with digits"},
     {".", "does not begin with digits"},
     {"-.", "does not begin with digits"},
     {"--1", "does not begin with digits"},
     {"e5", "does not begin with digits"},
     {"NaN", "does not begin with digits"},
     {"Infinity", "does not begin with digits"},
     {"abc", "does not begin with digits"},
     {" 1", "does not begin with digits"},
     {"1 ", "character 2"},
     {"1 000", "character 2"},
     {"1,5", "character 2"},
     {"1,000.00", "character 2"},
     {"0x1", "character 2"},
     {"1.2.3", "character 4"},
     {"1_000", "character 2"},
     {"1.5%", "character 4"},
     {"12-", "character 3"},
     {"1e5.0", "character 4"},
     {"1e5e5", "character 4"},
     {std::string_view("1\0", 2), "character 2"},
     {"\xd9\xa1", "does not begin with digits"},
     {"1e", "no exponent"},
     {"1e+", "no exponent"},
     {"1e-", "no exponent"},
     {"1ex", "no exponent"},
     {"1e999", "more than 38 digits"},
     {"1e38", "more than 38 digits"},
     {"1e99999999999", "more than 38 digits"},
     {"1e2147483647", "more than 38 digits"},
     {"100000000000000000000000000000000000000", "more than 38 digits"},
     {"123456789012345678901234567890123456789012345678901234567890", "more than 38 digits"},
     {"123456789012345678901.123456789012345678", "more than 38 digits"},
     {"0.1234567890123456789", "more than 18 decimals"},
     {"1e-19", "more than 18 decimals"},
     {"1e-999", "more than 18 decimals"},
     {"1e-99999999999", "more than 18 decimals"}});

TEST(Decimal, NamesWhatIsWrongWithAText) {
  for (const BadNumber& bad : kBadNumbers) {
    SCOPED_TRACE(bad.text);
    EXPECT_THAT(Decimal::Parse(bad.text),
                FailsWith(ErrorKind::kMalformed, AllOf(HasSubstr(std::string(bad.fault)),
                                                       HasSubstr("is not a decimal number"))));
  }
}

TEST(Decimal, IsZeroByDefault) {
  EXPECT_EQ(Decimal().ToString(), "0");
  EXPECT_TRUE(Decimal().is_zero());
  EXPECT_FALSE(Decimal().is_negative());
}

TEST(Decimal, KnowsItsSign) {
  EXPECT_TRUE(Of("-0.1").is_negative());
  EXPECT_FALSE(Of("0.1").is_negative());
  EXPECT_FALSE(Of("-0.0").is_negative());
  EXPECT_TRUE(Of("-0.0").is_zero());
  EXPECT_FALSE(Of(kSmallest).is_zero());
}

TEST(Decimal, ComesFromAnyInteger) {
  EXPECT_EQ(Decimal::FromInteger(-42).ToString(), "-42");
  EXPECT_EQ(Decimal::FromInteger(std::numeric_limits<std::int64_t>::min()).ToString(),
            "-9223372036854775808");
  EXPECT_EQ(Decimal::FromInteger(std::numeric_limits<std::int64_t>::max()).ToString(),
            "9223372036854775807");
}

TEST(Decimal, PrintsToStreams) {
  std::ostringstream out;
  out << Of("-1.50");
  EXPECT_EQ(out.str(), "-1.5");
  EXPECT_EQ(::testing::PrintToString(Of("2.0")), "2");
}

// --- Rounding ---

struct RoundingCase {
  std::string_view value;
  int places;
  std::string_view down;
  std::string_view half_up;
  std::string_view up;
};

constexpr auto kRoundings =
    std::to_array<RoundingCase>({{"2.5", 0, "2", "3", "3"},
                                 {"-2.5", 0, "-2", "-3", "-3"},
                                 {"3.5", 0, "3", "4", "4"},
                                 {"2.4999", 0, "2", "2", "3"},
                                 {"-2.4999", 0, "-2", "-2", "-3"},
                                 {"2.0001", 0, "2", "2", "3"},
                                 {"0.5", 0, "0", "1", "1"},
                                 {"-0.5", 0, "0", "-1", "-1"},
                                 {"0.4", 0, "0", "0", "1"},
                                 {"-0.4", 0, "0", "0", "-1"},
                                 {"9.995", 2, "9.99", "10.00", "10.00"},
                                 {"1.005", 2, "1.00", "1.01", "1.01"},
                                 {"-1.005", 2, "-1.00", "-1.01", "-1.01"},
                                 {"1.5", 4, "1.5000", "1.5000", "1.5000"},
                                 {"10000", 4, "10000.0000", "10000.0000", "10000.0000"},
                                 {"0", 10, "0.0000000000", "0.0000000000", "0.0000000000"},
                                 {"0.000000000000000001", 17, "0.00000000000000000",
                                  "0.00000000000000000", "0.00000000000000001"},
                                 {"0.000000000000000001", 18, "0.000000000000000001",
                                  "0.000000000000000001", "0.000000000000000001"}});

TEST(Decimal, RoundsInAllThreeWays) {
  for (const RoundingCase& c : kRoundings) {
    SCOPED_TRACE(c.value);
    EXPECT_EQ(Of(c.value).ToFixed(c.places, Rounding::kDown), c.down);
    EXPECT_EQ(Of(c.value).ToFixed(c.places, Rounding::kHalfUp), c.half_up);
    EXPECT_EQ(Of(c.value).ToFixed(c.places, Rounding::kUp), c.up);
    EXPECT_EQ(Of(c.value).Rounded(c.places, Rounding::kDown), Of(c.down));
    EXPECT_EQ(Of(c.value).Rounded(c.places, Rounding::kHalfUp), Of(c.half_up));
    EXPECT_EQ(Of(c.value).Rounded(c.places, Rounding::kUp), Of(c.up));
  }
}

TEST(Decimal, RoundsHalfUpUnlessToldOtherwise) {
  EXPECT_EQ(Of("0.75").ToFixed(1), "0.8");
  EXPECT_EQ(Of("0.75").Rounded(1), Of("0.8"));
  EXPECT_EQ(Of("2").DividedBy(Of("3"), 2), Of("0.67"));
}

TEST(Decimal, ToFixedPadsAsKrakenPrintsAmounts) {
  EXPECT_EQ(Of("10000").ToFixed(4), "10000.0000");
  EXPECT_EQ(Of("1").ToFixed(10), "1.0000000000");
  EXPECT_EQ(Of("-0.001").ToFixed(2), "0.00");
  EXPECT_EQ(Of(kGreatest).ToFixed(18), std::string(kGreatest) + ".000000000000000000");
}

TEST(Decimal, RefusesNumbersOfPlacesThatItCannotHold) {
  for (int places : {-1, 19, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()}) {
    EXPECT_THROW(Of("1").ToFixed(places), std::invalid_argument);
    EXPECT_THROW(Of("1").Rounded(places), std::invalid_argument);
    EXPECT_THROW(Of("1").DividedBy(Of("3"), places), std::invalid_argument);
  }
}

TEST(Decimal, RoundsUpIntoANewDigit) {
  const Decimal value = Of("9999999999999999999999999999999999999.9");
  EXPECT_EQ(value.Rounded(0).ToString(), "10000000000000000000000000000000000000");
}

// --- Arithmetic ---

TEST(Decimal, AddsAndSubtracts) {
  EXPECT_EQ(Of("0.1") + Of("0.2"), Of("0.3"));
  EXPECT_EQ(Of("1.25") + Of("-1.25"), Decimal());
  EXPECT_EQ(Of("1") - Of("0.000000000000000001"), Of("0.999999999999999999"));
  EXPECT_EQ(Of("-1.5") - Of("2.25"), Of("-3.75"));
  EXPECT_EQ((Of("1.50") + Of("0.50")).ToString(), "2");
}

TEST(Decimal, Multiplies) {
  EXPECT_EQ(Of("0.75") * Of("40000.1"), Of("30000.075"));
  EXPECT_EQ((Of("0.75") * Of("40000.1")).ToFixed(4), "30000.0750");
  EXPECT_EQ(Of("-1.5") * Of("-2"), Of("3"));
  EXPECT_EQ(Of("-1.5") * Of("2"), Of("-3"));
  EXPECT_EQ(Of("123.456") * Decimal(), Decimal());
  EXPECT_EQ(Of("0.0000000005") * Of("0.000000002"), Of("0.000000000000000001"));
}

TEST(Decimal, NegatesEvenTheGreatest) {
  EXPECT_EQ(-Of("1.5"), Of("-1.5"));
  EXPECT_EQ(-Decimal(), Decimal());
  EXPECT_EQ((-Of(kGreatest)).ToString(), "-" + std::string(kGreatest));
  EXPECT_EQ(-(-Of(kGreatest)), Of(kGreatest));
}

TEST(Decimal, DividesToTheDecimalsAskedFor) {
  EXPECT_EQ(Of("1").DividedBy(Of("3"), 4), Of("0.3333"));
  EXPECT_EQ(Of("2").DividedBy(Of("3"), 4, Rounding::kDown), Of("0.6666"));
  EXPECT_EQ(Of("1").DividedBy(Of("3"), 4, Rounding::kUp), Of("0.3334"));
  EXPECT_EQ(Of("-1").DividedBy(Of("3"), 2, Rounding::kUp), Of("-0.34"));
  EXPECT_EQ(Of("1").DividedBy(Of("-3"), 2, Rounding::kDown), Of("-0.33"));
  EXPECT_EQ(Of("-7").DividedBy(Of("-2"), 0), Of("4"));
  EXPECT_EQ(Of("5").DividedBy(Of("2"), 0, Rounding::kHalfUp), Of("3"));
  EXPECT_EQ(Of("10000").DividedBy(Of("60000.1"), 10), Of("0.1666663889"));
  EXPECT_EQ(Of("0.5").DividedBy(Of("0.25"), 0), Of("2"));
}

TEST(Decimal, DividesWhereOnlyTheIntermediateWouldBeTooLarge) {
  // Scaled up first, this dividend would need 56 digits.
  const Decimal greatest = Of(kGreatest);
  EXPECT_EQ(greatest.DividedBy(Of("1e19"), 18, Rounding::kDown),
            Of("9999999999999999999.999999999999999999"));
  EXPECT_EQ(greatest.DividedBy(Of("1e37"), 18), Of("10"));
  EXPECT_EQ(greatest.DividedBy(greatest, 18), Of("1"));
  EXPECT_EQ(Of("1").DividedBy(Of(kSmallest), 18), Of("1e18"));
  EXPECT_EQ(Of("12345678901234567890").DividedBy(Of("0.000000000000000003"), 0),
            Of("4115226300411522630000000000000000000"));
}

TEST(Decimal, RoundsByAllThatIsLeftOverWhenTheQuotientIsTiny) {
  // Exactly half of the last place, a hair more and a hair less.
  EXPECT_EQ(Of("0.35").DividedBy(Of("7"), 1), Of("0.1"));
  EXPECT_EQ(Of("0.351").DividedBy(Of("7"), 1), Of("0.1"));
  EXPECT_EQ(Of("0.349").DividedBy(Of("7"), 1), Decimal());
  EXPECT_EQ(Of("0.35").DividedBy(Of("7"), 1, Rounding::kDown), Decimal());
  EXPECT_EQ(Of("0.35").DividedBy(Of("7"), 1, Rounding::kUp), Of("0.1"));
  EXPECT_EQ(Of(kSmallest).DividedBy(Of("7"), 0, Rounding::kUp), Of("1"));
  EXPECT_EQ(Of(kSmallest).DividedBy(Of("7"), 0, Rounding::kDown), Decimal());
  EXPECT_EQ(Of(kSmallest).DividedBy(Of(kGreatest), 0), Decimal());
}

TEST(Decimal, DividingByZeroIsADomainError) {
  EXPECT_THROW(Of("1").DividedBy(Decimal(), 2), std::domain_error);
  EXPECT_THROW(Decimal().DividedBy(Decimal(), 2), std::domain_error);
}

TEST(Decimal, OverflowThrowsAndNeverWraps) {
  const Decimal greatest = Of(kGreatest);
  EXPECT_THROW(greatest + Of("1"), std::overflow_error);
  EXPECT_THROW(-greatest - Of("1"), std::overflow_error);
  EXPECT_THROW(greatest + greatest, std::overflow_error);
  EXPECT_THROW(greatest + Of("0.1"), std::overflow_error);
  EXPECT_THROW(greatest * Of("2"), std::overflow_error);
  EXPECT_THROW(greatest * greatest, std::overflow_error);
  // -2^63 * 2^64 is the one 128-bit number that has no magnitude.
  const Decimal least = Decimal::FromInteger(std::numeric_limits<std::int64_t>::min());
  EXPECT_THROW(least * Of("18446744073709551616"), std::overflow_error);
  EXPECT_THROW(Of("1e19") * Of("1e19"), std::overflow_error);
  EXPECT_THROW(greatest.DividedBy(Of("0.1"), 0), std::overflow_error);
  EXPECT_THROW(Of("1e37").DividedBy(Of(kSmallest), 18), std::overflow_error);
  EXPECT_EQ(greatest - Of("1") + Of("1"), greatest);
}

TEST(Decimal, AProductWithMoreThanEighteenDecimalsThrows) {
  EXPECT_THROW(Of(kSmallest) * Of("0.1"), std::overflow_error);
  EXPECT_THROW(Of("0.1234567891") * Of("0.1234567891"), std::overflow_error);
  EXPECT_EQ(Of("0.123456789") * Of("0.123456789"), Of("0.015241578750190521"));
}

// --- Order ---

TEST(Decimal, ComparesByValue) {
  EXPECT_EQ(Of("1.50"), Of("1.5"));
  EXPECT_EQ(Of("1e2"), Of("100.00"));
  EXPECT_EQ(Of("-0"), Of("0"));
  EXPECT_NE(Of("1.5"), Of("1.6"));
  EXPECT_NE(Of("15"), Of("1.5"));
}

TEST(Decimal, ARisingRowIsInOrder) {
  const std::string lowest = "-" + std::string(kGreatest);
  const std::vector<std::string_view> row = {
      lowest, "-1e37",   "-100", "-1.5", "-1.25",  "-1",   "-0.5", "-0.000000000000000001",
      "0",    kSmallest, "0.1",  "0.12", "0.2",    "0.25", "1",    "1.000000000000000001",
      "1.5",  "9",       "10",   "1e37", kGreatest};
  for (std::size_t i = 0; i < row.size(); ++i) {
    for (std::size_t j = 0; j < row.size(); ++j) {
      EXPECT_EQ(Of(row[i]) <=> Of(row[j]), i <=> j) << row[i] << " and " << row[j];
      EXPECT_EQ(Of(row[i]) == Of(row[j]), i == j) << row[i] << " and " << row[j];
    }
  }
}

// --- Properties ---

// Numbers as they occur: up to 12 digits of which up to 8 are decimals.
Decimal Some(std::mt19937_64& random) {
  const auto digits = static_cast<std::int64_t>(random() % 1'000'000'000'000);
  const std::int64_t sign = random() % 2 == 0 ? 1 : -1;
  const auto decimals = static_cast<int>(random() % 9);
  return Decimal::FromInteger(sign * digits) * Of("1e-" + std::to_string(decimals));
}

TEST(DecimalProperties, TextIsReadBackAsTheSameValue) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 2000; ++i) {
    const Decimal a = Some(random);
    ASSERT_EQ(Of(a.ToString()), a);
    ASSERT_EQ(Of(a.ToFixed(8)), a);
  }
}

TEST(DecimalProperties, SumsAndProductsObeyTheLawsOfArithmetic) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 2000; ++i) {
    const Decimal a = Some(random);
    const Decimal b = Some(random);
    const Decimal c = Decimal::FromInteger(static_cast<std::int64_t>(random() % 1'000'000));
    ASSERT_EQ(a + b, b + a);
    ASSERT_EQ(a * b, b * a);
    ASSERT_EQ((a + b) + c, a + (b + c));
    ASSERT_EQ(a + b - b, a);
    ASSERT_EQ(a - b, -(b - a));
    ASSERT_EQ((a + b) * c, a * c + b * c);
    ASSERT_EQ(a * Of("1"), a);
  }
}

TEST(DecimalProperties, AQuotientIsWithinItsRounding) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 2000; ++i) {
    const Decimal a = Some(random);
    const Decimal b = Some(random);
    if (b.is_zero()) continue;
    const int places = static_cast<int>(random() % 7);
    const Decimal unit = Of("1e-" + std::to_string(places));
    const Decimal size = b.is_negative() ? -b : b;
    const auto off = [&](Rounding rounding) {
      const Decimal rest = a - a.DividedBy(b, places, rounding) * b;
      return a.is_negative() ? -rest : rest;
    };
    // Down leaves less than a unit of the divisor, up takes less than one, and half up is nearest.
    ASSERT_GE(off(Rounding::kDown), Decimal());
    ASSERT_LT(off(Rounding::kDown), unit * size);
    ASSERT_LE(off(Rounding::kUp), Decimal());
    ASSERT_GT(off(Rounding::kUp), -(unit * size));
    ASSERT_LE(off(Rounding::kHalfUp) * Of("2"), unit * size);
    ASSERT_GE(off(Rounding::kHalfUp) * Of("2"), -(unit * size));
  }
}

TEST(DecimalProperties, OrderAgreesWithTheSignOfTheDifference) {
  std::mt19937_64 random(4);
  for (int i = 0; i < 2000; ++i) {
    const Decimal a = Some(random);
    const Decimal b = i % 10 == 0 ? a : Some(random);
    ASSERT_EQ(a < b, (a - b).is_negative());
    ASSERT_EQ(a == b, (a - b).is_zero());
    ASSERT_EQ(a > b, (b - a).is_negative());
  }
}

}  // namespace
}  // namespace kraken
