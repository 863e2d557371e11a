#include "kraken/protocol/api_error.h"

#include <ostream>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"

namespace kraken {
namespace {

using gtest::FailsWith;
using gtest::HoldsValue;
using gtest::IsOk;
using ::testing::AllOf;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::StartsWith;

::testing::Matcher<const ApiError&> IsError(std::string_view category, std::string_view message,
                                            std::string_view extra = {}) {
  return AllOf(Field("severity", &ApiError::severity, Severity::kError),
               Field("category", &ApiError::category, category),
               Field("message", &ApiError::message, message),
               Field("extra", &ApiError::extra, extra));
}

TEST(ParseApiError, TakesCategoryMessageAndExtraApart) {
  EXPECT_THAT(ParseApiError("EOrder:Insufficient funds"),
              HoldsValue(IsError("Order", "Insufficient funds")));
  EXPECT_THAT(ParseApiError("EGeneral:Invalid arguments:ordertype"),
              HoldsValue(IsError("General", "Invalid arguments", "ordertype")));
}

TEST(ParseApiError, KeepsFurtherColonsInTheExtra) {
  EXPECT_THAT(ParseApiError("EOrder:Invalid price:a:b: c"),
              HoldsValue(IsError("Order", "Invalid price", "a:b: c")));
  EXPECT_THAT(
      ParseApiError("EAccount:Invalid permissions:USDT trading restricted for AT."),
      HoldsValue(IsError("Account", "Invalid permissions", "USDT trading restricted for AT.")));
}

TEST(ParseApiError, TellsWarningsFromErrors) {
  const Result<ApiError> warning = ParseApiError("WDatabase:No change");
  ASSERT_THAT(warning, IsOk());
  EXPECT_EQ(warning->severity, Severity::kWarning);
  EXPECT_EQ(warning->category, "Database");
  EXPECT_EQ(ParseApiError("EAPI:Invalid nonce")->severity, Severity::kError);
}

// Kraken's documentation prints some strings so.
TEST(ParseApiError, SkipsBlanksBehindTheColons) {
  EXPECT_THAT(ParseApiError("EGeneral: Invalid arguments:ordertype"),
              HoldsValue(IsError("General", "Invalid arguments", "ordertype")));
  EXPECT_THAT(ParseApiError("EService: Throttled: [UNIX timestamp]"),
              HoldsValue(IsError("Service", "Throttled", "[UNIX timestamp]")));
}

TEST(ParseApiError, ReadsACategoryThatBeginsWithEOrW) {
  EXPECT_THAT(ParseApiError("EEarnings:Below min"), HoldsValue(IsError("Earnings", "Below min")));
}

TEST(ApiErrorText, IsKrakensNotationWithoutBlanksBehindColons) {
  for (std::string_view text : {"EOrder:Insufficient funds", "WDatabase:No change",
                                "EGeneral:Invalid arguments:cl_ord_id not unique"}) {
    EXPECT_EQ(ParseApiError(text)->text(), text);
  }
  EXPECT_EQ(ParseApiError("EService: Throttled: 1704067200")->text(),
            "EService:Throttled:1704067200");
}

struct BadError {
  std::string_view name;
  std::string_view text;
  std::string_view fault;
};

void PrintTo(const BadError& bad, std::ostream* out) { *out << bad.name; }

class ParseApiErrorRefuses : public ::testing::TestWithParam<BadError> {};

TEST_P(ParseApiErrorRefuses, AndSaysWhy) {
  EXPECT_THAT(ParseApiError(GetParam().text),
              FailsWith(ErrorKind::kMalformed,
                        AllOf(HasSubstr("is not a Kraken error: "),
                              HasSubstr(std::string(GetParam().fault)),
                              HasSubstr("write it as \"EOrder:Insufficient funds\""))));
}

constexpr std::string_view kSeverity = "must begin with E (error) or W (warning)";
constexpr std::string_view kCategory = "a category of letters only";
constexpr std::string_view kMessage = "a colon and a message";

INSTANTIATE_TEST_SUITE_P(
    Texts, ParseApiErrorRefuses,
    ::testing::Values(BadError{"Empty", "", kSeverity}, BadError{"ColonOnly", ":", kSeverity},
                      BadError{"SeverityDropped", "API:Invalid nonce", kSeverity},
                      BadError{"LowerCase", "eAPI:Invalid nonce", kSeverity},
                      BadError{"OtherSeverity", "IAPI:Invalid nonce", kSeverity},
                      BadError{"BlankBefore", " EAPI:Invalid nonce", kSeverity},
                      BadError{"NoCategory", "E:Invalid nonce", kCategory},
                      BadError{"DigitInCategory", "EAPI2:Invalid nonce", kCategory},
                      BadError{"BlankInCategory", "EAPI :Invalid nonce", kCategory},
                      BadError{"Sentence", "Error while reading", kCategory},
                      BadError{"NoColon", "EAPI", kMessage},
                      BadError{"NoMessage", "EAPI:", kMessage},
                      BadError{"BlankMessage", "EAPI:  ", kMessage},
                      BadError{"EmptyMessageWithExtra", "EAPI::x", kMessage}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ParseApiError, QuotesHostileTextShortAndPrintable) {
  const std::string hostile = std::string("\x1b[31m\0\xff\n", 8) + std::string(1 << 20, 'x');
  const Result<ApiError> error = ParseApiError(hostile);
  ASSERT_THAT(error, FailsWith(ErrorKind::kMalformed, StartsWith("\"\\x1b[31m\\x00\\xff\\x0a")));
  EXPECT_LT(error.error().message.size(), 300U);
}

}  // namespace
}  // namespace kraken
