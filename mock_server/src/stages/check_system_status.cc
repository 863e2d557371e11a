#include <string>
#include <string_view>

#include "kraken/protocol/params.h"
#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

bool PlacesOrChangesOrders(const Endpoint& endpoint) {
  const std::string_view name = endpoint.name;
  return name == "AddOrder" || name == "AddOrderBatch" || name == "EditOrder" ||
         name == "AmendOrder";
}

bool IsPostOnly(const Params& params) {
  return params.Get("oflags").find("post") != std::string_view::npos;
}

bool IsLimit(const Params& params) { return params.Get("ordertype") == "limit"; }

// Is the exchange taking this now? Answers "EService:Unavailable" or "EService:Market in … mode".
// Source: docs.kraken.com, "Get System Status": under maintenance neither orders nor cancels are
// taken, in the other modes cancels are. That only trading calls are refused is assumed.
class CheckSystemStatusStage final : public Stage {
 public:
  std::string_view name() const override { return "check_system_status"; }

  Verdict Examine(Exchange& exchange, World& world) const override {
    const Endpoint& endpoint = *exchange.endpoint;
    if (world.system_status == SystemStatus::kOnline || endpoint.group != "trading") {
      return Verdict::Skip();
    }
    const std::string status(ToString(world.system_status));
    if (world.system_status == SystemStatus::kMaintenance) {
      return Verdict::Refuse(world, "EService:Unavailable",
                             "the system status is maintenance: trading calls are refused");
    }
    if (!PlacesOrChangesOrders(endpoint)) return Verdict::Pass();
    const Params& params = exchange.params;
    if (world.system_status == SystemStatus::kPostOnly && IsLimit(params) && IsPostOnly(params)) {
      return Verdict::Pass();
    }
    if (world.system_status == SystemStatus::kLimitOnly && IsLimit(params)) return Verdict::Pass();
    return Verdict::Refuse(world, "EService:Market in " + status + " mode",
                           "the system status is " + status + ": this order is not taken");
  }
};

}  // namespace

std::unique_ptr<Stage> MakeCheckSystemStatus() {
  return std::make_unique<CheckSystemStatusStage>();
}

}  // namespace kraken::mock
