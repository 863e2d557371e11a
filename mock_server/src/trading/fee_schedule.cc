#include "mock_server/src/trading/fee_schedule.h"

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "mock_server/src/built_in/fixture_store.h"

namespace kraken::mock {
namespace {

FeeSchedule BuiltInSchedule(const char* name) {
  std::vector<FeeTier> tiers;
  for (const Json& row : BuiltInWorld().at("fee_schedule").at(name)) {
    tiers.push_back({.volume = DecimalOf(row.at(0)), .percent = DecimalOf(row.at(1))});
  }
  return FeeSchedule(std::move(tiers));
}

}  // namespace

const FeeSchedule& FeeSchedule::Taker() {
  static const FeeSchedule kSchedule = BuiltInSchedule("taker");
  return kSchedule;
}

const FeeSchedule& FeeSchedule::Maker() {
  static const FeeSchedule kSchedule = BuiltInSchedule("maker");
  return kSchedule;
}

const FeeTier& FeeSchedule::At(const Decimal& turnover) const {
  const auto above = std::ranges::upper_bound(tiers_, turnover, {}, &FeeTier::volume);
  return above == tiers_.begin() ? tiers_.front() : *(above - 1);
}

const FeeTier* FeeSchedule::NextAfter(const Decimal& turnover) const {
  const auto above = std::ranges::upper_bound(tiers_, turnover, {}, &FeeTier::volume);
  return above == tiers_.end() ? nullptr : &*above;
}

}  // namespace kraken::mock
