// What can go wrong on purpose: a closed set of small values.
//
// Each has a JSON form, the "do" of a scenario's rule (docs/scenarios.md), and this C++ form; both
// make the same value.
//
//   Fault f = AnswerErrors{{"EService:Busy"}};           // {"error": "EService:Busy"}
//   Fault f = AnswerHttp{.status = 503};                 // {"http": {"status": 503, "body":
//   "empty"}} Fault f = DelayAnswer{std::chrono::seconds(2)};      // {"delay_ms": 2000}
#ifndef KRAKEN_MOCK_FAULT_H_
#define KRAKEN_MOCK_FAULT_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kraken/mock/http_message.h"
#include "kraken/protocol/clock.h"
#include "kraken/protocol/json.h"
#include "kraken/protocol/result.h"

namespace kraken::mock {

// HTTP 200 with these error strings, as Kraken refuses; with `result` (JSON text) also a result, as
// it does for warnings.
struct AnswerErrors {
  std::vector<std::string> errors{};
  std::optional<std::string> result{};

  friend bool operator==(const AnswerErrors&, const AnswerErrors&) = default;
};

// An answer from in front of Kraken: a proxy, a firewall, an outage.
struct AnswerHttp {
  int status = 502;  // 200 to 599
  std::vector<Header> headers{};
  std::string content_type = "text/html; charset=UTF-8";
  std::string body{};

  friend bool operator==(const AnswerHttp&, const AnswerHttp&) = default;
};

// The answer comes later by so much of the server's time, and is what it would have been.
struct DelayAnswer {
  Duration by{0};  // 0 to 24 hours

  friend bool operator==(const DelayAnswer&, const DelayAnswer&) = default;
};

// "EService:Throttled: TIME", with a time so far ahead of the server's.
struct AnswerThrottled {
  std::chrono::seconds ahead{1};  // 1 to 86400

  friend bool operator==(const AnswerThrottled&, const AnswerThrottled&) = default;
};

// The key is locked out for so long from now on, on public calls the address; the call goes on.
struct LockOut {
  Duration length{0};  // Up to 24 hours.

  friend bool operator==(const LockOut&, const LockOut&) = default;
};

// The key's last nonce is from now on so much higher than the request's, as if another program had
// used it; the call goes on. Nothing happens to a request without key or nonce.
struct MoveNonceAhead {
  std::uint64_t by = 0;

  friend bool operator==(const MoveNonceAhead&, const MoveNonceAhead&) = default;
};

using Fault =
    std::variant<AnswerErrors, AnswerHttp, DelayAnswer, AnswerThrottled, LockOut, MoveNonceAhead>;

// A page like those that Cloudflare puts in front of an origin in trouble, for any 4xx or 5xx.
AnswerHttp CloudflarePage(int status);
// 302 to another address, as a captive portal or a wrong proxy answers: {"redirect": "URL"}.
AnswerHttp RedirectTo(std::string url);

// The JSON form, for the control API's answers and the journal: {"error":"…"}.
Json ToJson(const Fault& fault);
// One line for logs: `error EAPI:Rate limit exceeded`, `http 502`, `delay 2000 ms`.
std::string Describe(const Fault& fault);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_FAULT_H_
