#include "mock_server/src/scenario/parse_fault.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "kraken/protocol/api_error.h"
#include "kraken/protocol/json_text.h"
#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/header_forms.h"
#include "mock_server/src/milliseconds.h"

namespace kraken::mock {
namespace {

constexpr std::int64_t kLongestDelayMs = std::int64_t{24} * 60 * 60 * 1000;

std::string ReadError(const CheckedJson& form) {
  std::string error = form.Text();
  if (!form.IsText()) return error;
  if (const Result<ApiError> parsed = ParseApiError(error); !parsed) {
    form.Report(parsed.error().message);
  }
  return error;
}

Fault ReadAnswerErrors(const CheckedJson& form) {
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

// The body, together with the headers that belong to it.
AnswerHttp ReadBody(const CheckedJson& form, int status) {
  if (!form.exists()) return status < 400 ? AnswerHttp{.status = status} : CloudflarePage(status);
  if (form.IsObject()) {
    constexpr auto kMembers = std::to_array<std::string_view>({"text"});
    form.ExpectObjectOf(kMembers);
    AnswerHttp fault{.status = status, .body = form.Require("text").Text()};
    if (!fault.body.empty() && IsBodiless(status)) {
      form.Report("a " + std::to_string(status) + " has no body in HTTP; write \"empty\"");
    }
    return fault;
  }
  constexpr auto kBodies = std::to_array<std::string_view>({"cloudflare", "empty"});
  if (!form.IsText()) {
    form.ReportUnexpected(R"("cloudflare", "empty" or {"text": "…"})");
  } else if (const std::string body = form.Text(); body == "cloudflare") {
    return ReadPage(form, status);
  } else if (body != "empty") {
    form.Report("no such body: " + Quote(body) + DidYouMean(body, kBodies) +
                R"(; a text of your own is {"text": "…"})");
  }
  return {.status = status};
}

Fault ReadAnswerHttp(const CheckedJson& form) {
  constexpr auto kMembers = std::to_array<std::string_view>({"status", "headers", "body"});
  const CheckedJson http = form.Find("http");
  http.ExpectObjectOf(kMembers);
  const int status = static_cast<int>(http.Require("status").Whole(200, 599));
  AnswerHttp fault = ReadBody(http.Find("body"), status);
  ReadHeaders(http.Find("headers"), fault);
  return fault;
}

Fault ReadDelayAnswer(const CheckedJson& form) {
  return DelayAnswer{FromMilliseconds(form.Find("delay_ms").Number(0, kLongestDelayMs))};
}

// Where a client may be sent.
bool IsUrl(std::string_view text) {
  const auto is_visible = [](char c) { return c > 0x20 && c < 0x7f; };
  return (text.starts_with("http://") || text.starts_with("https://")) &&
         std::ranges::all_of(text, is_visible);
}

Fault ReadRedirect(const CheckedJson& form) {
  const CheckedJson url = form.Find("redirect");
  std::string text = url.Text();
  if (url.IsText() && !IsUrl(text)) {
    url.Report("expected a URL that begins with http:// or https:// and holds no blank");
  }
  return RedirectTo(std::move(text));
}

Fault ReadThrottled(const CheckedJson& form) {
  constexpr std::uint64_t kLongest = 86'400;
  return AnswerThrottled{std::chrono::seconds(form.Find("throttled_s").Whole(1, kLongest))};
}

Fault ReadLockOut(const CheckedJson& form) {
  return LockOut{FromMilliseconds(form.Find("lockout_ms").Number(0, kLongestDelayMs))};
}

Fault ReadNonceAhead(const CheckedJson& form) {
  return MoveNonceAhead{form.Find("nonce_ahead").Whole(0)};
}

struct FaultForm {
  std::string_view key;
  Fault (*read)(const CheckedJson& form);
};

constexpr auto kForms = std::to_array<FaultForm>({
    {"error", ReadAnswerErrors},
    {"http", ReadAnswerHttp},
    {"delay_ms", ReadDelayAnswer},
    {"redirect", ReadRedirect},
    {"throttled_s", ReadThrottled},
    {"lockout_ms", ReadLockOut},
    {"nonce_ahead", ReadNonceAhead},
});
constexpr auto kFaultMembers =
    std::to_array<std::string_view>({"error", "result", "http", "delay_ms", "redirect",
                                     "throttled_s", "lockout_ms", "nonce_ahead"});

// "\"error\", \"http\", …"
std::string FormNames() {
  std::string names;
  for (const FaultForm& each : kForms) names += (names.empty() ? "" : ", ") + Quote(each.key);
  return names;
}

Fault ReadFault(const CheckedJson& form) {
  form.ExpectObjectOf(kFaultMembers);
  const FaultForm* chosen = nullptr;
  for (const FaultForm& candidate : kForms) {
    if (!form.Find(candidate.key).exists()) continue;
    if (chosen != nullptr) {
      form.Report("\"" + std::string(chosen->key) + "\" and \"" + std::string(candidate.key) +
                  "\" are two faults: write a list of two objects");
    }
    chosen = &candidate;
  }
  if (chosen == nullptr) {
    form.Report("expected one of " + FormNames());
    return DelayAnswer{};
  }
  if (form.Find("result").exists() && chosen->key != "error") {
    form.Find("result").Report(R"(goes with "error" only)");
  }
  return chosen->read(form);
}

}  // namespace

std::vector<Fault> ReadFaults(const CheckedJson& form) {
  if (!form.exists()) return {};
  if (!form.IsObject() && !form.IsList()) {
    form.ReportUnexpected("an object or a list of objects");
    return {};
  }
  if (form.IsObject()) return {ReadFault(form)};
  std::vector<Fault> faults;
  for (const CheckedJson& item : form.Items()) faults.push_back(ReadFault(item));
  if (faults.empty()) form.Report("expected at least one fault");
  return faults;
}

}  // namespace kraken::mock
