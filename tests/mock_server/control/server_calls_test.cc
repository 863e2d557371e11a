// What control calls do to the server as a whole: reset, system status, reload.
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/mock_server/control/control_api_fixture.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using ServerCallsTest = ControlApiFixture;

TEST_F(ServerCallsTest, ResetsEverything) {
  Arm("rate-limited-twice");
  Call("PUT", "system-status", R"({"status":"maintenance"})");
  Call("POST", "clock", R"({"advance_ms":15000})");
  Call("POST", "keys", R"({"key":"new"})");
  journal_.Record({});
  EXPECT_EQ(Call("POST", "reset").body, R"({"status":"ok"})");
  EXPECT_EQ(clock_.Now(), ManualClock::kDefaultStart);
  EXPECT_THAT(journal_.Entries(), IsEmpty());
  EXPECT_TRUE(world_.Lock()->script.empty());
  EXPECT_EQ(world_.Lock()->venue.status(), SystemStatus::kOnline);
  EXPECT_EQ(world_.keyring().Find("new"), nullptr);
}

TEST_F(ServerCallsTest, ResetsOneKey) {
  Arm("service-busy");
  Arm("rate-limited-twice", "?key=A%2B%2F");
  world_.Lock()->StateOf(*world_.keyring().Find("A+/")).nonces.ForceLast(5);
  world_.Lock()->StateOf(*world_.keyring().Find("B")).nonces.ForceLast(6);
  Record("Balance", "A+/");
  Record("Balance", "B");
  clock_.Advance(std::chrono::seconds(1));

  EXPECT_EQ(Call("POST", "reset?key=A%2B%2F").status, 200);
  EXPECT_TRUE(world_.Lock()->StateOf(*world_.keyring().Find("A+/")).nonces.unused());
  EXPECT_EQ(world_.Lock()->StateOf(*world_.keyring().Find("B")).nonces.last(), 6U);
  EXPECT_TRUE(world_.Lock()->script.Status("A+/").is_null());
  EXPECT_FALSE(world_.Lock()->script.Status().is_null());
  ASSERT_THAT(journal_.Entries(), SizeIs(1));
  EXPECT_EQ(journal_.Entries()[0].key_id, KeyId("B"));
  EXPECT_NE(clock_.Now(), ManualClock::kDefaultStart) << "the clock belongs to all";
}

TEST_F(ServerCallsTest, PutsTheSystemStatus) {
  const Reply reply = Call("PUT", "system-status", R"({"status":"cancel_only"})");
  EXPECT_EQ(reply.body, R"({"status":"cancel_only"})");
  EXPECT_EQ(world_.Lock()->venue.status(), SystemStatus::kCancelOnly);
}

TEST_F(ServerCallsTest, KnowsTheSystemStatuses) {
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {R"({"status":"cancel-only"})", R"(did you mean "cancel_only"?)"},
      {R"({"status":1})", "status: expected a string, found the number 1"},
      {R"({"state":"online"})", R"(state: no such key; did you mean "status"?)"},
      {"{}", "status: missing"}};
  for (const auto& [body, message] : mistakes) {
    const Reply reply = Call("PUT", "system-status", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_THAT(ErrorOf(reply), HasSubstr(message)) << body;
  }
  EXPECT_EQ(world_.Lock()->venue.status(), SystemStatus::kOnline);
}

// --- reload ---

HttpRequest ReloadRequest(std::string body = "") {
  return {.method = "POST", .target = "/__mock__/reload", .body = std::move(body)};
}

TEST_F(ServerCallsTest, HasNothingToReloadWhereItWasNotStartedFromFiles) {
  const Reply reply = Call("POST", "reload");
  EXPECT_EQ(reply.status, 409);
  EXPECT_THAT(ErrorOf(reply), HasSubstr("not started from files"));
  EXPECT_THAT(ErrorOf(reply), HasSubstr("PUT /__mock__/fixtures"));
}

TEST_F(ServerCallsTest, ReloadsAndTellsWhatWasLoaded) {
  int reloads = 0;
  ControlApi api = ApiThatReloads([&reloads]() -> Result<std::string> {
    ++reloads;
    return "2 keys, 3 fixtures";
  });
  const Reply reply = api.Handle(ReloadRequest());
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"status":"ok","loaded":"2 keys, 3 fixtures"})");
  EXPECT_EQ(reloads, 1);
}

TEST_F(ServerCallsTest, LetsAReloadChangeTheWorld) {
  ControlApi api = ApiThatReloads([this]() -> Result<std::string> {
    world_.ReplaceKeys({DemoKey()}, clock_.Now());
    return "1 key";
  });
  EXPECT_EQ(api.Handle(ReloadRequest()).status, 200);
  EXPECT_EQ(world_.keyring().Find("B"), nullptr);
}

TEST_F(ServerCallsTest, SaysWhyAReloadFailedAndThatNothingChanged) {
  ControlApi api = ApiThatReloads([]() -> Result<std::string> {
    return Fail(ErrorKind::kMalformed, "keys.json: [0].secret: missing");
  });
  const Reply reply = api.Handle(ReloadRequest());
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(ErrorOf(reply), "everything stays as it was: keys.json: [0].secret: missing");
}

TEST_F(ServerCallsTest, ReloadsOnlyWhatItWasStartedFrom) {
  int reloads = 0;
  ControlApi api = ApiThatReloads([&reloads]() -> Result<std::string> {
    ++reloads;
    return "";
  });
  EXPECT_EQ(api.Handle(ReloadRequest(R"({"keys":"other.json"})")).status, 400);
  HttpRequest get = ReloadRequest();
  get.method = "GET";
  EXPECT_EQ(api.Handle(get).status, 405);
  EXPECT_EQ(reloads, 0);
}

}  // namespace
}  // namespace kraken::mock
