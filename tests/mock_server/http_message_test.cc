#include "kraken/mock/http_message.h"

#include <string>

#include <gtest/gtest.h>

namespace kraken::mock {
namespace {

TEST(HttpRequest, SplitsItsTargetAtTheFirstMark) {
  const HttpRequest request{.target = "/0/public/Ticker?pair=a%2Cb&x=?y"};
  EXPECT_EQ(request.path(), "/0/public/Ticker");
  EXPECT_EQ(request.query(), "pair=a%2Cb&x=?y");
}

TEST(HttpRequest, HasAnEmptyQueryWithAndWithoutTheMark) {
  EXPECT_EQ(HttpRequest{.target = "/a"}.query(), "");
  EXPECT_EQ(HttpRequest{.target = "/a?"}.query(), "");
  const HttpRequest bare{.target = "/a?"};
  EXPECT_EQ(bare.path(), "/a");
  EXPECT_EQ(HttpRequest().path(), "");
}

TEST(HttpRequest, FindsHeadersWhateverTheirCase) {
  const HttpRequest request{.headers = {{"API-Key", "first"}, {"api-key", "second"}, {"X", ""}}};
  EXPECT_EQ(request.header("aPI-kEY"), "first");
  EXPECT_EQ(request.header("X"), "");
  EXPECT_EQ(request.header("API-Ke"), "");
  EXPECT_EQ(request.header("API_Key"), "");
}

TEST(FindHeader, TellsAbsentFromEmpty) {
  const std::vector<Header> headers{{"X", ""}};
  EXPECT_EQ(FindHeader(headers, "x"), headers.data());
  EXPECT_EQ(FindHeader(headers, "y"), nullptr);
  EXPECT_EQ(FindHeader({}, "y"), nullptr);
}

TEST(HttpRequest, SaysJsonByItsContentTypeWhateverTheCase) {
  const auto says_json = [](const std::string& type) {
    return HttpRequest{.headers = {{"content-TYPE", type}}}.says_json();
  };
  EXPECT_TRUE(says_json("application/json"));
  EXPECT_TRUE(says_json("Application/JSON ; charset=utf-8"));
  EXPECT_FALSE(says_json("application/jsonp"));
  EXPECT_FALSE(says_json("text/json"));
  EXPECT_FALSE(says_json(""));
  EXPECT_FALSE(HttpRequest{}.says_json());
}

TEST(IsHttpToken, TakesLettersDigitsAndTheMarksOfTheRfc) {
  for (const char* token : {"GET", "X-Api_Key", "a", "0", "!#$%&'*+-.^_`|~"}) {
    EXPECT_TRUE(IsHttpToken(token)) << token;
  }
  for (const char* text : {"", " ", "a b", "a:", "a/b", "(a)", "\"a\"", "a\r\n", "\xc3\xa4"}) {
    EXPECT_FALSE(IsHttpToken(text)) << text;
  }
}

TEST(IsFieldValue, TakesAllButControlCharacters) {
  for (const char* value : {"", "a b", "\ta", "\"x\"; q=0.5", "\xc3\xa4"}) {
    EXPECT_TRUE(IsFieldValue(value)) << value;
  }
  for (const std::string& text : {std::string("a\r\nb"), std::string("a\n"), std::string("\x7f"),
                                  std::string("\x1b[0m"), std::string(1, '\0')}) {
    EXPECT_FALSE(IsFieldValue(text));
  }
}

TEST(IsWrittenByTheWire, KnowsWhatFramesABodyOrBelongsToTheConnection) {
  for (const char* name : {"Content-Length", "content-length", "Transfer-Encoding", "CONNECTION"}) {
    EXPECT_TRUE(IsWrittenByTheWire(name)) << name;
  }
  for (const char* name : {"Content-Type", "Server", "Connection-Id", ""}) {
    EXPECT_FALSE(IsWrittenByTheWire(name)) << name;
  }
}

}  // namespace
}  // namespace kraken::mock
