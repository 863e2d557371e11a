#include "mock_server/src/balances_form.h"

#include <cstdint>
#include <string>

#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/built_in/name_table.h"

namespace kraken::mock {
namespace {

const AssetInfo* ReadAsset(const CheckedJson& form, const std::string& name) {
  const NameTable& names = NameTable::BuiltIn();
  const AssetInfo* asset = names.FindAsset(name);
  if (asset == nullptr) form.Report("no such asset" + DidYouMean(name, names.asset_names()));
  return asset;
}

// More than there is of any asset, and so little that values of it can still be computed.
constexpr std::int64_t kLargestBalance = 1'000'000'000'000;

// A number would already have lost what binary floating point cannot hold.
Decimal ReadAmount(const CheckedJson& form, const AssetInfo& asset) {
  const std::string text = form.Text();
  if (!form.IsText()) return {};
  const Result<Decimal> amount = Decimal::Parse(text);
  if (!amount) {
    form.Report(amount.error().message);
    return {};
  }
  if (amount->is_negative()) form.Report("less than nothing; give 0 or more");
  if (*amount > Decimal::FromInteger(kLargestBalance)) {
    form.Report("more than there is; give at most " + std::to_string(kLargestBalance));
  }
  if (amount->Rounded(asset.decimals) != *amount) {
    form.Report(asset.id + " has " + std::to_string(asset.decimals) + " decimals, not more");
  }
  return *amount;
}

}  // namespace

std::optional<Balances> ReadBalances(const CheckedJson& form) {
  if (!form.exists()) return std::nullopt;
  Balances balances;
  for (const auto& [name, member] : form.Members()) {
    const AssetInfo* asset = ReadAsset(member, name);
    if (asset == nullptr) continue;
    const auto [place, is_new] = balances.emplace(asset->id, ReadAmount(member, *asset));
    if (!is_new) member.Report("the same asset as another member of these balances");
  }
  return balances;
}

}  // namespace kraken::mock
