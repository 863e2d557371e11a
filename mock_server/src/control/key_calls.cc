#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "kraken/protocol/base64.h"
#include "kraken/protocol/json_text.h"
#include "mock_server/src/checked_json.h"
#include "mock_server/src/control/control_call.h"

namespace kraken::mock {
namespace {

// As long as Kraken's own: 56 and 88 characters.
constexpr std::size_t kKeyBytes = 42;
constexpr std::size_t kSecretBytes = 64;

std::string RandomBase64(std::mt19937_64& random, std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return EncodeBase64(bytes);
}

Json KindOf(const std::optional<SecondFactor>& otp) {
  if (!otp) return {};
  return std::holds_alternative<TotpSecret>(*otp) ? "totp" : "static";
}

Json DescribeKey(const ApiKey& key, const World& world) {
  const ApiKeySpec& spec = key.spec;
  return Json::object({{"key", spec.credentials.api_key},
                       {"key_id", key.id},
                       {"name", spec.name},
                       {"account", spec.account},
                       {"permissions", spec.permissions.Names()},
                       {"tier", ToString(world.TierOf(&key))},
                       {"nonce_window", spec.nonce_window},
                       {"otp", KindOf(spec.otp)},
                       {"expires", spec.expires ? Json(FormatRfc3339(*spec.expires)) : Json()},
                       {"ip_allow", ToStrings(spec.ip_allow)}});
}

struct NewKey {
  ApiKeySpec spec;
  bool made_secret = false;  // Here, so that nobody knows it yet.
};

// What the body says of the new key, with the key and secret that it leaves out.
Result<NewKey> ReadNewKey(const std::string& body, WorldMonitor& world) {
  Result<Json> json = ParseJsonText(body.empty() ? "{}" : body, JsonComments::kAllowed);
  if (!json) {
    return Fail(ErrorKind::kUsage, std::string(kRequestBody) + ": " + json.error().message);
  }
  if (!json->is_object()) {
    return Fail(ErrorKind::kUsage,
                std::string(kRequestBody) + ": expected an object, found " + DescribeJson(*json));
  }
  const bool makes_secret = !json->contains("secret");
  {
    const WorldMonitor::Locked locked = world.Lock();
    if (!json->contains("key")) (*json)["key"] = RandomBase64(locked->random, kKeyBytes);
    if (makes_secret) (*json)["secret"] = RandomBase64(locked->random, kSecretBytes);
  }
  Result<std::vector<ApiKeySpec>> specs = ParseApiKeys(ToJsonText(*json), kRequestBody);
  if (!specs) return Fail(specs.error());
  return NewKey{.spec = std::move(specs->front()), .made_secret = makes_secret};
}

// An account has its balances from the first of its keys.
bool BalancesClash(const Keyring& keyring, const ApiKeySpec& spec) {
  if (spec.account.empty() || !spec.balances) return false;
  const auto keys = keyring.All();
  return std::ranges::any_of(keys, [&spec](const std::shared_ptr<const ApiKey>& other) {
    return other->spec.account == spec.account && other->spec.balances != spec.balances;
  });
}

}  // namespace

Reply ListKeys(const ControlCall& call) {
  const WorldMonitor::Locked world = call.world.Lock();
  Json keys = Json::array();
  for (const std::shared_ptr<const ApiKey>& key : call.world.keyring().All()) {
    keys.push_back(DescribeKey(*key, *world));
  }
  return JsonReply(Json::object({{"keys", std::move(keys)}}));
}

Reply MakeKey(const ControlCall& call) {
  const Result<NewKey> key = ReadNewKey(call.request.body, call.world);
  if (!key) return ErrorReply(400, key.error().message);
  if (BalancesClash(call.world.keyring(), key->spec)) {
    return ErrorReply(409, "the account " + Quote(key->spec.account) +
                               " has other balances; leave \"balances\" out to share them");
  }
  const std::shared_ptr<const ApiKey> added = call.world.keyring().Add(key->spec, call.clock.Now());
  if (added == nullptr) {
    return ErrorReply(409,
                      "there is such an API key already; leave \"key\" out to have one made, or "
                      "DELETE /__mock__/keys/KEY first");
  }
  const WorldMonitor::Locked world = call.world.Lock();
  Json made = DescribeKey(*added, *world);
  if (key->made_secret) made["secret"] = added->spec.credentials.secret.RevealBase64();
  return JsonReply(made);
}

Reply RevokeKey(const ControlCall& call) {
  if (!call.world.keyring().Remove(call.subject)) {
    return NoSuchKey(call.subject);
  }
  const WorldMonitor::Locked world = call.world.Lock();
  world->ResetKey(call.subject);
  return Done();
}

}  // namespace kraken::mock
