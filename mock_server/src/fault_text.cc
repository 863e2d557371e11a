// Faults as people read them, in logs and journals.
#include <string>
#include <variant>

#include <nlohmann/json.hpp>

#include "kraken/mock/fault.h"
#include "mock_server/src/fault_names.h"
#include "mock_server/src/milliseconds.h"

namespace kraken::mock {
namespace {

std::string Milliseconds(Duration duration) { return ToMilliseconds(duration).dump() + " ms"; }

// " after 12 bytes", and nothing for none.
std::string After(std::uint64_t bytes) {
  return bytes == 0 ? "" : " after " + std::to_string(bytes) + " bytes";
}

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
    const std::string most = fault.up_to ? " to " + ToMilliseconds(*fault.up_to).dump() : "";
    return "delay " + ToMilliseconds(fault.by).dump() + most + " ms";
  }
  std::string operator()(const AnswerThrottled& fault) const {
    return "throttled for " + std::to_string(fault.ahead.count()) + " s";
  }
  std::string operator()(const LockOut& fault) const {
    return "lockout for " + Milliseconds(fault.length);
  }
  std::string operator()(const MoveNonceAhead& fault) const {
    return "last nonce " + std::to_string(fault.by) + " ahead";
  }
  std::string operator()(const StallAnswer& fault) const {
    return "stall " + (fault.length ? Milliseconds(*fault.length) : "for ever") +
           After(fault.after_bytes);
  }
  std::string operator()(const SlowAnswer& fault) const {
    return "at " + std::to_string(fault.bytes_per_second) + " bytes/s";
  }
  std::string operator()(const EndConnection& fault) const {
    const std::string how(NameOfEnd(fault.how));
    if (IsWithinReply(fault)) return how + After(fault.after_bytes);
    return how + " " + std::string(NameOfEndPoint(fault.at));
  }
  std::string operator()(const TruncateBody& fault) const {
    return "body truncated" + After(fault.bytes);
  }
  std::string operator()(const ClaimLength& fault) const {
    return "Content-Length " + std::to_string(fault.bytes);
  }
  std::string operator()(const SendGarbage& fault) const {
    return "garbage " + std::string(NameOfGarbage(fault.kind));
  }
  std::string operator()(const HideOrders& fault) const {
    return "orders hidden for " + Milliseconds(fault.length);
  }
  std::string operator()(const SwitchSystemStatus& fault) const {
    return "system status " + std::string(ToString(fault.status)) +
           (fault.length ? " for " + Milliseconds(*fault.length) : "");
  }
};

}  // namespace

std::string Describe(const Fault& fault) { return std::visit(ToDescription(), fault); }

}  // namespace kraken::mock
