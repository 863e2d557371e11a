#include "kraken/protocol/manual_clock.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace kraken {

ManualClock::ManualClock(WallTime start) : start_(start), now_(start) {}

WallTime ManualClock::Now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

bool ManualClock::WaitUntil(WallTime deadline, std::stop_token stop) {
  std::unique_lock lock(mutex_);
  if (now_ >= deadline) return true;
  const auto self = waiters_.insert(waiters_.end(), Waiter{.deadline = deadline});
  changed_.notify_all();  // AwaitWaiters() counts anew.
  changed_.wait(lock, std::move(stop), [&] { return self->released; });
  const bool reached = self->released;
  waiters_.erase(self);
  return reached;
}

void ManualClock::Advance(Duration step) {
  if (step < Duration::zero()) {
    throw std::invalid_argument("ManualClock::Advance: the clock never goes back; use Reset()");
  }
  const std::lock_guard lock(mutex_);
  now_ += std::min(step, WallTime::max() - std::max(now_, WallTime{}));
  for (Waiter& waiter : waiters_) {
    if (waiter.deadline <= now_) waiter.released = true;
  }
  changed_.notify_all();
}

void ManualClock::Reset() {
  const std::lock_guard lock(mutex_);
  now_ = start_;
}

int ManualClock::waiters() const {
  const std::lock_guard lock(mutex_);
  return WaitersLocked();
}

int ManualClock::WaitersLocked() const {
  return static_cast<int>(std::ranges::count(waiters_, false, &Waiter::released));
}

bool ManualClock::AwaitWaiters(int count, Duration limit) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, limit, [&] { return WaitersLocked() >= count; });
}

}  // namespace kraken
