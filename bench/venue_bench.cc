// Orders: what placing and canceling cost among many that rest.
#include <cstdint>
#include <string>
#include <utility>

#include <benchmark/benchmark.h>

#include "kraken/protocol/manual_clock.h"
#include "kraken/protocol/signing.h"
#include "mock_server/src/pipeline/pipeline.h"

namespace kraken::mock {
namespace {

constexpr int kResting = 10'000;

OrderRequest RestingOrder(int number) {
  const PairInfo& pair = *NameTable::BuiltIn().FindPair("XBTUSD");
  const Decimal price = Decimal::FromInteger(40'000 + number % 20'000);
  return {.pair = &pair,
          .side = "buy",
          .terms = {.type = FindOrderType("limit"), .price = {.amount = price}},
          .volume = Decimal::Parse("0.001").value(),
          .userref = number % 100};
}

// An account with money for everything, and so many open orders.
void Fill(Venue& venue, Account& account, int orders) {
  account.SetBalance("ZUSD", Decimal::FromInteger(1'000'000'000'000));
  for (int i = 0; i < orders; ++i) static_cast<void>(venue.Place(account, RestingOrder(i)));
}

// A venue with one such account.
struct FilledVenue {
  explicit FilledVenue(int orders) {
    venue.AdvanceTo(ManualClock::kDefaultStart);
    Fill(venue, account, orders);
  }

  Venue venue{1};
  Account& account = venue.MakeAccount("bench");
};

HttpRequest SignedOrder(const SigningKey& key, const std::string& api_key, std::uint64_t nonce) {
  HttpRequest request{.method = "POST", .target = "/0/private/AddOrder", .peer = "127.0.0.1"};
  const std::string nonce_text = std::to_string(nonce);
  request.body = "nonce=" + nonce_text +
                 "&ordertype=limit&type=buy&volume=0.001&pair=XBTUSD&price=45000&oflags=post";
  request.headers = {
      {.name = "Content-Type", .value = "application/x-www-form-urlencoded"},
      {.name = "API-Key", .value = api_key},
      {.name = "API-Sign", .value = Sign(key, request.target, nonce_text, request.body).signature}};
  return request;
}

// Through the pipeline: signature, checks, order, answer and journal.
void AddOrderThatRestsAmongTenThousand(benchmark::State& state) {
  const ApiKeySpec spec = DemoKey();
  const SigningKey key(spec.credentials.secret);
  WorldMonitor world(WorldConfig{}, {spec});
  Journal journal;
  const Pipeline pipeline(DefaultStages(), world, journal);
  const WallTime now = ManualClock::kDefaultStart;
  Account* account = nullptr;
  {
    const WorldMonitor::Locked locked = world.Lock();
    locked->venue.AdvanceTo(now);
    account = &locked->AccountOf(world.keyring().Find(spec.credentials.api_key).get());
    Fill(locked->venue, *account, kResting);
  }
  std::uint64_t nonce = 1'616'492'376'594;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    HttpRequest request = SignedOrder(key, spec.credentials.api_key, ++nonce);
    state.ResumeTiming();
    benchmark::DoNotOptimize(pipeline.Run(std::move(request), now));
    state.PauseTiming();
    const WorldMonitor::Locked locked = world.Lock();
    locked->venue.Cancel(*account->open_orders().rbegin()->second);
    state.ResumeTiming();
  }
}
BENCHMARK(AddOrderThatRestsAmongTenThousand);

// The exchange alone; a million of these is what a soak does.
void PlaceAndCancelAmongTenThousand(benchmark::State& state) {
  FilledVenue filled(kResting);
  auto& [venue, account] = filled;
  int number = kResting;
  for ([[maybe_unused]] auto _ : state) {
    const auto placed = venue.Place(account, RestingOrder(++number));
    venue.Cancel(*placed->order);
  }
}
BENCHMARK(PlaceAndCancelAmongTenThousand);

void CancelAmongManyOpenOrders(benchmark::State& state) {
  const auto count = static_cast<int>(state.range(0));
  FilledVenue filled(count);
  auto& [venue, account] = filled;
  int number = count;
  for ([[maybe_unused]] auto _ : state) {
    venue.Cancel(*account.open_orders().begin()->second);
    state.PauseTiming();
    static_cast<void>(venue.Place(account, RestingOrder(++number)));
    state.ResumeTiming();
  }
}
BENCHMARK(CancelAmongManyOpenOrders)->Arg(100)->Arg(10'000)->Arg(100'000);

// An hour of all markets, with orders that wait for them.
void AnHourOfTheMarkets(benchmark::State& state) {
  FilledVenue filled(kResting);
  WallTime now = ManualClock::kDefaultStart;
  for ([[maybe_unused]] auto _ : state) {
    now += std::chrono::hours(1);
    filled.venue.AdvanceTo(now);
  }
}
BENCHMARK(AnHourOfTheMarkets);

}  // namespace
}  // namespace kraken::mock
