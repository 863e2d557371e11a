#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "kraken/protocol/base64.h"
#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

// Why a key that the server knows is not taken now; empty where it is.
std::string WhyNotTaken(const Exchange& exchange) {
  const ApiKeySpec& spec = exchange.key->spec;
  if (spec.expires && exchange.received_at >= *spec.expires) {
    return "this key expired at " + FormatRfc3339(*spec.expires);
  }
  const std::string& peer = exchange.request.peer;
  const auto contains = [&peer](const AddressRange& range) { return range.Contains(peer); };
  if (spec.ip_allow.empty() || std::ranges::any_of(spec.ip_allow, contains)) return {};
  std::string why = "this key may not be used from " + peer + ", only from ";
  for (std::size_t i = 0; i < spec.ip_allow.size(); ++i) {
    why += (i == 0 ? "" : ", ") + spec.ip_allow[i].ToString();
  }
  return why;
}

std::string WhyUnknownKey(const Exchange& exchange) {
  if (exchange.api_key().empty()) return "there is no API-Key header";
  return "this server knows no such key (API-Key of " + std::to_string(exchange.api_key().size()) +
         " characters, id " + KeyId(exchange.api_key()) + "); GET /__mock__/keys lists its keys";
}

// Where the nonce was put instead, when it is not in the body as it should be.
std::string WhereNonceWent(const Exchange& exchange) {
  const HttpRequest& request = exchange.request;
  const std::string type(request.header("Content-Type"));
  if (request.body.starts_with('{') && !request.says_json()) {
    return "; the body looks like JSON, but Content-Type is \"" + type +
           "\": send application/json";
  }
  if (ParseQuery(request.query()).Has("nonce")) return "; it is in the query: put it into the body";
  for (const std::string_view name : {"nonce", "API-Nonce"}) {
    if (!request.header(name).empty()) return "; it is in a header: put it into the body";
  }
  if (type.starts_with("multipart/")) {
    return "; multipart bodies are not read: send application/x-www-form-urlencoded";
  }
  return request.body.empty() ? "; the body is empty" : "";
}

std::string WhyWrongSignature(const Exchange& exchange) {
  const std::string_view received = exchange.request.header("API-Sign");
  if (received.empty()) return "there is no API-Sign header";
  const std::string_view nonce = exchange.params.Get("nonce");
  const SigningTrace trace =
      Sign(exchange.key->signing, exchange.request.target, nonce, exchange.request.body);
  std::string why = "API-Sign is not the signature of this request: over path " + trace.path +
                    ", nonce " + trace.nonce + " and a body of " +
                    std::to_string(trace.body.size()) + " bytes, SHA256(nonce + body) is " +
                    EncodeHex(trace.body_sha256) + " and API-Sign begins \"" +
                    trace.signature.substr(0, 8) + "\"; received \"" +
                    std::string(received.substr(0, 8)) + "\"";
  if (received.size() != trace.signature.size()) {
    why += ", of " + std::to_string(received.size()) + " characters instead of " +
           std::to_string(trace.signature.size());
  }
  return why + ". Compare with `kraken-sign sign --trace`";
}

// Whose key is it, is there a nonce, and is the signature right over the bytes that were sent?
// Answers "EAPI:Invalid key", "EAPI:Invalid nonce" (missing, or no integer), "EAPI:Invalid
// signature", or "EGeneral:Invalid arguments" where the body is not the JSON it says it is. Source:
// docs.kraken.com, "Spot REST authentication" and "Errors"; that a key which has expired, or is
// used from an address that it does not allow, is "EAPI:Invalid key" is assumed.
class AuthenticateStage final : public Stage {
 public:
  std::string_view name() const override { return "authenticate"; }

  void Prepare(Exchange& exchange, const WorldMonitor& /*world*/) const override {
    if (exchange.key == nullptr || exchange.params_error) return;
    const Param* nonce = exchange.params.Find("nonce");
    if (nonce == nullptr) return;
    const Result<Nonce> parsed = ParseNonce(nonce->value);
    if (!parsed) return;
    exchange.nonce = *parsed;
    // Over the target as it was sent: a query, if there is one, is signed (Kraken's own vector).
    const HttpRequest& request = exchange.request;
    exchange.signature_ok = SignatureMatches(exchange.key->signing, request.target, nonce->value,
                                             request.body, request.header("API-Sign"));
  }

  Verdict Examine(Exchange& exchange, World& world) const override {
    if (exchange.endpoint->visibility == Visibility::kPublic) return Verdict::Skip();
    if (exchange.key == nullptr) {
      return Fail(exchange, world, "EAPI:Invalid key", WhyUnknownKey(exchange));
    }
    if (std::string why = WhyNotTaken(exchange); !why.empty()) {
      return Fail(exchange, world, "EAPI:Invalid key", std::move(why));
    }
    if (exchange.params_error) {
      return Verdict::Refuse(world, ErrorOfMalformedJson(world.config.quirks),
                             exchange.params_error->message);
    }
    if (!exchange.nonce) return Fail(exchange, world, "EAPI:Invalid nonce", WhyNoNonce(exchange));
    if (!*exchange.signature_ok) {
      const bool is_invalid_key = world.config.quirks.bad_signature == BadSignature::kInvalidKey;
      return Fail(exchange, world, is_invalid_key ? "EAPI:Invalid key" : "EAPI:Invalid signature",
                  WhyWrongSignature(exchange));
    }
    return Verdict::Pass();
  }

 private:
  static std::string WhyNoNonce(const Exchange& exchange) {
    const Param* nonce = exchange.params.Find("nonce");
    if (nonce == nullptr) return "the body has no nonce" + WhereNonceWent(exchange);
    const Result<Nonce> parsed = ParseNonce(nonce->value);
    return parsed ? std::string() : parsed.error().message;
  }

  static Verdict Fail(const Exchange& exchange, World& world, std::string error, std::string why) {
    if (world.config.rate_limits != RateLimits::kOff) {
      world.lockouts.RecordFailure(exchange.caller(), exchange.received_at);
    }
    return Verdict::Refuse(world, std::move(error), std::move(why));
  }
};

}  // namespace

std::unique_ptr<Stage> MakeAuthenticate() { return std::make_unique<AuthenticateStage>(); }

}  // namespace kraken::mock
