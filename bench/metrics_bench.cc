// What counting adds to a request: once when it is decided, once when its answer has left.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "kraken/protocol/endpoints.h"
#include "mock_server/src/metrics.h"
#include "mock_server/src/metrics_text.h"

namespace kraken::mock {
namespace {

JournalEntry EntryOf(std::string endpoint, std::vector<std::string> errors = {}) {
  JournalEntry entry{.endpoint = std::move(endpoint), .errors = std::move(errors)};
  entry.stages.resize(13);
  return entry;
}

// Every endpoint was called, and refused for a few reasons.
void Fill(Metrics& metrics) {
  for (const Endpoint& endpoint : Endpoints()) {
    const std::string name(endpoint.name);
    metrics.CountRequest(EntryOf(name));
    for (const char* error : {"EAPI:Invalid nonce", "EAPI:Rate limit exceeded", "EService:Busy"}) {
      metrics.CountRequest(EntryOf(name, {error}));
    }
  }
}

void Count(benchmark::State& state, const JournalEntry& entry) {
  static Metrics metrics;
  if (state.thread_index() == 0) Fill(metrics);
  for ([[maybe_unused]] auto _ : state) metrics.CountRequest(entry);
}

void CountAnAnsweredRequest(benchmark::State& state) { Count(state, EntryOf("Balance")); }
BENCHMARK(CountAnAnsweredRequest)->Threads(1)->Threads(2);

void CountARefusedRequest(benchmark::State& state) {
  Count(state, EntryOf("Balance", {"EGeneral:Invalid arguments:ordertype"}));
}
BENCHMARK(CountARefusedRequest);

void CountAnAnswerThatLeft(benchmark::State& state) {
  Metrics metrics;
  SentNote sent{};
  for ([[maybe_unused]] auto _ : state) {
    sent.t_out_last = (sent.t_out_last + 37) % 2'000;
    metrics.CountSent(sent);
  }
}
BENCHMARK(CountAnAnswerThatLeft);

void WriteTheText(benchmark::State& state) {
  Metrics metrics;
  Fill(metrics);
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(MetricsText({.counts = metrics.Read(), .version = "1.2.3"}));
  }
}
BENCHMARK(WriteTheText);

}  // namespace
}  // namespace kraken::mock
