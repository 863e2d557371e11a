#include "mock_server/src/wire/reply_bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kraken::mock {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(FormatReply, WritesHeadAndBody) {
  EXPECT_EQ(FormatReply({.headers = {{"X-One", "1"}, {"X-One", "2"}}, .body = "{}"}, {}),
            "HTTP/1.1 200 OK\r\n"
            "Content-Type: application/json\r\n"
            "Content-Length: 2\r\n"
            "Connection: keep-alive\r\n"
            "X-One: 1\r\n"
            "X-One: 2\r\n"
            "\r\n"
            "{}");
}

TEST(FormatReply, SaysThatItCloses) {
  EXPECT_THAT(FormatReply({}, {.keep_alive = false}), HasSubstr("\r\nConnection: close\r\n"));
}

TEST(FormatReply, GivesHeadTheLengthWithoutTheBody) {
  const std::string bytes = FormatReply({.body = "12345"}, {.without_body = true});
  EXPECT_THAT(bytes, HasSubstr("\r\nContent-Length: 5\r\n"));
  EXPECT_THAT(bytes, EndsWith("\r\n\r\n"));
}

TEST(FormatReply, GivesSomeStatusesNeitherBodyNorLength) {
  for (const int status : {204, 304}) {
    const std::string bytes = FormatReply({.status = status, .body = "12345"}, {});
    EXPECT_THAT(bytes, Not(HasSubstr("Content-Length")));
    EXPECT_THAT(bytes, EndsWith("\r\n\r\n"));
  }
}

TEST(FormatReply, NamesStatuses) {
  EXPECT_THAT(FormatReply({.status = 520}, {}),
              StartsWith("HTTP/1.1 520 Web Server Returned an Unknown Error\r\n"));
  EXPECT_THAT(FormatReply({.status = 599}, {}), StartsWith("HTTP/1.1 599 \r\n"));
  EXPECT_EQ(ReasonPhrase(429), "Too Many Requests");
  EXPECT_EQ(ReasonPhrase(199), "");
}

TEST(FormatReply, LeavesOutHeadersThatAreNotOneLine) {
  const Reply reply{.headers = {{"X-A", "1\r\nX-Forged: 1"},
                                {"X-B", "1\nX-Forged: 1"},
                                {"X-C", std::string("1\0\r\nX-Forged: 1", 15)},
                                {"X-D\r\nX-Forged", "1"},
                                {"X E", "1"},
                                {"", "1"},
                                {"X-Good", "1"}},
                    .content_type = "text/html\r\nX-Forged: 1"};
  EXPECT_EQ(FormatReply(reply, {}),
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\nX-Good: 1\r\n\r\n");
}

TEST(FormatReply, DecidesAloneWhereTheMessageEnds) {
  const Reply reply{.headers = {{"content-length", "9"},
                                {"Transfer-Encoding", "chunked"},
                                {"Connection", "upgrade"},
                                {"CONTENT-TYPE", "a/b"}}};
  EXPECT_EQ(FormatReply(reply, {}), FormatReply({}, {}));
}

TEST(RefusalReply, SaysWhatWasWrong) {
  const Reply reply = RefusalReply({.status = 400, .reason = "no Host header"});
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.content_type, "text/plain; charset=utf-8");
  EXPECT_EQ(reply.body, "400 Bad Request: no Host header\n");
}

}  // namespace
}  // namespace kraken::mock
