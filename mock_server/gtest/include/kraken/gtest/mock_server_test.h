// A GoogleTest fixture with a mock server of its own for every test.
//
//   class BalanceTest : public kraken::gtest::MockServerTest {};
//
//   TEST_F(BalanceTest, SurvivesTwoRateLimitErrors) {
//     server().LoadScenario("rate-limited-twice");
//     EXPECT_EQ(MyBot(server().base_url(), server().credentials()).UsdBalance(), "10000.0000");
//   }
//
// A test fails, besides by its own expectations, where a rule of its scenario did not fire as often
// as it should have, and where a request named an endpoint that does not exist; each can be waived.
// When a test fails, what the server saw is printed.
#ifndef KRAKEN_GTEST_MOCK_SERVER_TEST_H_
#define KRAKEN_GTEST_MOCK_SERVER_TEST_H_

#include <memory>

#include <gtest/gtest.h>

#include "kraken/mock/options.h"
#include "kraken/mock/server.h"

namespace kraken::gtest {

class MockServerTest : public ::testing::Test {
 protected:
  // Override to start the server differently. Called once a test, by SetUp().
  virtual mock::ServerOptions Options() const { return {}; }

  // Overriding tests call these first and last.
  void SetUp() override;
  void TearDown() override;

  mock::Server& server() { return *server_; }

  void AllowUnmetRules() { allow_unmet_rules_ = true; }
  void AllowUnknownEndpoints() { allow_unknown_endpoints_ = true; }

 private:
  std::unique_ptr<mock::Server> server_;
  bool allow_unmet_rules_ = false;
  bool allow_unknown_endpoints_ = false;
};

}  // namespace kraken::gtest

#endif  // KRAKEN_GTEST_MOCK_SERVER_TEST_H_
