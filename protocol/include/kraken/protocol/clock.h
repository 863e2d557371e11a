// Time as a thing that is handed in, so that tests never sleep.
//
// Code that judges takes a WallTime; only code that must wait holds a Clock.
//
//   ManualClock clock;
//   const WallTime deadline = clock.Now() + std::chrono::seconds(3);
//   clock.Advance(std::chrono::seconds(3));  // Whoever waits for the deadline wakes.
#ifndef KRAKEN_PROTOCOL_CLOCK_H_
#define KRAKEN_PROTOCOL_CLOCK_H_

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>

#include "kraken/protocol/result.h"

namespace kraken {

using Duration = std::chrono::nanoseconds;
// Nanoseconds since 1970 in UTC, leap seconds left out; from 1677 to 2262.
using WallTime = std::chrono::sys_time<std::chrono::nanoseconds>;

// Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;

  virtual WallTime Now() const = 0;

  // Waits until Now() >= deadline, or until `stop` is requested. True if the deadline was reached.
  virtual bool WaitUntil(WallTime deadline, std::stop_token stop) = 0;
};

class SystemClock final : public Clock {
 public:
  WallTime Now() const override;
  bool WaitUntil(WallTime deadline, std::stop_token stop) override;
};

// A clock that can be pushed forward; whoever waits on it wakes when his time has come. Only
// Reset() takes it back: what was counted against its later times must be forgotten with it.
class AdjustableClock : public Clock {
 public:
  // Pushes the clock forward by `step`; a negative one is a std::invalid_argument.
  virtual void Advance(Duration step) = 0;
  // Where the clock stood at the start, without what Advance() added.
  virtual void Reset() = 0;
};

// RFC 3339 in UTC: "2026-11-22T11:30:00Z", with as many fractional digits as are needed (0, 3, 6 or
// 9).
std::string FormatRfc3339(WallTime time);
// Accepts 'T' and 'Z' in either case, 'Z' or a numeric offset, and 0 to 9 fractional digits;
// seconds of 60 and times that no WallTime can hold are refused. The error shows the expected form.
Result<WallTime> ParseRfc3339(std::string_view text);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_CLOCK_H_
