// The order in which Kraken checks a request: the one place where it is written.
//
// Known from live answers: the key is checked before arguments are, the permission before
// arguments, the signature before the nonce's order. The places of the limiter and of the 404 are
// assumed.
#include <memory>
#include <utility>

#include "mock_server/src/pipeline/pipeline.h"
#include "mock_server/src/stages/stages.h"

namespace kraken::mock {

StageList DefaultStages() {
  StageList stages;
  const auto then = [&stages](std::unique_ptr<Stage> stage) { stages.push_back(std::move(stage)); };

  then(MakeInjectFault(FaultPoint::kArrival));  // An edge that fails has checked nothing yet.
  then(MakeFindEndpoint());  // Nothing else can be asked of a path that does not exist.
  then(MakeParseParams());   // The nonce is a parameter.
  then(MakeCheckLockout());  // A locked-out caller is not even told whether his key is right.
  then(MakeAuthenticate());  // "Invalid key" comes even where arguments are missing (live).
  then(MakeCheckNonce());    // A wrong signature with an old nonce is "Invalid signature" (live).
  then(MakeCheckOtp());      // Part of the signed body, so it means nothing before that.
  // Only calls that are proved to be the key's own are charged to it.
  then(MakeCheckConcurrency());
  then(MakeCheckCallCounter(LimiterPlace::kBeforePermission));
  then(MakeCheckPermission());  // "Permission denied" comes even where arguments are wrong (live).
  then(MakeCheckCallCounter(LimiterPlace::kAfterPermission));  // Where it stands is a quirk.
  then(MakeCheckSystemStatus());  // An exchange that is down refuses whatever it is asked.
  then(MakeCheckBodyFormat());    // The first thing about arguments is whether they can be read.
  then(MakeInjectFault(FaultPoint::kHandling));  // Every check passed; the rule is in its place.
  then(MakeHandle());                         // Arguments are judged by the handler, last of all.
  then(MakeInjectFault(FaultPoint::kReply));  // Executed; only the answer can be spoiled now.
  return stages;
}

}  // namespace kraken::mock
