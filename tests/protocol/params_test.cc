#include "kraken/protocol/params.h"

#include <array>
#include <ostream>
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
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::string_view NameOf(ParamType type) {
  switch (type) {
    case ParamType::kText:
      return "text";
    case ParamType::kNumber:
      return "number";
    case ParamType::kBoolean:
      return "boolean";
    case ParamType::kNull:
      return "null";
  }
  return "?";
}

// Every entry as "name = value <- raw", with its type where that is not text.
std::vector<std::string> Show(const Params& params) {
  std::vector<std::string> lines;
  for (const Param& param : params.entries()) {
    std::string line = param.name + " = " + param.value + " <- " + param.raw;
    if (param.type != ParamType::kText) line += " (" + std::string(NameOf(param.type)) + ")";
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> ShowJson(std::string_view body) {
  const Result<Params> params = ParseJsonParams(body);
  if (!params) return {"error: " + params.error().message};
  return Show(*params);
}

std::string Repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(ParseForm, KeepsOrderAndRawText) {
  const Params params = ParseForm("nonce=1&pair=XBTUSD&close%5Bprice%5D=%2B1.0%25");
  EXPECT_THAT(Show(params), ElementsAre("nonce = 1 <- nonce=1", "pair = XBTUSD <- pair=XBTUSD",
                                        "close[price] = +1.0% <- close%5Bprice%5D=%2B1.0%25"));
  EXPECT_EQ(params.raw(), "nonce=1&pair=XBTUSD&close%5Bprice%5D=%2B1.0%25");
}

TEST(ParseForm, ReadsBracketsAlikeWhetherEscapedOrNot) {
  EXPECT_EQ(ParseForm("close[price]=1").Get("close[price]"), "1");
  EXPECT_EQ(ParseForm("close%5Bprice%5D=1").Get("close[price]"), "1");
  EXPECT_EQ(ParseForm("close%5bprice%5d=1").Get("close[price]"), "1");
}

TEST(ParseForm, KeepsDuplicates) {
  EXPECT_THAT(Show(ParseForm("a=1&b=2&a=3")),
              ElementsAre("a = 1 <- a=1", "b = 2 <- b=2", "a = 3 <- a=3"));
}

TEST(ParseForm, DropsEmptyPieces) {
  EXPECT_THAT(Show(ParseForm("&a=1&&b=2&")), ElementsAre("a = 1 <- a=1", "b = 2 <- b=2"));
  EXPECT_TRUE(ParseForm("").empty());
  EXPECT_TRUE(ParseForm("&&&").empty());
  EXPECT_EQ(ParseForm("&&&").raw(), "&&&");
}

TEST(ParseForm, TakesAPieceWithoutEqualsForANameWithAnEmptyValue) {
  EXPECT_THAT(Show(ParseForm("validate&a=&=x&=")),
              ElementsAre("validate =  <- validate", "a =  <- a=", " = x <- =x", " =  <- ="));
}

TEST(ParseForm, CutsAtTheFirstEquals) {
  EXPECT_THAT(Show(ParseForm("a=b=c==")), ElementsAre("a = b=c== <- a=b=c=="));
}

TEST(ParseForm, DecodesAfterCuttingSoThatEscapedSeparatorsAreText) {
  EXPECT_THAT(Show(ParseForm("a=1%262&b%3Dc=3")),
              ElementsAre("a = 1&2 <- a=1%262", "b=c = 3 <- b%3Dc=3"));
}

TEST(ParseForm, KeepsWhatIsNotWellEncoded) {
  EXPECT_THAT(Show(ParseForm("a=%&b=%2&c=%zz&d=100%&%=e")),
              ElementsAre("a = % <- a=%", "b = %2 <- b=%2", "c = %zz <- c=%zz",
                          "d = 100% <- d=100%", "% = e <- %=e"));
}

TEST(ParseForm, KeepsBytesThatAreNoText) {
  const std::string body("a=\0\xff&b\0=%00", 11);
  const Params params = ParseForm(body);
  ASSERT_THAT(params.entries(), SizeIs(2));
  EXPECT_EQ(params.entries()[0].value, std::string("\0\xff", 2));
  EXPECT_EQ(params.entries()[1].name, std::string("b\0", 2));
  EXPECT_EQ(params.entries()[1].value, std::string(1, '\0'));
  EXPECT_EQ(params.raw(), body);
}

TEST(ParseForm, ReadsAMebibyte) {
  EXPECT_THAT(ParseForm(std::string(1 << 20, '&')).entries(), IsEmpty());
  EXPECT_THAT(ParseForm(Repeated("a=" + std::string(125, 'v') + "&", 1 << 13)).entries(),
              SizeIs(1 << 13));
  EXPECT_THAT(ParseForm(std::string(1 << 20, '%')).entries(), SizeIs(1));
}

TEST(ParseQuery, FollowsTheRulesOfForms) {
  const Params params = ParseQuery("pair=XBTUSD%2CETHUSD&since=1+2&x");
  EXPECT_THAT(Show(params), ElementsAre("pair = XBTUSD,ETHUSD <- pair=XBTUSD%2CETHUSD",
                                        "since = 1 2 <- since=1+2", "x =  <- x"));
  EXPECT_EQ(params.raw(), "pair=XBTUSD%2CETHUSD&since=1+2&x");
}

TEST(Params, FindsTheLastOfDuplicates) {
  const Params params = ParseForm("a=1&a=2&b=3");
  ASSERT_NE(params.Find("a"), nullptr);
  EXPECT_EQ(params.Find("a")->value, "2");
  EXPECT_EQ(params.Find("a"), &params.entries()[1]);
}

TEST(Params, FindsNothingUnderNamesOfOtherCaseOrHalfNames) {
  const Params params = ParseForm("price=1");
  EXPECT_EQ(params.Find("Price"), nullptr);
  EXPECT_EQ(params.Find("pric"), nullptr);
  EXPECT_FALSE(params.Has("price2"));
  EXPECT_TRUE(params.Has("price"));
}

TEST(Params, GivesTheFallbackOnlyForWhatIsAbsent) {
  const Params params = ParseForm("empty=&price=1");
  EXPECT_EQ(params.Get("price", "0"), "1");
  EXPECT_EQ(params.Get("empty", "0"), "");
  EXPECT_EQ(params.Get("absent", "0"), "0");
  EXPECT_EQ(params.Get("absent"), "");
}

TEST(ParseJsonParams, KeepsOrderTypesAndRawText) {
  constexpr std::string_view kBody =
      "{ \"nonce\": 1616492376594, \"pair\" : \"X\\u0042T\\/USD\",\n\"validate\":true,"
      "\"leverage\":null,\"post\":false}";
  EXPECT_THAT(
      ShowJson(kBody),
      ElementsAre("nonce = 1616492376594 <- 1616492376594 (number)",
                  "pair = XBT/USD <- \"X\\u0042T\\/USD\"", "validate = true <- true (boolean)",
                  "leverage = null <- null (null)", "post = false <- false (boolean)"));
  EXPECT_EQ(ParseJsonParams(kBody)->raw(), kBody);
}

TEST(ParseJsonParams, KeepsNumbersAsTheyWereWritten) {
  constexpr auto kNumbers = std::to_array<std::string_view>(
      {"1616492376594", "1e5", "1E+5", "1.50", "-0", "-0.0", "0.10", "18446744073709551615",
       "18446744073709551616", "123456789012345678901234567890",
       "0.1234567890123456789012345678901234567890", "1e-400"});
  for (std::string_view number : kNumbers) {
    const std::string text(number);
    for (std::string_view behind : {"}", " }", ",\"b\":1}", "\n,\"b\":1}"}) {
      const Result<Params> params = ParseJsonParams("{\"a\":" + text + std::string(behind));
      ASSERT_THAT(params, IsOk());
      EXPECT_EQ(params->Find("a")->value, text);
      EXPECT_EQ(params->Find("a")->raw, text);
      EXPECT_EQ(params->Find("a")->type, ParamType::kNumber);
    }
  }
}

TEST(ParseJsonParams, NamesNestedMembersAsAFormWould) {
  EXPECT_THAT(
      ShowJson(R"({"pair":"XBTUSD","orders":[{"type":"buy","close":{"price":1}},{"type":"sell"}],)"
               R"("close":{"price":"37000","deep":{"er":true}},"last":1})"),
      ElementsAre("pair = XBTUSD <- \"XBTUSD\"", "orders[0][type] = buy <- \"buy\"",
                  "orders[0][close][price] = 1 <- 1 (number)", "orders[1][type] = sell <- \"sell\"",
                  "close[price] = 37000 <- \"37000\"", "close[deep][er] = true <- true (boolean)",
                  "last = 1 <- 1 (number)"));
}

TEST(ParseJsonParams, CountsTheElementsOfLists) {
  EXPECT_THAT(ShowJson(R"({"txid":["A","B"],"grid":[[1,2],[],[3]],"mixed":[{"a":1},2,"x"]})"),
              ElementsAre("txid[0] = A <- \"A\"", "txid[1] = B <- \"B\"",
                          "grid[0][0] = 1 <- 1 (number)", "grid[0][1] = 2 <- 2 (number)",
                          "grid[2][0] = 3 <- 3 (number)", "mixed[0][a] = 1 <- 1 (number)",
                          "mixed[1] = 2 <- 2 (number)", "mixed[2] = x <- \"x\""));
}

TEST(ParseJsonParams, GivesNoEntryForEmptyListsAndObjects) {
  EXPECT_THAT(ShowJson("{}"), IsEmpty());
  EXPECT_THAT(ShowJson(R"({"a":[],"b":{},"c":[[],{}],"d":1})"), ElementsAre("d = 1 <- 1 (number)"));
}

TEST(ParseJsonParams, KeepsDuplicates) {
  EXPECT_THAT(ShowJson(R"({"a":1,"a":"2","b":{"c":1,"c":2}})"),
              ElementsAre("a = 1 <- 1 (number)", "a = 2 <- \"2\"", "b[c] = 1 <- 1 (number)",
                          "b[c] = 2 <- 2 (number)"));
}

TEST(ParseJsonParams, CutsRawStringsAtTheirOwnQuotationMarks) {
  EXPECT_THAT(ShowJson(R"({"a\"":"\"","b":"\\","c":"\\\"\\","d":""})"),
              ElementsAre("a\" = \" <- \"\\\"\"", "b = \\ <- \"\\\\\"",
                          "c = \\\"\\ <- \"\\\\\\\"\\\\\"", "d =  <- \"\""));
}

TEST(ParseJsonParams, TakesAnEmptyNameAndBracketsInNamesAsTheyAre) {
  EXPECT_THAT(ShowJson(R"({"":1,"close[price]":2})"),
              ElementsAre(" = 1 <- 1 (number)", "close[price] = 2 <- 2 (number)"));
}

struct BadBody {
  std::string_view name;
  std::string body;
  std::string_view message;
};

void PrintTo(const BadBody& bad, std::ostream* out) { *out << bad.name; }

class ParseJsonParamsRefuses : public ::testing::TestWithParam<BadBody> {};

TEST_P(ParseJsonParamsRefuses, AndSaysWhatAndWhere) {
  EXPECT_THAT(ParseJsonParams(GetParam().body),
              FailsWith(ErrorKind::kMalformed, std::string(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, ParseJsonParamsRefuses,
    ::testing::Values(
        BadBody{"Empty", "", "line 1, column 1: unexpected end of the text; expected a value"},
        BadBody{"List", " [1]", "line 1, column 2: expected an object of parameters, found a list"},
        BadBody{"String", "\"nonce=1\"",
                "line 1, column 1: expected an object of parameters, found a string"},
        BadBody{"Number", "\n15",
                "line 2, column 1: expected an object of parameters, found the number 15"},
        BadBody{"Null", "null", "line 1, column 1: expected an object of parameters, found null"},
        BadBody{"Form", "nonce=1",
                "line 1, column 1: not a JSON value; strings need double quotation marks"},
        BadBody{"Truncated", R"({"nonce":1)",
                "line 1, column 11: unexpected end of the text; expected ',' or '}'"},
        BadBody{"Trailing", R"({"nonce":1}{)",
                "line 1, column 12: unexpected '{'; expected end of the text"},
        BadBody{"Comment", "{/**/}",
                "line 1, column 2: not a JSON value; strings need double quotation marks"},
        BadBody{"ByteOrderMark", "\xef\xbb\xbf{\"nonce\":1}",
                "line 1, column 1: a byte order mark (EF BB BF); write plain UTF-8 without one"},
        BadBody{"NulBehind", std::string("{}\0", 3), "line 1, column 3: a NUL byte"},
        BadBody{"LoneSurrogate", R"({"a":"\ud800"})",
                "line 1, column 13: invalid string: surrogate U+D800..U+DBFF must be followed by "
                "U+DC00..U+DFFF"},
        BadBody{"InvalidUtf8", "{\"a\":\"\xff\"}",
                "line 1, column 7: invalid string: ill-formed UTF-8 byte"},
        BadBody{"NumberTooLarge", R"({"a":1e400})",
                "line 1, column 6: a number beyond the range of a double"},
        BadBody{"LongName", "{\"" + std::string(257, 'n') + "\":1}",
                "line 1, column 262: the parameter's name is longer than 256 bytes"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ParseJsonParams, TakesNamesUpTo256Bytes) {
  const std::string name(256, 'n');
  const Result<Params> params = ParseJsonParams("{\"" + name + "\":1}");
  ASSERT_THAT(params, IsOk());
  EXPECT_TRUE(params->Has(name));
}

// 512 KiB of name times 250,000 values would be 128 GiB.
TEST(ParseJsonParams, IsNotMadeToMultiplyALongNameByManyValues) {
  const std::string body =
      "{\"" + std::string(1 << 19, 'n') + "\":[" + Repeated("1,", 1 << 18) + "1]}";
  EXPECT_THAT(ParseJsonParams(body),
              FailsWith(ErrorKind::kMalformed, HasSubstr("longer than 256 bytes")));
}

TEST(ParseForm, KeepsTenThousandPieces) {
  const Params params = ParseForm("first=1&" + Repeated("a=b&", 9'998) + "last=2&beyond=3");
  EXPECT_EQ(params.entries().size(), 10'000U);
  EXPECT_EQ(params.Get("last"), "2");
  EXPECT_FALSE(params.Has("beyond"));
}

TEST(ParseJsonParams, TakesTenThousandValuesAndNoMore) {
  const auto list_of = [](int values) { return "{\"a\":[" + Repeated("1,", values - 1) + "1]}"; };
  EXPECT_THAT(ParseJsonParams(list_of(10'000)), IsOk());
  EXPECT_THAT(ParseJsonParams(list_of(10'001)),
              FailsWith(ErrorKind::kMalformed, HasSubstr("more than 10000 values")));
}

TEST(ParseJsonParams, FindsTheLaterPartsOfAListThatOccursTwice) {
  const auto params = ParseJsonParams(R"({"orders":[{"x":"A"},{"x":"B"}],"orders":[{"x":"C"}]})");
  ASSERT_THAT(params, IsOk());
  EXPECT_EQ(params->entries().size(), 3U);
  EXPECT_EQ(params->Get("orders[0][x]"), "C");
}

TEST(ParseJsonParams, TakesAHundredLevelsAndNoMore) {
  const auto nested = [](int levels) {
    return Repeated("{\"\":", levels) + "1" + Repeated("}", levels);
  };
  EXPECT_THAT(ParseJsonParams(nested(100)), IsOk());
  EXPECT_THAT(ParseJsonParams(nested(101)),
              FailsWith(ErrorKind::kMalformed, HasSubstr("nested deeper than 100 levels")));
  EXPECT_THAT(ParseJsonParams(Repeated("{\"\":", 10'000)),
              FailsWith(ErrorKind::kMalformed, HasSubstr("nested deeper than 100 levels")));
  EXPECT_THAT(ParseJsonParams("{\"a\":" + Repeated("[", 10'000)),
              FailsWith(ErrorKind::kMalformed, HasSubstr("name is longer than 256 bytes")));
}

TEST(ParseJsonParams, ReadsAMebibyteOfValues) {
  const std::string value = "\"" + std::string(124, 'v') + "\"";
  const Result<Params> params =
      ParseJsonParams("{\"a\":[" + Repeated(value + ", ", 1 << 13) + "1]}");
  ASSERT_THAT(params, IsOk());
  EXPECT_THAT(params->entries(), SizeIs((1 << 13) + 1));
  EXPECT_EQ(params->entries().back().name, "a[8192]");
}

TEST(ParseJsonParams, ReadsAMebibyteOfEscapes) {
  const std::string escapes = Repeated(R"(\"\\)", 1 << 18);
  const Result<Params> params = ParseJsonParams(R"({"a":")" + escapes + "\"}");
  ASSERT_THAT(params, IsOk());
  EXPECT_EQ(params->Find("a")->raw, "\"" + escapes + "\"");
}

TEST(DecodeFormText, ReadsPlusAndEscapes) {
  EXPECT_EQ(DecodeFormText("%2B1.0%25"), "+1.0%");
  EXPECT_EQ(DecodeFormText("a+b%20c"), "a b c");
  EXPECT_EQ(DecodeFormText("%c3%A9"), "\xc3\xa9");
  EXPECT_EQ(DecodeFormText("%2541"), "%41");  // Once only.
  EXPECT_EQ(DecodeFormText(""), "");
}

TEST(DecodeFormText, KeepsWhatIsNoEscape) {
  for (std::string_view text : {"%", "%2", "%zz", "%2z", "%z2", "%%", "% 2", "%-1", "%0x"}) {
    EXPECT_EQ(DecodeFormText(text), text);
  }
  EXPECT_EQ(DecodeFormText("%%41"), "%A");
  EXPECT_EQ(DecodeFormText("%4%41"), "%4A");
}

TEST(EncodeFormText, EscapesAsBrowsersDo) {
  EXPECT_EQ(EncodeFormText("azAZ09*-._"), "azAZ09*-._");
  EXPECT_EQ(EncodeFormText("a b+c%"), "a+b%2Bc%25");
  EXPECT_EQ(EncodeFormText("close[price]=~!'()/,"), "close%5Bprice%5D%3D%7E%21%27%28%29%2F%2C");
  EXPECT_EQ(EncodeFormText("\xc3\xa9\n"), "%C3%A9%0A");
  EXPECT_EQ(EncodeFormText(std::string(1, '\0')), "%00");
}

TEST(EncodeFormText, IsUndoneByDecodingForEveryByte) {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  EXPECT_EQ(DecodeFormText(EncodeFormText(every_byte)), every_byte);
}

}  // namespace
}  // namespace kraken
