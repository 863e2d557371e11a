// What can go wrong on purpose: a closed set of small values.
//
// Each has a JSON form, the "do" of a scenario's rule (docs/scenarios.md), and this C++ form; both
// make the same value.
//
//   Fault f = AnswerErrors{{"EService:Busy"}};      // {"error": "EService:Busy"}
//   Fault f = DelayAnswer{std::chrono::seconds(2)};  // {"delay_ms": 2000}
//   Fault f = EndConnection{.how = EndHow::kReset};  // {"reset": "before-reply"}
//
// Some answer in place of Kraken, or spoil the answer that there is by then; an answer takes the
// place of one before it in the list, spoiled or not. The others go on to the answer, or change the
// world and go on.
#ifndef KRAKEN_MOCK_FAULT_H_
#define KRAKEN_MOCK_FAULT_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kraken/mock/delivery.h"
#include "kraken/mock/http_message.h"
#include "kraken/mock/system_status.h"
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

// The answer comes later by so much of the server's time, and is what it would have been. With
// `up_to` by a length between the two, drawn anew each time by the server's seed.
struct DelayAnswer {
  Duration by{0};                   // 0 to 24 hours
  std::optional<Duration> up_to{};  // Not below `by`; up to 24 hours.

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

// The answer comes at no more than so many bytes a second of the server's time.
struct SlowAnswer {
  std::uint64_t bytes_per_second = 1;  // 1 to 1,000,000,000

  friend bool operator==(const SlowAnswer&, const SlowAnswer&) = default;
};

enum class EndPoint : std::uint8_t {
  kReply,     // When so many bytes of the answer have left; of none, before it.
  kAtAccept,  // Before a request could come. Its rule knows no endpoint, key and parameters.
  kIdle,      // The answer is right, and the connection ends as its next request begins.
};

// The connection ends there.
struct EndConnection {
  EndHow how = EndHow::kClose;
  EndPoint at = EndPoint::kReply;
  std::uint64_t after_bytes = 0;  // Of the answer, its head included; at its end at the latest.

  friend bool operator==(const EndConnection&, const EndConnection&) = default;
};

// The body ends after so many bytes, and the connection with it, although the head promised all of
// it. One that is not longer lacks its last byte; where there is none, only the connection ends.
struct TruncateBody {
  std::uint64_t bytes = 0;

  friend bool operator==(const TruncateBody&, const TruncateBody&) = default;
};

// The head says so many bytes of body, whatever comes. Where fewer come, the connection is closed
// behind them; where more, the rest stands before the next answer.
struct ClaimLength {
  std::uint64_t bytes = 0;

  friend bool operator==(const ClaimLength&, const ClaimLength&) = default;
};

// What cannot be understood.
enum class Garbage : std::uint8_t {
  kStatusLine,   // No HTTP; the connection is closed behind it.
  kJson,         // 200, application/json, and a text that is none.
  kJsonType,     // 200 and JSON, but a list where the envelope should be.
  kGzip,         // 200, Content-Encoding: gzip, and nothing that can be unpacked.
  kContentType,  // The right answer, said to be HTML.
  kHtml200,      // 200 and a page of HTML, as a firewall asks for patience.
};
struct SendGarbage {
  Garbage kind = Garbage::kJson;

  friend bool operator==(const SendGarbage&, const SendGarbage&) = default;
};

// No query knows the orders that the call places before so much of the server's time has passed:
// not OpenOrders, ClosedOrders, QueryOrders and OrderAmends, nor TradesHistory and QueryTrades
// their trades. They rest, trade and are paid for all the same, and can be canceled.
struct HideOrders {
  Duration length{0};  // Up to 24 hours.

  friend bool operator==(const HideOrders&, const HideOrders&) = default;
};

// The system status is another one from now on, or only for so long; the call goes on.
struct SwitchSystemStatus {
  SystemStatus status = SystemStatus::kOnline;
  std::optional<Duration> length{};  // Up to 24 hours. Then it is what it was before.

  friend bool operator==(const SwitchSystemStatus&, const SwitchSystemStatus&) = default;
};

using Fault = std::variant<AnswerErrors, AnswerHttp, DelayAnswer, AnswerThrottled, LockOut,
                           MoveNonceAhead, StallAnswer, SlowAnswer, EndConnection, TruncateBody,
                           ClaimLength, SendGarbage, HideOrders, SwitchSystemStatus>;

// A page like those that Cloudflare puts in front of an origin in trouble, for any 4xx or 5xx.
AnswerHttp CloudflarePage(int status);
// 302 to another address, as a captive portal or a wrong proxy answers: {"redirect": "URL"}.
AnswerHttp RedirectTo(std::string url);

// A rule with such a fault is about connections, not requests.
bool IsAtAccept(const Fault& fault);

// The JSON form, for the control API's answers and the journal: {"error":"…"}.
Json ToJson(const Fault& fault);
// One line for logs: `error EAPI:Rate limit exceeded`, `http 502`, `delay 2000 ms`.
std::string Describe(const Fault& fault);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_FAULT_H_
