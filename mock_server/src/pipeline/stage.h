// A stage of the pipeline: one question, and what it may answer with.
#ifndef KRAKEN_MOCK_SERVER_SRC_PIPELINE_STAGE_H_
#define KRAKEN_MOCK_SERVER_SRC_PIPELINE_STAGE_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_server/src/pipeline/exchange.h"
#include "mock_server/src/world/world_monitor.h"

namespace kraken::mock {

// What a stage decided: go on, or this reply and no further.
struct Verdict {
  StageVerdict kind = StageVerdict::kPassed;
  std::string why{};                  // For the journal.
  std::vector<std::string> errors{};  // Kraken's strings of the reply.
  std::optional<Reply> reply{};       // Set where the request ends here.

  static Verdict Pass(std::string why = {}) { return {.why = std::move(why)}; }
  // The question does not arise for this request.
  static Verdict Skip() { return {.kind = StageVerdict::kSkipped}; }
  // Kraken's error envelope, HTTP 200 unless said otherwise, in the form that the world's quirks
  // choose. Keep `why` concrete: what was found, what was needed, what to do.
  static Verdict Refuse(const World& world, std::string error, std::string why, int status = 200);
};

class Stage {
 public:
  virtual ~Stage() = default;
  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  virtual std::string_view name() const = 0;

  // Work that needs no lock, done before the world is locked (parsing, the HMAC). Every stage's
  // Prepare runs, in order, before the first Examine.
  virtual void Prepare(Exchange& exchange, const WorldMonitor& world) const;

  // Judges, with the world locked. Never waits.
  virtual Verdict Examine(Exchange& exchange, World& world) const = 0;

  // What remains to be done once the reply is known, whichever stage made it; the world is still
  // locked. Runs for every stage, also for those that the request did not reach.
  virtual void Settle(const Exchange& exchange, World& world) const;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_PIPELINE_STAGE_H_
