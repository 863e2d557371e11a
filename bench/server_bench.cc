// What a server of its own costs a test: a hundred should start and stop in less than two seconds.
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "kraken/mock/server.h"

namespace kraken::mock {
namespace {

constexpr int kServers = 100;

void AHundredServersOneAfterTheOther(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) {
    for (int i = 0; i < kServers; ++i) {
      const Server server;
      benchmark::DoNotOptimize(server.port());
    }
  }
}
BENCHMARK(AHundredServersOneAfterTheOther)->Unit(benchmark::kMillisecond)->UseRealTime();

void AHundredServersSideBySide(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) {
    std::vector<std::unique_ptr<Server>> servers;
    servers.reserve(kServers);
    for (int i = 0; i < kServers; ++i) servers.push_back(std::make_unique<Server>());
  }
}
BENCHMARK(AHundredServersSideBySide)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace kraken::mock
