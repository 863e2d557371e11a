#include "kraken/mock/quirks.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "kraken/protocol/nearest_name.h"

namespace kraken::mock {
namespace {

constexpr auto kPublicPostValues = std::to_array<std::string_view>({"405", "accepted"});

constexpr auto kQuirks = std::to_array<QuirkInfo>({
    {.name = "public-post",
     .values = kPublicPostValues,
     .about = "what a POST to a public endpoint gets: HTTP 405, or the same answer as a GET",
     .standing = "documented",
     .source = "docs.kraken.com, changelog of January 2024: a 4xx; that it is 405 was observed",
     .set =
         [](Quirks& quirks, std::size_t value_index) {
           quirks.public_post = static_cast<PublicPost>(value_index);
         }},
});

std::vector<std::string_view> QuirkNames() {
  std::vector<std::string_view> names;
  for (const QuirkInfo& quirk : kQuirks) names.push_back(quirk.name);
  return names;
}

}  // namespace

std::span<const QuirkInfo> KnownQuirks() { return kQuirks; }

Status SetQuirk(Quirks& quirks, std::string_view name_and_value) {
  const std::size_t equals = name_and_value.find('=');
  const std::string name(name_and_value.substr(0, equals));
  const auto* quirk = std::ranges::find(kQuirks, name, &QuirkInfo::name);
  if (quirk == kQuirks.end()) {
    return Fail(ErrorKind::kUsage,
                "no quirk is called \"" + name + "\"" + DidYouMean(name, QuirkNames()));
  }
  if (equals == std::string_view::npos) {
    return Fail(ErrorKind::kUsage, "quirk \"" + name + "\" has no value; write NAME=VALUE, as in " +
                                       name + "=" + std::string(quirk->values.front()));
  }
  const std::string value(name_and_value.substr(equals + 1));
  const auto known = std::ranges::find(quirk->values, value);
  if (known == quirk->values.end()) {
    return Fail(ErrorKind::kUsage, "quirk \"" + name + "\" does not take \"" + value + "\"" +
                                       DidYouMean(value, quirk->values));
  }
  quirk->set(quirks, static_cast<std::size_t>(known - quirk->values.begin()));
  return {};
}

}  // namespace kraken::mock
