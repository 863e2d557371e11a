#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

// "3.67" for 3,670,000 millionths; "15" for 15,000,000.
std::string CountText(MicroCount count) {
  const MicroCount hundredths = (count % kOneCount) / (kOneCount / 100);
  std::string text = std::to_string(count / kOneCount);
  if (hundredths == 0) return text;
  text += hundredths < 10 ? ".0" : ".";
  return text + std::to_string(hundredths);
}

std::string WhyOverLimit(const CounterVerdict& verdict, const CounterLimits& limits, int cost,
                         Tier tier) {
  std::string why = "the call counter of this key stands at " + CountText(verdict.before) + " of " +
                    CountText(limits.max) + " (tier " + std::string(ToString(tier)) + ", -" +
                    CountText(limits.decay_per_s) + "/s), and this call costs " +
                    std::to_string(cost);
  if (verdict.allowed_at) why += "; it fits at " + FormatRfc3339(*verdict.allowed_at);
  return why;
}

// Does the limiter allow this call now? Answers "EAPI:Rate limit exceeded" (private) or
// "EGeneral:Too many requests" (public). Source: docs.kraken.com, "Spot REST rate limits".
class CheckCallCounterStage final : public Stage {
 public:
  std::string_view name() const override { return "check_call_counter"; }

  Verdict Examine(Exchange& exchange, World& world) const override {
    switch (world.config.rate_limits) {
      case RateLimits::kOff:
        return Verdict::Skip();
      case RateLimits::kKraken:
        return ChargeKeyCounter(exchange, world);
      case RateLimits::kArticle:
        return ChargeArticle(exchange, world);
    }
    return Verdict::Skip();
  }

 private:
  static Verdict ChargeKeyCounter(Exchange& exchange, World& world) {
    if (exchange.endpoint->limiter != Limiter::kCalls) return Verdict::Skip();
    const Tier tier = world.TierOf(*exchange.key);
    const CounterLimits limits = CallLimits(tier);
    const int cost = exchange.endpoint->call_cost;
    DecayingCounter& counter = world.StateOf(*exchange.key).calls;
    const CounterVerdict verdict = ChargeCall(counter, limits, cost, exchange.received_at);
    counter = verdict.after;
    exchange.counters.push_back({.name = "calls",
                                 .value = CountText(verdict.after.value),
                                 .max = CountText(limits.max),
                                 .cost = std::to_string(cost)});
    if (verdict.allowed) return Verdict::Pass();
    return Verdict::Refuse(world, "EAPI:Rate limit exceeded",
                           WhyOverLimit(verdict, limits, cost, tier));
  }

  static Verdict ChargeArticle(Exchange& exchange, World& world) {
    const bool is_public = exchange.endpoint->visibility == Visibility::kPublic;
    const std::string_view subject = is_public ? exchange.request.peer : exchange.api_key();
    const int per_second = is_public
                               ? ArticleLimiter::kPublicPerSecond
                               : ArticleLimiter::PrivatePerSecond(world.TierOf(*exchange.key));
    const ArticleLimiter::Verdict verdict =
        world.article.Charge(subject, per_second, exchange.received_at);
    exchange.counters.push_back({.name = "article",
                                 .value = std::to_string(verdict.in_window),
                                 .max = std::to_string(per_second),
                                 .cost = "1"});
    if (verdict.allowed) return Verdict::Pass();
    return Verdict::Refuse(world,
                           is_public ? "EGeneral:Too many requests" : "EAPI:Rate limit exceeded",
                           std::to_string(per_second) + (per_second == 1 ? " call" : " calls") +
                               " in one second is the limit of --rate-limits article for this " +
                               (is_public ? "address" : "key") + "; the next fits at " +
                               FormatRfc3339(verdict.allowed_at));
  }
};

}  // namespace

std::unique_ptr<Stage> MakeCheckCallCounter() { return std::make_unique<CheckCallCounterStage>(); }

}  // namespace kraken::mock
