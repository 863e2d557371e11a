// What has broken other HTTP servers, sent to this one: the advisories of cpp-httplib's server side
// by their numbers, and their relatives.
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>

#include "tests/wire/listener_harness.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// A gzip stream of 1,000 zero bytes.
constexpr std::string_view kGzip(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\x63\x60\x18\x05\xa3\x60\x14\x0c\x77\x00"
    "\x00\x80\x17\x0b\x06\xe8\x03\x00\x00",
    29);

class HostileRequests : public ListenerHarness {
 protected:
  // Sends it on a connection of its own, and expects that status, a reason with those words, the
  // end of the connection, and that the responder hears nothing of it.
  void ExpectRefused(std::string_view bytes, int status, const std::string& reason) {
    RawClient client(port());
    client.Send(bytes);
    const RawReply reply = client.Read();
    EXPECT_EQ(reply.status, status);
    EXPECT_THAT(reply.head, HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_THAT(reply.body, HasSubstr(reason));
    EXPECT_THAT(client.ReadToEnd(), IsEmpty());
    EXPECT_THAT(responder_->requests(), IsEmpty());
  }
};

TEST_F(HostileRequests, RefusesAChunkedBodyOverTheLimit_CVE_2025_46728) {
  std::string bytes = ChunkedPost("/");
  for (int i = 0; i < 17; ++i) bytes += "10000\r\n" + std::string(0x10000, 'a') + "\r\n";
  ExpectRefused(bytes, 413, "longer than 1048576 bytes");
}

TEST_F(HostileRequests, TakesNoBodyWithoutALength_CVE_2025_46728) {
  RawClient client(port());
  EXPECT_EQ(client
                .Ask("POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n" +
                     std::string(100'000, 'a'))
                .status,
            200);
  client.EndSending();
  EXPECT_THAT(client.ReadToEnd(), IsEmpty());
  ASSERT_THAT(responder_->requests(), SizeIs(1));
  EXPECT_THAT(responder_->requests()[0].body, IsEmpty());
}

TEST_F(HostileRequests, RefusesAnEndlessRequestLine_CVE_2025_53628) {
  ExpectRefused("GET /" + std::string(1U << 20U, 'a'), 414, "request line is longer");
}

TEST_F(HostileRequests, RefusesAnEndlessHeaderLine_CVE_2025_53628) {
  ExpectRefused("GET / HTTP/1.1\r\nX: " + std::string(1U << 20U, 'a'), 431,
                "header line is longer");
}

TEST_F(HostileRequests, RefusesAnyNumberOfHeaders_CVE_2025_52887) {
  std::string bytes = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 5'000; ++i) bytes += "X: 1\r\n";
  ExpectRefused(bytes + "\r\n", 431, "more than 100 headers");
}

TEST_F(HostileRequests, BoundsTheFramingOfChunks_CVE_2025_53629) {
  ExpectRefused(ChunkedPost("/") + "1;" + std::string(100'000, 'x'), 400, "256 bytes");
  std::string trailers = ChunkedPost("/") + "0\r\n";
  for (int i = 0; i < 5'000; ++i) trailers += "X: 1\r\n";
  ExpectRefused(trailers, 431, "more than 100 headers");
}

TEST_F(HostileRequests, TakesNoAddressFromHeaders_CVE_2025_66570_CVE_2025_66577) {
  RawClient client(port());
  client.Ask(
      "GET / HTTP/1.1\r\nHost: h\r\nREMOTE_ADDR: 6.6.6.6\r\nREMOTE_PORT: 6\r\n"
      "LOCAL_ADDR: 6.6.6.6\r\nX-Forwarded-For: 6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\n\r\n");
  ASSERT_THAT(responder_->requests(), SizeIs(1));
  EXPECT_EQ(responder_->requests()[0].peer, "127.0.0.1");
}

TEST_F(HostileRequests, NeverDecompresses_CVE_2026_22776) {
  RawClient client(port());
  client.Ask(Post("/", kGzip, "Content-Encoding: gzip\r\n"));
  ASSERT_THAT(responder_->requests(), SizeIs(1));
  EXPECT_EQ(responder_->requests()[0].body, kGzip);
}

TEST_F(HostileRequests, MeasuresCompressedBodiesByTheirBytes_CVE_2026_28435) {
  ExpectRefused("POST / HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: " +
                    std::to_string(kMaxBody + 1) + "\r\n\r\n",
                413, "longer than 1048576 bytes");
}

TEST_F(HostileRequests, ShowsNoExceptionTexts_CVE_2026_28434) {
  Answer([](const HttpRequest& request) -> Reply {
    if (request.target == "/fail") throw std::runtime_error("password=hunter2");
    return {};
  });
  RawClient client(port());
  const RawReply reply = client.Ask(Get("/fail"));
  EXPECT_EQ(reply.status, 500);
  EXPECT_THAT(reply.head + reply.body, Not(HasSubstr("hunter2")));
  EXPECT_EQ(client.Ask(Get("/")).status, 200);
}

TEST_F(HostileRequests, RefusesTwoContentLengths_CVE_2026_34441) {
  ExpectRefused(
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nContent-Length: 25\r\n\r\n" + Get("/x"),
      400, "two Content-Length headers");
}

TEST_F(HostileRequests, RefusesContentLengthBesideTransferEncoding_CVE_2026_34441) {
  ExpectRefused(
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n"
      "\r\n0\r\n\r\n" +
          Get("/x"),
      400, "both Transfer-Encoding and Content-Length");
}

TEST_F(HostileRequests, TakesTheBodyOfAnyMethodForABody_CVE_2026_34441) {
  RawClient client(port());
  const std::string hidden = Get("/hidden");
  client.Send("GET /shown HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(hidden.size()) +
              "\r\n\r\n" + hidden + Get("/last"));
  EXPECT_EQ(client.Read().body, hidden);
  EXPECT_EQ(client.Read().body, "");
  ASSERT_THAT(responder_->requests(), SizeIs(2));
  EXPECT_EQ(responder_->requests()[1].target, "/last");
}

TEST_F(HostileRequests, RefusesOtherTransferEncodings_CVE_2026_34441) {
  ExpectRefused("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n" + Get("/x"),
                501, "chunked");
  ExpectRefused("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding : chunked\r\n\r\n" + Get("/x"),
                400, "blank before the colon");
}

TEST_F(HostileRequests, RefusesANegativeChunkSize_CVE_2026_45352) {
  ExpectRefused(ChunkedPost("/") + "-2\r\nab", 400, "not a hexadecimal number");
}

TEST_F(HostileRequests, DecodesNoHeader_CVE_2026_45372) {
  RawClient client(port());
  client.Ask("GET / HTTP/1.1\r\nHost: h\r\nX-Value: a%0D%0AX-Forged: 1%00\r\n\r\n");
  ASSERT_THAT(responder_->requests(), SizeIs(1));
  const HttpRequest request = responder_->requests()[0];
  EXPECT_EQ(request.header("X-Value"), "a%0D%0AX-Forged: 1%00");
  EXPECT_EQ(FindHeader(request.headers, "X-Forged"), nullptr);
}

TEST_F(HostileRequests, SplitsNoReply_CVE_2023_26130_CVE_2025_0825) {
  Answer([](const HttpRequest&) {
    return Reply{.headers = {{"X-Echo", "a\r\nX-Forged: 1\r\n\r\nbody"},
                             {"X-Nul", std::string("a\0\r\nX-Forged: 1", 15)}},
                 .content_type = "a/b\r\nX-Forged: 1"};
  });
  RawClient client(port());
  const RawReply reply = client.Ask(Get("/"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.head, Not(HasSubstr("X-Forged")));
}

TEST_F(HostileRequests, DropsTrailers) {
  RawClient client(port());
  client.Ask(ChunkedPost("/") + "2\r\nhi\r\n0\r\nAPI-Key: forged\r\nContent-Length: 9\r\n\r\n");
  ASSERT_THAT(responder_->requests(), SizeIs(1));
  EXPECT_EQ(FindHeader(responder_->requests()[0].headers, "API-Key"), nullptr);
  EXPECT_EQ(client.Ask(Get("/")).status, 200);
}

TEST_F(HostileRequests, TakesLongPathsAndDepth_CVE_2026_29076) {
  RawClient client(port());
  std::string path;
  while (path.size() < 16'000) path += "/(((a+)+)+";
  EXPECT_EQ(client.Ask(Get(path)).status, 200);
  EXPECT_EQ(client
                .Ask(Post("/", "x",
                          "Content-Disposition: form-data; filename*=" + std::string(10'000, 'a') +
                              "\r\n"))
                .status,
            200);
}

TEST_F(HostileRequests, ChangesNoReplyForRangeOrEncoding) {
  Answer([](const HttpRequest&) { return Reply{.body = std::string(1'000, 'a')}; });
  RawClient client(port());
  const RawReply reply = client.Ask(
      "GET / HTTP/1.1\r\nHost: h\r\nRange: bytes=0-1\r\nAccept-Encoding: gzip, br\r\n"
      "Accept: ;;q=9\r\nUpgrade: h2c\r\n\r\n");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, std::string(1'000, 'a'));
}

TEST_F(HostileRequests, RefusesWhatIsNotHttp) {
  ExpectRefused(std::string("\x16\x03\x01\x02\x00\x01\x00", 7), 400, "write http:// for https://");
  ExpectRefused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "HTTP/1.1");
  ExpectRefused("hello\r\n", 400, "METHOD /target HTTP/1.1");
}

TEST_F(HostileRequests, LetsTheClientReadTheRefusalOfWhatItIsStillSending) {
  RawClient client(port());
  const std::string body(8U << 20U, 'a');
  EXPECT_TRUE(client.Send(Post("/", body)));
  const RawReply reply = client.Read();
  EXPECT_EQ(reply.status, 413);
  EXPECT_THAT(reply.body, HasSubstr("longer than 1048576 bytes"));
}

TEST_F(HostileRequests, RefusesAfterGoodRequestsOfThePipeline) {
  RawClient client(port());
  client.Send(Post("/", "one") + "bad\r\n" + Get("/never"));
  EXPECT_EQ(client.Read().body, "one");
  EXPECT_EQ(client.Read().status, 400);
  client.EndSending();
  EXPECT_THAT(client.ReadToEnd(), IsEmpty());
  EXPECT_THAT(responder_->requests(), SizeIs(1));
}

}  // namespace
}  // namespace kraken::mock
