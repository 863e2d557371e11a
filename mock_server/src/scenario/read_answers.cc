// The faults that answer in place of Kraken, from JSON.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/api_error.h"
#include "kraken/protocol/json_text.h"
#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/header_forms.h"
#include "mock_server/src/scenario/fault_readers.h"

namespace kraken::mock {
namespace {

std::string ReadError(const CheckedJson& form) {
  std::string error = form.Text();
  if (!form.IsText()) return error;
  if (const Result<ApiError> parsed = ParseApiError(error); !parsed) {
    form.Report(parsed.error().message);
  }
  return error;
}

// Each takes the place of those of its name that the page has.
void ReadHeaders(const CheckedJson& form, AnswerHttp& fault) {
  std::vector<Header> headers = ReadHeaderForm(form);
  if (auto type = TakeContentType(headers)) fault.content_type = *std::move(type);
  std::erase_if(fault.headers,
                [&headers](const Header& own) { return FindHeader(headers, own.name) != nullptr; });
  std::ranges::move(headers, std::back_inserter(fault.headers));
}

AnswerHttp ReadPage(const CheckedJson& form, int status) {
  if (status < 400) form.Report(R"("cloudflare" is a page for statuses from 400 to 599)");
  return CloudflarePage(status);
}

// {"text": "…"} or {"file": "…"}
std::string ReadOwnBody(const CheckedJson& form, const BodyFiles& files) {
  constexpr auto kMembers = std::to_array<std::string_view>({"text", "file"});
  form.ExpectObjectOf(kMembers);
  const CheckedJson file = form.Find("file");
  if (!file.exists()) return form.Require("text").Text();
  if (form.Find("text").exists()) form.Report(R"("text" and "file" are two bodies; choose one)");
  if (!file.IsText()) return file.Text();
  Result<std::string> body = files.Read(file.Text());
  if (!body) file.Report(body.error().message);
  return body ? *std::move(body) : std::string();
}

// The body, together with the headers that belong to it.
AnswerHttp ReadBody(const CheckedJson& form, int status, const BodyFiles& files) {
  if (!form.exists()) return status < 400 ? AnswerHttp{.status = status} : CloudflarePage(status);
  if (form.IsObject()) {
    AnswerHttp fault{.status = status, .body = ReadOwnBody(form, files)};
    if (!fault.body.empty() && IsBodiless(status)) {
      form.Report("a " + std::to_string(status) + " has no body in HTTP; write \"empty\"");
    }
    return fault;
  }
  constexpr auto kBodies = std::to_array<std::string_view>({"cloudflare", "empty"});
  if (!form.IsText()) {
    form.ReportUnexpected(R"("cloudflare", "empty", {"text": "…"} or {"file": "…"})");
  } else if (const std::string body = form.Text(); body == "cloudflare") {
    return ReadPage(form, status);
  } else if (body != "empty") {
    form.Report("no such body: " + Quote(body) + DidYouMean(body, kBodies) +
                R"(; a text of your own is {"text": "…"})");
  }
  return {.status = status};
}

// Where a client may be sent.
bool IsUrl(std::string_view text) {
  const auto is_visible = [](char c) { return c > 0x20 && c < 0x7f; };
  return (text.starts_with("http://") || text.starts_with("https://")) &&
         std::ranges::all_of(text, is_visible);
}

}  // namespace

Fault ReadAnswerErrors(const CheckedJson& form, const BodyFiles& /*files*/) {
  AnswerErrors fault;
  const CheckedJson error = form.Find("error");
  if (error.IsList()) {
    for (const CheckedJson& item : error.Items()) fault.errors.push_back(ReadError(item));
    if (fault.errors.empty()) error.Report("expected at least one error string");
  } else if (error.IsText()) {
    fault.errors.push_back(ReadError(error));
  } else {
    error.ReportUnexpected("an error string or a list of them");
  }
  if (const CheckedJson result = form.Find("result"); result.exists()) {
    fault.result = ToJsonText(result.json());
  }
  return fault;
}

Fault ReadAnswerHttp(const CheckedJson& form, const BodyFiles& files) {
  constexpr auto kMembers = std::to_array<std::string_view>({"status", "headers", "body"});
  const CheckedJson http = form.Find("http");
  http.ExpectObjectOf(kMembers);
  const int status = static_cast<int>(http.Require("status").Whole(200, 599));
  AnswerHttp fault = ReadBody(http.Find("body"), status, files);
  ReadHeaders(http.Find("headers"), fault);
  return fault;
}

Fault ReadRedirect(const CheckedJson& form, const BodyFiles& /*files*/) {
  const CheckedJson url = form.Find("redirect");
  std::string text = url.Text();
  if (url.IsText() && !IsUrl(text)) {
    url.Report("expected a URL that begins with http:// or https:// and holds no blank");
  }
  return RedirectTo(std::move(text));
}

Fault ReadThrottled(const CheckedJson& form, const BodyFiles& /*files*/) {
  constexpr std::uint64_t kLongest = 86'400;
  return AnswerThrottled{std::chrono::seconds(form.Find("throttled_s").Whole(1, kLongest))};
}

}  // namespace kraken::mock
