// Reads each kind of fault: what the member that names it, and those that go with it, say.
//
// `form` is the object of the fault. Mistakes are reported to it.
#ifndef KRAKEN_MOCK_SERVER_SRC_SCENARIO_FAULT_READERS_H_
#define KRAKEN_MOCK_SERVER_SRC_SCENARIO_FAULT_READERS_H_

#include <cstdint>

#include "kraken/mock/fault.h"
#include "mock_server/src/checked_json.h"
#include "mock_server/src/scenario/body_files.h"

namespace kraken::mock {

// 24 hours: what takes longer is a slip.
inline constexpr std::int64_t kLongestFaultMs = std::int64_t{24} * 60 * 60 * 1000;

// read_answers.cc: what is answered in place of Kraken.
Fault ReadAnswerErrors(const CheckedJson& form, const BodyFiles& files);
Fault ReadAnswerHttp(const CheckedJson& form, const BodyFiles& files);
Fault ReadRedirect(const CheckedJson& form, const BodyFiles& files);
Fault ReadThrottled(const CheckedJson& form, const BodyFiles& files);

// read_wire_faults.cc: what happens to the answer on its way.
Fault ReadDelay(const CheckedJson& form, const BodyFiles& files);
Fault ReadStall(const CheckedJson& form, const BodyFiles& files);
Fault ReadSlow(const CheckedJson& form, const BodyFiles& files);
Fault ReadClose(const CheckedJson& form, const BodyFiles& files);
Fault ReadReset(const CheckedJson& form, const BodyFiles& files);
Fault ReadTruncate(const CheckedJson& form, const BodyFiles& files);
Fault ReadContentLength(const CheckedJson& form, const BodyFiles& files);
Fault ReadGarbage(const CheckedJson& form, const BodyFiles& files);

// read_world_faults.cc: what changes the world.
Fault ReadLockOut(const CheckedJson& form, const BodyFiles& files);
Fault ReadNonceAhead(const CheckedJson& form, const BodyFiles& files);
Fault ReadVisibleAfter(const CheckedJson& form, const BodyFiles& files);
Fault ReadSystemStatus(const CheckedJson& form, const BodyFiles& files);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_SCENARIO_FAULT_READERS_H_
