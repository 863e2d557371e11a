#include <string>
#include <utility>
#include <vector>

#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

// Old clients that POST to public endpoints put some parameters into the query, some in the body.
Params Joined(const Params& query, Params body) {
  if (query.empty()) return body;
  std::vector<Param> entries = query.entries();
  entries.insert(entries.end(), body.entries().begin(), body.entries().end());
  return {body.raw(), std::move(entries)};
}

// What did the client say? Order, duplicates and raw text are kept. A body without Content-Type is
// a form, as public clients leave it out. Answers "EGeneral:Invalid arguments" where the type says
// JSON and the body is not (assumed, and a quirk: no answer of Kraken's to this is on record).
class ParseParamsStage final : public Stage {
 public:
  std::string_view name() const override { return "parse_params"; }

  void Prepare(Exchange& exchange, const WorldMonitor& /*world*/) const override {
    if (exchange.endpoint == nullptr) return;
    const HttpRequest& request = exchange.request;
    Params query;
    // A private GET has its parameters there too, where it is served (a quirk, or a fixture's).
    if (exchange.is_public() || request.method == "GET") query = ParseQuery(request.query());
    if (request.method == "GET" || request.body.empty()) {
      exchange.params = std::move(query);
    } else if (!request.says_json()) {
      exchange.params = Joined(query, ParseForm(request.body));
    } else if (Result<Params> parsed = ParseJsonParams(request.body); parsed) {
      exchange.params = Joined(query, *std::move(parsed));
    } else {
      exchange.params_error = parsed.error();
      exchange.params_error->message =
          "Content-Type is application/json, but the body is not a JSON object: " +
          parsed.error().message;
    }
  }

  Verdict Examine(Exchange& exchange, World& world) const override {
    if (!exchange.params_error) return Verdict::Pass();
    // Private calls are asked for their key first: "Invalid key" comes whatever the arguments are.
    if (exchange.endpoint->visibility == Visibility::kPrivate) {
      return Verdict::Pass("the body cannot be read");
    }
    return Verdict::Refuse(world, ErrorOfMalformedJson(world.config.quirks),
                           exchange.params_error->message);
  }
};

}  // namespace

std::string ErrorOfMalformedJson(const Quirks& quirks) {
  return quirks.malformed_json == MalformedJson::kBadRequest ? "EAPI:Bad request"
                                                             : "EGeneral:Invalid arguments";
}

std::unique_ptr<Stage> MakeParseParams() { return std::make_unique<ParseParamsStage>(); }

}  // namespace kraken::mock
