#include "mock_server/src/world/article_limiter.h"

#include <chrono>
#include <cstddef>

namespace kraken::mock {

ArticleLimiter::Verdict ArticleLimiter::Charge(std::string_view subject, int per_second,
                                               WallTime now) {
  constexpr Duration kWindow = std::chrono::seconds(1);
  auto found = calls_.find(subject);
  if (found == calls_.end()) found = calls_.emplace(subject, std::deque<WallTime>{}).first;
  std::deque<WallTime>& calls = found->second;
  while (!calls.empty() && calls.front() + kWindow <= now) calls.pop_front();
  if (calls.size() >= static_cast<std::size_t>(per_second)) {
    return {.allowed = false,
            .in_window = static_cast<int>(calls.size()),
            .allowed_at = calls.front() + kWindow};
  }
  calls.push_back(now);
  return {.allowed = true, .in_window = static_cast<int>(calls.size()), .allowed_at = now};
}

void ArticleLimiter::Forget(std::string_view subject) {
  const auto found = calls_.find(subject);
  if (found != calls_.end()) calls_.erase(found);
}

}  // namespace kraken::mock
