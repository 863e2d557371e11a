// Calls that have been decided and whose answers are still held back, by whoever made them.
//
// Kraken refuses "too many concurrent requests" (docs.kraken.com, "Spot REST rate limits"). Here a
// call lasts as long as a scenario delays its answer; the others end as they begin.
#ifndef KRAKEN_MOCK_SERVER_SRC_WORLD_CALLS_IN_FLIGHT_H_
#define KRAKEN_MOCK_SERVER_SRC_WORLD_CALLS_IN_FLIGHT_H_

#include <cstddef>
#include <optional>
#include <set>
#include <string_view>

#include "kraken/protocol/clock.h"
#include "mock_server/src/world/by_subject.h"

namespace kraken::mock {

// Not thread-safe.
class CallsInFlight final {
 public:
  // When the first of them ends, where the subject has `most` of them at `now`; none where it has
  // room for one more.
  std::optional<WallTime> BusyUntil(std::string_view subject, std::size_t most, WallTime now);
  void Add(std::string_view subject, WallTime until);
  void Forget(std::string_view subject);

 private:
  BySubject<std::multiset<WallTime>> ends_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WORLD_CALLS_IN_FLIGHT_H_
