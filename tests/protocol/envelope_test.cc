#include "kraken/protocol/envelope.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/gtest/result_matchers.h"

namespace kraken {
namespace {

using gtest::FailsWith;
using gtest::HoldsValue;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SuccessEnvelope, HasTheErrorsFirstAndKeepsTheOrderOfMembers) {
  EXPECT_EQ(SuccessEnvelope(Json{{"ZUSD", "10.0000"}, {"XXBT", "1.0"}, {"ADA", "0"}}),
            R"({"error":[],"result":{"ZUSD":"10.0000","XXBT":"1.0","ADA":"0"}})");
}

TEST(SuccessEnvelope, TakesResultsOfEveryType) {
  EXPECT_EQ(SuccessEnvelope(Json::array()), R"({"error":[],"result":[]})");
  EXPECT_EQ(SuccessEnvelope(true), R"({"error":[],"result":true})");
  EXPECT_EQ(SuccessEnvelope(nullptr), R"({"error":[],"result":null})");
}

TEST(ErrorEnvelope, HasNoResult) {
  EXPECT_EQ(ErrorEnvelope("EAPI:Invalid nonce"), R"({"error":["EAPI:Invalid nonce"]})");
}

TEST(ErrorEnvelope, TakesSeveralErrors) {
  const std::vector<std::string> errors = {"EAPI:Invalid nonce", "EGeneral:Internal error"};
  EXPECT_EQ(ErrorEnvelope(errors), R"({"error":["EAPI:Invalid nonce","EGeneral:Internal error"]})");
  EXPECT_EQ(ErrorEnvelope(std::vector<std::string>{}), R"({"error":[]})");
}

TEST(ErrorEnvelope, HasAnEmptyResultWhereItIsAskedTo) {
  EXPECT_EQ(ErrorEnvelope("EAPI:Invalid key", ErrorResult::kEmpty),
            R"({"error":["EAPI:Invalid key"],"result":{}})");
  EXPECT_EQ(ErrorEnvelope("EAPI:Invalid key", ErrorResult::kNull),
            R"({"error":["EAPI:Invalid key"],"result":null})");
}

TEST(ErrorEnvelope, EscapesWhatItIsGiven) {
  EXPECT_EQ(ErrorEnvelope("a\"b\\c\n"), R"({"error":["a\"b\\c\n"]})");
  EXPECT_EQ(ErrorEnvelope("\xff"), "{\"error\":[\"\xef\xbf\xbd\"]}");
}

TEST(MixedEnvelope, HasBoth) {
  const std::vector<std::string> warnings = {"WDatabase:No change"};
  EXPECT_EQ(MixedEnvelope(warnings, Json{{"delete", true}}),
            R"({"error":["WDatabase:No change"],"result":{"delete":true}})");
}

TEST(EnvelopeErrors, ReadsWhatTheOthersWrite) {
  const std::vector<std::string> errors = {"EAPI:Invalid nonce", "a\"b\\c\n"};
  EXPECT_THAT(EnvelopeErrors(ErrorEnvelope(errors)), HoldsValue(errors));
  EXPECT_THAT(EnvelopeErrors(MixedEnvelope(errors, 1)), HoldsValue(errors));
  EXPECT_THAT(EnvelopeErrors(SuccessEnvelope(Json::object())), HoldsValue(IsEmpty()));
}

TEST(EnvelopeErrors, DoesNotMindWhereTheErrorsStandNorWhatIsBesideThem) {
  EXPECT_THAT(
      EnvelopeErrors(" {\"result\" : null, \"error\" : [ \"EAPI:Invalid key\" ], \"x\":1}\n"),
      HoldsValue(ElementsAre("EAPI:Invalid key")));
}

struct BadBody {
  std::string_view name;
  std::string_view body;
  std::string_view fault;
};

void PrintTo(const BadBody& bad, std::ostream* out) { *out << bad.name; }

class EnvelopeErrorsRefuses : public ::testing::TestWithParam<BadBody> {};

TEST_P(EnvelopeErrorsRefuses, AndSaysWhy) {
  EXPECT_THAT(EnvelopeErrors(GetParam().body),
              FailsWith(ErrorKind::kMalformed, "the body is not Kraken's {\"error\":[…],…}: " +
                                                   std::string(GetParam().fault)));
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, EnvelopeErrorsRefuses,
    ::testing::Values(
        BadBody{"Empty", "", "it is empty"},
        BadBody{"Html", "\r\n <!DOCTYPE html><title>520</title>",
                "it looks like HTML, so something before the API answered"},
        BadBody{"Text", "error code: 1015",
                "line 1, column 1: not a JSON value; strings need double quotation marks"},
        BadBody{"Truncated", R"({"error":[],"result":{"ZUSD")",
                "line 1, column 29: unexpected end of the text; expected ':'"},
        BadBody{"List", "[]", "it is a list"}, BadBody{"Number", "5", "it is the number 5"},
        BadBody{"NoError", R"({"result":{}})", "it has no \"error\""},
        BadBody{"NullError", R"({"error":null})", "its \"error\" is null"},
        BadBody{"TextError", R"({"error":"EAPI:Invalid key"})", "its \"error\" is a string"},
        BadBody{"NumberAmongErrors", R"({"error":["EAPI:Invalid key",5]})",
                "its \"error\" holds the number 5"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace kraken
