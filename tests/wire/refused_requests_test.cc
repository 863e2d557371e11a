// What is refused, with which status and in which words.
#include <ostream>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/wire/both_ways.h"
#include "tests/wire/raw_client.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct RefusalCase {
  std::string what;
  std::string bytes;
  int status;
  std::string reason;
};

void PrintTo(const RefusalCase& c, std::ostream* os) { *os << c.what; }

class RefusedRequest : public ::testing::TestWithParam<RefusalCase> {};

TEST_P(RefusedRequest, GetsStatusAndReason) {
  const HttpRefusal refusal = ReadRefusal(GetParam().bytes);
  EXPECT_EQ(refusal.status, GetParam().status);
  EXPECT_THAT(refusal.reason, HasSubstr(GetParam().reason));
}

std::string Name(const ::testing::TestParamInfo<RefusalCase>& info) { return info.param.what; }

std::string WithBodyHeader(std::string_view line) {
  return std::string("POST / HTTP/1.1\r\nHost: h\r\n").append(line).append("\r\n\r\n");
}

INSTANTIATE_TEST_SUITE_P(
    RequestLine, RefusedRequest,
    ::testing::Values(
        RefusalCase{"OneWord", "GET\r\n", 400, "METHOD /target HTTP/1.1"},
        RefusalCase{"NoVersion", "GET /\r\n", 400, "METHOD /target HTTP/1.1"},
        RefusalCase{"TwoBlanks", "GET  / HTTP/1.1\r\n", 400, "control character"},
        RefusalCase{"BlankInTarget", "GET /a b HTTP/1.1\r\n", 400, "control character"},
        RefusalCase{"TabForBlank", "GET\t/ HTTP/1.1\r\n", 400, "METHOD /target HTTP/1.1"},
        RefusalCase{"BlankFirst", " GET / HTTP/1.1\r\n", 400, "begin with a method"},
        RefusalCase{"MethodOfMarks", "G(T / HTTP/1.1\r\n", 400, "method is not a token"},
        RefusalCase{"LongMethod", std::string(33, 'M') + " / HTTP/1.1\r\n", 501, "that long"},
        RefusalCase{"NoAuthority", "GET http:///x HTTP/1.1\r\n", 400, "names no host"},
        RefusalCase{"RelativeTarget", "GET x HTTP/1.1\r\n", 400, "begin with /"},
        RefusalCase{"FtpTarget", "GET ftp://h/ HTTP/1.1\r\n", 400, "begin with /"},
        RefusalCase{"NulInTarget", std::string("GET /\0 HTTP/1.1\r\n", 17), 400,
                    "control character"},
        RefusalCase{"DelInTarget", "GET /\x7f HTTP/1.1\r\n", 400, "control character"},
        RefusalCase{"NoHttp", "GET / SPDY/1\r\n", 400, "end with HTTP/1.1"},
        RefusalCase{"LowerCaseVersion", "GET / http/1.1\r\n", 400, "end with HTTP/1.1"},
        RefusalCase{"LongVersion", "GET / HTTP/1.10\r\n", 400, "end with HTTP/1.1"},
        RefusalCase{"Http2", "PRI * HTTP/2.0\r\n", 505, "HTTP/1.1"},
        RefusalCase{"Http09", "GET / HTTP/0.9\r\n", 505, "HTTP/1.1"},
        RefusalCase{"BareLf", "GET / HTTP/1.1\n", 400, "bare LF"},
        RefusalCase{"BareCr", "GET / HTTP/1.1\rHost: h\r\n", 400, "bare CR"},
        RefusalCase{"TlsHandshake", std::string("\x16\x03\x01\x02\x00", 5), 400, "http://"},
        RefusalCase{"BinaryNoise", "\x80\x01", 400, "begin with a method"},
        RefusalCase{"TooLong", "GET /" + std::string(RequestReader::kMaxLine, 'a'), 414, "16 KiB"}),
    Name);

INSTANTIATE_TEST_SUITE_P(
    Headers, RefusedRequest,
    ::testing::Values(
        RefusalCase{"NoHost", "GET / HTTP/1.1\r\n\r\n", 400, "no Host"},
        RefusalCase{"TwoHosts", WithHeader("host: other"), 400, "two Host"},
        RefusalCase{"NoSuchHost", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400,
                    "not a host and port"},
        RefusalCase{"HostWithUser", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400,
                    "not a host and port"},
        RefusalCase{"HostOfAnother", "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", 400,
                    "not that of the request target"},
        RefusalCase{"NoColon", WithHeader("API-Key"), 400, "no colon"},
        RefusalCase{"NoName", WithHeader(": value"), 400, "not a token"},
        RefusalCase{"BlankBeforeColon", WithHeader("API-Key : k"), 400, "blank before the colon"},
        RefusalCase{"BlankInName", WithHeader("API Key: k"), 400, "not a token"},
        RefusalCase{"FoldedLine", WithHeader("X-A: 1\r\n 2"), 400, "begins with a blank"},
        RefusalCase{"FoldedByTab", WithHeader("X-A: 1\r\n\t2"), 400, "begins with a blank"},
        RefusalCase{"BlankFirstLine", "GET / HTTP/1.1\r\n Host: h\r\n", 400, "begins with a blank"},
        RefusalCase{"NulInValue", kHead + std::string("X: a\0b\r\n", 8), 400,
                    "control character in the value of X"},
        RefusalCase{"EscapeInValue", WithHeader("X: \x1b"), 400, "value of X"},
        RefusalCase{"BareCrInValue", WithHeader("X: a\rY: b"), 400, "bare CR"},
        RefusalCase{"BareLfInValue", WithHeader("X: a\nY: b"), 400, "bare LF"},
        RefusalCase{"LineTooLong", kHead + "X: " + std::string(RequestReader::kMaxLine, 'a'), 431,
                    "16 KiB"},
        RefusalCase{"HeadTooLong", kHead + Repeat("X: " + std::string(10'000, 'a') + "\r\n", 7),
                    431, "64 KiB"},
        RefusalCase{"TooMany", kHead + Repeat("X: 1\r\n", 100), 431, "100 headers"},
        RefusalCase{"BlankLinesForEver", Repeat("\r\n", 40'000), 431, "64 KiB"}),
    Name);

INSTANTIATE_TEST_SUITE_P(
    BodyLength, RefusedRequest,
    ::testing::Values(
        RefusalCase{"TwoLengths", WithBodyHeader("Content-Length: 1\r\nContent-Length: 2"), 400,
                    "two Content-Length"},
        RefusalCase{"TheSameLengthTwice", WithBodyHeader("Content-Length: 1\r\ncontent-length: 1"),
                    400, "two Content-Length"},
        RefusalCase{"ListOfLengths", WithBodyHeader("Content-Length: 1, 1"), 400, "not a number"},
        RefusalCase{"Negative", WithBodyHeader("Content-Length: -1"), 400, "not a number"},
        RefusalCase{"Signed", WithBodyHeader("Content-Length: +1"), 400, "not a number"},
        RefusalCase{"Hexadecimal", WithBodyHeader("Content-Length: 0x1"), 400, "not a number"},
        RefusalCase{"Fraction", WithBodyHeader("Content-Length: 1.0"), 400, "not a number"},
        RefusalCase{"Empty", WithBodyHeader("Content-Length:"), 400, "not a number"},
        RefusalCase{"Overflow", WithBodyHeader("Content-Length: 18446744073709551616"), 400,
                    "not a number"},
        RefusalCase{"LengthAndEncoding",
                    WithBodyHeader("Content-Length: 1\r\nTransfer-Encoding: chunked"), 400,
                    "both Transfer-Encoding and Content-Length"},
        RefusalCase{"EncodingAndLengthOfZero",
                    WithBodyHeader("Transfer-Encoding: chunked\r\nContent-Length: 0"), 400,
                    "both Transfer-Encoding and Content-Length"},
        RefusalCase{"TwoEncodings",
                    WithBodyHeader("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400,
                    "two Transfer-Encoding"},
        RefusalCase{"GzipEncoding", WithBodyHeader("Transfer-Encoding: gzip, chunked"), 501,
                    "chunked"},
        RefusalCase{"ChunkedTwice", WithBodyHeader("Transfer-Encoding: chunked, chunked"), 501,
                    "chunked"},
        RefusalCase{"HiddenEncoding",
                    WithBodyHeader("Transfer-Encoding: \x0b"
                                   "chunked"),
                    400, "control character"},
        RefusalCase{"EmptyEncoding", WithBodyHeader("Transfer-Encoding:"), 501, "chunked"},
        RefusalCase{"EncodingInHttp10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
                    400, "HTTP/1.0"},
        RefusalCase{"TooLarge", WithBodyHeader("Content-Length: 1001"), 413, "1000 bytes"}),
    Name);

INSTANTIATE_TEST_SUITE_P(
    Chunks, RefusedRequest,
    ::testing::Values(
        RefusalCase{"EmptySize", ChunkedPost("/") + "\r\n", 400, "hexadecimal"},
        RefusalCase{"OnlyAnExtension", ChunkedPost("/") + ";a\r\n", 400, "hexadecimal"},
        RefusalCase{"NegativeSize", ChunkedPost("/") + "-2\r\n", 400, "hexadecimal"},
        RefusalCase{"SignedSize", ChunkedPost("/") + "+2\r\n", 400, "hexadecimal"},
        RefusalCase{"PrefixedSize", ChunkedPost("/") + "0x2\r\n", 400, "hexadecimal"},
        RefusalCase{"BlankBeforeSize", ChunkedPost("/") + " 2\r\n", 400, "hexadecimal"},
        RefusalCase{"BlankAfterSize", ChunkedPost("/") + "2 \r\n", 400, "hexadecimal"},
        RefusalCase{"SizeOverflow", ChunkedPost("/") + "10000000000000002\r\n", 400, "hexadecimal"},
        RefusalCase{"SizeByBareLf", ChunkedPost("/") + "2\n", 400, "bare LF"},
        RefusalCase{"NulInExtension", ChunkedPost("/") + std::string("2;\0\r\n", 5), 400,
                    "extension"},
        RefusalCase{"LongExtension", ChunkedPost("/") + "2;" + std::string(300, 'x'), 400,
                    "256 bytes"},
        RefusalCase{"DataTooLong", ChunkedPost("/") + "2\r\nabc", 400, "longer than its size"},
        RefusalCase{"DataEndedByLf", ChunkedPost("/") + "2\r\nab\n", 400, "longer than its size"},
        RefusalCase{"DataEndedByCr", ChunkedPost("/") + "2\r\nab\r0", 400, "longer than its size"},
        RefusalCase{"OneChunkTooLarge", ChunkedPost("/") + "3e9\r\n", 413, "1000 bytes"},
        RefusalCase{"HugeChunk", ChunkedPost("/") + "fffffffffffffffe\r\n", 413, "1000 bytes"},
        RefusalCase{"SumTooLarge",
                    ChunkedPost("/") + "3e8\r\n" + std::string(1'000, 'a') + "\r\n1\r\n", 413,
                    "1000 bytes"},
        RefusalCase{"BadTrailer", ChunkedPost("/") + "0\r\nno colon\r\n", 400, "no colon"},
        RefusalCase{"FoldedTrailer", ChunkedPost("/") + "0\r\nA: b\r\n c\r\n", 400,
                    "begins with a blank"},
        RefusalCase{"TooManyTrailers", ChunkedPost("/") + "0\r\n" + Repeat("A: b\r\n", 99), 431,
                    "100 headers"},
        RefusalCase{
            "TrailersTooLong",
            ChunkedPost("/") + "0\r\n" + Repeat("A: " + std::string(10'000, 'b') + "\r\n", 7), 431,
            "64 KiB"}),
    Name);

TEST(Refusals, RepeatNoValue) {
  const std::string secret = "c2VjcmV0";
  for (const std::string& line : {"API-Sign: " + secret + "\x01", "API-Sign " + secret,
                                  "API-Sign : " + secret, "Content-Length: " + secret}) {
    EXPECT_THAT(ReadRefusal(WithHeader(line)).reason, Not(HasSubstr(secret)));
  }
}

}  // namespace
}  // namespace kraken::mock
