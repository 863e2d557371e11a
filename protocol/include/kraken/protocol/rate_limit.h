// Kraken's limiters as pure functions of (state, cost, now): no clock, no lock, no I/O.
//
// Sources: docs.kraken.com, "Spot REST rate limits" (call counter) and "Spot trading limits"
// (engine counter); support.kraken.com 206548367 for the Starter row.
//
//   CounterVerdict v = ChargeCall(counter, CallLimits(Tier::kStarter), 2, now);
//   if (!v.allowed) Refuse("EAPI:Rate limit exceeded", v.allowed_at);
//   counter = v.after;
#ifndef KRAKEN_PROTOCOL_RATE_LIMIT_H_
#define KRAKEN_PROTOCOL_RATE_LIMIT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/result.h"

namespace kraken {

enum class Tier : std::uint8_t { kStarter, kIntermediate, kPro };
inline constexpr auto kTierNames =
    std::to_array<std::string_view>({"starter", "intermediate", "pro"});
std::string_view ToString(Tier tier);
Result<Tier> ParseTier(std::string_view name);  // The error lists the three.

// A counter's value in millionths, so that 0.33/s and 2.34/s stay exact over any stretch of time.
using MicroCount = std::int64_t;
inline constexpr MicroCount kOneCount = 1'000'000;

// What a counter may hold, and how fast it falls. Both in MicroCounts (the decay: per second).
struct CounterLimits {
  MicroCount max = 0;
  MicroCount decay_per_s = 0;
};

// A value that decays linearly to zero. The state of one counter at one moment.
struct DecayingCounter {
  MicroCount value = 0;
  WallTime as_of{};

  friend bool operator==(const DecayingCounter&, const DecayingCounter&) = default;
};

struct CounterVerdict {
  bool allowed = false;
  DecayingCounter after{};               // The counter once this call is charged (or not).
  MicroCount before = 0;                 // Its value when the call came, decay applied.
  std::optional<WallTime> allowed_at{};  // Refused: when this cost would fit. None: it never will.
};

// What the counter holds at `now`. A `now` before `as_of` counts as `as_of`. Decay is rounded down
// to whole MicroCounts: the answer is never below the exact value, and above it by less than one. A
// charge starts from that answer, so n charges put a counter at most n millionths too high, and
// never let a call through that the exact sum would refuse.
MicroCount ValueAt(const DecayingCounter& counter, const CounterLimits& limits, WallTime now);

// Whether a refused call is charged all the same (the older support article says failing calls
// count; the present documentation only hints at it). Charged up to the maximum, not beyond it.
enum class RefusedCost : std::uint8_t { kCounted, kFree };

// --- The call counter, per API key ---

// Starter 15, -0.33/s; Intermediate 20, -0.5/s; Pro 20, -1/s.
CounterLimits CallLimits(Tier tier);

// Allowed where value + cost stays within the maximum. `cost` in whole counts, 0 to 255; others are
// a std::invalid_argument.
CounterVerdict ChargeCall(const DecayingCounter& counter, const CounterLimits& limits, int cost,
                          WallTime now, RefusedCost refused = RefusedCost::kCounted);

// --- Public calls ---

// Per address: 30 at once, and one a second. Assumed: measured once (October 2026) were some 30
// calls before the first refusal, and that a call a second is never refused.
CounterLimits PublicLimits();
// Trades and OHLC, per address and pair: 3 at once, and one every three seconds. Assumed: reported
// was that 1.5 seconds between calls are too few and 3 are enough.
CounterLimits PublicPairLimits();

// --- The engine counter, per account and pair ---

enum class Transaction : std::uint8_t { kAdd, kAmend, kEdit, kCancel, kBatchAdd, kBatchCancel };

// Starter 60, -1/s; Intermediate 125, -2.34/s; Pro 180, -3.75/s.
CounterLimits EngineLimits(Tier tier);

// How many orders of one pair may be open: 60, 80, 225.
int OpenOrderLimit(Tier tier);

// What a transaction costs: the fixed part plus the penalty for the age of the order it touches,
// counted since that order's creation or last amend; without an age only the fixed part. A negative
// age (a clock that stepped back) counts as 0. All of it `orders` times: a kBatchAdd of n costs
// n/2; the orders of a kBatchCancel differ in age, so charge it order by order. Negative `orders`
// are a std::invalid_argument.
MicroCount EngineCost(Transaction transaction, std::optional<Duration> order_age, int orders = 1);

// Allowed where the value before the charge is below the threshold: the documentation charges on
// receipt and restricts "further transactions" once it is exceeded. Always charged.
CounterVerdict ChargeEngine(const DecayingCounter& counter, const CounterLimits& limits,
                            MicroCount cost, WallTime now);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_RATE_LIMIT_H_
