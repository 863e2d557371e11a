#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"
#include "kraken/mock/scenario.h"
#include "mock_server/src/scenario/scenario_variants.h"

namespace kraken::mock {
namespace {

using ::kraken::gtest::FailsWith;
using ::kraken::gtest::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kText = R"({
  "name": "lost", "about": "costs $status",
  "matrix": {"status": [502, 504], "endpoint": ["AddOrder", "Cancel*"]},
  "rules": [
    {"when": {"endpoint": "$endpoint"}, "do": {"http": {"status": "$status", "body": "empty"}}},
    {"do": {"http": {"status": "$status", "body": {"text": "$"}}}}
  ]
})";

Scenario VariantOf(std::string_view variant) {
  const Result<Scenario> scenario =
      ParseScenario({.text = kText, .origin = "lost.json", .variant = variant});
  EXPECT_THAT(scenario, IsOk());
  return scenario.value_or(Scenario{});
}

TEST(Matrix, MakesEachCombinationOfItsValues) {
  EXPECT_THAT(ScenarioVariants(kText),
              ElementsAre("502,AddOrder", "502,Cancel*", "504,AddOrder", "504,Cancel*"));
  EXPECT_THAT(ScenarioVariants(R"({"rules":[]})"), IsEmpty());
}

TEST(Matrix, PutsTheValuesOfAVariantInTheirPlaces) {
  const Scenario scenario = VariantOf("504,Cancel*");
  EXPECT_EQ(scenario.name, "lost[504,Cancel*]");
  EXPECT_EQ(scenario.about, "costs $status") << "only rules have places";
  ASSERT_EQ(scenario.rules.size(), 2U);
  EXPECT_EQ(scenario.rules[0].when.endpoint, "Cancel*");
  EXPECT_EQ(scenario.rules[0].faults.at(0), Fault(AnswerHttp{.status = 504}));
  EXPECT_EQ(scenario.rules[1].faults.at(0), Fault(AnswerHttp{.status = 504, .body = "$"}));
}

TEST(Matrix, TakesTheFirstValuesWhereNoVariantIsNamed) {
  const Scenario scenario = VariantOf("");
  EXPECT_EQ(scenario.name, "lost");
  EXPECT_EQ(scenario.rules.at(0).when.endpoint, "AddOrder");
}

TEST(Matrix, NamesTheNearestOfItsVariants) {
  EXPECT_THAT(ParseScenario({.text = kText, .origin = "lost.json", .variant = "504,Cancel"}),
              FailsWith(ErrorKind::kUsage,
                        HasSubstr(R"(lost.json: has no variant "504,Cancel"; did you mean)")));
  EXPECT_THAT(ParseScenario({.text = R"({"rules":[]})", .origin = "x.json", .variant = "1"}),
              FailsWith(ErrorKind::kUsage, HasSubstr("x.json: has no variants")));
}

TEST(Matrix, KeepsMistakesWhereTheyAreInTheText) {
  const std::string text =
      "{\n  \"matrix\": {\"s\": [99]},\n  \"rules\": [\n    "
      "{\"do\": {\"http\": {\"status\": \"$s\"}}}\n  ]\n}";
  EXPECT_THAT(ParseScenario(text, "t.json"),
              FailsWith(ErrorKind::kMalformed,
                        HasSubstr("t.json: line 4, column 32: rules[0].do.http.status: expected a "
                                  "whole number from 200 to 599, found the number 99")));
}

TEST(ScenarioName, EndsBeforeTheBrackets) {
  const ScenarioName parts = SplitScenarioName("folder/outage.json[504,a]");
  EXPECT_EQ(parts.file_or_name, "folder/outage.json");
  EXPECT_EQ(parts.variant, "504,a");
  EXPECT_EQ(SplitScenarioName("plain").file_or_name, "plain");
  EXPECT_EQ(SplitScenarioName("plain").variant, "");
}

}  // namespace
}  // namespace kraken::mock
