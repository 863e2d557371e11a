#include <string>
#include <variant>

#include "kraken/protocol/secret.h"
#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

bool Matches(const SecondFactor& factor, const std::string& given, WallTime now) {
  if (const auto* totp = std::get_if<TotpSecret>(&factor)) return TotpMatches(*totp, given, now);
  return EqualInConstantTime(std::get<std::string>(factor), given);
}

std::string WhyWrong(const SecondFactor& factor) {
  if (!std::holds_alternative<TotpSecret>(factor)) {
    return "the otp is not the password that this key has as its second factor";
  }
  return "the otp is not what this key's authenticator shows at the server's time, nor a step of "
         "30 seconds before or after";
}

// Does the call carry the key's second factor, where the key has one, and none where it has none?
// The strings are reported by users, not documented: a missing one is "EGeneral:Permission denied",
// a wrong or unexpected one "EAPI:Invalid signature".
class CheckOtpStage final : public Stage {
 public:
  std::string_view name() const override { return "check_otp"; }

  Verdict Examine(Exchange& exchange, World& world) const override {
    if (exchange.is_public()) return Verdict::Skip();
    const std::optional<SecondFactor>& factor = exchange.key->spec.otp;
    const std::string otp(exchange.params.Get("otp"));
    if (!factor) {
      if (otp.empty()) return Verdict::Skip();
      return Verdict::Refuse(world, "EAPI:Invalid signature",
                             "the body has an otp, and this key has no second factor");
    }
    if (otp.empty()) {
      return Verdict::Refuse(world, "EGeneral:Permission denied",
                             "this key has a second factor, and the body has no otp");
    }
    if (Matches(*factor, otp, exchange.received_at)) return Verdict::Pass();
    return Verdict::Refuse(world, "EAPI:Invalid signature", WhyWrong(*factor));
  }
};

}  // namespace

std::unique_ptr<Stage> MakeCheckOtp() { return std::make_unique<CheckOtpStage>(); }

}  // namespace kraken::mock
