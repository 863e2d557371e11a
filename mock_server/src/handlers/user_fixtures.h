// Answers from the fixtures that the server's user gave.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_USER_FIXTURES_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_USER_FIXTURES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/src/fixtures/fixture_set.h"
#include "mock_server/src/world/fixture_uses.h"

namespace kraken::mock {

struct FixtureAnswer {
  const FixtureResponse* response = nullptr;  // Lives as long as the set.
  std::string from{};                         // "orders.json[2], response 1 of 3"
};

// The first match that still has a response for this caller, which is counted as given; none where
// there is none.
std::optional<FixtureAnswer> TakeFixtureAnswer(const std::vector<const PlacedFixture*>& matches,
                                               std::string_view caller, FixtureUses& uses);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_USER_FIXTURES_H_
