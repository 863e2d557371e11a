// Time-based one-time passwords, as two-factor apps make them: RFC 6238 over RFC 4226, with
// HMAC-SHA1, steps of 30 seconds and six digits.
//
//   Result<TotpSecret> secret = TotpSecret::FromBase32("jbsw y3dp ehpk 3pxp");
//   const std::string otp = TotpAt(*secret, clock.Now());  // "058036": text, its zeros count
//   bool right = TotpMatches(*secret, otp, clock.Now());
//
// Of Kraken all of it is assumed: its pages name authenticator apps, and these are the parameters
// that every app takes where a secret comes without any. Values and pure functions, to be used from
// any thread. Where OpenSSL itself fails, the functions throw a std::runtime_error.
#ifndef KRAKEN_PROTOCOL_TOTP_H_
#define KRAKEN_PROTOCOL_TOTP_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/result.h"
#include "kraken/protocol/secret.h"

namespace kraken {

inline constexpr std::chrono::seconds kTotpStep{30};
inline constexpr std::size_t kTotpDigits = 6;

// What an app and a server share. A type of its own, so that nobody takes an API secret for it;
// like that one it cannot be printed, and is wiped when it goes.
class TotpSecret final {
 public:
  // Base32 (RFC 4648 §6), as it is shown beside the QR code. Letter case does not count, nor do the
  // blanks, line ends and hyphens that it is copied with; padding may be left out. Any length but
  // none: RFC 4226 asks for 16 bytes, but 10 are common, and apps take what they get. Like them it
  // drops the bits at the end that make no whole byte. The error gives the place of a wrong
  // character, counted from 1, and never quotes more than that one character.
  static Result<TotpSecret> FromBase32(std::string_view text);

  std::span<const std::uint8_t> bytes() const { return secret_.bytes(); }

  friend std::ostream& operator<<(std::ostream&, const TotpSecret&) = delete;
  friend void PrintTo(const TotpSecret& secret, std::ostream* out);
  friend bool operator==(const TotpSecret&, const TotpSecret&) = default;  // In constant time.

 private:
  explicit TotpSecret(Secret secret) : secret_(std::move(secret)) {}

  Secret secret_;
};

// The password at a time; it is the same throughout a step. Steps are counted from 1970; before it
// the count wraps. A secret that was moved from is a std::logic_error.
std::string TotpAt(const TotpSecret& secret, WallTime now);

// Whether `code` is the password of the step that `now` is in, of the one before or of the one
// after. RFC 6238 §5.2 recommends to allow one step for the time that a password is under way; the
// one after is for clocks that run ahead. How Kraken does it is not documented, nor whether a
// password may come twice, as it may here. Compares in constant time.
bool TotpMatches(const TotpSecret& secret, std::string_view code, WallTime now);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_TOTP_H_
