// Makes each stage of the pipeline; one file a stage, named as here.
//
// What a stage asks, and what it may answer with, stands above its class. Their order, and why it
// is this one, is default_pipeline.cc.
#ifndef KRAKEN_MOCK_SERVER_SRC_STAGES_STAGES_H_
#define KRAKEN_MOCK_SERVER_SRC_STAGES_STAGES_H_

#include <memory>
#include <string>

#include "kraken/mock/quirks.h"
#include "kraken/mock/scenario.h"
#include "mock_server/src/pipeline/stage.h"

namespace kraken::mock {

std::unique_ptr<Stage> MakeFindEndpoint();
std::unique_ptr<Stage> MakeParseParams();
std::unique_ptr<Stage> MakeInjectFault(FaultPoint at);
std::unique_ptr<Stage> MakeCheckLockout();
std::unique_ptr<Stage> MakeAuthenticate();
std::unique_ptr<Stage> MakeCheckNonce();
std::unique_ptr<Stage> MakeCheckOtp();
std::unique_ptr<Stage> MakeCheckConcurrency();
// The one whose place is not the one that the quirk `limiter` chooses is passed over.
std::unique_ptr<Stage> MakeCheckCallCounter(LimiterPlace place);
std::unique_ptr<Stage> MakeCheckPermission();
std::unique_ptr<Stage> MakeCheckSystemStatus();
std::unique_ptr<Stage> MakeCheckBodyFormat();
std::unique_ptr<Stage> MakeHandle();

// What a body that says it is JSON, and is not, is refused with: a quirk.
std::string ErrorOfMalformedJson(const Quirks& quirks);  // parse_params.cc

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_STAGES_STAGES_H_
