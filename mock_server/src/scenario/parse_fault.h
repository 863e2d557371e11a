// The "do" of a scenario's rule, from JSON: {"error":…}, {"http":…}, {"delay_ms":…}.
#ifndef KRAKEN_MOCK_SERVER_SRC_SCENARIO_PARSE_FAULT_H_
#define KRAKEN_MOCK_SERVER_SRC_SCENARIO_PARSE_FAULT_H_

#include <vector>

#include "kraken/mock/fault.h"
#include "mock_server/src/checked_json.h"
#include "mock_server/src/scenario/body_files.h"

namespace kraken::mock {

// One object, or a list of at least one. Mistakes are reported to `form`.
std::vector<Fault> ReadFaults(const CheckedJson& form, const BodyFiles& files);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_SCENARIO_PARSE_FAULT_H_
