#include <chrono>
#include <string>

#include "mock_server/src/stages/stages.h"
#include "mock_server/src/stages/throttled_error.h"

namespace kraken::mock {
namespace {

// One that stalls for good is none that Kraken would still be working on.
Duration TimeUnderWay(const Exchange& exchange) {
  const Delivery& delivery = exchange.delivery;
  Duration time = delivery.delay;
  if (delivery.stall) time += delivery.stall->length.value_or(Duration::zero());
  if (delivery.bytes_per_second > 0 && exchange.reply) {
    const std::chrono::duration<double> taken(static_cast<double>(exchange.reply->body.size()) /
                                              static_cast<double>(delivery.bytes_per_second));
    time += std::chrono::duration_cast<Duration>(taken);
  }
  return time;
}

// Has this key, or on public calls this address, too many calls waiting for their answers? Answers
// "EService:Throttled: TIME". Source: docs.kraken.com, "Spot REST rate limits"; how many are too
// many is not documented, and a quirk.
class CheckConcurrencyStage final : public Stage {
 public:
  std::string_view name() const override { return "check_concurrency"; }

  Verdict Examine(Exchange& exchange, World& world) const override {
    if (world.config.rate_limits != RateLimits::kKraken) return Verdict::Skip();
    const Quirks& quirks = world.config.quirks;
    const auto until =
        world.in_flight.BusyUntil(exchange.caller(), quirks.concurrent_calls, exchange.received_at);
    exchange.is_under_way = !until;
    if (!until) return Verdict::Pass();
    return Verdict::Refuse(world, ThrottledError(*until, quirks),
                           "this " + std::string(exchange.is_public() ? "address" : "key") +
                               " has " + std::to_string(quirks.concurrent_calls) +
                               " calls that wait for their answers (the quirk concurrent-calls); "
                               "the first of them ends at " +
                               FormatRfc3339(*until));
  }

  void Settle(const Exchange& exchange, World& world) const override {
    if (!exchange.is_under_way || TimeUnderWay(exchange) <= Duration::zero()) return;
    world.in_flight.Add(exchange.caller(), exchange.received_at + TimeUnderWay(exchange));
  }
};

}  // namespace

std::unique_ptr<Stage> MakeCheckConcurrency() { return std::make_unique<CheckConcurrencyStage>(); }

}  // namespace kraken::mock
