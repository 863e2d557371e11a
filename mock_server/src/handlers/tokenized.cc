#include "mock_server/src/handlers/tokenized.h"

#include <array>
#include <string>

namespace kraken::mock {

Result<bool> AsksForTokenized(const Arguments& arguments, std::string_view field) {
  constexpr auto kClasses =
      std::to_array<std::string_view>({"currency", "forex", "tokenized_asset"});
  const Result<std::string_view> chosen = arguments.Choice(field, kClasses, kClasses.front());
  if (!chosen) return tl::unexpected(chosen.error());
  return *chosen == kClasses.back();
}

HandlerResult NothingTokenized(std::string_view asked, std::string_view error) {
  if (asked.empty()) return std::string("{}");
  return Refusal(error, "the mock has no tokenized assets, so " + Quoted(asked) + " is not there");
}

}  // namespace kraken::mock
