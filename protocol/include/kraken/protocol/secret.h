// An API secret. It cannot be printed: the stream operator is deleted, GoogleTest shows
// "<secret>", and the bytes are wiped when it goes.
//
//   const char* text = std::getenv("KRAKEN_API_SECRET");  // Null where it is not set.
//   Result<Secret> secret = Secret::FromBase64(text == nullptr ? "" : text);
//
// A value; safe to read from several threads.
#ifndef KRAKEN_PROTOCOL_SECRET_H_
#define KRAKEN_PROTOCOL_SECRET_H_

#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/result.h"

namespace kraken {

class Secret final {
 public:
  // Kraken's own notation: base64 with padding. Real ones are 88 characters for 64 bytes; other
  // lengths are accepted (the algorithm does not care), the empty one is not. The error names the
  // fault without quoting the text. Blanks or line ends around it are a fault of their own, because
  // a pasted one is the commonest cause of a wrong signature; so are quotation marks around it, and
  // hexadecimal (32 digits or more), which would decode as base64 to other bytes.
  static Result<Secret> FromBase64(std::string_view text);
  // Any bytes, none at all too. The vector's former copies, if there are any, are not wiped.
  static Secret FromBytes(std::vector<std::uint8_t> bytes);

  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  std::span<const std::uint8_t> bytes() const { return bytes_; }

  // The base64 notation. Named so that every place that lets a secret out is easy to find.
  std::string RevealBase64() const;

  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;
  friend void PrintTo(const Secret& secret, std::ostream* out);
  friend bool operator==(const Secret& a, const Secret& b);  // In constant time.

 private:
  explicit Secret(std::vector<std::uint8_t> bytes);
  void Wipe() noexcept;

  std::vector<std::uint8_t> bytes_;
};

// Whether two texts are equal, in a time that does not tell where they differ: for tokens and
// passwords that a stranger may guess at.
bool EqualInConstantTime(std::string_view a, std::string_view b);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_SECRET_H_
