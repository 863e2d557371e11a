// GetApiKeyInfo: what the key is that asks.
//
// Source: docs.kraken.com, "Get API Key Info" (its members, times in seconds as strings, "0" for
// none). A client's recorded answer spells the members with underscores and writes more of them as
// strings; which form is a quirk.
#include <array>
#include <chrono>
#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/timestamps.h"

namespace kraken::mock {
namespace {

// An account's public id, in the form of Kraken's: "AA43 N84G ZQ2X L7KF". The same for all keys of
// an account.
std::string IbanOf(const ApiKeySpec& spec) {
  constexpr std::string_view kSigns = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  constexpr std::size_t kLetters = 12;
  const std::string name =
      spec.account.empty() ? "key " + spec.credentials.api_key : "account " + spec.account;
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(name.data()), name.size(), digest.data());
  std::string iban = "AA" + std::to_string(10 + digest.back() % 90);
  for (std::size_t i = 0; i < kLetters; ++i) {
    if (i % 4 == 0) iban += ' ';
    iban += kSigns[digest.at(i) % kSigns.size()];
  }
  return iban;
}

}  // namespace

HandlerResult GetApiKeyInfo(const Call& call, World& world) {
  const ApiKeySpec& spec = call.key->spec;
  const KeyState& state = world.StateOf(*call.key);
  const std::string created = WholeSecondsText(call.key->created);
  const std::string last_used = state.last_used ? WholeSecondsText(*state.last_used) : "0";
  const std::string nonce = std::to_string(state.nonces.last());
  const std::string expires = spec.expires ? WholeSecondsText(*spec.expires) : "0";
  Json addresses = ToStrings(spec.ip_allow);
  if (call.quirks.key_info_keys == KeyInfoKeys::kCamelCase) {
    return ToJsonText(Json::object({{"apiKeyName", spec.name},
                                    {"apiKey", spec.credentials.api_key},
                                    {"nonce", nonce},
                                    {"nonceWindow", spec.nonce_window},
                                    {"permissions", spec.permissions.Names()},
                                    {"iban", IbanOf(spec)},
                                    {"validUntil", expires},
                                    {"queryFrom", "0"},
                                    {"queryTo", "0"},
                                    {"createdTime", created},
                                    {"modifiedTime", created},
                                    {"ipAllowlist", std::move(addresses)},
                                    {"lastUsed", last_used}}));
  }
  if (addresses.empty()) addresses.push_back("");
  return ToJsonText(Json::object({{"api_key_name", spec.name},
                                  {"api_key", spec.credentials.api_key},
                                  {"nonce", nonce},
                                  {"nonce_window", std::to_string(spec.nonce_window)},
                                  {"permissions", spec.permissions.Names()},
                                  {"iban", IbanOf(spec)},
                                  {"valid_until", expires},
                                  {"query_from", "0"},
                                  {"query_to", "0"},
                                  {"created_time", created},
                                  {"modified_time", created},
                                  {"ip_allowlist", std::move(addresses)},
                                  {"last_used", last_used}}));
}

}  // namespace kraken::mock
