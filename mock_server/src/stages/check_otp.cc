#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

// Does the call carry the key's second factor, where the key has one? Both strings are reported by
// users, not documented: a missing one is "EGeneral:Permission denied", a wrong one "EAPI:Invalid
// signature".
class CheckOtpStage final : public Stage {
 public:
  std::string_view name() const override { return "check_otp"; }

  Verdict Examine(Exchange& exchange, World& world) const override {
    if (exchange.key == nullptr || !exchange.key->spec.otp) return Verdict::Skip();
    const Param* otp = exchange.params.Find("otp");
    if (otp == nullptr) {
      return Verdict::Refuse(world, "EGeneral:Permission denied",
                             "this key has a second factor, and the body has no otp");
    }
    if (otp->value == *exchange.key->spec.otp) return Verdict::Pass();
    return Verdict::Refuse(world, "EAPI:Invalid signature",
                           "the otp is not this key's second factor");
  }
};

}  // namespace

std::unique_ptr<Stage> MakeCheckOtp() { return std::make_unique<CheckOtpStage>(); }

}  // namespace kraken::mock
