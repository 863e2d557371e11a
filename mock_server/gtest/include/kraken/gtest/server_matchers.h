// GoogleMock matchers for a mock server.
//
//   mock::Server server;
//   server.LoadScenario("order-executed-then-502");
//   MyBot(server.base_url(), server.credentials()).Buy();
//   EXPECT_THAT(server, MetAllFaults());
#ifndef KRAKEN_GTEST_SERVER_MATCHERS_H_
#define KRAKEN_GTEST_SERVER_MATCHERS_H_

#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "kraken/mock/server.h"

namespace kraken {
namespace mock {

// A printer stands in the namespace of what it prints: GoogleTest finds it there.
inline void PrintTo(const Server& server, std::ostream* out) {
  *out << "the mock server at " << server.base_url();
}

}  // namespace mock

namespace gtest {

// The server has a scenario, every rule of it fired as often as it should, and no request came that
// the scenario does not expect. A failure tells which rule was not met, the request that came
// nearest to it and what differed. It is true at the moment when it is asked: ask once the program
// under test is done.
MATCHER(MetAllFaults, negation ? "leaves a fault of its scenario unmet"
                               : "met every fault of its scenario, and nothing besides") {
  const mock::Server& server = arg;
  if (!server.HasScenario()) {
    *result_listener << "it has no scenario";
    return false;
  }
  bool met = true;
  for (const std::string& rule : server.UnmetRules()) {
    *result_listener << (met ? "" : "\n") << "not met: " << rule;
    met = false;
  }
  for (const std::string& request : server.UnexpectedRequests()) {
    *result_listener << (met ? "" : "\n") << "not expected: " << request;
    met = false;
  }
  return met;
}

}  // namespace gtest
}  // namespace kraken

#endif  // KRAKEN_GTEST_SERVER_MATCHERS_H_
