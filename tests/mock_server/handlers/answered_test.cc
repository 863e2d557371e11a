// The list of what is answered, held against what the handlers do.
#include "kraken/mock/answered.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/protocol/endpoints.h"
#include "tests/mock_server/handlers/handler_harness.h"

namespace kraken::mock {
namespace {

TEST(BuiltInAnswerOf, TellsTheThreeKindsApart) {
  EXPECT_EQ(BuiltInAnswerOf("Time"), BuiltInAnswer::kSimulated);
  EXPECT_EQ(BuiltInAnswerOf("Assets"), BuiltInAnswer::kFixture);
  EXPECT_EQ(BuiltInAnswerOf("Stake"), BuiltInAnswer::kNone);
  EXPECT_EQ(BuiltInAnswerOf("time"), BuiltInAnswer::kNone);
}

TEST(BuiltInAnswerOf, SaysNoneWhereThereIsNone) {
  for (const Endpoint& endpoint : Endpoints()) {
    if (FindSimulatedHandler(endpoint.name) != nullptr) continue;
    World world{WorldConfig{}};
    const HandlerResult result = AnswerOf(endpoint.name, Params(), world);
    const bool is_none =
        !result && result.error().message.find("no built-in answer") != std::string::npos;
    EXPECT_EQ(BuiltInAnswerOf(endpoint.name) == BuiltInAnswer::kNone, is_none) << endpoint.name;
  }
}

}  // namespace
}  // namespace kraken::mock
