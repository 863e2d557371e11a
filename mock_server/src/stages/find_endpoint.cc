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

bool MethodFits(const Endpoint& endpoint, std::string_view method, const Quirks& quirks) {
  if (endpoint.visibility == Visibility::kPrivate) return method == "POST";
  if (method == "GET") return true;
  return method == "POST" && quirks.public_post == PublicPost::kAccepted;
}

std::string WhyWrongMethod(const Endpoint& endpoint, const std::string& method) {
  const std::string name(endpoint.name);
  if (endpoint.visibility == Visibility::kPrivate) {
    return name + " is private: send it with POST, its parameters in the body; this was " + method;
  }
  return name + " is public: send it with GET, its parameters in the query; this was " + method +
         " (Kraken took POST here until January 2024; the quirk public-post=accepted still does)";
}

// Which entry of the catalogue is this path, and does the HTTP method fit? Answers 404 or 405.
// Source of the 404: live answers; of the 405: Kraken's changelog of January 2024 (public) and
// assumed (private). Both with Kraken's envelope, which was reported for either.
class FindEndpointStage final : public Stage {
 public:
  std::string_view name() const override { return "find_endpoint"; }

  void Prepare(Exchange& exchange, const WorldMonitor& /*world*/) const override {
    exchange.endpoint = FindEndpointByPath(exchange.request.path());
  }

  Verdict Examine(Exchange& exchange, World& world) const override {
    const HttpRequest& request = exchange.request;
    if (exchange.endpoint == nullptr) {
      return Verdict::Refuse(world, std::string(kUnknownMethod), WhyUnknown(request.path()), 404);
    }
    if (MethodFits(*exchange.endpoint, request.method, world.config.quirks)) return Verdict::Pass();
    Verdict refusal = Verdict::Refuse(world, std::string(kUnknownMethod),
                                      WhyWrongMethod(*exchange.endpoint, request.method), 405);
    const bool is_public = exchange.endpoint->visibility == Visibility::kPublic;
    refusal.reply->headers.push_back({.name = "Allow", .value = is_public ? "GET" : "POST"});
    return refusal;
  }
};

}  // namespace

std::unique_ptr<Stage> MakeFindEndpoint() { return std::make_unique<FindEndpointStage>(); }

}  // namespace kraken::mock
