#include "mock_server/src/control/control_access.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/protocol/manual_clock.h"
#include "mock_server/src/control/control_api.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;

const ControlAccess kLoopback{};
const ControlAccess kLoopbackWithToken{.token = "tok"};
const ControlAccess kOpen{.on_loopback = false};
const ControlAccess kOpenWithToken{.on_loopback = false, .token = "tok"};

// The status of the refusal; 200 where there is none.
int StatusFor(const ControlAccess& access, std::vector<Header> headers) {
  const std::optional<Reply> refusal = RefuseAccess(access, {.headers = std::move(headers)});
  return refusal ? refusal->status : 200;
}
Header Authorization(std::string value) { return {"Authorization", std::move(value)}; }

TEST(ControlAccess, IsOpenToProgramsOfThisMachine) {
  EXPECT_EQ(StatusFor(kLoopback, {}), 200);
  EXPECT_EQ(StatusFor(kLoopback, {{"Host", "127.0.0.1:8080"}}), 200);
  EXPECT_EQ(StatusFor(kLoopbackWithToken, {{"Host", "localhost"}}), 200);
  EXPECT_EQ(StatusFor(kLoopbackWithToken, {Authorization("Bearer wrong")}), 200);
}

TEST(ControlAccess, IsClosedToWebPagesOfOtherSites) {
  EXPECT_EQ(StatusFor(kLoopback, {{"Origin", "https://example.com"}}), 403);
  EXPECT_EQ(StatusFor(kLoopback, {{"Origin", "null"}}), 403);
  EXPECT_EQ(StatusFor(kLoopback, {{"Origin", "http://localhost.example.com"}}), 403);
  EXPECT_EQ(StatusFor(kLoopback, {{"Origin", "http://127.0.0.1.example.com"}}), 403);
  EXPECT_EQ(StatusFor(kLoopback, {{"origin", "http://localhost:3000"}}), 200);
}

TEST(ControlAccess, IsClosedToNamesThatSomebodyPointedHere) {
  EXPECT_EQ(StatusFor(kLoopback, {{"Host", "rebound.example.com:8080"}}), 403);
  EXPECT_EQ(StatusFor(kLoopback, {{"Host", "api.kraken.com"}}), 403);
}

TEST(ControlAccess, IsOpenToWhoeverHasTheToken) {
  const std::vector<Header> from_elsewhere = {
      {"Host", "mock.example.com"}, {"Origin", "https://example.com"}, Authorization("Bearer tok")};
  EXPECT_EQ(StatusFor(kLoopbackWithToken, from_elsewhere), 200);
  EXPECT_EQ(StatusFor(kOpenWithToken, from_elsewhere), 200);
  EXPECT_EQ(StatusFor(kOpenWithToken, {Authorization("bearer tok")}), 200);
}

TEST(ControlAccess, WantsTheTokenWhereOtherMachinesCanReachIt) {
  EXPECT_EQ(StatusFor(kOpenWithToken, {}), 401);
  EXPECT_EQ(StatusFor(kOpenWithToken, {{"Host", "127.0.0.1"}}), 401);
  for (const char* value :
       {"Bearer wrong", "Bearer to", "Bearer tokk", "Bearer ", "Bearer", "tok", "Basic tok"}) {
    EXPECT_EQ(StatusFor(kOpenWithToken, {Authorization(value)}), 401) << value;
  }
}

TEST(ControlAccess, SaysHowToGetIn) {
  const std::optional<Reply> refusal = RefuseAccess(kOpenWithToken, {});
  ASSERT_TRUE(refusal);
  EXPECT_THAT(refusal->body, HasSubstr("Authorization: Bearer TOKEN"));
  ASSERT_NE(FindHeader(refusal->headers, "WWW-Authenticate"), nullptr);
}

TEST(ControlAccess, IsOffWhereOtherMachinesCanReachItAndThereIsNoToken) {
  EXPECT_EQ(StatusFor(kOpen, {}), 403);
  EXPECT_EQ(StatusFor(kOpen, {Authorization("Bearer ")}), 403);
  EXPECT_EQ(StatusFor(kOpen, {Authorization("Bearer x")}), 403);
  const std::optional<Reply> refusal = RefuseAccess(kOpen, {});
  ASSERT_TRUE(refusal);
  EXPECT_THAT(refusal->body, HasSubstr("--control-token"));
}

TEST(ControlAccess, GuardsEveryCall) {
  WorldMonitor world({}, {DemoKey()});
  Journal journal;
  ManualClock clock;
  const Metrics metrics;
  ControlApi api(
      {.world = world, .journal = journal, .clock = clock, .metrics = metrics, .reset = [] {}},
      kOpenWithToken);
  for (const char* path : {"health", "journal", "keys", "no-such-call"}) {
    EXPECT_EQ(api.Handle({.method = "GET", .target = std::string(kControlPrefix) + path}).status,
              401)
        << path;
  }
}

TEST(IsLoopbackHost, TakesTheNamesOfThisMachine) {
  for (const char* host : {"localhost", "LocalHost", "localhost:80", "127.0.0.1", "127.0.0.1:65535",
                           "127.1.2.3", "::1", "[::1]", "[::1]:8080"}) {
    EXPECT_TRUE(IsLoopbackHost(host)) << host;
  }
}

TEST(IsLoopbackHost, TakesNoOther) {
  for (const char* host : {"",
                           "0.0.0.0",
                           "10.0.0.1",
                           "128.0.0.1",
                           "127.0.0",
                           "127.0.0.1.1",
                           "127.0.0.256",
                           "127.0.0.x",
                           "127.0.0.",
                           "127..0.1",
                           "127.0.0.0001",
                           "127.0.0.1x",
                           "localhost.",
                           "localhost.example.com",
                           "localhost:80a",
                           "localhost:123456",
                           "[::1",
                           "[::2]",
                           "[::1]x",
                           "::2",
                           "example.com",
                           "127.0.0.1@example.com",
                           "+127.0.0.1",
                           "127.-0.0.1"}) {
    EXPECT_FALSE(IsLoopbackHost(host)) << host;
  }
}

}  // namespace
}  // namespace kraken::mock
