#include "mock_server/src/built_in/name_table.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "mock_server/src/built_in/fixture_store.h"

namespace kraken::mock {
namespace {

// What the rest of the world calls two of Kraken's assets.
struct CommonName {
  std::string_view kraken{};
  std::string_view common{};
};
constexpr auto kCommonNames = std::to_array<CommonName>({{"XBT", "BTC"}, {"XDG", "DOGE"}});

std::string UpperCase(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

std::string CommonNameOf(std::string_view altname) {
  const auto* found = std::ranges::find(kCommonNames, altname, &CommonName::kraken);
  return std::string(found == kCommonNames.end() ? altname : found->common);
}

std::string Text(const Json& row, const char* name) { return row.at(name).get<std::string>(); }

const AssetInfo* FindById(const std::vector<AssetInfo>& assets, const std::string& id) {
  const auto found = std::ranges::find(assets, id, &AssetInfo::id);
  if (found == assets.end()) throw std::logic_error("a pair has the unknown asset " + id);
  return &*found;
}

}  // namespace

const NameTable& NameTable::BuiltIn() {
  static const NameTable kTable(BuiltInWorld());
  return kTable;
}

NameTable::NameTable(const Json& world) {
  ReadAssets(world.at("assets"));
  ReadPairs(world.at("pairs"));
  // The indexes point into the lists, which are complete now and stay where they are.
  NameAssets();
  NamePairs();
}

void NameTable::ReadAssets(const Json& assets) {
  for (const auto& [id, row] : assets.items()) {
    assets_.push_back({.id = id, .altname = Text(row, "altname"), .decimals = row.at("decimals")});
  }
}

void NameTable::ReadPairs(const Json& pairs) {
  for (const auto& [id, row] : pairs.items()) {
    const std::string wsname = Text(row, "wsname");
    const std::size_t slash = wsname.find('/');
    pairs_.push_back({.id = id,
                      .altname = Text(row, "altname"),
                      .wsname = wsname,
                      .display_name = CommonNameOf(std::string_view(wsname).substr(0, slash)) +
                                      "/" +
                                      CommonNameOf(std::string_view(wsname).substr(slash + 1)),
                      .base = Text(row, "base"),
                      .quote = Text(row, "quote"),
                      .base_asset = FindById(assets_, Text(row, "base")),
                      .quote_asset = FindById(assets_, Text(row, "quote")),
                      .pair_decimals = row.at("pair_decimals"),
                      .lot_decimals = row.at("lot_decimals"),
                      .cost_decimals = row.at("cost_decimals"),
                      .ordermin = DecimalOf(row.at("ordermin")),
                      .costmin = DecimalOf(row.at("costmin")),
                      .tick_size = DecimalOf(row.at("tick_size")),
                      .leverage_buy = row.at("leverage_buy").get<std::vector<int>>(),
                      .leverage_sell = row.at("leverage_sell").get<std::vector<int>>()});
  }
}

void NameTable::NameAssets() {
  for (const AssetInfo& asset : assets_) {
    asset_names_.push_back(asset.id);
    if (asset.altname != asset.id) asset_names_.push_back(asset.altname);
    for (const std::string& name : {asset.id, asset.altname, CommonNameOf(asset.altname)}) {
      asset_index_.emplace(UpperCase(name), &asset);
    }
  }
}

void NameTable::NamePairs() {
  for (const PairInfo& pair : pairs_) {
    pair_names_.push_back(pair.altname);
    if (pair.id != pair.altname) pair_names_.push_back(pair.id);
    pair_names_.push_back(pair.wsname);
    std::string joined = pair.display_name;
    std::erase(joined, '/');
    for (const std::string& name :
         {pair.id, pair.altname, pair.wsname, pair.display_name, joined}) {
      pair_index_.emplace(UpperCase(name), &pair);
    }
  }
}

const AssetInfo* NameTable::FindAsset(std::string_view name) const {
  const auto found = asset_index_.find(UpperCase(name));
  return found == asset_index_.end() ? nullptr : found->second;
}

const PairInfo* NameTable::FindPair(std::string_view name) const {
  const auto found = pair_index_.find(UpperCase(name));
  return found == pair_index_.end() ? nullptr : found->second;
}

}  // namespace kraken::mock
