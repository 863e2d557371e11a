#include <string>

#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

// May this key do it? Answers "EGeneral:Permission denied". Source: the permission that each
// endpoint's page of docs.kraken.com names; they are columns of the catalogue.
class CheckPermissionStage final : public Stage {
 public:
  std::string_view name() const override { return "check_permission"; }

  Verdict Examine(Exchange& exchange, World& world) const override {
    if (exchange.endpoint->visibility == Visibility::kPublic) return Verdict::Skip();
    const PermissionRule& needed = exchange.endpoint->permission;
    const PermissionSet held = exchange.key->spec.permissions;
    if (needed.Allows(held)) return Verdict::Pass();
    return Verdict::Refuse(world, "EGeneral:Permission denied",
                           std::string(exchange.endpoint->name) + " needs " + needed.ToString() +
                               "; this key holds " + held.ToString());
  }
};

}  // namespace

std::unique_ptr<Stage> MakeCheckPermission() { return std::make_unique<CheckPermissionStage>(); }

}  // namespace kraken::mock
