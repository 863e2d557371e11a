// API-Sign: how Kraken Spot REST authenticates a private call.
//
//   API-Sign = base64( HMAC-SHA512( secret, path || SHA256( nonce || body ) ) )
//
// Source: docs.kraken.com, "Spot REST authentication". `path` begins "/0/private/" and includes the
// query if there is one; `nonce` is the decimal text as in the body; `body` is the very bytes that
// are sent. Checked against the published vectors by fixtures/signing/.
//
//   SigningKey key(secret);
//   SigningTrace trace = Sign(key, "/0/private/Balance", "1616492376594", "nonce=1616492376594");
//   request.headers["API-Sign"] = trace.signature;
#ifndef KRAKEN_PROTOCOL_SIGNING_H_
#define KRAKEN_PROTOCOL_SIGNING_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "kraken/protocol/secret.h"

namespace kraken {

using Sha256Digest = std::array<std::uint8_t, 32>;
using Sha512Digest = std::array<std::uint8_t, 64>;

// Every intermediate value of one signature, so that a difference can be pinned to its stage. Holds
// no secret but what the body itself says (a one-time password).
struct SigningTrace {
  std::string path{};
  std::string nonce{};
  std::string body{};
  Sha256Digest body_sha256{};  // SHA256(nonce || body)
  std::string message{};       // path || body_sha256, raw bytes: what the HMAC is taken over
  Sha512Digest hmac{};
  std::string signature{};  // The API-Sign header: base64 of hmac, 88 characters.
};

// A secret made ready to sign: the HMAC's key schedule is done once. Safe to share between threads.
// Using one that was moved from is a std::logic_error; where OpenSSL itself fails (no memory, no
// provider), making or using one is a std::runtime_error.
class SigningKey final {
 public:
  explicit SigningKey(const Secret& secret);
  SigningKey(const SigningKey& other);
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(const SigningKey& other);
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  // The HMAC-SHA512 of path || SHA256(nonce || body): all that verifying needs.
  Sha512Digest Mac(std::string_view path, std::string_view nonce, std::string_view body) const;
  // HMAC-SHA512 of any message, for traces and diagnosis.
  Sha512Digest Hmac(std::string_view message) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

SigningTrace Sign(const SigningKey& key, std::string_view path, std::string_view nonce,
                  std::string_view body);
SigningTrace Sign(const Secret& secret, std::string_view path, std::string_view nonce,
                  std::string_view body);

// Whether `signature` (the header as it was received) is the right one. Compares in constant time.
bool SignatureMatches(const SigningKey& key, std::string_view path, std::string_view nonce,
                      std::string_view body, std::string_view signature);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_SIGNING_H_
