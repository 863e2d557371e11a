// What a signature costs, against the bare OpenSSL calls that it cannot do without.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "kraken/protocol/secret.h"
#include "kraken/protocol/signing.h"

namespace kraken {
namespace {

// Kraken's documented example.
constexpr const char* kSecret =
    "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";
constexpr const char* kPath = "/0/private/AddOrder";
constexpr const char* kNonce = "1616492376594";
constexpr const char* kBody =
    "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25";

const std::uint8_t* Bytes(const std::string& text) {
  return static_cast<const std::uint8_t*>(static_cast<const void*>(text.data()));
}

void BareSha256AndHmacSha512(benchmark::State& state) {
  const Secret secret = *Secret::FromBase64(kSecret);
  const std::string hashed = std::string(kNonce) + kBody;
  const std::string path = kPath;
  std::array<std::uint8_t, 19 + SHA256_DIGEST_LENGTH> message{};
  std::copy(path.begin(), path.end(), message.begin());
  std::array<std::uint8_t, 64> mac{};
  for ([[maybe_unused]] auto _ : state) {
    SHA256(Bytes(hashed), hashed.size(), message.data() + path.size());
    unsigned int size = 0;
    HMAC(EVP_sha512(), secret.bytes().data(), static_cast<int>(secret.bytes().size()),
         message.data(), message.size(), mac.data(), &size);
    benchmark::DoNotOptimize(mac);
  }
}
BENCHMARK(BareSha256AndHmacSha512);

void SignWithEveryIntermediate(benchmark::State& state) {
  const SigningKey key(*Secret::FromBase64(kSecret));
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(Sign(key, kPath, kNonce, kBody));
}
BENCHMARK(SignWithEveryIntermediate);

void VerifyTheSignature(benchmark::State& state) {
  const SigningKey key(*Secret::FromBase64(kSecret));
  const std::string signature = Sign(key, kPath, kNonce, kBody).signature;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(SignatureMatches(key, kPath, kNonce, kBody, signature));
  }
}
BENCHMARK(VerifyTheSignature);

}  // namespace
}  // namespace kraken
