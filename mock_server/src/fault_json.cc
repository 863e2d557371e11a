// Faults as the JSON of a rule's "do".
#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "kraken/mock/fault.h"
#include "kraken/protocol/json_text.h"
#include "mock_server/src/fault_names.h"
#include "mock_server/src/header_forms.h"
#include "mock_server/src/milliseconds.h"

namespace kraken::mock {
namespace {

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
    Json length = ToMilliseconds(fault.by);
    if (fault.up_to) {
      length = Json::object({{"uniform", Json::array({length, ToMilliseconds(*fault.up_to)})}});
    }
    return Json::object({{"delay_ms", std::move(length)}});
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
  Json operator()(const StallAnswer& fault) const {
    Json form = Json::object();
    form["stall_ms"] = fault.length ? ToMilliseconds(*fault.length) : Json("for-ever");
    if (fault.after_bytes != 0) form["after_bytes"] = fault.after_bytes;
    return form;
  }
  Json operator()(const SlowAnswer& fault) const {
    return Json::object({{"slow_bytes_per_s", fault.bytes_per_second}});
  }
  Json operator()(const EndConnection& fault) const {
    Json at = NameOfEndPoint(fault.at);
    if (IsWithinReply(fault)) at = Json::object({{"after_bytes", fault.after_bytes}});
    return Json::object({{std::string(NameOfEnd(fault.how)), std::move(at)}});
  }
  Json operator()(const TruncateBody& fault) const {
    return Json::object({{"truncate", fault.bytes}});
  }
  Json operator()(const ClaimLength& fault) const {
    return Json::object({{"content_length", fault.bytes}});
  }
  Json operator()(const SendGarbage& fault) const {
    return Json::object({{"garbage", NameOfGarbage(fault.kind)}});
  }
  Json operator()(const HideOrders& fault) const {
    return Json::object({{"visible_after_ms", ToMilliseconds(fault.length)}});
  }
  Json operator()(const SwitchSystemStatus& fault) const {
    Json form = Json::object({{"system_status", ToString(fault.status)}});
    if (fault.length) form["for_ms"] = ToMilliseconds(*fault.length);
    return form;
  }
};

}  // namespace

Json ToJson(const Fault& fault) { return std::visit(ToJsonForm(), fault); }

}  // namespace kraken::mock
