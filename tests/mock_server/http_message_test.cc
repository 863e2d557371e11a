#include "kraken/mock/http_message.h"

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
  EXPECT_EQ(FindHeader(headers, "x"), &headers[0]);
  EXPECT_EQ(FindHeader(headers, "y"), nullptr);
  EXPECT_EQ(FindHeader({}, "y"), nullptr);
}

}  // namespace
}  // namespace kraken::mock
