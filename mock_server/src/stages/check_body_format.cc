#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

// Is the body in the form that this endpoint takes? Answers "EAPI:Bad request" to a form where only
// JSON is taken. Observed of CancelOrderBatch; of the others the documentation shows JSON only, and
// of AddOrderBatch it is a quirk.
class CheckBodyFormatStage final : public Stage {
 public:
  std::string_view name() const override { return "check_body_format"; }

  Verdict Examine(Exchange& exchange, World& world) const override {
    const Endpoint& endpoint = *exchange.endpoint;
    if (endpoint.body != BodyFormat::kJsonOnly) return Verdict::Skip();
    if (exchange.request.says_json()) return Verdict::Pass();
    const bool may_be_form =
        endpoint.name == "AddOrderBatch" && world.config.quirks.batch_form == BatchForm::kAccepted;
    if (may_be_form) return Verdict::Pass();
    return Verdict::Refuse(world, "EAPI:Bad request",
                           std::string(endpoint.name) +
                               " takes JSON only: send a JSON object, and Content-Type: "
                               "application/json");
  }
};

}  // namespace

std::unique_ptr<Stage> MakeCheckBodyFormat() { return std::make_unique<CheckBodyFormatStage>(); }

}  // namespace kraken::mock
