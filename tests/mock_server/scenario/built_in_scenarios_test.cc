#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/gtest/result_matchers.h"
#include "kraken/mock/scenario.h"
#include "kraken/protocol/endpoints.h"
#include "kraken/protocol/json_text.h"
#include "mock_server/src/scenario/script.h"

namespace kraken::mock {
namespace {

using ::kraken::gtest::FailsWith;
using ::kraken::gtest::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

TEST(BuiltInScenarios, AreThoseThatTheDocumentationNames) {
  EXPECT_THAT(BuiltInScenarioNames(),
              ElementsAre("cloudflare-429", "cloudflare-502", "invalid-nonce-once",
                          "order-executed-then-502", "order-insufficient-funds",
                          "public-too-many-requests", "rate-limited-twice", "service-busy",
                          "service-unavailable", "slow-answers", "temporary-lockout"));
}

class EachBuiltInScenario : public ::testing::TestWithParam<std::string_view> {};

TEST_P(EachBuiltInScenario, LoadsUnderItsNameAndSaysWhatARightClientDoes) {
  const Result<Scenario> scenario = BuiltInScenario(GetParam());
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(scenario->name, GetParam());
  EXPECT_THAT(scenario->about, HasSubstr("client"));
  EXPECT_THAT(scenario->rules, SizeIs(1));
}

TEST_P(EachBuiltInScenario, SurvivesTheWayThroughJson) {
  const Result<Scenario> scenario = BuiltInScenario(GetParam());
  ASSERT_THAT(scenario, IsOk());
  const Result<Scenario> again = ParseScenario(ToJsonText(ToJson(*scenario)), "again");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(*again, *scenario);
}

std::string ToTestName(const ::testing::TestParamInfo<std::string_view>& scenario) {
  std::string name(scenario.param);
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}
INSTANTIATE_TEST_SUITE_P(All, EachBuiltInScenario, ::testing::ValuesIn(BuiltInScenarioNames()),
                         ToTestName);

// What the first call of an endpoint gets in a scenario, at any point.
std::string FirstFault(std::string_view scenario, std::string_view endpoint) {
  Script script;
  script.Load(BuiltInScenario(scenario).value_or(Scenario{}));
  const RuleRequest request{.endpoint = endpoint,
                            .path = FindEndpoint(endpoint)->path,
                            .caller = "KEY",
                            .api_key = "KEY",
                            .occurrence = 1};
  for (const FaultPoint at : {FaultPoint::kArrival, FaultPoint::kHandling, FaultPoint::kReply}) {
    if (const auto fired = script.Fire(at, request)) return Describe(fired->faults.at(0));
  }
  return "none";
}

TEST(BuiltInScenarios, StrikeTheCallsThatTheyAreAbout) {
  EXPECT_EQ(FirstFault("rate-limited-twice", "Balance"), "error EAPI:Rate limit exceeded");
  EXPECT_EQ(FirstFault("public-too-many-requests", "Ticker"), "error EGeneral:Too many requests");
  EXPECT_EQ(FirstFault("public-too-many-requests", "Balance"), "none");
  EXPECT_EQ(FirstFault("invalid-nonce-once", "Balance"), "error EAPI:Invalid nonce");
  EXPECT_EQ(FirstFault("invalid-nonce-once", "Time"), "none");
  EXPECT_EQ(FirstFault("service-unavailable", "Time"), "error EService:Unavailable");
  EXPECT_EQ(FirstFault("service-busy", "AddOrder"), "error EService:Busy");
  EXPECT_EQ(FirstFault("cloudflare-502", "Balance"), "http 502");
  EXPECT_EQ(FirstFault("cloudflare-429", "Ticker"), "http 429");
  EXPECT_EQ(FirstFault("slow-answers", "Time"), "delay 2000 ms");
  EXPECT_EQ(FirstFault("temporary-lockout", "Balance"), "error EGeneral:Temporary lockout");
  EXPECT_EQ(FirstFault("temporary-lockout", "Time"), "none");
  EXPECT_EQ(FirstFault("order-insufficient-funds", "AddOrder"), "error EOrder:Insufficient funds");
  EXPECT_EQ(FirstFault("order-insufficient-funds", "CancelOrder"), "none");
  EXPECT_EQ(FirstFault("order-executed-then-502", "AddOrder"), "http 502");
}

TEST(BuiltInScenarios, ExecuteTheOrderWhoseAnswerIsLost) {
  const Result<Scenario> scenario = BuiltInScenario("order-executed-then-502");
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(scenario->rules.at(0).at, FaultPoint::kReply);
}

TEST(BuiltInScenario, NamesTheNearestForAnUnknownName) {
  EXPECT_THAT(BuiltInScenario("rate-limited-twise"),
              FailsWith(ErrorKind::kUsage, HasSubstr(R"(did you mean "rate-limited-twice"?)")));
}

class LoadScenarioTest : public ::testing::Test {
 protected:
  // A folder of its own for each test, so that tests may run at the same time.
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ("kraken_load_scenario_" + std::string(test->name()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  std::string folder() const { return folder_.string(); }

 private:
  std::filesystem::path folder_;
};

TEST_F(LoadScenarioTest, ReadsAFile) {
  const std::string path =
      Write("mine.json", R"({"name":"mine","rules":[{"do":{"error":"EService:Busy"}}]})");
  const Result<Scenario> scenario = LoadScenario(path);
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(scenario->name, "mine");
}

TEST_F(LoadScenarioTest, BeginsMessagesWithTheFile) {
  const std::string path = Write("mine.json", R"({"rulez":[]})");
  EXPECT_THAT(LoadScenario(path), FailsWith(ErrorKind::kMalformed, StartsWith(path + ": rulez: ")));
}

TEST_F(LoadScenarioTest, TakesABuiltInOneWhereThereIsNoSuchFile) {
  const Result<Scenario> scenario = LoadScenario("service-busy");
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(scenario->name, "service-busy");
}

TEST_F(LoadScenarioTest, SaysThatItIsNeitherFileNorBuiltIn) {
  EXPECT_THAT(LoadScenario("service-bussy"),
              FailsWith(ErrorKind::kUsage,
                        R"(no such file, and no built-in scenario is called "service-bussy"; )"
                        R"(did you mean "service-busy"?)"));
}

TEST_F(LoadScenarioTest, RefusesAFolder) {
  EXPECT_THAT(LoadScenario(folder()), FailsWith(ErrorKind::kUsage, HasSubstr("is a folder")));
}

}  // namespace
}  // namespace kraken::mock
