#include "mock_server/src/world/public_limiter.h"

#include <cstddef>

namespace kraken::mock {
namespace {

// A client that asks for ever new pairs must not fill the memory.
constexpr std::size_t kMostCounters = 10'000;

}  // namespace

CounterVerdict PublicLimiter::Charge(std::string_view address, std::string_view pair,
                                     WallTime now) {
  const CounterLimits limits = pair.empty() ? PublicLimits() : PublicPairLimits();
  std::string subject(address);
  if (!pair.empty()) subject.append(" ").append(pair);
  if (counters_.size() >= kMostCounters) DropEmpty(now);
  DecayingCounter& counter = counters_[subject];
  const CounterVerdict verdict = ChargeCall(counter, limits, 1, now, RefusedCost::kFree);
  counter = verdict.after;
  return verdict;
}

// By the slower of the two limits, so that none is lost that still counts.
void PublicLimiter::DropEmpty(WallTime now) {
  const CounterLimits slower = PublicPairLimits();
  std::erase_if(counters_,
                [&](const auto& item) { return ValueAt(item.second, slower, now) == 0; });
}

}  // namespace kraken::mock
