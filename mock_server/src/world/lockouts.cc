#include "mock_server/src/world/lockouts.h"

namespace kraken::mock {

std::optional<WallTime> Lockouts::LockedUntil(std::string_view subject, WallTime now) const {
  const auto found = states_.find(subject);
  if (found == states_.end() || !found->second.until || *found->second.until <= now) return {};
  return found->second.until;
}

std::uint32_t Lockouts::RecordFailure(std::string_view subject, WallTime now) {
  State& state = FindOrMake(states_, subject);
  // A lockout that has run out begins a new row.
  if (state.until && *state.until <= now) state = State{};
  ++state.failures;
  if (state.failures >= rule_.failures) state.until = now + rule_.length;
  return state.failures;
}

WallTime Lockouts::Renew(std::string_view subject, WallTime now) {
  FindOrMake(states_, subject).until = now + rule_.length;
  return now + rule_.length;
}

void Lockouts::Lock(std::string_view subject, WallTime until) {
  FindOrMake(states_, subject).until = until;
}

void Lockouts::RecordSuccess(std::string_view subject) { EraseSubject(states_, subject); }

}  // namespace kraken::mock
