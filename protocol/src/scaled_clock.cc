#include "kraken/protocol/scaled_clock.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <sstream>
#include <stdexcept>

namespace kraken {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr double kFastest = 1'000'000.0;
// The longest single wait; whoever waits for more looks again in between. Keeps sums in range.
constexpr Duration kLongestNap = std::chrono::hours(1);

double Checked(double rate) {
  if (rate > 0 && rate <= kFastest) return rate;  // Written so that NaN is refused as well.
  std::ostringstream message;
  message << "ScaledClock: the rate " << rate << " is not greater than 0 and at most 1000000";
  throw std::invalid_argument(message.str());
}

// `a + b` for b >= 0, but no further than the end of time.
WallTime Later(WallTime a, Duration b) { return a > WallTime::max() - b ? WallTime::max() : a + b; }

// A double cannot hold a nanosecond count of more than 104 days exactly; a long double can.
Duration Scaled(Duration real, double rate) {
  const long double scaled = static_cast<long double>(real.count()) * rate;
  if (scaled >= static_cast<long double>(Duration::max().count())) return Duration::max();
  return Duration(static_cast<std::int64_t>(scaled));
}

// How long to wait in real time until `remaining` has passed here.
Duration RealTime(Duration remaining, double rate) {
  const long double real = std::ceil(static_cast<long double>(remaining.count()) / rate);
  if (real >= static_cast<long double>(kLongestNap.count())) return kLongestNap;
  return Duration(static_cast<std::int64_t>(real));
}

}  // namespace

ScaledClock::ScaledClock(double rate)
    : rate_(Checked(rate)),
      start_(std::chrono::system_clock::now()),
      steady_start_(SteadyClock::now()) {}

WallTime ScaledClock::Now() const {
  const std::lock_guard lock(mutex_);
  return NowLocked();
}

WallTime ScaledClock::NowLocked() const {
  return Later(Later(start_, Scaled(SteadyClock::now() - steady_start_, rate_)), offset_);
}

bool ScaledClock::WaitUntil(WallTime deadline, std::stop_token stop) {
  std::unique_lock lock(mutex_);
  const auto self = waiters_.insert(waiters_.end(), Waiter{.deadline = deadline});
  const auto reached = [&] { return self->released || NowLocked() >= deadline; };
  while (!reached() && !stop.stop_requested()) {
    const auto nap_end = SteadyClock::now() + RealTime(deadline - NowLocked(), rate_);
    changed_.wait_until(lock, stop, nap_end, reached);
  }
  const bool in_time = reached();
  waiters_.erase(self);
  return in_time;
}

void ScaledClock::Advance(Duration step) {
  if (step < Duration::zero()) {
    throw std::invalid_argument("ScaledClock::Advance: the clock never goes back; use Reset()");
  }
  const std::lock_guard lock(mutex_);
  offset_ += std::min(step, Duration::max() - offset_);
  const WallTime now = NowLocked();
  for (Waiter& waiter : waiters_) {
    if (waiter.deadline <= now) waiter.released = true;
  }
  changed_.notify_all();
}

void ScaledClock::Reset() {
  const std::lock_guard lock(mutex_);
  offset_ = Duration::zero();
}

}  // namespace kraken
