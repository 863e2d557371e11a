// Where sources contest what Kraken does, a quirk chooses. One table holds them all.
//
//   Quirks quirks;
//   SetQuirk(quirks, "public-post=accepted");
#ifndef KRAKEN_MOCK_QUIRKS_H_
#define KRAKEN_MOCK_QUIRKS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "kraken/protocol/result.h"

namespace kraken::mock {

enum class PublicPost : std::uint8_t { kRefused, kAccepted };

struct Quirks {
  PublicPost public_post = PublicPost::kRefused;
};

// A row of the table that --help-quirks prints.
struct QuirkInfo {
  std::string_view name{};
  std::span<const std::string_view> values{};  // The default first.
  std::string_view about{};
  std::string_view standing{};  // "documented", "observed", "reported", "assumed"
  std::string_view source{};
  void (*set)(Quirks&, std::size_t value_index) = nullptr;
};
std::span<const QuirkInfo> KnownQuirks();

// "NAME=VALUE". The error names the nearest known quirk, or the values that this one takes.
Status SetQuirk(Quirks& quirks, std::string_view name_and_value);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_QUIRKS_H_
