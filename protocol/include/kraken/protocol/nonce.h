// Nonces: unsigned 64-bit numbers that rise with every private call of an API key.
//
// Source: docs.kraken.com, "Spot REST authentication" and "nonce window": a nonce is refused where
// it is not greater than the last accepted one of that key; units are free; gaps are allowed.
#ifndef KRAKEN_PROTOCOL_NONCE_H_
#define KRAKEN_PROTOCOL_NONCE_H_

#include <atomic>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/result.h"

namespace kraken {

using Nonce = std::uint64_t;

// Decimal digits only, up to 2^64-1; leading zeros do not count. The error says which rule was
// broken ("1e5" is not an integer, "18446744073709551616" exceeds 2^64-1, a sign, a point, empty).
Result<Nonce> ParseNonce(std::string_view text);

// Which nonces one key may still use: a value, not thread-safe.
//
//   NonceWindow window;               // width 0: strictly rising
//   window.Accept(5); window.Accept(5).accepted == false;
//
// With width w > 0 (a setting of the key, in nonce units) a nonce below the last one is tolerated
// while it is greater than last - w. Whether a tolerated value may come twice is not documented;
// `remembers` decides it; what it remembers are the accepted nonces of the last `width` units.
class NonceWindow final {
 public:
  struct Verdict {
    bool accepted = false;
    bool seen_before = false;  // Inside the window, but used already.
    Nonce last = 0;            // The highest nonce accepted before this call.
    bool first = false;        // No nonce was accepted before this call: `last` means nothing.
  };

  explicit NonceWindow(std::uint64_t width = 0, bool remembers = true);

  // Judges and, where accepted, records.
  Verdict Accept(Nonce nonce);
  // Judges without recording.
  Verdict Check(Nonce nonce) const;

  // Moves the last nonce as if `nonce` had been accepted. For fault scripts and resets.
  void ForceLast(Nonce nonce);

  Nonce last() const { return last_; }
  bool unused() const { return unused_; }
  std::uint64_t width() const { return width_; }

 private:
  void Record(Nonce nonce, Nonce last);

  std::uint64_t width_;
  bool remembers_;
  bool unused_ = true;
  Nonce last_ = 0;
  std::set<Nonce> recent_{};  // Those inside the window, if it remembers; empty at width 0.
};

// Makes nonces that rise strictly, whatever the clock does and however many threads ask. Units are
// microseconds since 1970, which outlast millisecond clients' bursts.
//
//   NonceSource source;
//   std::string body = "nonce=" + std::to_string(source.Next(clock.Now()));
class NonceSource final {
 public:
  // Continues above `floor`, the last nonce known to have been used.
  explicit NonceSource(Nonce floor = 0) : last_(floor) {}

  // Once 2^64-1 has been used there is no next one: std::overflow_error.
  Nonce Next(WallTime now);

 private:
  std::atomic<Nonce> last_;
};

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_NONCE_H_
