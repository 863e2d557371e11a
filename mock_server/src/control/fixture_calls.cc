#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "mock_server/src/control/control_call.h"

namespace kraken::mock {

Reply PutFixtures(const ControlCall& call) {
  Result<std::vector<Fixture>> fixtures = ParseFixtures(call.request.body, kRequestBody);
  if (!fixtures) return ErrorReply(400, fixtures.error().message);
  const std::size_t count = fixtures->size();
  for (std::size_t i = 0; i < count; ++i) {
    (*fixtures)[i].origin = "PUT /__mock__/fixtures";
    if (count > 1) (*fixtures)[i].origin += "[" + std::to_string(i) + "]";
  }
  call.world.fixtures().Add(*std::move(fixtures));
  return JsonReply(Json::object({{"added", count}}));
}

Reply ShowFixtures(const ControlCall& call) {
  Json fixtures = Json::array();
  if (const std::shared_ptr<const FixtureSet> set = call.world.fixtures().Current()) {
    for (const std::shared_ptr<const PlacedFixture>& placed : set->all()) {
      fixtures.push_back(ToJson(placed->fixture));
    }
  }
  return JsonReply(Json::object({{"fixtures", std::move(fixtures)}}));
}

Reply DropFixtures(const ControlCall& call) {
  return JsonReply(Json::object({{"dropped", call.world.fixtures().Drop()}}));
}

}  // namespace kraken::mock
