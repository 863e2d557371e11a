// What the server decides with, without sockets: parsing, checks, answer and journal.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "kraken/protocol/manual_clock.h"
#include "kraken/protocol/signing.h"
#include "mock_server/src/pipeline/pipeline.h"

namespace kraken::mock {
namespace {

HttpRequest SignedBalance(const SigningKey& key, const std::string& api_key, std::uint64_t nonce) {
  HttpRequest request{.method = "POST", .target = "/0/private/Balance", .peer = "127.0.0.1"};
  const std::string nonce_text = std::to_string(nonce);
  request.body = "nonce=" + nonce_text;
  request.headers = {
      {.name = "Host", .value = "127.0.0.1:8080"},
      {.name = "User-Agent", .value = "bench/1.0"},
      {.name = "Content-Type", .value = "application/x-www-form-urlencoded"},
      {.name = "Content-Length", .value = "22"},
      {.name = "API-Key", .value = api_key},
      {.name = "API-Sign", .value = Sign(key, request.target, nonce_text, request.body).signature}};
  return request;
}

void RunPipeline(benchmark::State& state, const WorldConfig& config) {
  const ApiKeySpec spec = DemoKey();
  const SigningKey key(spec.credentials.secret);
  WorldMonitor world(config, {spec});
  Journal journal;
  const Pipeline pipeline(DefaultStages(), world, journal);
  WallTime now = ManualClock::kDefaultStart;
  std::uint64_t nonce = 1'616'492'376'594;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    HttpRequest request = SignedBalance(key, spec.credentials.api_key, ++nonce);
    state.ResumeTiming();
    now += std::chrono::seconds(4);
    benchmark::DoNotOptimize(pipeline.Run(std::move(request), now));
  }
}

void SignedBalanceThroughThePipeline(benchmark::State& state) { RunPipeline(state, {}); }
BENCHMARK(SignedBalanceThroughThePipeline);

void SignedBalanceWithRateLimits(benchmark::State& state) {
  RunPipeline(state, {.rate_limits = RateLimits::kKraken});
}
BENCHMARK(SignedBalanceWithRateLimits);

// A scenario none of whose rules ever fires: to be compared with the first of these.
void RunWithRules(benchmark::State& state, const RuleMatch& when) {
  const Rule rule{.when = when, .faults = {AnswerHttp{}}};
  RunPipeline(state, {.scenario = Scenario{.rules = std::vector<Rule>(100, rule)}});
}

void SignedBalanceAmidHundredRulesOfOthers(benchmark::State& state) {
  RunWithRules(state, {.endpoint = "AddOrder"});
}
BENCHMARK(SignedBalanceAmidHundredRulesOfOthers);

void SignedBalanceAmidHundredRulesOfItsOwn(benchmark::State& state) {
  RunWithRules(state, {.endpoint = "Bal*", .nth = 1'000'000'000});
}
BENCHMARK(SignedBalanceAmidHundredRulesOfItsOwn);

void PublicTickerThroughThePipeline(benchmark::State& state) {
  WorldMonitor world(WorldConfig{}, {DemoKey()});
  Journal journal;
  const Pipeline pipeline(DefaultStages(), world, journal);
  for ([[maybe_unused]] auto _ : state) {
    HttpRequest request{.method = "GET", .target = "/0/public/Ticker?pair=XBTUSD"};
    benchmark::DoNotOptimize(pipeline.Run(std::move(request), ManualClock::kDefaultStart));
  }
}
BENCHMARK(PublicTickerThroughThePipeline);

}  // namespace
}  // namespace kraken::mock
