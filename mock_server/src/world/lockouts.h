// Who is locked out for failing to authenticate too often: "EGeneral:Temporary lockout".
//
// Sources: docs.kraken.com, "Spot errors" ("too many sequential EAPI:Invalid key errors"); the
// newer guide says that a call during the lockout starts its time again; the maintainers of
// kraken-cli speak of about 15 minutes. The number of failures is reported, not documented; both
// are quirks.
#ifndef KRAKEN_MOCK_SERVER_SRC_WORLD_LOCKOUTS_H_
#define KRAKEN_MOCK_SERVER_SRC_WORLD_LOCKOUTS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "kraken/protocol/clock.h"
#include "mock_server/src/world/by_subject.h"

namespace kraken::mock {

// Subjects are API keys and, for calls with an unknown key, peer addresses. Not thread-safe.
class Lockouts final {
 public:
  // So many failures in a row lock a subject out, and for so long.
  struct Rule {
    std::uint32_t failures = 4;
    Duration length = std::chrono::minutes(15);
  };
  explicit Lockouts(const Rule& rule) : rule_(rule) {}

  // When the subject may call again; none where it is not locked out at `now`.
  std::optional<WallTime> LockedUntil(std::string_view subject, WallTime now) const;
  // One more failure in a row, which may lock the subject out. Answers how many there are.
  std::uint32_t RecordFailure(std::string_view subject, WallTime now);
  // A call while locked out: its time starts again.
  WallTime Renew(std::string_view subject, WallTime now);
  // Whatever has happened before.
  void Lock(std::string_view subject, WallTime until);
  // The row of failures ends.
  void RecordSuccess(std::string_view subject);
  void Forget(std::string_view subject) { RecordSuccess(subject); }

 private:
  struct State {
    std::uint32_t failures = 0;
    std::optional<WallTime> until{};
  };

  Rule rule_;
  BySubject<State> states_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WORLD_LOCKOUTS_H_
