#include "mock_server/src/handlers/account_value.h"

#include <functional>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "mock_server/src/built_in/fixture_store.h"

namespace kraken::mock {
namespace {

// Enough for every asset's decimals, with some to spare for the product that follows.
constexpr int kValuePlaces = 12;

// So many units are worth so many dollars. Two numbers, because the price of one unit may have more
// decimals than a number can hold.
struct AssetValue {
  Decimal dollars{};
  Decimal units = Decimal::FromInteger(1);
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
    const Decimal one = Decimal::FromInteger(1);
    const auto value = [&world](const char* asset, const Decimal& dollars, const Decimal& units) {
      return AssetValue{
          .dollars = dollars, .units = units, .collateral_share = CollateralShare(world, asset)};
    };
    return AssetValues{{"ZUSD", value("ZUSD", one, one)},
                       {"XXBT", value("XXBT", bitcoin, one)},
                       {"XETH", value("XETH", LastPrice(world, "XETHZUSD"), one)},
                       // No market has it for dollars, but one bitcoin costs as much as the other.
                       {"USDT", value("USDT", bitcoin, LastPrice(world, "XBTUSDT"))}};
  }();
  return kValues;
}

}  // namespace

AccountValue ValueOf(const Balances& balances) {
  AccountValue value;
  for (const auto& [asset, balance] : balances) {
    const auto found = Values().find(asset);
    if (found == Values().end()) continue;
    const AssetValue& of_asset = found->second;
    const Decimal dollars = (balance * of_asset.dollars).DividedBy(of_asset.units, kValuePlaces);
    value.whole = value.whole + dollars;
    value.collateral =
        value.collateral + (dollars * of_asset.collateral_share).Rounded(kValuePlaces);
  }
  return value;
}

std::optional<Decimal> DollarsIn(const Decimal& dollars, std::string_view asset_id, int places) {
  const auto found = Values().find(asset_id);
  if (found == Values().end()) return std::nullopt;
  return (dollars * found->second.units).DividedBy(found->second.dollars, places);
}

}  // namespace kraken::mock
