#include "mock_server/src/control/control_api.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/mock_server/control/control_api_fixture.h"

namespace kraken::mock {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;

using ControlApiTest = ControlApiFixture;

TEST_F(ControlApiTest, TellsItsHealth) {
  const Reply reply = Call("GET", "health");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, "application/json");
  const Json health = Parsed(reply);
  EXPECT_EQ(health.at("status"), "ok");
  EXPECT_THAT(health.at("version").get<std::string>(), MatchesRegex(R"([0-9]+\.[0-9]+\.[0-9]+)"));
  EXPECT_EQ(health.at("seed"), 7);
  EXPECT_EQ(health.at("now"), "2026-01-01T00:00:00Z");
}

TEST_F(ControlApiTest, ListsTheCallsForAnUnknownPathTheNearestFirst) {
  const Reply reply = Call("GET", "jurnal");
  EXPECT_EQ(reply.status, 404);
  EXPECT_THAT(ErrorOf(reply), HasSubstr("did you mean GET /__mock__/journal?"));
  const Json calls = Parsed(reply).at("calls");
  EXPECT_EQ(calls.at(0), "GET /__mock__/journal");
  EXPECT_EQ(calls.at(1), "DELETE /__mock__/journal");
  EXPECT_THAT(calls, Contains("PUT /__mock__/scenario"));
  EXPECT_THAT(calls, Contains("DELETE /__mock__/keys/KEY"));
}

TEST_F(ControlApiTest, ListsTheCallsWhereNoneIsNear) {
  const Reply reply = Call("GET", "");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(Parsed(reply).at("calls").at(0), "GET /__mock__/health");
}

TEST_F(ControlApiTest, TellsTheMethodsOfACall) {
  Reply reply = Call("POST", "scenario", "{}");
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(HeaderOf(reply, "Allow"), "PUT, GET, DELETE");
  reply = Call("GET", "keys/abc");
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(HeaderOf(reply, "Allow"), "DELETE");
}

TEST_F(ControlApiTest, NamesTheNearestForAnUnknownQuery) {
  const Reply reply = Call("GET", "journal?sinse=3");
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(ErrorOf(reply), HasSubstr(R"("sinse"; did you mean "since"?)"));
}

TEST_F(ControlApiTest, RefusesAQueryWhereNoneIsRead) {
  const Reply reply = Call("POST", "clock?advance_ms=5", R"({"advance_ms":5})");
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(ErrorOf(reply), HasSubstr("takes none"));
  EXPECT_EQ(clock_.Now(), ManualClock::kDefaultStart);
}

TEST_F(ControlApiTest, RefusesABodyWhereNoneIsRead) {
  Arm("rate-limited-twice");
  const Reply reply = Call("POST", "reset", R"({"key":"A"})");
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(ErrorOf(reply), HasSubstr("?key=KEY"));
  EXPECT_FALSE(world_.Lock()->script.empty()) << "nothing was reset";
  EXPECT_EQ(Call("POST", "reset", "{}").status, 200);
}

TEST_F(ControlApiTest, RefusesAnEmptyKey) {
  Arm("rate-limited-twice");
  for (const char* target : {"reset?key=", "reset?key"}) {
    const Reply reply = Call("POST", target);
    EXPECT_EQ(reply.status, 400) << target;
    EXPECT_THAT(ErrorOf(reply), HasSubstr("key is empty"));
  }
  EXPECT_FALSE(world_.Lock()->script.empty()) << "nothing was reset";
}

TEST_F(ControlApiTest, DoesNotKnowAKeyThatDoesNotExist) {
  for (const char* method : {"PUT", "GET", "DELETE"}) {
    const Reply reply = Call(method, "scenario?key=nobody", "");
    EXPECT_EQ(reply.status, 404) << method;
    EXPECT_THAT(ErrorOf(reply), HasSubstr(KeyId("nobody")));
    EXPECT_THAT(ErrorOf(reply), Not(HasSubstr("nobody"))) << "it may be a mistaken secret";
  }
  EXPECT_EQ(Call("POST", "reset?key=nobody").status, 404);
}

TEST_F(ControlApiTest, ReportsWhereABodyIsNoJson) {
  for (const auto& [method, target] :
       {std::pair{"POST", "clock"}, std::pair{"PUT", "scenario"}, std::pair{"POST", "keys"},
        std::pair{"PUT", "system-status"}}) {
    const Reply reply = Call(method, target, "{\n  x");
    EXPECT_EQ(reply.status, 400) << target;
    EXPECT_THAT(ErrorOf(reply), HasSubstr("the request body: line 2, column 3: ")) << target;
  }
}

// --- clock ---

TEST_F(ControlApiTest, AdvancesTheClock) {
  const Reply reply = Call("POST", "clock", R"({"advance_ms":15000})");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"now":"2026-01-01T00:00:15Z"})");
  EXPECT_EQ(clock_.Now(), ManualClock::kDefaultStart + std::chrono::seconds(15));
}

TEST_F(ControlApiTest, SetsTheClock) {
  const Reply reply = Call("POST", "clock", R"({"set":"2026-01-02T01:00:00+01:00"})");
  EXPECT_EQ(reply.body, R"({"now":"2026-01-02T00:00:00Z"})");
}

TEST_F(ControlApiTest, LetsTheClockStand) {
  EXPECT_EQ(Call("POST", "clock", R"({"advance_ms":0})").status, 200);
  EXPECT_EQ(Call("POST", "clock", R"({"set":"2026-01-01T00:00:00Z"})").status, 200);
  EXPECT_EQ(clock_.Now(), ManualClock::kDefaultStart);
}

TEST_F(ControlApiTest, NeverTurnsTheClockBack) {
  Reply reply = Call("POST", "clock", R"({"set":"2025-12-31T23:59:59Z"})");
  EXPECT_EQ(reply.status, 409);
  EXPECT_THAT(ErrorOf(reply), HasSubstr("2026-01-01T00:00:00Z"));
  EXPECT_THAT(ErrorOf(reply), HasSubstr("2025-12-31T23:59:59Z"));
  reply = Call("POST", "clock", R"({"advance_ms":-5})");
  EXPECT_EQ(reply.status, 409);
  EXPECT_THAT(ErrorOf(reply), HasSubstr("-5 ms"));
  EXPECT_EQ(clock_.Now(), ManualClock::kDefaultStart);
}

TEST_F(ControlApiTest, KeepsTheClockWithinItsRange) {
  EXPECT_EQ(Call("POST", "clock", R"({"set":"2201-01-01T00:00:00Z"})").status, 400);
  EXPECT_EQ(Call("POST", "clock", R"({"set":"2200-01-01T00:00:00Z"})").status, 200);
  EXPECT_EQ(Call("POST", "clock", R"({"advance_ms":1})").status, 400);
  EXPECT_EQ(Call("POST", "clock", R"({"advance_ms":6000000000000})").status, 400);
}

TEST_F(ControlApiTest, SaysWhatTheClockTakes) {
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {"{}", R"(expected either {"advance_ms": N} or {"set":)"},
      {R"({"advance_ms":1,"set":"2026-02-01T00:00:00Z"})", "expected either"},
      {R"({"advance_ms":"5"})", "advance_ms: expected a number from"},
      {R"({"advance_ms":1e300})", "advance_ms: expected a number from"},
      {R"({"advanse_ms":5})", R"(advanse_ms: no such key; did you mean "advance_ms"?)"},
      {R"({"set":5})", "set: expected a string, found the number 5"},
      {R"({"set":"tomorrow"})", "set: "},
      {"[]", "expected an object, found a list"},
      {"", "line 1, column 1"}};
  for (const auto& [body, message] : mistakes) {
    const Reply reply = Call("POST", "clock", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_THAT(ErrorOf(reply), HasSubstr("the request body: " + message)) << body;
  }
}

// --- journal ---

TEST_F(ControlApiTest, GivesTheJournalWithItsAnswersJoined) {
  EXPECT_EQ(Call("GET", "journal").body, R"({"entries":[],"next":0,"dropped":0})");
  const std::uint64_t ticket = Record("Balance", "B");
  Record("Time", "");
  journal_.RecordSent(ticket, {.bytes = 9});

  const Json page = Parsed(Call("GET", "journal"));
  ASSERT_THAT(page.at("entries"), SizeIs(2));
  EXPECT_EQ(page.at("entries").at(0).at("endpoint"), "Balance");
  EXPECT_EQ(page.at("entries").at(0).at("sent").at("bytes"), 9);
  EXPECT_TRUE(page.at("entries").at(1).at("sent").is_null());
  EXPECT_EQ(page.at("next"), 2);
  EXPECT_EQ(page.at("dropped"), 0);
}

TEST_F(ControlApiTest, ChoosesWhatOfTheJournalToGive) {
  Record("Balance", "A+/");
  Record("Balance", "B");
  Record("Ledgers", "A+/");
  Record("Balance", "A+/");
  EXPECT_THAT(NumbersOf("journal?since=1"), ElementsAre(2, 3, 4));
  EXPECT_THAT(NumbersOf("journal?endpoint=Balance"), ElementsAre(1, 2, 4));
  EXPECT_THAT(NumbersOf("journal?key=A%2B%2F"), ElementsAre(1, 3, 4));
  EXPECT_THAT(NumbersOf("journal?key=A+/"), ElementsAre(1, 3, 4)) << "unencoded, as people write";
  EXPECT_THAT(NumbersOf("journal?key=A%2B%2F&endpoint=Balance&since=1&limit=1"), ElementsAre(4));
  EXPECT_THAT(NumbersOf("journal?limit=2"), ElementsAre(1, 2));
  EXPECT_THAT(NumbersOf("journal?limit=0"), SizeIs(4));
  EXPECT_THAT(NumbersOf("journal?key=unknown"), IsEmpty());
}

TEST_F(ControlApiTest, GivesTheJournalLineByLine) {
  const std::uint64_t ticket = Record("Balance", "B");
  Record("Time", "");
  journal_.RecordSent(ticket, {});
  const Reply reply = Call("GET", "journal", "", {{"Accept", "application/x-ndjson"}});
  EXPECT_EQ(reply.content_type, "application/x-ndjson");
  const std::vector<JournalEntry> entries = journal_.Entries();
  EXPECT_EQ(reply.body, ToJsonText(RequestLine(entries.at(0))) + "\n" +
                            ToJsonText(SentLine(1, {})) + "\n" +
                            ToJsonText(RequestLine(entries.at(1))) + "\n");
}

TEST_F(ControlApiTest, KnowsMistakenQueriesOfTheJournal) {
  for (const char* target : {"journal?since=-1", "journal?since=abc", "journal?since=",
                             "journal?limit=1x", "journal?limit=99999999999999999999"}) {
    const Reply reply = Call("GET", target);
    EXPECT_EQ(reply.status, 400) << target;
    EXPECT_THAT(ErrorOf(reply), HasSubstr("is not a whole number")) << target;
  }
  const Reply reply = Call("GET", "journal?endpoint=Balanse");
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(ErrorOf(reply), HasSubstr(R"(did you mean "Balance"?)"));
}

TEST_F(ControlApiTest, ClearsTheJournalWhollyOrOfOneKey) {
  Record("Balance", "A+/");
  Record("Balance", "B");
  EXPECT_EQ(Call("DELETE", "journal?key=B").status, 200);
  EXPECT_THAT(NumbersOf("journal"), ElementsAre(1));
  EXPECT_EQ(Call("DELETE", "journal").status, 200);
  EXPECT_THAT(NumbersOf("journal"), IsEmpty());
}

// --- scenario ---

TEST_F(ControlApiTest, LoadsShowsAndDropsAScenario) {
  EXPECT_EQ(Call("GET", "scenario").body, "null");
  const Reply put =
      Call("PUT", "scenario",
           R"({"name":"mine", /* why */ "rules":[{"do":{"error":"EService:Busy"}}]})");
  EXPECT_EQ(put.status, 200);
  EXPECT_EQ(Parsed(put).at("rules").dump(), R"([{"rule":"mine#1","fired":0,"left":1,"met":false,)"
                                            R"("why":"never fired; no request came"}])");
  EXPECT_EQ(Call("GET", "scenario").body, put.body);

  world_.Lock()->script.Fire(FaultPoint::kHandling, {.endpoint = "Balance"});
  EXPECT_EQ(Parsed(Call("GET", "scenario")).at("rules").dump(),
            R"([{"rule":"mine#1","fired":1,"left":0,"met":true}])");
  EXPECT_EQ(Call("DELETE", "scenario").status, 200);
  EXPECT_EQ(Call("GET", "scenario").body, "null");
}

TEST_F(ControlApiTest, LoadsABuiltInScenarioByItsNameAlone) {
  const Reply reply = Call("PUT", "scenario", R"({"name":"rate-limited-twice"})");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(Parsed(reply).at("rules").at(0).at("left"), 2);
}

TEST_F(ControlApiTest, KeepsTheScenarioInPlaceWhereTheNewOneIsWrong) {
  Arm("service-busy");
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {R"({"name":"service-bussy"})", R"(did you mean "service-busy"?)"},
      {R"({"name":5})", "the request body: name: expected a string"},
      {R"({"name":"x","rulez":[]})",
       R"(the request body: rulez: no such key; did you mean "rules"?)"},
      {R"({"rules":[{"when":{"endpont":"*"},"do":{"delay_ms":1}}]})",
       R"(the request body: rules[0].when.endpont: no such key; did you mean "endpoint"?)"}};
  for (const auto& [body, message] : mistakes) {
    const Reply reply = Call("PUT", "scenario", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_THAT(ErrorOf(reply), HasSubstr(message)) << body;
  }
  EXPECT_EQ(Parsed(Call("GET", "scenario")).at("scenario").at("name"), "service-busy");
}

TEST_F(ControlApiTest, LimitsAScenarioToOneKey) {
  Arm("service-busy");
  Arm("rate-limited-twice", "?key=A%2B%2F");
  const auto name_for = [this](const std::string& query) {
    const Json status = Parsed(Call("GET", "scenario" + query));
    return status.is_null() ? "none" : status.at("scenario").at("name").get<std::string>();
  };
  EXPECT_EQ(name_for(""), "service-busy");
  EXPECT_EQ(name_for("?key=A%2B%2F"), "rate-limited-twice");
  EXPECT_EQ(name_for("?key=B"), "none");
  EXPECT_EQ(Call("DELETE", "scenario?key=A%2B%2F").status, 200);
  EXPECT_EQ(name_for("?key=A%2B%2F"), "none");
  EXPECT_EQ(name_for(""), "service-busy");
}

}  // namespace
}  // namespace kraken::mock
