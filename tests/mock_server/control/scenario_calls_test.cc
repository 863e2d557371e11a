// What control calls do about scenarios that cannot be played.
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mock_server/src/text_file.h"
#include "tests/mock_server/control/control_api_fixture.h"

namespace kraken::mock {
namespace {

using ::testing::AnyOf;
using ::testing::StartsWith;

using ScenarioCallsTest = ControlApiFixture;

TEST_F(ScenarioCallsTest, LeaveTheScenarioInPlaceWhateverIsWrongWithTheNewOne) {
  ASSERT_EQ(Call("PUT", "scenario", R"({"name":"service-busy"})").status, 200);
  world_.Lock()->script.Fire(FaultPoint::kHandling, {.endpoint = "Balance"});
  const std::string before = Call("GET", "scenario").body;
  const std::string folder = std::string(KRAKEN_SOURCE_DIR) + "/tests/mock_server/broken/scenarios";
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const std::string text = ReadTextFile(entry.path().string()).value();
    const Reply reply = Call("PUT", "scenario", text);
    EXPECT_EQ(reply.status, 400) << entry.path();
    EXPECT_THAT(ErrorOf(reply), AnyOf(StartsWith("the request body"),
                                      StartsWith("no built-in scenario is called ")));
    EXPECT_EQ(Call("GET", "scenario").body, before) << entry.path();
    ++count;
  }
  EXPECT_GE(count, 60U);
}

TEST_F(ScenarioCallsTest, RefuseForOneKeyWhatNoKeyCouldMeet) {
  const std::string query = "scenario?key=B";
  const Reply accept = Call("PUT", query, R"({"rules":[{"do":{"close":"at-accept"}}]})");
  EXPECT_EQ(accept.status, 400);
  EXPECT_THAT(ErrorOf(accept), StartsWith("rules[0]: \"at-accept\" is for all keys"));
  const Reply other =
      Call("PUT", query, R"({"rules":[{"when":{"key":"other"},"do":{"delay_ms":1}}]})");
  EXPECT_EQ(other.status, 400);
  EXPECT_THAT(ErrorOf(other), StartsWith("rules[0]: when.key is another key"));
}

}  // namespace
}  // namespace kraken::mock
