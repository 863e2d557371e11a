#include "kraken/protocol/signing.h"

#include <cstddef>
#include <span>
#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "kraken/protocol/base64.h"

namespace kraken {
namespace {

struct FreeDigestContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigestContext>;

struct FreeMacContext {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeMacContext>;

// OpenSSL fails here only where it is broken as a whole (no provider, no memory): not a result.
void Require(bool succeeded, const char* step) {
  if (succeeded) return;
  std::array<char, 256> reason{};
  ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
  throw std::runtime_error(std::string("OpenSSL cannot sign, ") + step + ": " + reason.data());
}

template <typename T>
T* Required(T* made, const char* step) {
  Require(made != nullptr, step);
  return made;
}

// Looking an algorithm up costs more than using it, so that is done once in the life of the
// program (again, where it failed). Never freed: somebody may still sign while static objects are
// destroyed.
EVP_MD* Sha256Algorithm() {
  static EVP_MD* const kAlgorithm =
      Required(EVP_MD_fetch(nullptr, "SHA256", nullptr), "EVP_MD_fetch");
  return kAlgorithm;
}

EVP_MAC* HmacAlgorithm() {
  static EVP_MAC* const kAlgorithm =
      Required(EVP_MAC_fetch(nullptr, "HMAC", nullptr), "EVP_MAC_fetch");
  return kAlgorithm;
}

Sha256Digest HashNonceAndBody(std::string_view nonce, std::string_view body) {
  const DigestContext context(EVP_MD_CTX_new());
  Require(context != nullptr, "EVP_MD_CTX_new");
  Require(EVP_DigestInit_ex2(context.get(), Sha256Algorithm(), nullptr) == 1, "EVP_DigestInit");
  Require(EVP_DigestUpdate(context.get(), nonce.data(), nonce.size()) == 1, "EVP_DigestUpdate");
  Require(EVP_DigestUpdate(context.get(), body.data(), body.size()) == 1, "EVP_DigestUpdate");
  Sha256Digest digest{};
  Require(EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1, "EVP_DigestFinal");
  return digest;
}

MacContext KeyedContext(std::span<const std::uint8_t> secret) {
  MacContext context(EVP_MAC_CTX_new(HmacAlgorithm()));
  Require(context != nullptr, "EVP_MAC_CTX_new");
  std::string digest_name = "SHA512";
  const std::array<OSSL_PARAM, 2> settings = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name.data(), 0),
      OSSL_PARAM_construct_end()};
  // A null key means "as before" to OpenSSL, and an empty secret has no address of its own.
  const std::uint8_t no_bytes = 0;
  const std::uint8_t* const key = secret.empty() ? &no_bytes : secret.data();
  Require(EVP_MAC_init(context.get(), key, secret.size(), settings.data()) == 1, "EVP_MAC_init");
  return context;
}

void Update(EVP_MAC_CTX* context, std::span<const std::uint8_t> bytes) {
  Require(EVP_MAC_update(context, bytes.data(), bytes.size()) == 1, "EVP_MAC_update");
}

std::span<const std::uint8_t> BytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Sha512Digest Finish(EVP_MAC_CTX* context) {
  Sha512Digest mac{};
  std::size_t written = 0;
  Require(EVP_MAC_final(context, mac.data(), &written, mac.size()) == 1, "EVP_MAC_final");
  return mac;
}

}  // namespace

// The keyed context is only ever duplicated, which leaves it untouched: hence no lock.
struct SigningKey::State {
  MacContext keyed;

  static MacContext Duplicate(const std::unique_ptr<State>& state) {
    if (state == nullptr) throw std::logic_error("this SigningKey was moved from");
    MacContext context(EVP_MAC_CTX_dup(state->keyed.get()));
    Require(context != nullptr, "EVP_MAC_CTX_dup");
    return context;
  }
};

SigningKey::SigningKey(const Secret& secret)
    : state_(std::make_unique<State>(State{KeyedContext(secret.bytes())})) {}
SigningKey::SigningKey(const SigningKey& other)
    : state_(std::make_unique<State>(State{State::Duplicate(other.state_)})) {}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(const SigningKey& other) {
  if (this != &other) *this = SigningKey(other);
  return *this;
}
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

Sha512Digest SigningKey::Mac(std::string_view path, std::string_view nonce,
                             std::string_view body) const {
  const Sha256Digest digest = HashNonceAndBody(nonce, body);
  const MacContext context = State::Duplicate(state_);
  Update(context.get(), BytesOf(path));
  Update(context.get(), digest);
  return Finish(context.get());
}

Sha512Digest SigningKey::Hmac(std::string_view message) const {
  const MacContext context = State::Duplicate(state_);
  Update(context.get(), BytesOf(message));
  return Finish(context.get());
}

SigningTrace Sign(const SigningKey& key, std::string_view path, std::string_view nonce,
                  std::string_view body) {
  SigningTrace trace{.path = std::string(path),
                     .nonce = std::string(nonce),
                     .body = std::string(body),
                     .body_sha256 = HashNonceAndBody(nonce, body)};
  trace.message.reserve(path.size() + trace.body_sha256.size());
  trace.message = path;
  trace.message.append(trace.body_sha256.begin(), trace.body_sha256.end());
  trace.hmac = key.Hmac(trace.message);
  trace.signature = EncodeBase64(trace.hmac);
  return trace;
}

SigningTrace Sign(const Secret& secret, std::string_view path, std::string_view nonce,
                  std::string_view body) {
  return Sign(SigningKey(secret), path, nonce, body);
}

bool SignatureMatches(const SigningKey& key, std::string_view path, std::string_view nonce,
                      std::string_view body, std::string_view signature) {
  // Compared as text: whatever is not the one right notation of the right bytes is wrong as well.
  const std::string expected = EncodeBase64(key.Mac(path, nonce, body));
  return signature.size() == expected.size() &&
         CRYPTO_memcmp(signature.data(), expected.data(), expected.size()) == 0;
}

}  // namespace kraken
