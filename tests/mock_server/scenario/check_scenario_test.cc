#include "mock_server/src/scenario/check_scenario.h"

#include <chrono>
#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/gtest/result_matchers.h"

namespace kraken::mock {
namespace {

using ::kraken::gtest::FailsWith;
using ::kraken::gtest::IsOk;
using std::chrono::hours;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct WrongRule {
  const char* id;
  Rule rule;
  const char* message;
};
void PrintTo(const WrongRule& wrong, std::ostream* out) { *out << wrong.id; }

const Fault kFault = DelayAnswer{};
const Fault kAtAccept = EndConnection{.at = EndPoint::kAtAccept};

class CheckScenarioTest : public ::testing::TestWithParam<WrongRule> {};

TEST_P(CheckScenarioTest, NamesTheRuleAndWhatItMayBe) {
  const Scenario scenario{.name = "s", .rules = {{.faults = {kFault}}, GetParam().rule}};
  EXPECT_THAT(CheckScenario(scenario),
              FailsWith(ErrorKind::kUsage, AllOf(StartsWith("the scenario s, rule 2: "),
                                                 HasSubstr(GetParam().message))));
}

INSTANTIATE_TEST_SUITE_P(
    All, CheckScenarioTest,
    ::testing::Values(
        WrongRule{"NoFaults", {}, "it has no faults"},
        WrongRule{"TimesZero", {.times = 0, .faults = {kFault}}, "`times` is at least 1"},
        WrongRule{"NthZero", {.when = {.nth = 0}, .faults = {kFault}}, "`nth` and `every`"},
        WrongRule{"EveryZero", {.when = {.every = 0}, .faults = {kFault}}, "`nth` and `every`"},
        WrongRule{"ProbabilityTwo", {.when = {.probability = 2}, .faults = {kFault}}, "0 to 1"},
        WrongRule{"WindowReversed",
                  {.when = {.between = TimeWindow{.from = seconds(2), .to = seconds(1)}},
                   .faults = {kFault}},
                  "ends before it begins"},
        WrongRule{"NoErrors", {.faults = {AnswerErrors{}}}, "at least one error"},
        WrongRule{"Status99", {.faults = {AnswerHttp{.status = 99}}}, "200 to 599"},
        WrongRule{"BodyOf204", {.faults = {AnswerHttp{.status = 204, .body = "x"}}}, "no body"},
        WrongRule{"DelayBack", {.faults = {DelayAnswer{seconds(-1)}}}, "0 to 24 hours"},
        WrongRule{"UniformReversed",
                  {.faults = {DelayAnswer{.by = seconds(2), .up_to = seconds(1)}}},
                  "not below"},
        WrongRule{"StallTooLong", {.faults = {StallAnswer{.length = hours(25)}}}, "24 hours"},
        WrongRule{"NoSpeed", {.faults = {SlowAnswer{0}}}, "`bytes_per_second`"},
        WrongRule{"ThrottledForNothing", {.faults = {AnswerThrottled{seconds(0)}}}, "`ahead`"},
        WrongRule{"LockoutBack", {.faults = {LockOut{seconds(-1)}}}, "0 to 24 hours"},
        WrongRule{"HiddenTooLong", {.faults = {HideOrders{hours(25)}}}, "0 to 24 hours"},
        WrongRule{"StatusForTooLong",
                  {.faults = {SwitchSystemStatus{.length = hours(25)}}},
                  "0 to 24 hours"},
        WrongRule{"AtAcceptAndMore", {.faults = {kFault, kAtAccept}}, "stands alone"},
        WrongRule{"AtAcceptOfAnEndpoint",
                  {.when = {.endpoint = "Time"}, .faults = {kAtAccept}},
                  "stands alone"}),
    [](const auto& wrong) { return std::string(wrong.param.id); });

TEST(CheckScenario, TakesWhatIsRight) {
  EXPECT_THAT(CheckScenario({.rules = {{.when = {.nth = 1}, .faults = {kAtAccept}},
                                       {.times = 3, .faults = {StallAnswer{}, SlowAnswer{9}}}}}),
              IsOk());
}

}  // namespace
}  // namespace kraken::mock
