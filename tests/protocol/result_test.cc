#include "kraken/protocol/result.h"

#include <array>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"

namespace kraken {
namespace {

using gtest::FailsWith;
using gtest::HoldsValue;
using gtest::IsOk;
using ::testing::_;
using ::testing::DescribeMatcher;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pointee;
using ::testing::PrintToString;
using ::testing::SizeIs;

Result<int> Half(int number) {
  if (number % 2 != 0) return Fail(ErrorKind::kUsage, std::to_string(number) + " is odd");
  return number / 2;
}

Status Check(bool good) {
  if (!good) return Fail(ErrorKind::kTransport, "connection reset");
  return {};
}

Result<std::unique_ptr<int>> Boxed(int number) { return std::make_unique<int>(number); }

TEST(Result, IsEitherAValueOrAnError) {
  EXPECT_TRUE(Half(4).has_value());
  EXPECT_EQ(*Half(4), 2);
  EXPECT_FALSE(Half(3));
  EXPECT_EQ(Half(3).error(), (Error{.kind = ErrorKind::kUsage, .message = "3 is odd"}));
}

TEST(Result, PassesAnErrorOnToAResultOfAnotherType) {
  const auto describe = [](int number) -> Result<std::string> {
    Result<int> half = Half(number);
    if (!half) return Fail(std::move(half).error());
    return std::to_string(*half);
  };
  EXPECT_EQ(*describe(4), "2");
  EXPECT_EQ(describe(3).error().message, "3 is odd");
}

TEST(Result, HoldsWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> boxed = Boxed(7);
  const std::unique_ptr<int> taken = *std::move(boxed);
  EXPECT_EQ(*taken, 7);
}

TEST(Status, IsOkWithoutAValue) {
  EXPECT_TRUE(Check(true).has_value());
  EXPECT_EQ(Check(false).error().kind, ErrorKind::kTransport);
}

TEST(Error, ComparesByAllItsParts) {
  const Error error{ErrorKind::kApi, "refused", {"EAPI:Invalid key"}};
  EXPECT_EQ(error, (Error{ErrorKind::kApi, "refused", {"EAPI:Invalid key"}}));
  EXPECT_NE(error, (Error{ErrorKind::kUsage, "refused", {"EAPI:Invalid key"}}));
  EXPECT_NE(error, (Error{ErrorKind::kApi, "other", {"EAPI:Invalid key"}}));
  EXPECT_NE(error, (Error{ErrorKind::kApi, "refused", {}}));
}

TEST(ResultMatchers, IsOkTellsValuesFromErrors) {
  EXPECT_THAT(Half(4), IsOk());
  EXPECT_THAT(Half(3), Not(IsOk()));
  EXPECT_THAT(Check(true), IsOk());
  EXPECT_THAT(Check(false), Not(IsOk()));
}

TEST(ResultMatchers, HoldsValueTakesAValueOrAMatcher) {
  EXPECT_THAT(Half(4), HoldsValue(2));
  EXPECT_THAT(Half(4), HoldsValue(Gt(1)));
  EXPECT_THAT(Half(4), Not(HoldsValue(3)));
  EXPECT_THAT(Half(3), Not(HoldsValue(_)));
  EXPECT_THAT(Boxed(7), HoldsValue(Pointee(7)));
  EXPECT_THAT(Result<std::string>("text"), HoldsValue("text"));
}

TEST(ResultMatchers, FailsWithNeedsBothKindAndMessage) {
  EXPECT_THAT(Half(3), FailsWith(ErrorKind::kUsage, "3 is odd"));
  EXPECT_THAT(Half(3), FailsWith(ErrorKind::kUsage, HasSubstr("odd")));
  EXPECT_THAT(Half(3), Not(FailsWith(ErrorKind::kApi, "3 is odd")));
  EXPECT_THAT(Half(3), Not(FailsWith(ErrorKind::kUsage, "5 is odd")));
  EXPECT_THAT(Half(4), Not(FailsWith(ErrorKind::kUsage, _)));
  EXPECT_THAT(Check(false), FailsWith(ErrorKind::kTransport, "connection reset"));
}

TEST(ResultMatchers, AFailureShowsTheError) {
  EXPECT_NONFATAL_FAILURE(EXPECT_THAT(Half(3), IsOk()), "Actual: error kUsage: 3 is odd");
  EXPECT_NONFATAL_FAILURE(EXPECT_THAT(Half(3), HoldsValue(2)), "Actual: error kUsage: 3 is odd");
  EXPECT_NONFATAL_FAILURE(EXPECT_THAT(Check(false), IsOk()),
                          "Actual: error kTransport: connection reset");
}

TEST(ResultMatchers, AFailureShowsTheValue) {
  EXPECT_NONFATAL_FAILURE(EXPECT_THAT(Half(4), HoldsValue(3)), "Actual: ok, 2");
  EXPECT_NONFATAL_FAILURE(EXPECT_THAT(Half(4), FailsWith(ErrorKind::kUsage, _)), "Actual: ok, 2");
  EXPECT_NONFATAL_FAILURE(EXPECT_THAT(Check(true), Not(IsOk())), "Actual: ok");
}

TEST(ResultMatchers, AFailureShowsWhatTheInnerMatcherSays) {
  EXPECT_NONFATAL_FAILURE(EXPECT_THAT(Boxed(7), HoldsValue(Pointee(8))), "which points to 7");
  EXPECT_NONFATAL_FAILURE(
      EXPECT_THAT((Result<std::vector<int>>(std::vector<int>{1, 2})), HoldsValue(SizeIs(3))),
      "whose size 2 doesn't match");
}

TEST(ResultMatchers, DescribeWhatTheyExpect) {
  EXPECT_EQ(DescribeMatcher<Result<int>>(IsOk()), "is ok");
  EXPECT_EQ(DescribeMatcher<Result<int>>(Not(IsOk())), "is an error");
  EXPECT_EQ(DescribeMatcher<Result<int>>(HoldsValue(3)), "holds a value that is equal to 3");
  EXPECT_EQ(DescribeMatcher<Result<int>>(Not(HoldsValue(3))),
            "is an error, or holds a value that isn't equal to 3");
  EXPECT_EQ(DescribeMatcher<Result<int>>(FailsWith(ErrorKind::kApi, "x")),
            "is an error kApi whose message is equal to \"x\"");
  EXPECT_EQ(DescribeMatcher<Result<int>>(Not(FailsWith(ErrorKind::kApi, "x"))),
            "is ok, or an error other than kApi, or one whose message isn't equal to \"x\"");
}

struct Opaque {
  std::array<char, 16> bytes = {'h', 'u', 's', 'h'};
};

TEST(ResultPrinter, NeverDumpsBytes) {
  EXPECT_EQ(PrintToString(Result<Opaque>(Opaque{})), "ok, a value that has no printer");
  EXPECT_EQ(PrintToString(Result<std::vector<Opaque>>(std::vector<Opaque>(2))),
            "ok, a value that has no printer");
}

TEST(ResultPrinter, ShowsKrakensStringsToo) {
  EXPECT_EQ(PrintToString(Error{ErrorKind::kApi, "AddOrder was refused", {"EAPI:Invalid key"}}),
            "error kApi: AddOrder was refused, { \"EAPI:Invalid key\" }");
}

TEST(ResultPrinter, NamesEveryKind) {
  EXPECT_EQ(PrintToString(ErrorKind::kApi), "kApi");
  EXPECT_EQ(PrintToString(ErrorKind::kTransport), "kTransport");
  EXPECT_EQ(PrintToString(ErrorKind::kMalformed), "kMalformed");
  EXPECT_EQ(PrintToString(ErrorKind::kUnknownOutcome), "kUnknownOutcome");
  EXPECT_EQ(PrintToString(ErrorKind::kUsage), "kUsage");
  EXPECT_EQ(PrintToString(static_cast<ErrorKind>(99)), "an ErrorKind that does not exist");
}

}  // namespace
}  // namespace kraken
