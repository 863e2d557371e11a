// The rule that many tutorials print: so many calls in any one second, nothing else.
//
// Not Kraken's present limiter; for programs that were written against that advice
// (`--rate-limits article`).
#ifndef KRAKEN_MOCK_SERVER_SRC_WORLD_ARTICLE_LIMITER_H_
#define KRAKEN_MOCK_SERVER_SRC_WORLD_ARTICLE_LIMITER_H_

#include <deque>
#include <string_view>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/rate_limit.h"
#include "mock_server/src/world/by_subject.h"

namespace kraken::mock {

// Not thread-safe.
class ArticleLimiter final {
 public:
  static constexpr int kPublicPerSecond = 15;         // Per address.
  static constexpr int PrivatePerSecond(Tier tier) {  // Per API key.
    return tier == Tier::kStarter ? 1 : 20;
  }

  struct Verdict {
    bool allowed = false;
    int in_window = 0;      // Calls in the second that ends now, this one included if allowed.
    WallTime allowed_at{};  // Refused: when the next call fits.
  };

  // Counts a call of `subject`. Refused calls are not counted.
  Verdict Charge(std::string_view subject, int per_second, WallTime now);
  void Forget(std::string_view subject);

 private:
  BySubject<std::deque<WallTime>> calls_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WORLD_ARTICLE_LIMITER_H_
