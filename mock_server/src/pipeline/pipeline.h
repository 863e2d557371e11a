// Runs a request through the stages and writes it into the journal.
#ifndef KRAKEN_MOCK_SERVER_SRC_PIPELINE_PIPELINE_H_
#define KRAKEN_MOCK_SERVER_SRC_PIPELINE_PIPELINE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "kraken/mock/http_message.h"
#include "kraken/mock/journal.h"
#include "mock_server/src/pipeline/stage.h"
#include "mock_server/src/world/world_monitor.h"

namespace kraken::mock {

using StageList = std::vector<std::unique_ptr<Stage>>;

// The stages in Kraken's order, with a reason for each place: default_pipeline.cc.
StageList DefaultStages();

struct Decision {
  Reply reply{};
  std::uint64_t seq = 0;  // The journal's number for it.
};

class Pipeline final {
 public:
  using Observer = std::function<void(const JournalEntry&)>;

  // `world` and `journal` must outlive it.
  Pipeline(StageList stages, WorldMonitor& world, Journal& journal, Observer observer = nullptr);

  // Decides a request. Thread-safe; never waits for anything but the world. `now` is asked for when
  // the world is held, so that no request brings the time of before a reset into the world after
  // it.
  Decision Run(HttpRequest request, const std::function<WallTime()>& now) const;
  Decision Run(HttpRequest request, WallTime now) const {
    return Run(std::move(request), [now] { return now; });
  }

 private:
  StageList stages_;
  WorldMonitor& world_;
  Journal& journal_;
  Observer observer_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_PIPELINE_PIPELINE_H_
