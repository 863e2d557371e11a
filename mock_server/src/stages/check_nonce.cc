#include <string>
#include <string_view>

#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

std::string WhyRefused(Nonce nonce, const NonceWindow& window,
                       const NonceWindow::Verdict& verdict) {
  std::string why = "nonce " + std::to_string(nonce);
  if (verdict.seen_before) return why + " was used before by this key";
  why += " is not greater than " + std::to_string(verdict.last) +
         ", the last one accepted for this key";
  if (window.width() > 0) {
    return why + ", by more than its nonce window of " + std::to_string(window.width());
  }
  if (nonce == verdict.last) {
    return why +
           ": two requests got the same nonce; use finer units or a counter, or give the key a "
           "nonce "
           "window, which cures it where windows do not remember (the quirk "
           "nonce-window-remembers=no)";
  }
  return why +
         ": requests overtook each other, or two clients with different units share the key; send "
         "one at a time, use a key each, or give the key a nonce window";
}

// Is the nonce newer than the last accepted one of this key, or within its window? Accepting
// consumes it; whether a call that is refused later has been accepted is a quirk. Answers
// "EAPI:Invalid nonce". Source: docs.kraken.com, "Errors": refused where it is "less than or equal
// to the last accepted nonce for this API key".
class CheckNonceStage final : public Stage {
 public:
  std::string_view name() const override { return "check_nonce"; }

  Verdict Examine(Exchange& exchange, World& world) const override {
    if (exchange.endpoint->visibility == Visibility::kPublic) return Verdict::Skip();
    KeyState& state = world.StateOf(*exchange.key);
    const bool keeps = world.config.quirks.refused_nonce == RefusedNonce::kKept;
    const NonceWindow::Verdict verdict =
        keeps ? state.nonces.Check(*exchange.nonce) : state.nonces.Accept(*exchange.nonce);
    const std::string_view subject = exchange.caller();
    if (verdict.accepted) {
      exchange.nonce_is_pending = keeps;
      state.last_used = exchange.received_at;
      world.lockouts.RecordSuccess(subject);
      return Verdict::Pass();
    }
    if (world.config.rate_limits != RateLimits::kOff) {
      world.lockouts.RecordFailure(subject, exchange.received_at);
    }
    return Verdict::Refuse(world, "EAPI:Invalid nonce",
                           WhyRefused(*exchange.nonce, state.nonces, verdict));
  }

  void Settle(const Exchange& exchange, World& world) const override {
    if (!exchange.nonce_is_pending || exchange.was_refused()) return;
    world.StateOf(*exchange.key).nonces.Accept(*exchange.nonce);
  }
};

}  // namespace

std::unique_ptr<Stage> MakeCheckNonce() { return std::make_unique<CheckNonceStage>(); }

}  // namespace kraken::mock
