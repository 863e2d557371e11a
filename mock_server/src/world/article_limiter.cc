#include "mock_server/src/world/article_limiter.h"

#include <chrono>
#include <cstddef>

namespace kraken::mock {

ArticleLimiter::Verdict ArticleLimiter::Charge(std::string_view subject, int per_second,
                                               WallTime now) {
  constexpr Duration kWindow = std::chrono::seconds(1);
  std::deque<WallTime>& calls = FindOrMake(calls_, subject);
  while (!calls.empty() && calls.front() + kWindow <= now) calls.pop_front();
  if (calls.size() >= static_cast<std::size_t>(per_second)) {
    return {.allowed = false,
            .in_window = static_cast<int>(calls.size()),
            .allowed_at = calls.front() + kWindow};
  }
  calls.push_back(now);
  return {.allowed = true, .in_window = static_cast<int>(calls.size()), .allowed_at = now};
}

void ArticleLimiter::Forget(std::string_view subject) { EraseSubject(calls_, subject); }

}  // namespace kraken::mock
