#include "kraken/mock/fault.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/header_forms.h"
#include "mock_server/src/milliseconds.h"

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

Json HeadersToJson(const AnswerHttp& fault) {
  Json headers = Json::object();
  if (fault.content_type != AnswerHttp().content_type) {
    headers["Content-Type"] = fault.content_type;
  }
  WriteHeaderForm(fault.headers, headers);
  return headers;
}

bool IsCloudflarePage(const AnswerHttp& fault) {
  const AnswerHttp page = CloudflarePage(fault.status);
  return fault.body == page.body && fault.headers.size() >= page.headers.size() &&
         std::equal(page.headers.begin(), page.headers.end(), fault.headers.begin());
}

Json BodyToJson(const AnswerHttp& fault) {
  if (fault.body.empty()) return "empty";
  if (IsCloudflarePage(fault)) return "cloudflare";
  return Json::object({{"text", fault.body}});
}

// Where it redirects to; none where it is another answer.
const std::string* RedirectOf(const AnswerHttp& fault) {
  const bool is_one = fault.headers.size() == 1 && fault == RedirectTo(fault.headers[0].value);
  return is_one ? &fault.headers[0].value : nullptr;
}

struct ToJsonForm {
  Json operator()(const AnswerErrors& fault) const {
    Json form = Json::object();
    form["error"] = fault.errors.size() == 1 ? Json(fault.errors.front()) : Json(fault.errors);
    if (fault.result) {
      const Result<Json> result = ParseJsonText(*fault.result);
      form["result"] = result ? *result : Json(*fault.result);
    }
    return form;
  }
  Json operator()(const AnswerHttp& fault) const {
    if (const std::string* url = RedirectOf(fault)) return Json::object({{"redirect", *url}});
    Json http = Json::object({{"status", fault.status}});
    Json headers = HeadersToJson(fault);
    if (!headers.empty()) http["headers"] = std::move(headers);
    http["body"] = BodyToJson(fault);
    return Json::object({{"http", std::move(http)}});
  }
  Json operator()(const DelayAnswer& fault) const {
    return Json::object({{"delay_ms", ToMilliseconds(fault.by)}});
  }
  Json operator()(const AnswerThrottled& fault) const {
    return Json::object({{"throttled_s", fault.ahead.count()}});
  }
  Json operator()(const LockOut& fault) const {
    return Json::object({{"lockout_ms", ToMilliseconds(fault.length)}});
  }
  Json operator()(const MoveNonceAhead& fault) const {
    return Json::object({{"nonce_ahead", fault.by}});
  }
};

struct ToDescription {
  std::string operator()(const AnswerErrors& fault) const {
    std::string text = "error";
    std::string_view separator = " ";
    for (const std::string& error : fault.errors) {
      text.append(separator).append(error);
      separator = ", ";
    }
    return fault.result ? text + " with a result" : text;
  }
  std::string operator()(const AnswerHttp& fault) const {
    return "http " + std::to_string(fault.status);
  }
  std::string operator()(const DelayAnswer& fault) const {
    return "delay " + ToMilliseconds(fault.by).dump() + " ms";
  }
  std::string operator()(const AnswerThrottled& fault) const {
    return "throttled for " + std::to_string(fault.ahead.count()) + " s";
  }
  std::string operator()(const LockOut& fault) const {
    return "lockout for " + ToMilliseconds(fault.length).dump() + " ms";
  }
  std::string operator()(const MoveNonceAhead& fault) const {
    return "last nonce " + std::to_string(fault.by) + " ahead";
  }
};

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

Json ToJson(const Fault& fault) { return std::visit(ToJsonForm(), fault); }

std::string Describe(const Fault& fault) { return std::visit(ToDescription(), fault); }

}  // namespace kraken::mock
