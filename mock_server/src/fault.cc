#include "kraken/mock/fault.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kraken::mock {
namespace {

struct PageText {
  int status = 0;
  std::string_view code{};  // The number that Cloudflare's page shows.
  std::string_view title{};
};

// Reported by users of api.kraken.com; titles as Cloudflare documents its error codes.
constexpr auto kPageTexts = std::to_array<PageText>({
    {403, "1020", "Access denied"},
    {429, "1015", "You are being rate limited"},
    {500, "500", "Internal server error"},
    {502, "502", "Bad gateway"},
    {503, "503", "Service temporarily unavailable"},
    {504, "504", "Gateway time-out"},
    {520, "520", "Web server is returning an unknown error"},
    {521, "521", "Web server is down"},
    {522, "522", "Connection timed out"},
    {523, "523", "Origin is unreachable"},
    {524, "524", "A timeout occurred"},
    {525, "525", "SSL handshake failed"},
});

// Answers that look alike in every run make journals comparable.
constexpr std::string_view kRayId = "8f00ba4deadbeef1";

std::string PageBody(std::string_view code, std::string_view title) {
  const std::string heading = "Error " + std::string(code);
  return "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head>\n<title>api.kraken.com | " +
         std::string(code) + ": " + std::string(title) +
         "</title>\n<meta charset=\"UTF-8\" />\n</head>\n<body>\n<h1>" + heading + "</h1>\n<h2>" +
         std::string(title) + "</h2>\n<p>Ray ID: " + std::string(kRayId) +
         "</p>\n<p>Performance &amp; security by Cloudflare</p>\n</body>\n</html>\n";
}

}  // namespace

AnswerHttp CloudflarePage(int status) {
  const auto* known = std::ranges::find(kPageTexts, status, &PageText::status);
  const std::string code = std::to_string(status);
  return {.status = status,
          .headers = {{.name = "Server", .value = "cloudflare"},
                      {.name = "CF-RAY", .value = std::string(kRayId) + "-AMS"}},
          .body = known == kPageTexts.end() ? PageBody(code, "Error")
                                            : PageBody(known->code, known->title)};
}

AnswerHttp RedirectTo(std::string url) {
  return {.status = 302, .headers = {{.name = "Location", .value = std::move(url)}}};
}

bool IsAtAccept(const Fault& fault) {
  const auto* const end = std::get_if<EndConnection>(&fault);
  return end != nullptr && end->at == EndPoint::kAtAccept;
}

}  // namespace kraken::mock
