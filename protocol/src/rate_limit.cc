#include "kraken/protocol/rate_limit.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <stdexcept>
#include <string>

#include "protocol/src/quoted_text.h"

namespace kraken {
namespace {

using std::chrono::seconds;

// A rate per second times nanoseconds: 64 bits would hold an hour of it.
__extension__ typedef __int128 Int128;  // NOLINT(modernize-use-using): pedantry allows only this.
constexpr Int128 kNanosPerSecond = 1'000'000'000;

constexpr std::size_t IndexOf(Tier tier) { return static_cast<std::size_t>(tier); }

// In the order of Tier.
constexpr auto kCallLimits = std::to_array<CounterLimits>({
    {.max = 15 * kOneCount, .decay_per_s = 330'000},
    {.max = 20 * kOneCount, .decay_per_s = 500'000},
    {.max = 20 * kOneCount, .decay_per_s = 1'000'000},
});
constexpr auto kEngineLimits = std::to_array<CounterLimits>({
    {.max = 60 * kOneCount, .decay_per_s = 1'000'000},
    {.max = 125 * kOneCount, .decay_per_s = 2'340'000},
    {.max = 180 * kOneCount, .decay_per_s = 3'750'000},
});
static_assert(kCallLimits.size() == kTierNames.size() && kEngineLimits.size() == kTierNames.size());

// The penalty for touching an order younger than each of these, youngest first; an older one costs
// nothing more.
constexpr auto kAges = std::to_array<seconds>(
    {seconds(5), seconds(10), seconds(15), seconds(45), seconds(90), seconds(300)});

struct Price {
  MicroCount fixed;
  std::array<int, kAges.size()> penalties;  // In whole counts, by kAges.
};

// In the order of Transaction.
constexpr auto kPrices = std::to_array<Price>({
    {.fixed = kOneCount, .penalties = {}},
    {.fixed = kOneCount, .penalties = {3, 2, 1, 0, 0, 0}},
    {.fixed = kOneCount, .penalties = {6, 5, 4, 2, 1, 0}},
    {.fixed = 0, .penalties = {8, 6, 5, 4, 2, 1}},
    {.fixed = kOneCount / 2, .penalties = {}},
    {.fixed = 0, .penalties = {8, 6, 5, 4, 2, 1}},
});

MicroCount Saturated(Int128 value) {
  return static_cast<MicroCount>(std::min<Int128>(value, std::numeric_limits<MicroCount>::max()));
}

MicroCount Sum(MicroCount a, MicroCount b) { return Saturated(static_cast<Int128>(a) + b); }

// The counter at `now`, or as it is where `now` lies before it.
DecayingCounter Decayed(const DecayingCounter& counter, const CounterLimits& limits, WallTime now) {
  if (now <= counter.as_of) return counter;
  return {.value = ValueAt(counter, limits, now), .as_of = now};
}

// The first moment at which the counter holds no more than `value`.
std::optional<WallTime> WhenAtMost(const DecayingCounter& counter, const CounterLimits& limits,
                                   MicroCount value) {
  if (value < 0 || limits.decay_per_s <= 0) return std::nullopt;
  const Int128 excess = static_cast<Int128>(counter.value) - value;
  // Rounded up to the nanosecond in which the last MicroCount has gone.
  const Int128 nanos = (excess * kNanosPerSecond + limits.decay_per_s - 1) / limits.decay_per_s;
  const Int128 at = counter.as_of.time_since_epoch().count() + std::max<Int128>(nanos, 0);
  if (at > std::numeric_limits<Duration::rep>::max()) return std::nullopt;
  return WallTime(Duration(static_cast<Duration::rep>(at)));
}

}  // namespace

std::string_view ToString(Tier tier) { return kTierNames[IndexOf(tier)]; }

Result<Tier> ParseTier(std::string_view name) {
  const auto* found = std::ranges::find(kTierNames, name);
  if (found == kTierNames.end()) {
    return Fail(ErrorKind::kMalformed,
                "unknown tier " + Quoted(name) + "; use starter, intermediate or pro");
  }
  return static_cast<Tier>(found - kTierNames.begin());
}

CounterLimits CallLimits(Tier tier) { return kCallLimits[IndexOf(tier)]; }

CounterLimits PublicLimits() { return {.max = 30 * kOneCount, .decay_per_s = kOneCount}; }

// Rounded up, so that a call every three seconds is never refused.
CounterLimits PublicPairLimits() {
  return {.max = 3 * kOneCount, .decay_per_s = (kOneCount + 2) / 3};
}

CounterLimits EngineLimits(Tier tier) { return kEngineLimits[IndexOf(tier)]; }

int OpenOrderLimit(Tier tier) {
  constexpr auto kLimits = std::to_array<int>({60, 80, 225});
  return kLimits[IndexOf(tier)];
}

MicroCount ValueAt(const DecayingCounter& counter, const CounterLimits& limits, WallTime now) {
  // Taken apart, because the two moments may be further from each other than a Duration can say.
  const Int128 elapsed = static_cast<Int128>(now.time_since_epoch().count()) -
                         counter.as_of.time_since_epoch().count();
  const Int128 decay = std::max<Int128>(elapsed, 0) * limits.decay_per_s / kNanosPerSecond;
  return static_cast<MicroCount>(std::max<Int128>(counter.value - decay, 0));
}

CounterVerdict ChargeCall(const DecayingCounter& counter, const CounterLimits& limits, int cost,
                          WallTime now, RefusedCost refused) {
  if (cost < 0 || cost > 255) {
    throw std::invalid_argument("ChargeCall: cost " + std::to_string(cost) +
                                " is not within 0 to 255");
  }
  const DecayingCounter current = Decayed(counter, limits, now);
  const MicroCount charge = cost * kOneCount;
  const MicroCount sum = Sum(current.value, charge);
  CounterVerdict verdict{.allowed = sum <= limits.max, .after = counter, .before = current.value};
  if (verdict.allowed) {
    // A call that adds nothing leaves the state as it was: nothing is rounded, however often.
    if (cost > 0) verdict.after = {.value = sum, .as_of = current.as_of};
    return verdict;
  }
  if (refused == RefusedCost::kCounted) {
    verdict.after = {.value = std::max(current.value, limits.max), .as_of = current.as_of};
  }
  verdict.allowed_at = WhenAtMost(verdict.after, limits, limits.max - charge);
  return verdict;
}

MicroCount EngineCost(Transaction transaction, std::optional<Duration> order_age, int orders) {
  if (orders < 0) {
    throw std::invalid_argument("EngineCost: " + std::to_string(orders) + " orders");
  }
  const Price& price = kPrices[static_cast<std::size_t>(transaction)];
  MicroCount each = price.fixed;
  if (order_age) {
    const auto* band = std::ranges::upper_bound(kAges, *order_age);
    if (band != kAges.end()) {
      each += price.penalties[static_cast<std::size_t>(band - kAges.begin())] * kOneCount;
    }
  }
  return each * orders;
}

CounterVerdict ChargeEngine(const DecayingCounter& counter, const CounterLimits& limits,
                            MicroCount cost, WallTime now) {
  const DecayingCounter current = Decayed(counter, limits, now);
  CounterVerdict verdict{
      .allowed = current.value < limits.max, .after = counter, .before = current.value};
  if (cost != 0) verdict.after = {.value = Sum(current.value, cost), .as_of = current.as_of};
  if (!verdict.allowed) verdict.allowed_at = WhenAtMost(verdict.after, limits, limits.max - 1);
  return verdict;
}

}  // namespace kraken
