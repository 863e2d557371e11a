// The faults that change the world, from JSON.
#include <nlohmann/json.hpp>

#include "mock_server/src/milliseconds.h"
#include "mock_server/src/scenario/fault_readers.h"

namespace kraken::mock {

Fault ReadLockOut(const CheckedJson& form, const BodyFiles& /*files*/) {
  return LockOut{FromMilliseconds(form.Find("lockout_ms").Number(0, kLongestFaultMs))};
}

Fault ReadNonceAhead(const CheckedJson& form, const BodyFiles& /*files*/) {
  return MoveNonceAhead{form.Find("nonce_ahead").Whole(0)};
}

Fault ReadVisibleAfter(const CheckedJson& form, const BodyFiles& /*files*/) {
  return HideOrders{FromMilliseconds(form.Find("visible_after_ms").Number(0, kLongestFaultMs))};
}

Fault ReadSystemStatus(const CheckedJson& form, const BodyFiles& /*files*/) {
  SwitchSystemStatus fault{
      .status =
          form.Find("system_status").Parsed(ParseSystemStatus).value_or(SystemStatus::kOnline)};
  if (const CheckedJson length = form.Find("for_ms"); length.exists()) {
    fault.length = FromMilliseconds(length.Number(0, kLongestFaultMs));
  }
  return fault;
}

}  // namespace kraken::mock
