#include "kraken/mock/answered.h"

#include "mock_server/src/handlers/handler.h"

namespace kraken::mock {

BuiltInAnswer BuiltInAnswerOf(std::string_view endpoint_name) {
  if (FindSimulatedHandler(endpoint_name) != nullptr) return BuiltInAnswer::kSimulated;
  return HasFixtureView(endpoint_name) ? BuiltInAnswer::kFixture : BuiltInAnswer::kNone;
}

}  // namespace kraken::mock
