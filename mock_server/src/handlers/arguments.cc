#include "mock_server/src/handlers/arguments.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>

#include "kraken/protocol/ascii.h"
#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/handlers/handler.h"

namespace kraken::mock {
namespace {

// Adds what `find` makes of each name of the list, each thing once.
template <typename T, typename Find>
Result<std::vector<const T*>> FindAll(std::string_view list, Find find) {
  std::vector<const T*> found;
  if (list.empty()) return found;
  for (std::string_view name : SplitList(list)) {
    Result<const T*> one = find(name);
    if (!one) return tl::unexpected(std::move(one).error());
    if (std::ranges::find(found, *one) == found.end()) found.push_back(*one);
  }
  return found;
}

Result<const PairInfo*> FindPair(std::string_view name) {
  const NameTable& names = NameTable::BuiltIn();
  if (const PairInfo* pair = names.FindPair(name)) return pair;
  return Refusal("EQuery:Unknown asset pair",
                 "no pair is called " + Quoted(name) + DidYouMean(name, names.pair_names()));
}

Result<const AssetInfo*> FindAsset(std::string_view name, std::string_view unknown) {
  const NameTable& names = NameTable::BuiltIn();
  if (const AssetInfo* asset = names.FindAsset(name)) return asset;
  return Refusal(unknown,
                 "no asset is called " + Quoted(name) + DidYouMean(name, names.asset_names()));
}

}  // namespace

std::string Quoted(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  std::string quoted = "\"";
  for (char c : text.substr(0, kLongest)) quoted += c >= ' ' && c <= '~' ? c : '?';
  return quoted + (text.size() > kLongest ? "\"…" : "\"");
}

std::string FieldIs(std::string_view field, std::string_view text) {
  return std::string(field) + " is " + Quoted(text);
}

std::vector<std::string_view> SplitList(std::string_view list) {
  std::vector<std::string_view> items;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t comma = std::min(list.find(',', begin), list.size());
    items.push_back(TrimBlanks(list.substr(begin, comma - begin)));
    begin = comma + 1;
  }
  return items;
}

Arguments Arguments::Element(std::string_view list, std::size_t index) const {
  Arguments element(params_, blame_);
  element.element_ = FullName(list) + "[" + std::to_string(index) + "]";
  return element;
}

std::size_t Arguments::ElementCount(std::string_view list) const {
  const std::string begin = FullName(list) + "[";
  std::size_t count = 0;
  for (const Param& param : params_.entries()) {
    if (!param.name.starts_with(begin)) continue;
    const char* const end = param.name.data() + param.name.size();
    std::uint32_t index = 0;
    const auto parsed = std::from_chars(param.name.data() + begin.size(), end, index);
    if (parsed.ec != std::errc() || parsed.ptr == end || *parsed.ptr != ']') continue;
    count = std::max(count, std::size_t{index} + 1);
  }
  return count;
}

std::string Arguments::FullName(std::string_view field) const {
  if (element_.empty()) return std::string(field);
  const std::size_t bracket = std::min(field.find('['), field.size());
  std::string name = element_ + "[";
  name.append(field.substr(0, bracket)).append("]").append(field.substr(bracket));
  return name;
}

tl::unexpected<Error> Arguments::Refuse(std::string_view field, const std::string& why) const {
  std::string error = "EGeneral:Invalid arguments";
  if (blame_ == Blame::kField) error.append(":").append(field);
  return RefuseAs(error, why);
}

tl::unexpected<Error> Arguments::RefuseAs(std::string_view api_error,
                                          const std::string& why) const {
  return Refusal(api_error, element_.empty() ? why : element_ + ": " + why);
}

std::string_view Arguments::Text(std::string_view field) const {
  const Param* param = params_.Find(FullName(field));
  // JSON's null is what a client sends for a parameter that it does not set.
  if (param == nullptr || param->type == ParamType::kNull) return {};
  return TrimBlanks(param->value);
}

Result<bool> Arguments::Flag(std::string_view field) const {
  constexpr auto kTrue = std::to_array<std::string_view>({"true", "1"});
  constexpr auto kFalse = std::to_array<std::string_view>({"", "false", "0"});
  const std::string_view text = Text(field);
  const auto same = [text](std::string_view known) { return EqualIgnoringCase(known, text); };
  if (std::ranges::any_of(kTrue, same)) return true;
  if (std::ranges::any_of(kFalse, same)) return false;
  return Refuse(field, FieldIs(field, text) + "; it takes true or false");
}

Result<std::optional<Decimal>> Arguments::Number(std::string_view field) const {
  const std::string_view text = Text(field);
  if (text.empty()) return std::optional<Decimal>();
  const Result<Decimal> number = Decimal::Parse(text);
  if (number) return std::optional<Decimal>(*number);
  return Refuse(field, FieldIs(field, text) + ", which is not a number");
}

Result<std::optional<std::int64_t>> Arguments::Integer(std::string_view field, Range range) const {
  Result<std::optional<Decimal>> number = Number(field);
  if (!number) return tl::unexpected(std::move(number).error());
  if (!number->has_value()) return std::optional<std::int64_t>();
  const Decimal& value = **number;
  if (value < Decimal::FromInteger(range.least) || value > Decimal::FromInteger(range.most) ||
      value != value.Rounded(0, Rounding::kDown)) {
    return Refuse(field, FieldIs(field, Text(field)) + "; it takes a whole number from " +
                             std::to_string(range.least) + " to " + std::to_string(range.most));
  }
  return std::optional<std::int64_t>(std::stoll(value.ToString()));
}

Result<std::string_view> Arguments::Choice(std::string_view field,
                                           std::span<const std::string_view> known,
                                           std::string_view fallback) const {
  const std::string_view text = Text(field);
  if (text.empty()) return fallback;
  const auto found = std::ranges::find_if(
      known, [text](std::string_view name) { return EqualIgnoringCase(name, text); });
  if (found != known.end()) return *found;
  return Refuse(field, FieldIs(field, text) + DidYouMean(text, known));
}

Result<std::vector<const PairInfo*>> Arguments::Pairs(std::string_view field) const {
  return FindAll<PairInfo>(Text(field), FindPair);
}

Result<std::vector<const AssetInfo*>> Arguments::Assets(std::string_view field,
                                                        std::string_view unknown) const {
  return FindAll<AssetInfo>(Text(field),
                            [unknown](std::string_view name) { return FindAsset(name, unknown); });
}

Result<const PairInfo*> Arguments::Pair(std::string_view field) const {
  const std::string_view name = Text(field);
  if (!name.empty()) return FindPair(name);
  return Refuse(field, std::string(field) + " is missing; name one of the pairs that AssetPairs " +
                           "lists, such as XBTUSD");
}

}  // namespace kraken::mock
