#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/endpoints.h"
#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

constexpr std::string_view kUnknownMethod = "EGeneral:Unknown method";

std::string WhyUnknown(std::string_view path) {
  std::string why = "no endpoint has the path \"" + std::string(path) + "\"";
  const std::size_t version = path.find("/0/");
  const std::string_view tail = version == 0 ? path.substr(3) : path.substr(path.rfind('/') + 1);
  const std::size_t slash = tail.find('/');
  const std::string_view name = slash == std::string_view::npos ? tail : tail.substr(slash + 1);
  const Endpoint* nearest = NearestEndpoint(name);
  if (nearest == nullptr) return why + "; paths look like /0/public/Time or /0/private/Balance";
  return why + "; did you mean " + std::string(nearest->path) + "? Letter case counts";
}

// What the endpoint takes, as the header "Allow" lists it.
std::vector<std::string_view> MethodsOf(const Exchange& exchange, const Quirks& quirks) {
  if (exchange.is_of_fixtures_only) {
    const auto methods = exchange.fixtures->MethodsOf(exchange.request.path());
    return {methods.begin(), methods.end()};
  }
  const bool takes_both = exchange.is_public() ? quirks.public_post == PublicPost::kAccepted
                                               : quirks.private_get == PrivateGet::kServed;
  if (takes_both) return {"GET", "POST"};
  return {ToString(exchange.endpoint->method)};
}

std::string Join(const std::vector<std::string_view>& methods) {
  std::string text;
  for (const std::string_view method : methods) {
    text.append(text.empty() ? "" : ", ").append(method);
  }
  return text;
}

std::string WhyWrongMethod(const Exchange& exchange, const std::string& allowed) {
  const std::string name(exchange.endpoint->name);
  const std::string& method = exchange.request.method;
  if (exchange.is_of_fixtures_only) {
    return "the fixtures of " + name + " take " + allowed + "; this was " + method;
  }
  if (!exchange.is_public()) {
    return name + " is private: send it with POST, its parameters in the body; this was " + method +
           (method == "GET" ? " (the quirk private-get=served takes it)" : "");
  }
  return name + " is public: send it with GET, its parameters in the query; this was " + method +
         (method == "POST" ? " (Kraken took it here until January 2024; the quirk "
                             "public-post=accepted still does)"
                           : "");
}

// Which entry of the catalogue, or endpoint of a fixture, is this path, and does the HTTP method
// fit? Answers 404 or 405. Source of the 404: live answers; of the 405: Kraken's changelog of
// January 2024 (public) and assumed (private, a quirk). Both with Kraken's envelope, which was
// reported for either (of the 405 a quirk).
class FindEndpointStage final : public Stage {
 public:
  std::string_view name() const override { return "find_endpoint"; }

  void Prepare(Exchange& exchange, const WorldMonitor& world) const override {
    exchange.fixtures = world.fixtures().Current();
    exchange.endpoint = FindEndpointByPath(exchange.request.path());
    if (exchange.endpoint == nullptr && exchange.fixtures) {
      exchange.endpoint = exchange.fixtures->FindAdded(exchange.request.path());
      exchange.is_of_fixtures_only = exchange.endpoint != nullptr;
    }
  }

  Verdict Examine(Exchange& exchange, World& world) const override {
    const HttpRequest& request = exchange.request;
    if (exchange.endpoint == nullptr) {
      return Verdict::Refuse(world, std::string(kUnknownMethod), WhyUnknown(request.path()), 404);
    }
    const Quirks& quirks = world.config.quirks;
    const std::vector<std::string_view> methods = MethodsOf(exchange, quirks);
    if (std::ranges::find(methods, request.method) != methods.end()) return Verdict::Pass();
    const std::string allowed = Join(methods);
    const std::string why = WhyWrongMethod(exchange, allowed);
    const bool is_private_get = !exchange.is_public() && request.method == "GET";
    if (is_private_get && quirks.private_get == PrivateGet::kInvalidArguments) {
      return Verdict::Refuse(world, "EGeneral:Invalid arguments", why);
    }
    Verdict refusal = Verdict::Refuse(world, std::string(kUnknownMethod), why, 405);
    if (quirks.body_405 == Body405::kEmpty) refusal.reply->body.clear();
    refusal.reply->headers.push_back({.name = "Allow", .value = allowed});
    return refusal;
  }
};

}  // namespace

std::unique_ptr<Stage> MakeFindEndpoint() { return std::make_unique<FindEndpointStage>(); }

}  // namespace kraken::mock
