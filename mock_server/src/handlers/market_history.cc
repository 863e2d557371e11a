#include "mock_server/src/handlers/market_history.h"

#include "mock_server/src/built_in/fixture_store.h"

namespace kraken::mock {

Duration ShiftOf(const Market& market) { return market.began() - BuiltInTime(); }

std::chrono::seconds ShiftOf(const Market& market, std::chrono::seconds length) {
  const auto shift = std::chrono::floor<std::chrono::seconds>(ShiftOf(market));
  auto rest = shift % length;
  if (rest < std::chrono::seconds::zero()) rest += length;
  return shift - rest;
}

}  // namespace kraken::mock
