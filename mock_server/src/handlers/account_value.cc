#include "mock_server/src/handlers/account_value.h"

#include <functional>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "mock_server/src/handlers/fixture_store.h"

namespace kraken::mock {
namespace {

// Enough for every asset's decimals, with some to spare for the product that follows.
constexpr int kPricePlaces = 12;
constexpr int kValuePlaces = 12;

struct AssetValue {
  Decimal dollars{};
  Decimal collateral_share{};  // 0 to 1
};
using AssetValues = std::map<std::string, AssetValue, std::less<>>;

Decimal LastPrice(const Json& world, const char* pair) {
  const Json& row = world.at("market").at("pairs").at(pair);
  return Decimal::Parse(row.at("last").get<std::string>()).value();
}

Decimal CollateralShare(const Json& world, const char* asset) {
  const Json& share = world.at("assets").at(asset).at("collateral_value");
  return share.is_null() ? Decimal() : Decimal::Parse(share.get<std::string>()).value();
}

const AssetValues& Values() {
  static const AssetValues kValues = [] {
    const Json& world = BuiltInWorld();
    const Decimal bitcoin = LastPrice(world, "XXBTZUSD");
    const auto value = [&world](const char* asset, const Decimal& dollars) {
      return AssetValue{.dollars = dollars, .collateral_share = CollateralShare(world, asset)};
    };
    return AssetValues{
        {"ZUSD", value("ZUSD", Decimal::FromInteger(1))},
        {"XXBT", value("XXBT", bitcoin)},
        {"XETH", value("XETH", LastPrice(world, "XETHZUSD"))},
        {"USDT", value("USDT", bitcoin.DividedBy(LastPrice(world, "XBTUSDT"), kPricePlaces))}};
  }();
  return kValues;
}

}  // namespace

AccountValue ValueOf(const Balances& balances) {
  AccountValue value;
  for (const auto& [asset, balance] : balances) {
    const auto found = Values().find(asset);
    if (found == Values().end()) continue;
    const Decimal dollars = (balance * found->second.dollars).Rounded(kValuePlaces);
    value.whole = value.whole + dollars;
    value.collateral =
        value.collateral + (dollars * found->second.collateral_share).Rounded(kValuePlaces);
  }
  return value;
}

std::optional<Decimal> DollarsPer(std::string_view asset_id) {
  const auto found = Values().find(asset_id);
  if (found == Values().end()) return std::nullopt;
  return found->second.dollars;
}

}  // namespace kraken::mock
