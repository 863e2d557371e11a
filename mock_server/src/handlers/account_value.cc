#include "mock_server/src/handlers/account_value.h"

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "mock_server/src/built_in/fixture_store.h"

namespace kraken::mock {
namespace {

// 0 to 1.
Decimal CollateralShare(const std::string& asset) {
  const Json& share = BuiltInWorld().at("assets").at(asset).at("collateral_value");
  return share.is_null() ? Decimal() : DecimalOf(share);
}

}  // namespace

AccountValue ValueOf(const Venue& venue, const Holdings& holdings) {
  AccountValue value;
  for (const auto& [asset, holding] : holdings) {
    const std::optional<Decimal> dollars = venue.InDollars(asset, holding.balance);
    if (!dollars) continue;
    value.whole = value.whole + *dollars;
    value.collateral =
        value.collateral + (*dollars * CollateralShare(asset)).Rounded(Venue::kValuePlaces);
  }
  return value;
}

}  // namespace kraken::mock
