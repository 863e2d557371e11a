#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mock_server/src/count_text.h"
#include "mock_server/src/fixtures/canonical_value.h"
#include "mock_server/src/stages/stages.h"

namespace kraken::mock {
namespace {

// What a counter holds now. That of the verdict is as it stood when it was last charged, if the
// call was refused and is not.
std::string ValueNow(const CounterVerdict& verdict, const CounterLimits& limits, WallTime now) {
  return CountText(ValueAt(verdict.after, limits, now));
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

int CostOf(const Endpoint& endpoint, const Quirks& quirks) {
  return endpoint.call_cost == kHistoryCost ? quirks.ledger_cost : endpoint.call_cost;
}

// The pair that Trades and OHLC are counted by, as results name it; of others, nothing.
std::string CountedPair(const Exchange& exchange) {
  if (exchange.endpoint->limiter != Limiter::kPublicAddressAndPair) return {};
  const std::string pair = CanonicalValue("pair", exchange.params.Get("pair"));
  return pair.empty() ? "no pair" : pair;
}

// Does the limiter allow this call now? Answers "EAPI:Rate limit exceeded" (private) or
// "EGeneral:Too many requests" (public). Source: docs.kraken.com, "Spot REST rate limits".
class CheckCallCounterStage final : public Stage {
 public:
  explicit CheckCallCounterStage(LimiterPlace place) : place_(place) {}

  std::string_view name() const override {
    return place_ == LimiterPlace::kBeforePermission ? "check_call_counter"
                                                     : "check_call_counter(after permission)";
  }

  Verdict Examine(Exchange& exchange, World& world) const override {
    if (world.config.quirks.limiter != place_) return Verdict::Skip();
    switch (world.config.rate_limits) {
      case RateLimits::kOff:
        return Verdict::Skip();
      case RateLimits::kKraken:
        return exchange.is_public() ? ChargePublic(exchange, world)
                                    : ChargeKeyCounter(exchange, world);
      case RateLimits::kArticle:
        return ChargeArticle(exchange, world);
    }
    return Verdict::Skip();
  }

 private:
  static Verdict ChargeKeyCounter(Exchange& exchange, World& world) {
    if (exchange.endpoint->limiter != Limiter::kCalls) return Verdict::Skip();
    const Tier tier = world.TierOf(exchange.key.get());
    const CounterLimits limits = CallLimits(tier);
    const Quirks& quirks = world.config.quirks;
    const int cost = CostOf(*exchange.endpoint, quirks);
    DecayingCounter& counter = world.StateOf(*exchange.key).calls;
    const CounterVerdict verdict =
        ChargeCall(counter, limits, cost, exchange.received_at, quirks.refused_cost);
    counter = verdict.after;
    exchange.counters.push_back({.name = "calls",
                                 .value = ValueNow(verdict, limits, exchange.received_at),
                                 .max = CountText(limits.max),
                                 .cost = std::to_string(cost)});
    if (verdict.allowed) return Verdict::Pass();
    return Verdict::Refuse(world, "EAPI:Rate limit exceeded",
                           WhyOverLimit(verdict, limits, cost, tier));
  }

  static Verdict ChargePublic(Exchange& exchange, World& world) {
    const std::string pair = CountedPair(exchange);
    const CounterLimits limits = pair.empty() ? PublicLimits() : PublicPairLimits();
    const CounterVerdict verdict =
        world.public_calls.Charge(exchange.request.peer, pair, exchange.received_at);
    exchange.counters.push_back({.name = "public",
                                 .value = ValueNow(verdict, limits, exchange.received_at),
                                 .max = CountText(limits.max),
                                 .cost = "1"});
    if (verdict.allowed) return Verdict::Pass();
    std::string why = "public calls of this address";
    if (!pair.empty()) why += " for " + pair;
    why += " stand at " + CountText(verdict.before) + " of " + CountText(limits.max) + " (-" +
           CountText(limits.decay_per_s) + "/s)";
    if (verdict.allowed_at) why += "; the next fits at " + FormatRfc3339(*verdict.allowed_at);
    return Verdict::Refuse(world, "EGeneral:Too many requests", why);
  }

  static Verdict ChargeArticle(Exchange& exchange, World& world) {
    const bool is_public = exchange.is_public();
    const std::string_view subject = exchange.caller();
    const int per_second = is_public
                               ? ArticleLimiter::kPublicPerSecond
                               : ArticleLimiter::PrivatePerSecond(world.TierOf(exchange.key.get()));
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

  LimiterPlace place_;
};

}  // namespace

std::unique_ptr<Stage> MakeCheckCallCounter(LimiterPlace place) {
  return std::make_unique<CheckCallCounterStage>(place);
}

}  // namespace kraken::mock
