// Real time, or real time made N times faster, plus whatever it is pushed forward by.
//
//   ScaledClock clock(1.0);    // --clock real
//   ScaledClock clock(60.0);   // --clock x60: a minute a second
#ifndef KRAKEN_PROTOCOL_SCALED_CLOCK_H_
#define KRAKEN_PROTOCOL_SCALED_CLOCK_H_

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>

#include "kraken/protocol/clock.h"

namespace kraken {

class ScaledClock final : public AdjustableClock {
 public:
  // `rate` is seconds of this clock per real second, greater than 0 and at most 1,000,000; anything
  // else is a std::invalid_argument. It starts at the real time of its making.
  explicit ScaledClock(double rate = 1.0);

  WallTime Now() const override;
  bool WaitUntil(WallTime deadline, std::stop_token stop) override;
  void Advance(Duration step) override;
  void Reset() override;

 private:
  struct Waiter {
    WallTime deadline{};
    bool released = false;  // Stays so through a Reset(): no wake-up is lost.
  };

  WallTime NowLocked() const;

  const double rate_;
  const WallTime start_;
  const std::chrono::steady_clock::time_point steady_start_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  Duration offset_{0};
  std::list<Waiter> waiters_;
};

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_SCALED_CLOCK_H_
