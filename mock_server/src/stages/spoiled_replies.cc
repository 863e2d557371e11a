#include "mock_server/src/stages/spoiled_replies.h"

#include <string>
#include <string_view>
#include <utility>

namespace kraken::mock {
namespace {

constexpr std::string_view kHtml = "text/html; charset=UTF-8";
constexpr std::string_view kUnfinishedJson = R"({"error":[],"result":{"unfinished":)";
constexpr std::string_view kJsonOfOtherType = R"(["not an envelope"])";
// The head of a gzip file (RFC 1952 §2.3), and then no deflate block: the type 11 is reserved.
constexpr std::string_view kBrokenGzip("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff\xff",
                                       14);
constexpr std::string_view kChallengePage =
    "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head>\n<title>Just a moment...</title>\n"
    "<meta charset=\"UTF-8\" />\n</head>\n<body>\n"
    "<h1>api.kraken.com</h1>\n<p>Verifying you are human. This may take a few seconds.</p>\n"
    "</body>\n</html>\n";

}  // namespace

Reply Garbled(Garbage kind, Reply answer) {
  switch (kind) {
    case Garbage::kStatusLine:
      return answer;  // The wire spoils it, which alone knows of status lines.
    case Garbage::kJson:
      return {.body = std::string(kUnfinishedJson)};
    case Garbage::kJsonType:
      return {.body = std::string(kJsonOfOtherType)};
    case Garbage::kGzip:
      return {.headers = {{.name = "Content-Encoding", .value = "gzip"}},
              .body = std::string(kBrokenGzip)};
    case Garbage::kContentType:
      answer.content_type = kHtml;
      return answer;
    case Garbage::kHtml200:
      break;
  }
  return {.content_type = std::string(kHtml), .body = std::string(kChallengePage)};
}

}  // namespace kraken::mock
