#include "kraken/gtest/mock_server_test.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "kraken/gtest/server_matchers.h"
#include "tests/server/http_client.h"

namespace kraken::gtest {
namespace {

class ProTier : public MockServerTest {
 protected:
  mock::ServerOptions Options() const override {
    return {.tier = Tier::kPro, .rate_limits = mock::RateLimits::kKraken};
  }
};

TEST_F(ProTier, StartsWithTheOptionsOfTheFixture) {
  for (int nonce = 1; nonce <= 20; ++nonce) {
    EXPECT_THAT(Call(server().base_url(), server().credentials(), "Balance", std::to_string(nonce)),
                ::testing::HasSubstr("ZUSD"));
  }
  EXPECT_THAT(Call(server().base_url(), server().credentials(), "Balance", "21"),
              ::testing::HasSubstr("EAPI:Rate limit exceeded"));
}

// Stands for a user's test: lets one be run, and torn down, inside another.
class UsersTest : public MockServerTest {
 public:
  void TestBody() override {}
  using MockServerTest::AllowUnknownEndpoints;
  using MockServerTest::AllowUnmetRules;
  using MockServerTest::server;
  using MockServerTest::SetUp;
  using MockServerTest::TearDown;
};

TEST(MockServerTest, FailsWhereARuleWasNotMet) {
  UsersTest test;
  test.SetUp();
  test.server().LoadScenario("rate-limited-twice");
  EXPECT_NONFATAL_FAILURE(test.TearDown(),
                          "a rule of the scenario was not met: rate-limited-twice#1");
}

TEST(MockServerTest, TellsWhichRequestCameNearestToARuleAndWhatDiffered) {
  UsersTest test;
  test.SetUp();
  test.server().SetScenario(
      {.name = "ether",
       .rules = {{.when = {.endpoint = "Ticker", .params = {{"pair", "ETHUSD"}}},
                  .faults = {mock::AnswerErrors{{"EService:Busy"}}}}}});
  Get(test.server().base_url(), "/0/public/Time");
  Get(test.server().base_url(), "/0/public/Ticker?pair=XBTUSD");
  EXPECT_NONFATAL_FAILURE(
      test.TearDown(),
      "a rule of the scenario was not met: ether#1 (endpoint Ticker, pair=ETHUSD, 1 time): never "
      "fired; nearest was Ticker, call 1 of 127.0.0.1: its pair is XBTUSD, not ETHUSD");
}

TEST(MetAllFaults, IsFalseWhereThereIsNoScenario) {
  const mock::Server server;
  ::testing::StringMatchResultListener why;
  EXPECT_FALSE(::testing::ExplainMatchResult(MetAllFaults(), server, &why));
  EXPECT_EQ(why.str(), "it has no scenario");
}

TEST(MetAllFaults, IsTrueOnceEveryRuleHasFired) {
  mock::Server server;
  server.LoadScenario("service-busy");
  EXPECT_THAT(server, ::testing::Not(MetAllFaults()));
  Get(server.base_url(), "/0/public/Time");
  Get(server.base_url(), "/0/public/Time");
  EXPECT_THAT(server, MetAllFaults());
}

TEST(MetAllFaults, TellsWhatWasNotMetAndWhatWasNotExpected) {
  mock::Server server;
  server.SetScenario({.name = "once",
                      .after = mock::AfterRules::kUnexpected,
                      .rules = {{.faults = {mock::DelayAnswer{}}}}});
  ::testing::StringMatchResultListener unmet;
  EXPECT_FALSE(::testing::ExplainMatchResult(MetAllFaults(), server, &unmet));
  EXPECT_EQ(unmet.str(), "not met: once#1 (endpoint *, 1 time): never fired; no request came");
  Get(server.base_url(), "/0/public/Time");
  Get(server.base_url(), "/0/public/Time");
  ::testing::StringMatchResultListener unexpected;
  EXPECT_FALSE(::testing::ExplainMatchResult(MetAllFaults(), server, &unexpected));
  EXPECT_EQ(unexpected.str(),
            "not expected: Time, call 2 of 127.0.0.1, once all rules of once were spent");
}

TEST(MockServerTest, FailsAtARequestThatTheScenarioDoesNotExpect) {
  UsersTest test;
  test.SetUp();
  test.server().SetScenario({.name = "once",
                             .after = mock::AfterRules::kUnexpected,
                             .rules = {{.faults = {mock::DelayAnswer{}}}}});
  Get(test.server().base_url(), "/0/public/Time");
  Get(test.server().base_url(), "/0/public/Ticker");
  EXPECT_NONFATAL_FAILURE(test.TearDown(),
                          "does not expect: Ticker, call 1 of 127.0.0.1, once all rules of once");
}

TEST(MockServerTest, FailsAtAnUnknownEndpointAndNamesTheNearest) {
  UsersTest test;
  test.SetUp();
  Get(test.server().base_url(), "/0/public/Tickr");
  EXPECT_NONFATAL_FAILURE(test.TearDown(), "did you mean /0/public/Ticker?");
}

TEST(MockServerTest, CanBeToldToLetBothPass) {
  UsersTest test;
  test.SetUp();
  test.AllowUnmetRules();
  test.AllowUnknownEndpoints();
  test.server().LoadScenario("rate-limited-twice");
  Get(test.server().base_url(), "/0/public/Tickr");
  test.TearDown();
}

TEST(MockServerTest, PassesWhereAllWasAsItShould) {
  UsersTest test;
  test.SetUp();
  test.server().LoadScenario("service-busy");
  Call(test.server().base_url(), test.server().credentials(), "Balance", "1");
  Call(test.server().base_url(), test.server().credentials(), "Balance", "2");
  test.TearDown();
}

}  // namespace
}  // namespace kraken::gtest
