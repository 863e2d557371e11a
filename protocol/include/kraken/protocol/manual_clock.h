// A clock that stands still until it is told to advance: for tests, and `--clock manual`.
//
//   ManualClock clock;
//   server_options.clock = &clock;
//   clock.Advance(std::chrono::seconds(15));   // a waiting Delay wakes here, at once
#ifndef KRAKEN_PROTOCOL_MANUAL_CLOCK_H_
#define KRAKEN_PROTOCOL_MANUAL_CLOCK_H_

#include <condition_variable>
#include <list>
#include <mutex>

#include "kraken/protocol/clock.h"

namespace kraken {

class ManualClock final : public AdjustableClock {
 public:
  // 2026-01-01T00:00:00Z, so that tests are the same every day.
  static constexpr WallTime kDefaultStart{std::chrono::seconds(1'767'225'600)};

  explicit ManualClock(WallTime start = kDefaultStart);

  WallTime Now() const override;
  bool WaitUntil(WallTime deadline, std::stop_token stop) override;
  void Advance(Duration step) override;
  void Reset() override;

  // How many threads wait for a time that has not come: lets a test advance only once its subject
  // has got there. Those that Advance() has let go no longer count, even if they still have to run.
  int waiters() const;
  // Blocks until at least `count` threads wait. For tests; gives up after `limit` of real time and
  // answers whether the number was reached.
  bool AwaitWaiters(int count, Duration limit = std::chrono::seconds(10)) const;

 private:
  struct Waiter {
    WallTime deadline{};
    bool released = false;  // Stays so through a Reset(): no wake-up is lost.
  };

  int WaitersLocked() const;

  const WallTime start_;
  mutable std::mutex mutex_;
  mutable std::condition_variable_any changed_;
  WallTime now_;
  std::list<Waiter> waiters_;
};

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_MANUAL_CLOCK_H_
