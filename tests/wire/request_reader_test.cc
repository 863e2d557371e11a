// What is read as a request. What is refused has its own file.
#include "mock_server/src/wire/request_reader.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/wire/both_ways.h"
#include "tests/wire/raw_client.h"

namespace kraken::mock {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(RequestReader, ReadsAGet) {
  const IncomingRequest read =
      ReadRequest("GET /0/public/Time?x=a%20b HTTP/1.1\r\nHost: localhost:8080\r\n\r\n");
  EXPECT_EQ(read.request.method, "GET");
  EXPECT_EQ(read.request.target, "/0/public/Time?x=a%20b");
  EXPECT_THAT(read.request.headers, ElementsAre(Header{"Host", "localhost:8080"}));
  EXPECT_THAT(read.request.body, IsEmpty());
  EXPECT_TRUE(read.keep_alive);
}

TEST(RequestReader, ReadsABodyOfTheGivenLength) {
  EXPECT_EQ(ReadRequest(Post("/0/private/Balance", "nonce=1&a=%2B")).request.body, "nonce=1&a=%2B");
  EXPECT_THAT(ReadRequest(Post("/", "")).request.body, IsEmpty());
}

TEST(RequestReader, LeavesTheBytesOfABodyAlone) {
  const std::string body("\0\r\n\r\nGET / HTTP/1.1\r\n\xff", 22);
  EXPECT_EQ(ReadRequest(Post("/", body)).request.body, body);
}

TEST(RequestReader, ReadsTheBodyOfAGet) {
  EXPECT_EQ(ReadRequest("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi").request.body,
            "hi");
}

TEST(RequestReader, JoinsChunks) {
  const IncomingRequest read =
      ReadRequest(ChunkedPost("/") + "6\r\nnonce=\r\n0A\r\n1234567890\r\n0\r\n\r\n");
  EXPECT_EQ(read.request.body, "nonce=1234567890");
}

TEST(RequestReader, JoinsChunksWhoseDataLooksLikeFraming) {
  EXPECT_EQ(ReadRequest(ChunkedPost("/") + "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n").request.body,
            "\r\n0\r\n\r\n");
}

TEST(RequestReader, IgnoresChunkExtensionsAndTrailers) {
  const IncomingRequest read =
      ReadRequest(ChunkedPost("/") + "2 ;name=\"v\"\r\nhi\r\n0;last\r\nAPI-Key: forged\r\n\r\n");
  EXPECT_EQ(read.request.body, "hi");
  EXPECT_EQ(FindHeader(read.request.headers, "API-Key"), nullptr);
}

TEST(RequestReader, TakesChunkedInAnyCase) {
  EXPECT_EQ(ReadRequest("POST / HTTP/1.1\r\nHost: h\r\nTRANSFER-ENCODING: Chunked\r\n\r\n"
                        "1\r\nx\r\n0\r\n\r\n")
                .request.body,
            "x");
}

TEST(RequestReader, KeepsHeadersAsTheyWereSent) {
  const IncomingRequest read = ReadRequest(
      "GET / HTTP/1.1\r\nhOsT:h\r\nAPI-Sign: a%2Bb%0D%0A+/==\r\nX-Empty:\r\nX-Blank:  \t \r\n"
      "X-Padded: \t two  words \t\r\nx-twice: 1\r\nX-Twice: 2\r\nX-Latin: \xe9\r\n\r\n");
  EXPECT_THAT(
      read.request.headers,
      ElementsAre(Header{"hOsT", "h"}, Header{"API-Sign", "a%2Bb%0D%0A+/=="}, Header{"X-Empty", ""},
                  Header{"X-Blank", ""}, Header{"X-Padded", "two  words"}, Header{"x-twice", "1"},
                  Header{"X-Twice", "2"}, Header{"X-Latin", "\xe9"}));
}

TEST(RequestReader, IgnoresContentEncoding) {
  EXPECT_EQ(ReadRequest(Post("/", "\x1f\x8b\x08", "Content-Encoding: gzip\r\n")).request.body,
            "\x1f\x8b\x08");
}

TEST(RequestReader, TakesOtherMethods) {
  for (const std::string method : {"HEAD", "OPTIONS", "DELETE", "BREW", "get", "PRI"}) {
    EXPECT_EQ(ReadRequest(method + " / HTTP/1.1\r\nHost: h\r\n\r\n").request.method, method);
  }
}

struct TargetCase {
  std::string method;
  std::string sent;
  std::string read;
};

TEST(RequestReader, ReducesAbsoluteTargetsToTheirPath) {
  for (const TargetCase& c : {
           TargetCase{"GET", "http://h/0/public/Time?a=b", "/0/public/Time?a=b"},
           TargetCase{"GET", "HTTPS://H/x", "/x"},
           TargetCase{"GET", "http://h", "/"},
           TargetCase{"GET", "http://h?a=/b", "/?a=/b"},
           TargetCase{"GET", "/x?u=http://other/", "/x?u=http://other/"},
           TargetCase{"GET", "//host/x", "//host/x"},
           TargetCase{"GET", "/a?b?c#d", "/a?b?c#d"},
           TargetCase{"OPTIONS", "*", "*"},
           TargetCase{"CONNECT", "api.kraken.com:443", "api.kraken.com:443"},
       }) {
    EXPECT_EQ(ReadRequest(c.method + " " + c.sent + " HTTP/1.1\r\nHost: h\r\n\r\n").request.target,
              c.read);
  }
  EXPECT_EQ(
      ReadRequest("GET http://[::1]:8080/x HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n").request.target,
      "/x");
}

TEST(RequestReader, KeepsTheConnectionAsTheClientWishes) {
  EXPECT_TRUE(ReadRequest(WithHeader("Connection: keep-alive")).keep_alive);
  EXPECT_FALSE(ReadRequest(WithHeader("Connection: close")).keep_alive);
  EXPECT_FALSE(ReadRequest(WithHeader("connection: TE, Close")).keep_alive);
  EXPECT_FALSE(ReadRequest(WithHeader("Connection: TE\r\nConnection: close")).keep_alive);
  EXPECT_TRUE(ReadRequest(WithHeader("Connection: closed, upgrade,,")).keep_alive);
  EXPECT_FALSE(ReadRequest("GET / HTTP/1.0\r\n\r\n").keep_alive);
  EXPECT_TRUE(ReadRequest("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
}

TEST(RequestReader, SkipsBlankLinesBeforeARequest) {
  EXPECT_EQ(ReadRequest("\r\n\r\n" + Get("/x")).request.target, "/x");
}

TEST(RequestReader, ReadsPipelinedRequests) {
  RequestReader reader(kMaxBodyRead);
  reader.Feed(Post("/1", "one") + ChunkedPost("/2") + "3\r\ntwo\r\n0\r\n\r\n" + Get("/3") + "GE");
  const std::vector<std::string> paths = {"/1", "/2", "/3"};
  const std::vector<std::string> bodies = {"one", "two", ""};
  for (std::size_t i = 0; i < 3; ++i) {
    const RequestReader::Outcome outcome = reader.Next();
    ASSERT_TRUE(std::holds_alternative<IncomingRequest>(outcome)) << i;
    EXPECT_EQ(std::get<IncomingRequest>(outcome).request.target, paths[i]);
    EXPECT_EQ(std::get<IncomingRequest>(outcome).request.body, bodies[i]);
    EXPECT_TRUE(reader.is_mid_request());
  }
  EXPECT_TRUE(std::holds_alternative<RequestReader::Unfinished>(reader.Next()));
  EXPECT_TRUE(reader.is_mid_request());
}

TEST(RequestReader, KnowsWhetherItIsMidRequest) {
  RequestReader reader(kMaxBodyRead);
  EXPECT_FALSE(reader.is_mid_request());
  reader.Feed("G");
  reader.Next();
  EXPECT_TRUE(reader.is_mid_request());
  reader.Feed("ET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n");
  reader.Next();
  EXPECT_TRUE(reader.is_mid_request());
  reader.Feed("x");
  ASSERT_TRUE(std::holds_alternative<IncomingRequest>(reader.Next()));
  EXPECT_FALSE(reader.is_mid_request());
}

TEST(RequestReader, PassesAnExpectationOnOnce) {
  const std::string head =
      "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";
  RequestReader reader(kMaxBodyRead);
  reader.Feed(head.substr(0, head.size() - 1));
  reader.Next();
  EXPECT_FALSE(reader.TakeExpectation());
  reader.Feed("\n");
  reader.Next();
  EXPECT_TRUE(reader.TakeExpectation());
  EXPECT_FALSE(reader.TakeExpectation());
}

TEST(RequestReader, DropsAnExpectationWhoseBodyIsOnItsWay) {
  RequestReader reader(kMaxBodyRead);
  reader.Feed("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nh");
  reader.Next();
  EXPECT_FALSE(reader.TakeExpectation());
}

TEST(RequestReader, HearsNoExpectationInHttp10) {
  RequestReader reader(kMaxBodyRead);
  reader.Feed("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  reader.Next();
  EXPECT_FALSE(reader.TakeExpectation());
}

TEST(RequestReader, TakesAHeadUpToItsLimits) {
  EXPECT_EQ(ReadRequest(kHead + Repeat("X: 1\r\n", 99) + "\r\n").request.headers.size(),
            RequestReader::kMaxHeaders);
  const std::string long_value(RequestReader::kMaxLine - 10, 'v');
  EXPECT_EQ(ReadRequest(WithHeader("X: " + long_value)).request.header("X"), long_value);
}

TEST(RequestReader, CountsEachRequestAnew) {
  RequestReader reader(kMaxBodyRead);
  for (int i = 0; i < 3; ++i) {
    reader.Feed(kHead + Repeat("X: 1\r\n", 99) + "\r\n");
    EXPECT_TRUE(std::holds_alternative<IncomingRequest>(reader.Next())) << i;
  }
}

TEST(RequestReader, TakesABodyUpToItsLimit) {
  EXPECT_EQ(ReadRequest(Post("/", std::string(kMaxBodyRead, 'a'))).request.body.size(),
            kMaxBodyRead);
  const std::string chunk = "1f4\r\n" + std::string(500, 'a') + "\r\n";
  EXPECT_EQ(ReadRequest(ChunkedPost("/") + chunk + chunk + "0\r\n\r\n").request.body.size(),
            kMaxBodyRead);
}

}  // namespace
}  // namespace kraken::mock
