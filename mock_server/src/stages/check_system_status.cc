#include <string_view>

#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

bool PlacesOrChangesOrders(const Endpoint& endpoint) {
  const std::string_view name = endpoint.name;
  return name == "AddOrder" || name == "AddOrderBatch" || name == "EditOrder" ||
         name == "AmendOrder";
}

// Is the exchange taking this now? Answers "EService:Unavailable" or "EService:Market in
// cancel_only mode". Which orders the other modes take depends on the order, and is the venue's to
// say. Source: docs.kraken.com, "Get System Status": under maintenance neither orders nor cancels
// are taken, in the other modes cancels are. That only trading calls are refused is assumed.
class CheckSystemStatusStage final : public Stage {
 public:
  std::string_view name() const override { return "check_system_status"; }

  Verdict Examine(Exchange& exchange, World& world) const override {
    const Endpoint& endpoint = *exchange.endpoint;
    if (endpoint.group != "trading") return Verdict::Skip();
    world.venue.AdvanceTo(exchange.received_at);  // It may be what it is only for a time.
    const SystemStatus status = world.venue.status();
    if (status == SystemStatus::kOnline) return Verdict::Skip();
    if (status == SystemStatus::kMaintenance) {
      return Verdict::Refuse(world, "EService:Unavailable",
                             "the system status is maintenance: trading calls are refused");
    }
    if (status != SystemStatus::kCancelOnly || !PlacesOrChangesOrders(endpoint)) {
      return Verdict::Pass();
    }
    return Verdict::Refuse(world, "EService:Market in cancel_only mode",
                           "the system status is cancel_only: orders are only canceled");
  }
};

}  // namespace

std::unique_ptr<Stage> MakeCheckSystemStatus() {
  return std::make_unique<CheckSystemStatusStage>();
}

}  // namespace kraken::mock
