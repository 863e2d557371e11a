// Each fault that can be seen on the wire: the very bytes, and how the connection ends. From JSON
// and from C++, which are equal.
#include <chrono>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/faults/fault_harness.h"

namespace kraken::mock {
namespace {

using ::testing::IsEmpty;

enum class End : std::uint8_t { kKept, kClosed, kReset };

struct WireFault {
  const char* id;
  std::string json;
  Fault fault;
  std::string bytes;  // All that the client gets.
  End end = End::kKept;
  std::string_view ended = "complete";  // In the journal.
};
void PrintTo(const WireFault& fault, std::ostream* out) { *out << fault.json; }

std::string Half(const std::string& answer) { return answer.substr(0, 40); }

std::string Page(const std::string& status_line, const std::string& headers,
                 const std::string& body) {
  return Answer(status_line, "text/html; charset=UTF-8", headers, body, body.size());
}

std::string Challenge() {
  const std::string body =
      "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head>\n<title>Just a moment...</title>\n"
      "<meta charset=\"UTF-8\" />\n</head>\n<body>\n"
      "<h1>api.kraken.com</h1>\n<p>Verifying you are human. This may take a few seconds.</p>\n"
      "</body>\n</html>\n";
  return Page("HTTP/1.1 200 OK", "", body);
}

std::string Cloudflare502() {
  const std::string body =
      "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head>\n"
      "<title>api.kraken.com | 502: Bad gateway</title>\n<meta charset=\"UTF-8\" />\n</head>\n"
      "<body>\n<h1>Error 502</h1>\n<h2>Bad gateway</h2>\n<p>Ray ID: 8f00ba4deadbeef1</p>\n"
      "<p>Performance &amp; security by Cloudflare</p>\n</body>\n</html>\n";
  return Page("HTTP/1.1 502 Bad Gateway", "Server: cloudflare\r\nCF-RAY: 8f00ba4deadbeef1-AMS\r\n",
              body);
}

std::vector<WireFault> Answers() {
  return {
      {"Error", R"({"error":"EService:Busy"})", AnswerErrors{{"EService:Busy"}},
       Answer(R"({"error":["EService:Busy"]})")},
      {"Errors", R"({"error":["WDatabase:No change","EOrder:Rate limit exceeded"]})",
       AnswerErrors{{"WDatabase:No change", "EOrder:Rate limit exceeded"}},
       Answer(R"({"error":["WDatabase:No change","EOrder:Rate limit exceeded"]})")},
      {"WarningWithAResult", R"({"error":"WDatabase:No change","result":{"delete":true}})",
       AnswerErrors{{"WDatabase:No change"}, R"({"delete":true})"},
       Answer(R"({"error":["WDatabase:No change"],"result":{"delete":true}})")},
      {"CloudflarePage", R"({"http":{"status":502,"body":"cloudflare"}})", CloudflarePage(502),
       Cloudflare502()},
      {"RetryAfter",
       R"({"http":{"status":429,"headers":{"Retry-After":"soon"},"body":{"text":"slow down"}}})",
       AnswerHttp{.status = 429,
                  .headers = {{.name = "Retry-After", .value = "soon"}},
                  .body = "slow down"},
       Page("HTTP/1.1 429 Too Many Requests", "Retry-After: soon\r\n", "slow down")},
      {"EmptyBody", R"({"http":{"status":200,"body":"empty"}})", AnswerHttp{.status = 200},
       Page("HTTP/1.1 200 OK", "", "")},
      {"Redirect", R"({"redirect":"https://example.com/"})", RedirectTo("https://example.com/"),
       Page("HTTP/1.1 302 Found", "Location: https://example.com/\r\n", "")},
      {"Throttled", R"({"throttled_s":30})", AnswerThrottled{std::chrono::seconds(30)},
       Answer(R"({"error":["EService:Throttled: 1767225630"]})")},
  };
}

std::vector<WireFault> Ends() {
  const std::string half = Half(RightAnswer());
  return {
      {"CloseBeforeReply", R"({"close":"before-reply"})", EndConnection{}, "", End::kClosed,
       "closed"},
      {"ResetBeforeReply", R"({"reset":"before-reply"})", EndConnection{.how = EndHow::kReset}, "",
       End::kReset, "reset"},
      {"CloseAfterBytes", R"({"close":{"after_bytes":40}})", EndConnection{.after_bytes = 40}, half,
       End::kClosed, "closed"},
      {"ResetAfterBytes", R"({"reset":{"after_bytes":40}})",
       EndConnection{.how = EndHow::kReset, .after_bytes = 40}, half, End::kReset, "reset"},
      {"CloseAfterAllOfIt",
       R"({"close":{"after_bytes":)" + std::to_string(RightAnswer().size()) + "}}",
       EndConnection{.after_bytes = RightAnswer().size()}, RightAnswer(), End::kClosed, "closed"},
      {"CloseBeyondTheEnd", R"({"close":{"after_bytes":100000}})",
       EndConnection{.after_bytes = 100'000}, RightAnswer(), End::kClosed, "closed"},
      {"Truncate", R"({"truncate":10})", TruncateBody{10},
       Answer("HTTP/1.1 200 OK", "application/json", "", kRightBody.substr(0, 10),
              kRightBody.size()),
       End::kClosed, "truncated"},
      {"TruncateBeyondTheEnd", R"({"truncate":1000})", TruncateBody{1000},
       RightAnswer().substr(0, RightAnswer().size() - 1), End::kClosed, "truncated"},
      {"ContentLengthTooLarge", R"({"content_length":1000})", ClaimLength{1000},
       Answer("HTTP/1.1 200 OK", "application/json", "", kRightBody, 1000), End::kClosed,
       "truncated"},
      {"ContentLengthTooSmall", R"({"content_length":5})", ClaimLength{5},
       Answer("HTTP/1.1 200 OK", "application/json", "", kRightBody, 5)},
  };
}

std::vector<WireFault> AllGarbage() {
  const std::string unpackable("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff\xff", 14);
  return {
      {"StatusLine", R"({"garbage":"status-line"})", SendGarbage{Garbage::kStatusLine},
       Answer("garbage in place of a status line", "application/json", "", kRightBody,
              kRightBody.size()),
       End::kClosed, "closed"},
      {"Json", R"({"garbage":"json"})", SendGarbage{Garbage::kJson},
       Answer(R"({"error":[],"result":{"unfinished":)")},
      {"JsonType", R"({"garbage":"json-type"})", SendGarbage{Garbage::kJsonType},
       Answer(R"(["not an envelope"])")},
      {"Gzip", R"({"garbage":"gzip"})", SendGarbage{Garbage::kGzip},
       Answer("HTTP/1.1 200 OK", "application/json", "Content-Encoding: gzip\r\n", unpackable,
              unpackable.size())},
      {"ContentType", R"({"garbage":"content-type"})", SendGarbage{Garbage::kContentType},
       Page("HTTP/1.1 200 OK", "", std::string(kRightBody))},
      {"Html200", R"({"garbage":"html-200"})", SendGarbage{Garbage::kHtml200}, Challenge()},
  };
}

class WireFaultTest : public ::testing::TestWithParam<WireFault> {};

TEST_P(WireFaultTest, IsSeenByTheClientToTheByte) {
  const WireFault& param = GetParam();
  const Scenario scenario = Striking(param.fault);
  EXPECT_EQ(ParsedStriking(param.json), scenario);
  FaultHarness harness(scenario);
  RawClient client(harness.port());
  client.Send(AskForTime());
  if (param.end == End::kKept) {
    EXPECT_EQ(client.ReadExactly(param.bytes.size()), param.bytes);
    client.Send(AskForTime());
    EXPECT_EQ(client.ReadExactly(RightAnswer().size()), RightAnswer()) << "on the same connection";
  } else {
    EXPECT_EQ(client.ReadToEnd(), param.bytes);
    EXPECT_EQ(client.was_reset(), param.end == End::kReset);
  }
  EXPECT_EQ(harness.Ended(), param.ended);
  EXPECT_THAT(harness.server().UnmetRules(), IsEmpty());
}

std::string IdOf(const ::testing::TestParamInfo<WireFault>& fault) { return fault.param.id; }
INSTANTIATE_TEST_SUITE_P(Answer, WireFaultTest, ::testing::ValuesIn(Answers()), IdOf);
INSTANTIATE_TEST_SUITE_P(End, WireFaultTest, ::testing::ValuesIn(Ends()), IdOf);
INSTANTIATE_TEST_SUITE_P(Garbage, WireFaultTest, ::testing::ValuesIn(AllGarbage()), IdOf);

struct IdleEnd {
  std::string json;
  EndHow how;
};
void PrintTo(const IdleEnd& end, std::ostream* out) { *out << end.json; }
class IdleEndTest : public ::testing::TestWithParam<IdleEnd> {};

TEST_P(IdleEndTest, AnswersAndEndsAsTheNextRequestBegins) {
  const Scenario scenario = Striking(EndConnection{.how = GetParam().how, .at = EndPoint::kIdle});
  EXPECT_EQ(ParsedStriking(GetParam().json), scenario);
  FaultHarness harness(scenario);
  RawClient client(harness.port());
  client.Send(AskForTime());
  EXPECT_EQ(client.ReadExactly(RightAnswer().size()), RightAnswer());
  client.Send("G");
  EXPECT_THAT(client.ReadToEnd(), IsEmpty());
  EXPECT_EQ(client.was_reset(), GetParam().how == EndHow::kReset);
  EXPECT_EQ(harness.Ended(), "complete");
  EXPECT_EQ(harness.server().journal().size(), 1U) << "the next request was never one";
}

TEST_P(IdleEndTest, EndsBeforeARequestThatCameWithTheOneBefore) {
  FaultHarness harness(Striking(EndConnection{.how = GetParam().how, .at = EndPoint::kIdle}));
  RawClient client(harness.port());
  client.Send(AskForTime() + AskForTime());
  EXPECT_EQ(client.ReadToEnd(), RightAnswer());
  EXPECT_EQ(client.was_reset(), GetParam().how == EndHow::kReset);
}

INSTANTIATE_TEST_SUITE_P(All, IdleEndTest,
                         ::testing::Values(IdleEnd{R"({"close":"idle"})", EndHow::kClose},
                                           IdleEnd{R"({"reset":"idle"})", EndHow::kReset}));

TEST(AtAccept, EndsConnectionsBeforeARequestCanCome) {
  const auto scenario = ParseScenario(
      R"({"name":"s","rules":[{"when":{"nth":1},"do":{"close":"at-accept"}},
                              {"when":{"nth":2},"do":{"reset":"at-accept"}}]})",
      "test");
  ASSERT_TRUE(scenario) << scenario.error().message;
  EXPECT_EQ(
      *scenario,
      (Scenario{
          .name = "s",
          .rules = {
              {.when = {.nth = 1}, .faults = {EndConnection{.at = EndPoint::kAtAccept}}},
              {.when = {.nth = 2},
               .faults = {EndConnection{.how = EndHow::kReset, .at = EndPoint::kAtAccept}}}}}));
  FaultHarness harness(*scenario);
  RawClient closed(harness.port());
  closed.Send(AskForTime());
  EXPECT_THAT(closed.ReadToEnd(), IsEmpty());
  EXPECT_FALSE(closed.was_reset());
  RawClient reset(harness.port());
  EXPECT_THAT(reset.ReadToEnd(), IsEmpty());
  EXPECT_TRUE(reset.was_reset());
  EXPECT_EQ(RawClient(harness.port()).Ask(AskForTime()).body, kRightBody);
  EXPECT_THAT(harness.server().UnmetRules(), IsEmpty());
  EXPECT_EQ(harness.server().journal().size(), 1U);
}

// --- Where nothing was executed ---

TEST(WireFaultInsteadOfTheHandler, SpoilsAnAnswerThatSaysSo) {
  Scenario scenario = Striking(TruncateBody{12});
  scenario.rules[0].at = FaultPoint::kHandling;
  FaultHarness harness(scenario);
  RawClient client(harness.port());
  client.Send(AskForTime());
  EXPECT_EQ(client.ReadToEnd(),
            Answer("HTTP/1.1 200 OK", "application/json", "", R"({"error":["E)",
                   std::string_view(R"({"error":["EService:Unavailable"]})").size()));
  const JournalEntry entry = harness.server().journal().Entries().at(0);
  EXPECT_THAT(entry.errors, ::testing::ElementsAre("EService:Unavailable"));
}

TEST(WireFaultInsteadOfTheHandler, SpoilsTheAnswerOfItsOwnRule) {
  Scenario scenario = Striking(AnswerErrors{{"EService:Busy"}});
  scenario.rules[0].at = FaultPoint::kArrival;
  scenario.rules[0].faults.emplace_back(ClaimLength{3});
  FaultHarness harness(scenario);
  RawClient client(harness.port());
  client.Send(AskForTime());
  const std::string bytes =
      Answer("HTTP/1.1 200 OK", "application/json", "", R"({"error":["EService:Busy"]})", 3);
  EXPECT_EQ(client.ReadExactly(bytes.size()), bytes);
}

// What a rule of several faults sends, and how its connection ended.
std::string SeenOf(const std::string& faults) {
  FaultHarness harness(ParsedStriking(faults));
  RawClient client(harness.port());
  client.Send(AskForTime());
  client.EndSending();
  std::string seen = client.ReadToEnd();
  if (client.was_reset()) seen += "(reset)";
  return seen + " " + harness.Ended() + " " +
         std::to_string(harness.server().journal().Entries().at(0).status);
}

TEST(WireFaultsInARow, EndAConnectionThatAnEarlierOneEnds) {
  EXPECT_EQ(SeenOf(R"([{"close":"before-reply"},{"close":{"after_bytes":5}}])"), " closed 0");
  EXPECT_EQ(SeenOf(R"([{"reset":"before-reply"},{"truncate":5},{"garbage":"json"}])"),
            "(reset) reset 0");
}

TEST(WireFaultsInARow, SpoilTheLastAnswerOnly) {
  const std::string busy = Answer(R"({"error":["EService:Busy"]})");
  EXPECT_EQ(SeenOf(R"([{"close":"before-reply"},{"error":"EService:Busy"}])"),
            busy + " complete 200");
  EXPECT_EQ(SeenOf(R"([{"truncate":5},{"error":"EService:Busy"},{"close":{"after_bytes":20}}])"),
            busy.substr(0, 20) + " closed 200");
  for (const char* spoiler :
       {R"({"close":"before-reply"})", R"({"reset":{"after_bytes":9}})", R"({"truncate":1})",
        R"({"content_length":9})", R"({"garbage":"status-line"})", R"({"garbage":"gzip"})"}) {
    const std::string then = "[" + std::string(spoiler) + ",";
    EXPECT_EQ(SeenOf(then + R"({"http":{"status":200,"body":{"text":"hello"}}}])"),
              Page("HTTP/1.1 200 OK", "", "hello") + " complete 200");
    EXPECT_EQ(SeenOf(then + R"({"throttled_s":30}])"),
              Answer(R"({"error":["EService:Throttled: 1767225630"]})") + " complete 200");
  }
}

TEST(WireFaultsInARow, SpoilWhatIsSpoiledAlready) {
  EXPECT_EQ(SeenOf(R"([{"garbage":"status-line"},{"garbage":"content-type"}])"),
            Answer("garbage in place of a status line", "text/html; charset=UTF-8", "", kRightBody,
                   kRightBody.size()) +
                " closed 200");
}

TEST(WireFault, ClosesBehindABodyThatIsEmptyAnyhow) {
  EXPECT_EQ(SeenOf(R"([{"http":{"status":503,"body":"empty"}},{"truncate":5}])"),
            Page("HTTP/1.1 503 Service Unavailable", "", "") + " closed 503");
}

TEST(WireFault, DoesNotMissTheBodyOfAHead) {
  Scenario scenario = Striking(ClaimLength{100});
  scenario.rules[0].at = FaultPoint::kArrival;
  FaultHarness harness(scenario);
  RawClient client(harness.port());
  client.Send("HEAD /0/public/Time HTTP/1.1\r\nHost: h\r\n\r\n");
  const std::string head = Answer("HTTP/1.1 200 OK", "application/json", "", "", 100);
  EXPECT_EQ(client.ReadExactly(head.size()), head);
  EXPECT_EQ(client.Ask(AskForTime()).body, kRightBody) << "on the same connection";
  EXPECT_EQ(harness.Ended(), "complete");
}

TEST(WireFaultInsteadOfTheHandler, LeavesNoAnswerInTheJournal) {
  Scenario scenario = Striking(EndConnection{});
  scenario.rules[0].at = FaultPoint::kHandling;
  FaultHarness harness(scenario);
  RawClient client(harness.port());
  client.Send(AskForTime());
  EXPECT_THAT(client.ReadToEnd(), IsEmpty());
  const JournalEntry entry = harness.server().journal().Entries().at(0);
  EXPECT_EQ(entry.status, kNoAnswer);
  EXPECT_THAT(entry.errors, IsEmpty());
}

}  // namespace
}  // namespace kraken::mock
