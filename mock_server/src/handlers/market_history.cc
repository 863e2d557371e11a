#include "mock_server/src/handlers/market_history.h"

#include <string>

#include <nlohmann/json.hpp>

#include "mock_server/src/built_in/fixture_store.h"

namespace kraken::mock {
namespace {

WallTime AsOf() {
  static const WallTime kAsOf = ParseRfc3339(BuiltInWorld().at("as_of").get<std::string>()).value();
  return kAsOf;
}

}  // namespace

Duration ShiftOf(const Market& market) { return market.began() - AsOf(); }

std::chrono::seconds ShiftOf(const Market& market, std::chrono::seconds length) {
  const auto shift = std::chrono::floor<std::chrono::seconds>(ShiftOf(market));
  auto rest = shift % length;
  if (rest < std::chrono::seconds::zero()) rest += length;
  return shift - rest;
}

}  // namespace kraken::mock
