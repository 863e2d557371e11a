// The assets and pairs that exist, under every name that Kraken takes for them.
//
// A name is an id ("XXBTZUSD"), an altname ("XBTUSD") or a wsname ("XBT/USD"), in any letter case,
// with BTC for XBT and DOGE for XDG (reported by users and seen in Kraken's own samples). There is
// no rule by which one follows from another: ZEUR is EUR, but ZETA is ZETA.
//
//   const PairInfo* pair = NameTable::BuiltIn().FindPair("btc/usd");   // pair->id == "XXBTZUSD"
#ifndef KRAKEN_MOCK_SERVER_SRC_BUILT_IN_NAME_TABLE_H_
#define KRAKEN_MOCK_SERVER_SRC_BUILT_IN_NAME_TABLE_H_

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kraken/protocol/decimal.h"
#include "kraken/protocol/json.h"

namespace kraken::mock {

struct AssetInfo {
  std::string id{};       // "XXBT"
  std::string altname{};  // "XBT"
  int decimals = 0;
};

struct PairInfo {
  std::string id{};            // "XXBTZUSD": the key of results.
  std::string altname{};       // "XBTUSD": what orders print.
  std::string wsname{};        // "XBT/USD"
  std::string display_name{};  // "BTC/USD": what GroupedBook, PreTrade and PostTrade print.
  std::string base{};
  std::string quote{};
  const AssetInfo* base_asset = nullptr;   // Never null, and as long-lived as the table.
  const AssetInfo* quote_asset = nullptr;  // As above.
  int pair_decimals = 0;
  int lot_decimals = 0;
  int cost_decimals = 0;
  Decimal ordermin{};
  Decimal costmin{};
  Decimal tick_size{};
  std::vector<int> leverage_buy{};
  std::vector<int> leverage_sell{};
};

// Immutable once made.
class NameTable final {
 public:
  // From fixtures/world.json, read once in the life of the process. Thread-safe.
  static const NameTable& BuiltIn();

  explicit NameTable(const Json& world);
  ~NameTable() = default;
  NameTable(const NameTable&) = delete;
  NameTable& operator=(const NameTable&) = delete;

  // Null where no name is like it.
  const AssetInfo* FindAsset(std::string_view name) const;
  const PairInfo* FindPair(std::string_view name) const;

  std::span<const AssetInfo> assets() const { return assets_; }
  std::span<const PairInfo> pairs() const { return pairs_; }
  // Every name, as Kraken spells it; for "did you mean …?".
  std::span<const std::string_view> asset_names() const { return asset_names_; }
  std::span<const std::string_view> pair_names() const { return pair_names_; }

 private:
  struct Hash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the library's name.
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  template <typename T>
  using Index = std::unordered_map<std::string, const T*, Hash, std::equal_to<>>;

  void ReadAssets(const Json& assets);
  void ReadPairs(const Json& pairs);
  void NameAssets();
  void NamePairs();

  std::vector<AssetInfo> assets_;
  std::vector<PairInfo> pairs_;
  std::vector<std::string_view> asset_names_;
  std::vector<std::string_view> pair_names_;
  Index<AssetInfo> asset_index_;  // By name in upper case.
  Index<PairInfo> pair_index_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_BUILT_IN_NAME_TABLE_H_
