// Ten thousand fixtures of the user's: how long they take to be read, and a request to be matched.
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "kraken/mock/fixture.h"
#include "mock_server/src/fixtures/fixture_shelf.h"

namespace kraken::mock {
namespace {

constexpr int kMany = 10'000;

// One file's text each, as a recorder leaves them: an order, looked up by its id.
std::vector<std::string> ManyTexts() {
  std::vector<std::string> texts;
  for (int i = 0; i < kMany; ++i) {
    texts.push_back(R"({"about": "recorded", "request": {"method": "POST",
      "path": "/0/private/QueryOrders", "params": {"txid": "OABCDE-)" +
                    std::to_string(i) + R"(", "trades": true}},
      "response": {"status": 200, "headers": {}, "body": {"error": [], "result": {"vol": "1.25",
      "cost": "37000.1", "descr": {"pair": "XBTUSD", "type": "buy", "price": "29600.1"}}}}})");
  }
  return texts;
}

std::vector<Fixture> Read(const std::vector<std::string>& texts) {
  std::vector<Fixture> all;
  for (const std::string& text : texts) {
    Result<std::vector<Fixture>> fixtures = ParseFixtures(text, "recorded.json");
    all.push_back(std::move(fixtures->front()));
  }
  return all;
}

void ReadingTenThousandFixtures(benchmark::State& state) {
  const std::vector<std::string> texts = ManyTexts();
  for ([[maybe_unused]] auto _ : state) {
    const FixtureShelf shelf(Read(texts));
    benchmark::DoNotOptimize(shelf.Current());
  }
}
BENCHMARK(ReadingTenThousandFixtures)->Unit(benchmark::kMillisecond);

void MatchingAmongTenThousandFixtures(benchmark::State& state) {
  const FixtureShelf shelf(Read(ManyTexts()));
  const Params params =
      ParseForm("nonce=1616492376594&txid=OABCDE-7321&trades=True&consolidate_taker=true");
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(shelf.Current()->Find("/0/private/QueryOrders", "POST", params));
  }
}
BENCHMARK(MatchingAmongTenThousandFixtures);

}  // namespace
}  // namespace kraken::mock
