#include "mock_server/src/world/calls_in_flight.h"

namespace kraken::mock {

std::optional<WallTime> CallsInFlight::BusyUntil(std::string_view subject, std::size_t most,
                                                 WallTime now) {
  const auto found = ends_.find(subject);
  if (found == ends_.end()) return std::nullopt;
  std::multiset<WallTime>& ends = found->second;
  ends.erase(ends.begin(), ends.upper_bound(now));
  if (ends.empty()) {
    ends_.erase(found);
    return std::nullopt;
  }
  if (ends.size() < most) return std::nullopt;
  return *ends.begin();
}

void CallsInFlight::Add(std::string_view subject, WallTime until) {
  FindOrMake(ends_, subject).insert(until);
}

void CallsInFlight::Forget(std::string_view subject) { EraseSubject(ends_, subject); }

}  // namespace kraken::mock
