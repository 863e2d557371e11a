#include <string>
#include <string_view>

#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

// Has this key, or for unknown keys this address, failed to authenticate too often? Answers
// "EGeneral:Temporary lockout", and starts the lockout's time again (docs.kraken.com, "Errors").
class CheckLockoutStage final : public Stage {
 public:
  std::string_view name() const override { return "check_lockout"; }

  // The key is looked up here already: it says whose failures count.
  void Prepare(Exchange& exchange, const WorldMonitor& world) const override {
    const Endpoint* endpoint = exchange.endpoint;
    if (endpoint == nullptr || endpoint->visibility == Visibility::kPublic) return;
    exchange.key = world.keyring().Find(exchange.api_key());
  }

  Verdict Examine(Exchange& exchange, World& world) const override {
    if (exchange.endpoint->visibility == Visibility::kPublic) return Verdict::Skip();
    const std::string_view subject = exchange.caller();
    if (!world.lockouts.LockedUntil(subject, exchange.received_at)) return Verdict::Pass();
    const WallTime until = world.lockouts.Renew(subject, exchange.received_at);
    const std::string who = exchange.key ? "this key" : "this address (its key is unknown)";
    return Verdict::Refuse(
        world, "EGeneral:Temporary lockout",
        who + " is locked out until " + FormatRfc3339(until) + ": it failed to authenticate " +
            std::to_string(world.config.quirks.lockout_after) +
            " times in a row, or a scenario did it; each call until then starts the time again. "
            "Wait, advance the clock, or POST /__mock__/reset");
  }
};

}  // namespace

std::unique_ptr<Stage> MakeCheckLockout() { return std::make_unique<CheckLockoutStage>(); }

}  // namespace kraken::mock
