#include "kraken/protocol/json_text.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/gtest/result_matchers.h"

namespace kraken {
namespace {

using gtest::FailsWith;
using gtest::HoldsValue;
using gtest::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string Repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(ParseJsonText, ReadsEveryKindOfValue) {
  const Result<Json> value =
      ParseJsonText(R"( {"text":"a","whole":-5,"big":18446744073709551615,"real":0.5,
                         "yes":true,"no":false,"none":null,"list":[1,[]],"object":{}} )");
  EXPECT_THAT(value, HoldsValue(Json{{"text", "a"},
                                     {"whole", -5},
                                     {"big", std::numeric_limits<std::uint64_t>::max()},
                                     {"real", 0.5},
                                     {"yes", true},
                                     {"no", false},
                                     {"none", nullptr},
                                     {"list", {1, Json::array()}},
                                     {"object", Json::object()}}));
}

TEST(ParseJsonText, ReadsScalarsAtTheTop) {
  EXPECT_THAT(ParseJsonText("\"text\""), HoldsValue(Json("text")));
  EXPECT_THAT(ParseJsonText("-1.5e3"), HoldsValue(Json(-1500.0)));
  EXPECT_THAT(ParseJsonText("null"), HoldsValue(Json(nullptr)));
}

TEST(ParseJsonText, KeepsTheOrderOfMembersAlsoOfMany) {
  std::string text = "{";
  for (int i = 0; i < 1000; ++i) {
    text += (i == 0 ? "\"m" : ",\"m") + std::to_string(i * 7919 % 1000) + "\":" + std::to_string(i);
  }
  text += "}";
  const Result<Json> value = ParseJsonText(text);
  ASSERT_THAT(value, IsOk());
  EXPECT_EQ(ToJsonText(*value), text);
}

TEST(ParseJsonText, KeepsStructureThroughDeepAndMixedNesting) {
  const std::string text = R"({"a":[{"b":[[],{},[{"c":{"d":1}}]]},2],"e":{"f":{}},"g":[]})";
  const Result<Json> value = ParseJsonText(text);
  ASSERT_THAT(value, IsOk());
  EXPECT_EQ(ToJsonText(*value), text);
}

TEST(ParseJsonText, DecodesEscapes) {
  EXPECT_THAT(ParseJsonText(R"("\u00e9\n\"\\\/\ud83d\ude00")"),
              HoldsValue(Json("\xc3\xa9\n\"\\/\xf0\x9f\x98\x80")));
}

TEST(ParseJsonText, AllowsCommentsOnlyWhereToldTo) {
  constexpr std::string_view kText = "// first\n{\"a\": /* one */ 1 /* last */}";
  EXPECT_THAT(ParseJsonText(kText, JsonComments::kAllowed), HoldsValue(Json{{"a", 1}}));
  EXPECT_THAT(ParseJsonText(kText), FailsWith(ErrorKind::kMalformed, StartsWith("line 1, col")));
}

struct BadJson {
  std::string_view name;
  std::string text;
  std::string_view message;
};

void PrintTo(const BadJson& bad, std::ostream* out) { *out << bad.name; }

class ParseJsonTextRefuses : public ::testing::TestWithParam<BadJson> {};

TEST_P(ParseJsonTextRefuses, AndSaysWhatAndWhere) {
  EXPECT_THAT(ParseJsonText(GetParam().text),
              FailsWith(ErrorKind::kMalformed, std::string(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, ParseJsonTextRefuses,
    ::testing::Values(
        BadJson{"Empty", "", "line 1, column 1: unexpected end of the text; expected a value"},
        BadJson{"Blank", " \n ", "line 2, column 2: unexpected end of the text; expected a value"},
        BadJson{"Word", "  nulx",
                "line 1, column 3: not a JSON value; strings need double quotation marks"},
        BadJson{"PythonTrue", R"({"a": True})",
                "line 1, column 7: not a JSON value; strings need double quotation marks"},
        BadJson{"SingleQuotes", "{'a': 1}",
                "line 1, column 2: not a JSON value; strings need double quotation marks"},
        BadJson{"NotANumber", "[NaN]",
                "line 1, column 2: not a JSON value; strings need double quotation marks"},
        BadJson{"MissingColon", R"({"a" "b"})",
                "line 1, column 6: unexpected string; expected ':'"},
        BadJson{"MissingComma", "[1\n 23]",
                "line 2, column 2: unexpected number; expected ',' or ']'"},
        BadJson{"MissingCommaBetweenMembers", "{\"a\": 1\n \"\\\"b\\\\\": 2}",
                "line 2, column 2: unexpected string; expected ',' or '}'"},
        BadJson{"CommaTooManyInList", "[1,]", "line 1, column 4: unexpected ']'; expected a value"},
        BadJson{"CommaTooManyInObject", "{\n  \"a\": 1,\n}",
                "line 3, column 1: unexpected '}'; expected string"},
        BadJson{"WrongBracket", "[1}", "line 1, column 3: unexpected '}'; expected ',' or ']'"},
        BadJson{"Unclosed", "{\"a\": [1",
                "line 1, column 9: unexpected end of the text; expected ',' or ']'"},
        BadJson{"Trailing", "{} {}", "line 1, column 4: unexpected '{'; expected end of the text"},
        BadJson{"LeadingZero", "01",
                "line 1, column 1: unexpected number; expected end of the text"},
        BadJson{"HalfNumber", "[1.]", "line 1, column 4: invalid number; expected digit after '.'"},
        BadJson{"NumberTooLarge", "[1, 1e999]",
                "line 1, column 5: a number beyond the range of a double"},
        BadJson{"UnclosedString", "[\"abc",
                "line 1, column 6: invalid string: missing closing quote"},
        BadJson{"LineEndInString", "[\"abc\n\"]",
                "line 1, column 6: invalid string: control character U+000A (LF) must be escaped "
                "to \\u000A or \\n"},
        BadJson{"BadEscape", R"(["a\x"])",
                "line 1, column 5: invalid string: forbidden character after backslash"},
        BadJson{"HalfUnicodeEscape", R"(["\u12g4"])",
                "line 1, column 7: invalid string: '\\u' must be followed by 4 hex digits"},
        BadJson{"LoneHighSurrogate", R"(["\ud800"])",
                "line 1, column 9: invalid string: surrogate U+D800..U+DBFF must be followed by "
                "U+DC00..U+DFFF"},
        BadJson{"LoneLowSurrogate", R"(["\udc00"])",
                "line 1, column 8: invalid string: surrogate U+DC00..U+DFFF must follow "
                "U+D800..U+DBFF"},
        BadJson{"InvalidUtf8", "[\"\xc3(\"]",
                "line 1, column 4: invalid string: ill-formed UTF-8 byte"},
        BadJson{"OverlongUtf8", "[\"\xc0\x80\"]",
                "line 1, column 3: invalid string: ill-formed UTF-8 byte"},
        BadJson{"NulBehindTheText", std::string("{}\0x", 4), "line 1, column 3: a NUL byte"},
        BadJson{"NulInAString", std::string("\"a\0\"", 4), "line 1, column 3: a NUL byte"},
        BadJson{"ByteOrderMark", "\xef\xbb\xbf{}",
                "line 1, column 1: a byte order mark (EF BB BF); write plain UTF-8 without one"},
        BadJson{"TwiceTheSameMember", "{\"a\": 1,\n \"b\": 2, \"a\": 3}",
                "line 2, column 10: \"a\" occurs twice in this object"},
        BadJson{"TwiceTheSameMemberEscaped", R"({"a":{"x\"y":1,"\u0078\"y":2}})",
                "line 1, column 16: \"x\\\"y\" occurs twice in this object"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ParseJsonText, CountsColumnsInCharactersNotBytes) {
  EXPECT_THAT(ParseJsonText("[\"\xc3\xa9\xe2\x82\xac\" x]"),
              FailsWith(ErrorKind::kMalformed, StartsWith("line 1, column 7: ")));
}

TEST(ParseJsonText, FindsRepeatedMembersAmongManyAndInOuterObjects) {
  std::string text = "{";
  for (int i = 0; i < 100; ++i) text += "\"m" + std::to_string(i) + R"(":{"same":1},)";
  EXPECT_THAT(ParseJsonText(text + "\"m100\":1}"), IsOk());
  EXPECT_THAT(ParseJsonText(text + "\"m3\":1}"),
              FailsWith(ErrorKind::kMalformed, HasSubstr("\"m3\" occurs twice in this object")));
  EXPECT_THAT(ParseJsonText(text + "\"m99\":1}"),
              FailsWith(ErrorKind::kMalformed, HasSubstr("\"m99\" occurs twice in this object")));
}

TEST(ParseJsonText, FindsARepeatedMemberBehindAComment) {
  EXPECT_THAT(
      ParseJsonText("{\"a\":1, /* \"\\ */\"a\":2}", JsonComments::kAllowed),
      FailsWith(ErrorKind::kMalformed, "line 1, column 17: \"a\" occurs twice in this object"));
}

TEST(ParseJsonText, TakesAHundredLevelsAndNoMore) {
  const auto nested = [](int levels) { return Repeated("[", levels) + Repeated("]", levels); };
  EXPECT_THAT(ParseJsonText(nested(100)), IsOk());
  EXPECT_THAT(
      ParseJsonText(nested(101)),
      FailsWith(ErrorKind::kMalformed, "line 1, column 101: nested deeper than 100 levels"));
}

TEST(ParseJsonText, CountsLevelsOpenAtOnceNotBracketsInAll) {
  EXPECT_THAT(ParseJsonText("[" + Repeated("[[]],", 500) + "\"" + Repeated("[", 500) + "\"]"),
              IsOk());
}

TEST(ParseJsonText, RefusesTenThousandBracketsOfEitherKind) {
  constexpr int kMany = 10'000;
  const auto deep = FailsWith(ErrorKind::kMalformed, HasSubstr("nested deeper than 100 levels"));
  EXPECT_THAT(ParseJsonText(Repeated("[", kMany)), deep);
  EXPECT_THAT(ParseJsonText(Repeated("{\"a\":", kMany)), deep);
  EXPECT_THAT(ParseJsonText(Repeated("[{\"a\":", kMany) + "1" + Repeated("}]", kMany)), deep);
}

TEST(ParseJsonText, ReadsAMebibyteOfString) {
  const std::string text = "\"" + std::string(1 << 20, 'x') + "\"";
  const Result<Json> value = ParseJsonText(text);
  ASSERT_THAT(value, IsOk());
  EXPECT_EQ(value->get_ref<const std::string&>().size(), 1U << 20U);
}

TEST(ParseJsonText, ReadsAMebibyteOfMembers) {
  std::string text = "{\"m\":0";
  for (int i = 0; text.size() < (1U << 20U); ++i) {
    text += ",\"" + std::to_string(i) + std::string(80, 'm') + "\":0";
  }
  EXPECT_THAT(ParseJsonText(text + "}"), IsOk());
}

TEST(ParseJsonText, NeverQuotesAValueSinceItMayBeASecret) {
  for (std::string_view text : {R"({"secret":"aHVzaA==)", R"({"secret":"aHVzaA==" "x"})",
                                R"({"secret":"aHVzaA==\x"})", R"({"secret":aHVzaA==})"}) {
    EXPECT_THAT(ParseJsonText(text), FailsWith(ErrorKind::kMalformed, Not(HasSubstr("aHVz"))));
  }
}

TEST(ParseJsonText, KeepsMessagesAboutLongAndStrangeNamesShortAndPrintable) {
  const std::string name = "\"\\u0007" + std::string(1 << 20, 'n') + "\"";
  const Result<Json> value = ParseJsonText("{" + name + ":1," + name + ":2}");
  ASSERT_THAT(value, FailsWith(ErrorKind::kMalformed, HasSubstr("\"\\x07nnn")));
  EXPECT_LT(value.error().message.size(), 200U);
}

TEST(AtJsonValue, TellsLineAndColumnOfEachValueInItsOrder) {
  constexpr std::string_view kText =
      "// Not a value: 1\n{\"a\": [1.5,\n  \"\\\"x\\\\\"/*,2*/, true ],\n"
      " \"b\\\"\":{\"\xc3\xa9\":-2e3},\"c\":\nnull, \"d\":[],\"e\":\"\"} ";
  constexpr auto kPlaces = std::to_array<std::string_view>(
      {"line 2, column 1", "line 2, column 7", "line 2, column 8", "line 3, column 3",
       "line 3, column 18", "line 4, column 8", "line 4, column 13", "line 5, column 1",
       "line 5, column 11", "line 5, column 18"});
  for (std::size_t i = 0; i < kPlaces.size(); ++i) {
    EXPECT_EQ(AtJsonValue(kText, JsonComments::kAllowed, i, "wrong"),
              std::string(kPlaces[i]) + ": wrong");
  }
  EXPECT_THROW(AtJsonValue(kText, JsonComments::kAllowed, kPlaces.size(), "wrong"),
               std::out_of_range);
}

TEST(AtJsonValue, FindsAValueThatIsAllOfTheText) {
  for (const std::string_view text : {"1", "\"a\"", "true", "[]", "{}"}) {
    EXPECT_EQ(AtJsonValue(text, JsonComments::kRefused, 0, "wrong"), "line 1, column 1: wrong");
  }
}

TEST(AtJsonValue, FindsNothingInWhatIsNoJson) {
  EXPECT_THROW(AtJsonValue("", JsonComments::kRefused, 0, "wrong"), std::out_of_range);
  EXPECT_THROW(AtJsonValue("[x, 1]", JsonComments::kRefused, 1, "wrong"), std::out_of_range);
}

TEST(ToJsonText, IsCompactAndKeepsTheOrderOfMembers) {
  EXPECT_EQ(ToJsonText(Json{{"b", {1, 2}}, {"a", nullptr}}), R"({"b":[1,2],"a":null})");
}

TEST(ToJsonText, EscapesOnlyWhatMustBe) {
  EXPECT_EQ(ToJsonText("\"\\/\n\x01\xc3\xa9"), "\"\\\"\\\\/\\n\\u0001\xc3\xa9\"");
}

TEST(ToJsonText, ReplacesInvalidUtf8) {
  EXPECT_EQ(ToJsonText("a\xff"
                       "b"),
            "\"a\xef\xbf\xbd"
            "b\"");
}

TEST(ToJsonText, WritesNullForNumbersThatJsonLacks) { EXPECT_EQ(ToJsonText(std::nan("")), "null"); }

TEST(DescribeJson, NamesTypesAndShowsNumbers) {
  EXPECT_EQ(DescribeJson(Json::object()), "an object");
  EXPECT_EQ(DescribeJson(Json::array()), "a list");
  EXPECT_EQ(DescribeJson("secret text"), "a string");
  EXPECT_EQ(DescribeJson(5), "the number 5");
  EXPECT_EQ(DescribeJson(-0.5), "the number -0.5");
  EXPECT_EQ(DescribeJson(true), "true");
  EXPECT_EQ(DescribeJson(false), "false");
  EXPECT_EQ(DescribeJson(nullptr), "null");
}

}  // namespace
}  // namespace kraken
