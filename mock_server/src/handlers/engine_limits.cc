#include "mock_server/src/handlers/engine_limits.h"

#include <string>

#include "mock_server/src/count_text.h"

namespace kraken::mock {
namespace {

bool HasLimits(const World& world) { return world.config.rate_limits == RateLimits::kKraken; }

Status Charge(const Call& call, World& world, const PairInfo& pair, MicroCount cost) {
  if (!HasLimits(world)) return {};
  const Tier tier = world.TierOf(call.key);
  const CounterLimits limits = EngineLimits(tier);
  DecayingCounter& counter = world.AccountOf(call.key).EngineCounter(pair);
  const CounterVerdict verdict = ChargeEngine(counter, limits, cost, call.now);
  counter = verdict.after;
  if (call.counters != nullptr) {
    call.counters->push_back({.name = "engine " + pair.altname,
                              .value = CountText(ValueAt(counter, limits, call.now)),
                              .max = CountText(limits.max),
                              .cost = CountText(cost)});
  }
  if (verdict.allowed) return {};
  std::string why = "the engine counter of " + pair.altname + " stands at " +
                    CountText(verdict.before) + " of " + CountText(limits.max) + " (tier " +
                    std::string(ToString(tier)) + ", -" + CountText(limits.decay_per_s) +
                    "/s), and this call costs " + CountText(cost);
  if (verdict.allowed_at) why += "; it fits at " + FormatRfc3339(*verdict.allowed_at);
  return Refusal("EOrder:Rate limit exceeded", why);
}

}  // namespace

std::optional<std::size_t> MostOpenOrders(const Call& call, const World& world) {
  if (!HasLimits(world)) return std::nullopt;
  return static_cast<std::size_t>(OpenOrderLimit(world.TierOf(call.key)));
}

Status ChargeNewOrders(const Call& call, World& world, const PairInfo& pair, int orders) {
  const Transaction transaction = orders == 1 ? Transaction::kAdd : Transaction::kBatchAdd;
  return Charge(call, world, pair, EngineCost(transaction, std::nullopt, orders));
}

Status ChargeChange(const Call& call, World& world, Transaction transaction, const Order& order) {
  return Charge(call, world, *order.request.pair,
                EngineCost(transaction, call.now - order.changed));
}

}  // namespace kraken::mock
