// Assets, AssetPairs: objects keyed by id, of which a request chooses members.
#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/fixture_views.h"
#include "mock_server/src/handlers/tokenized.h"

namespace kraken::mock {
namespace {

// What AssetPairs' `info` leaves of a pair. Source: docs.kraken.com, "Get Tradable Asset Pairs";
// the position limits under "margin" are assumed.
constexpr auto kLeverageFields = std::to_array<std::string_view>({"leverage_buy", "leverage_sell"});
constexpr auto kFeeFields =
    std::to_array<std::string_view>({"fees", "fees_maker", "fee_volume_currency"});
constexpr auto kMarginFields = std::to_array<std::string_view>(
    {"margin_call", "margin_stop", "long_position_limit", "short_position_limit"});
constexpr auto kInfos = std::to_array<std::string_view>({"info", "leverage", "fees", "margin"});

Json OnlyFields(const Json& pairs, std::span<const std::string_view> fields) {
  Json only = Json::object();
  for (const auto& [id, pair] : pairs.items()) {
    for (std::string_view field : fields) only[id][std::string(field)] = pair.at(field);
  }
  return only;
}

// All pairs, once for each value of `info`.
struct PairTexts {
  explicit PairTexts(const Json& pairs)
      : by_info{ElementTexts(pairs), ElementTexts(OnlyFields(pairs, kLeverageFields)),
                ElementTexts(OnlyFields(pairs, kFeeFields)),
                ElementTexts(OnlyFields(pairs, kMarginFields))} {}

  std::array<ElementTexts, kInfos.size()> by_info;  // In the order of kInfos.
};

// The members of `all` that are asked for, or all of them where none is.
template <typename T>
std::string Chosen(const ElementTexts& all, const std::vector<const T*>& asked) {
  if (asked.empty()) return "{" + std::string(all.Range(0, all.size())) + "}";
  std::vector<std::string_view> texts;
  for (const T* item : asked) {
    if (const auto index = all.IndexOf(item->id)) texts.push_back(all[*index]);
  }
  return "{" + JoinTexts(texts) + "}";
}

}  // namespace

HandlerResult ViewAssets(const Call& call) {
  static const FixtureFolder<ElementTexts> kFolder("Assets");
  const Arguments arguments(call.params);
  const Result<bool> tokenized = AsksForTokenized(arguments, "aclass");
  if (!tokenized) return tl::unexpected(tokenized.error());
  if (*tokenized) return NothingTokenized(arguments.Text("asset"), "EQuery:Unknown asset");
  const auto assets = arguments.Assets("asset");
  if (!assets) return tl::unexpected(assets.error());
  return Chosen(*kFolder.Find("all"), *assets);
}

HandlerResult ViewAssetPairs(const Call& call) {
  static const FixtureFolder<PairTexts> kFolder("AssetPairs");
  const Arguments arguments(call.params);
  const Result<bool> tokenized = AsksForTokenized(arguments, "aclass_base");
  if (!tokenized) return tl::unexpected(tokenized.error());
  if (*tokenized) return NothingTokenized(arguments.Text("pair"), "EQuery:Unknown asset pair");
  const auto info = arguments.Choice("info", kInfos, kInfos.front());
  if (!info) return tl::unexpected(info.error());
  const auto pairs = arguments.Pairs("pair");
  if (!pairs) return tl::unexpected(pairs.error());
  const auto* place = std::ranges::find(kInfos, *info);
  const auto index = static_cast<std::size_t>(place - kInfos.begin());
  return Chosen(kFolder.Find("all")->by_info.at(index), *pairs);
}

}  // namespace kraken::mock
