#include <string>
#include <string_view>

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

bool MethodFits(const Exchange& exchange, const Quirks& quirks) {
  const std::string_view method = exchange.request.method;
  // An endpoint of a fixture takes what its fixtures have.
  if (exchange.fixtures && exchange.fixtures->FindAdded(exchange.request.path()) != nullptr) {
    return exchange.fixtures->Takes(exchange.request.path(), method);
  }
  if (exchange.is_public()) {
    return method == "GET" || (method == "POST" && quirks.public_post == PublicPost::kAccepted);
  }
  return method == "POST" || (method == "GET" && quirks.private_get == PrivateGet::kServed);
}

std::string WhyWrongMethod(const Endpoint& endpoint, const std::string& method) {
  const std::string name(endpoint.name);
  if (endpoint.visibility == Visibility::kPrivate) {
    return name + " is private: send it with POST, its parameters in the body; this was " + method +
           (method == "GET" ? " (the quirk private-get=served takes it)" : "");
  }
  return name + " is public: send it with GET, its parameters in the query; this was " + method +
         " (Kraken took POST here until January 2024; the quirk public-post=accepted still does)";
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
    }
  }

  Verdict Examine(Exchange& exchange, World& world) const override {
    const HttpRequest& request = exchange.request;
    if (exchange.endpoint == nullptr) {
      return Verdict::Refuse(world, std::string(kUnknownMethod), WhyUnknown(request.path()), 404);
    }
    const Quirks& quirks = world.config.quirks;
    if (MethodFits(exchange, quirks)) return Verdict::Pass();
    const std::string why = WhyWrongMethod(*exchange.endpoint, request.method);
    const bool is_private_get = !exchange.is_public() && request.method == "GET";
    if (is_private_get && quirks.private_get == PrivateGet::kInvalidArguments) {
      return Verdict::Refuse(world, "EGeneral:Invalid arguments", why);
    }
    Verdict refusal = Verdict::Refuse(world, std::string(kUnknownMethod), why, 405);
    if (quirks.body_405 == Body405::kEmpty) refusal.reply->body.clear();
    const bool takes_get = exchange.endpoint->method == Method::kGet;
    refusal.reply->headers.push_back({.name = "Allow", .value = takes_get ? "GET" : "POST"});
    return refusal;
  }
};

}  // namespace

std::unique_ptr<Stage> MakeFindEndpoint() { return std::make_unique<FindEndpointStage>(); }

}  // namespace kraken::mock
