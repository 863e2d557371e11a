#include "mock_server/src/handlers/user_fixtures.h"

#include <cstdint>

namespace kraken::mock {
namespace {

// Which response comes after so many, if any.
std::optional<std::size_t> PlaceAfter(const Fixture& fixture, std::uint64_t given) {
  const std::uint64_t count = fixture.responses.size();
  if (given < count) return given;
  switch (fixture.after) {
    case AfterLast::kRepeatLast:
      return count - 1;
    case AfterLast::kCycle:
      return given % count;
    case AfterLast::kNext:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<FixtureAnswer> TakeFixtureAnswer(const std::vector<const PlacedFixture*>& matches,
                                               std::string_view caller, FixtureUses& uses) {
  for (const PlacedFixture* placed : matches) {
    const Fixture& fixture = placed->fixture;
    const std::size_t count = fixture.responses.size();
    std::size_t place = 0;
    if (count > 1 || fixture.after == AfterLast::kNext) {
      const std::optional<std::size_t> next = PlaceAfter(fixture, uses.Take(placed->id, caller));
      if (!next) continue;
      place = *next;
    }
    FixtureAnswer answer{.response = &fixture.responses[place], .from = fixture.origin};
    if (count > 1) {
      answer.from += ", response " + std::to_string(place + 1) + " of " + std::to_string(count);
    }
    return answer;
  }
  return std::nullopt;
}

}  // namespace kraken::mock
