#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/gtest/result_matchers.h"
#include "kraken/mock/scenario.h"
#include "kraken/protocol/json_text.h"

namespace kraken::mock {
namespace {

using ::kraken::gtest::FailsWith;
using ::kraken::gtest::IsOk;
using ::testing::_;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

Scenario Parsed(const std::string& text) {
  Result<Scenario> scenario = ParseScenario(text, "test.json");
  EXPECT_THAT(scenario, IsOk());
  return scenario.value_or(Scenario{});
}

// The scenario whose only rule is this text.
std::string WithRule(const std::string& rule) { return R"({"rules":[)" + rule + "]}"; }
std::string WithFault(const std::string& fault) { return WithRule(R"({"do":)" + fault + "}"); }

Fault ParsedFault(const std::string& text) {
  const Scenario scenario = Parsed(WithFault(text));
  if (scenario.rules.size() != 1 || scenario.rules[0].faults.size() != 1) {
    ADD_FAILURE() << "not exactly one fault: " << text;
    return DelayAnswer{};
  }
  return scenario.rules[0].faults[0];
}

TEST(ParseScenario, ReadsEveryMember) {
  const Scenario scenario = Parsed(R"({
    // Comments are welcome in files.
    "name": "example", "about": "Shows all there is.", "after": "unexpected",
    "rules": [
      {"when": {"endpoint": "Add*", "nth": 3, "key": "*each*"}, "at": "reply", "times": 2,
       "do": [{"delay_ms": 1500}, {"error": ["EService:Busy", "EGeneral:Internal error"]}]},
      {"when": {"every": 2, "params": {"pair": "XBTUSD", "close": {"price": 5}},
                "between_ms": [0, 1500.5], "probability": 0.25},
       "at": "arrival", "times": "always", "do": {"error": "WDatabase:No change", "result": {"a": 1}}}
    ]})");

  const Scenario expected{
      .name = "example",
      .about = "Shows all there is.",
      .after = AfterRules::kUnexpected,
      .rules = {
          {.when = {.endpoint = "Add*", .nth = 3, .key = "*each*"},
           .at = FaultPoint::kReply,
           .times = 2,
           .faults = {DelayAnswer{std::chrono::milliseconds(1500)},
                      AnswerErrors{.errors = {"EService:Busy", "EGeneral:Internal error"}}}},
          {.when = {.every = 2,
                    .params = {{.name = "pair", .value = "XBTUSD"},
                               {.name = "close[price]", .value = "5"}},
                    .between = TimeWindow{.to = std::chrono::microseconds(1'500'500)},
                    .probability = 0.25},
           .at = FaultPoint::kArrival,
           .times = std::nullopt,
           .faults = {AnswerErrors{.errors = {"WDatabase:No change"}, .result = R"({"a":1})"}}}}};
  EXPECT_EQ(scenario, expected);
}

TEST(ParseScenario, TakesDefaultsForWhatIsLeftOut) {
  const Scenario scenario = Parsed(WithFault(R"({"error": "EService:Busy"})"));
  ASSERT_EQ(scenario.rules.size(), 1U);
  EXPECT_EQ(scenario.rules[0].when, RuleMatch{});
  EXPECT_EQ(scenario.rules[0].at, FaultPoint::kHandling);
  EXPECT_EQ(scenario.rules[0].times, 1U);
  EXPECT_THAT(scenario.name, IsEmpty());
}

TEST(ParseScenario, AcceptsPatternsOfNamesAndOfPaths) {
  for (const char* endpoint : {"*", "AddOrder", "Add*", "*Order*", "/0/public/*", "Earn/*"}) {
    const std::string when = R"({"when":{"endpoint":")" + std::string(endpoint) + "\"}";
    const Scenario scenario = Parsed(WithRule(when + R"(,"do":{"delay_ms":1}})"));
    ASSERT_EQ(scenario.rules.size(), 1U) << endpoint;
    EXPECT_EQ(scenario.rules[0].when.endpoint, endpoint);
  }
}

TEST(ParseScenario, TurnsThePageOfAProxyIntoAnAnswer) {
  EXPECT_EQ(ParsedFault(R"({"http":{"status":502,"body":"cloudflare"}})"),
            Fault(CloudflarePage(502)));
  EXPECT_EQ(ParsedFault(R"({"http":{"status":502}})"), Fault(CloudflarePage(502)));
}

TEST(ParseScenario, LetsAHeaderReplaceThatOfThePage) {
  AnswerHttp expected = CloudflarePage(429);
  std::erase_if(expected.headers, [](const Header& header) { return header.name == "Server"; });
  expected.headers.push_back({.name = "server", .value = "nginx"});
  expected.headers.push_back({.name = "Retry-After", .value = "30"});
  EXPECT_EQ(ParsedFault(R"({"http":{"status":429,"body":"cloudflare",
                                    "headers":{"server":"nginx","Retry-After":"30"}}})"),
            Fault(expected));
}

TEST(ParseScenario, ReadsBodiesHeadersAndTheirRepetitions) {
  EXPECT_EQ(ParsedFault(R"({"http":{"status":200,"body":{"text":"[]"},
                           "headers":{"content-type":"application/json","X-A":["1","2"]}}})"),
            Fault(AnswerHttp{.status = 200,
                             .headers = {{"X-A", "1"}, {"X-A", "2"}},
                             .content_type = "application/json",
                             .body = "[]"}));
  EXPECT_EQ(ParsedFault(R"({"http":{"status":503,"body":"empty"}})"),
            Fault(AnswerHttp{.status = 503}));
  EXPECT_EQ(ParsedFault(R"({"http":{"status":204}})"), Fault(AnswerHttp{.status = 204}));
}

TEST(ParseScenario, ReadsWhatChangesTheServer) {
  EXPECT_EQ(ParsedFault(R"({"redirect":"http://127.0.0.1/"})"),
            Fault(RedirectTo("http://127.0.0.1/")));
  EXPECT_EQ(ParsedFault(R"({"throttled_s":30})"), Fault(AnswerThrottled{std::chrono::seconds(30)}));
  EXPECT_EQ(ParsedFault(R"({"lockout_ms":1500})"), Fault(LockOut{std::chrono::milliseconds(1500)}));
  EXPECT_EQ(ParsedFault(R"({"nonce_ahead":1000})"), Fault(MoveNonceAhead{1000}));
}

TEST(ParseScenario, ReadsPartsOfMilliseconds) {
  EXPECT_EQ(ParsedFault(R"({"delay_ms":0.5})"), Fault(DelayAnswer{std::chrono::microseconds(500)}));
  EXPECT_EQ(ParsedFault(R"({"delay_ms":0})"), Fault(DelayAnswer{}));
  EXPECT_EQ(ParsedFault(R"({"delay_ms":86400000})"), Fault(DelayAnswer{std::chrono::hours(24)}));
}

struct Mistake {
  const char* id;
  std::string text;
  const char* message;  // What follows "test.json: ".
};
void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.id; }

class ParseScenarioMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(ParseScenarioMistake, IsReportedWithItsPlace) {
  const std::string message = std::string("test.json: ") + GetParam().message;
  EXPECT_THAT(ParseScenario(GetParam().text, "test.json"),
              FailsWith(ErrorKind::kMalformed, StartsWith(message)));
}

INSTANTIATE_TEST_SUITE_P(
    OfTheScenario, ParseScenarioMistake,
    ::testing::Values(
        Mistake{"NoJson", "{\n  \"rules\": [,]\n}", "line 2, column 13: "},
        Mistake{"NoText", "", "line 1, column 1: "},
        Mistake{"AList", "[]", "expected an object, found a list"},
        Mistake{"NoRules", R"({"name":"x"})", "rules: missing"},
        Mistake{"RulesAnObject", R"({"rules":{}})", "rules: expected a list, found an object"},
        Mistake{"NameANumber", R"({"name":5,"rules":[]})",
                "name: expected a string, found the number 5"},
        Mistake{"UnknownMember", R"({"nmae":"x","rules":[]})",
                R"(nmae: no such key; did you mean "name"?)"},
        Mistake{"MemberWithLineEnd", R"({"a\nb":1,"rules":[]})", R"("a\nb": no such key; known: )"},
        Mistake{"After", R"({"after":"repeat-lst","rules":[]})",
                R"(after: not what can come after the rules: "repeat-lst"; did you mean )"
                R"("repeat-last"?)"},
        Mistake{"AfterANumber", R"({"after":1,"rules":[]})",
                "after: expected a string, found the number 1"},
        Mistake{"RuleAString", WithRule("\"AddOrder\""),
                "rules[0]: expected an object, found a string"},
        Mistake{"SecondRule", WithRule(R"({"do":{"delay_ms":1}},{"when":{"endpont":"*"},"do":1})"),
                R"(rules[1].when.endpont: no such key; did you mean "endpoint"?)"},
        Mistake{"OnAnotherLine", "{\n  \"rules\": [\n    {\"do\": {\"eror\": 1}}\n  ]\n}\n",
                R"(line 3, column 21: rules[0].do.eror: no such key; did you mean "error"?)"},
        Mistake{"NoFault", WithRule("{}"), "rules[0].do: missing"},
        Mistake{"UnknownEndpoint",
                WithRule(R"({"when":{"endpoint":"AddOrdr"},"do":{"delay_ms":1}})"),
                R"(rules[0].when.endpoint: no endpoint fits "AddOrdr"; did you mean "AddOrder"?)"},
        Mistake{"LetterCaseOfEndpoint",
                WithRule(R"({"when":{"endpoint":"addorder"},"do":{"delay_ms":1}})"),
                R"(rules[0].when.endpoint: no endpoint fits "addorder"; did you mean "AddOrder"?)"},
        Mistake{"PatternOfNothing", WithRule(R"({"when":{"endpoint":"Zzz*"},"do":{"delay_ms":1}})"),
                R"(rules[0].when.endpoint: no endpoint fits "Zzz*"; write a name)"},
        Mistake{"EndpointAList", WithRule(R"({"when":{"endpoint":[]},"do":{"delay_ms":1}})"),
                "rules[0].when.endpoint: expected a string, found a list"},
        Mistake{"NthZero", WithRule(R"({"when":{"nth":0},"do":{"delay_ms":1}})"),
                "rules[0].when.nth: expected a whole number of at least 1, found the number 0"},
        Mistake{"NthNegative", WithRule(R"({"when":{"nth":-1},"do":{"delay_ms":1}})"),
                "rules[0].when.nth: expected a whole number of at least 1, found the number -1"},
        Mistake{"EveryZero", WithRule(R"({"when":{"every":0},"do":{"delay_ms":1}})"),
                "rules[0].when.every: expected a whole number of at least 1, found the number 0"},
        Mistake{"ParamsAList", WithRule(R"({"when":{"params":[]},"do":{"delay_ms":1}})"),
                "rules[0].when.params: expected an object, found a list"},
        Mistake{"ParamNull", WithRule(R"({"when":{"params":{"a":null}},"do":{"delay_ms":1}})"),
                "rules[0].when.params.a: expected a text, a number or true or false, found null"},
        Mistake{"WindowOfOne", WithRule(R"({"when":{"between_ms":[5]},"do":{"delay_ms":1}})"),
                "rules[0].when.between_ms: expected two numbers of milliseconds, [from, to], found "
                "a list"},
        Mistake{"WindowBackwards", WithRule(R"({"when":{"between_ms":[5,5]},"do":{"delay_ms":1}})"),
                "rules[0].when.between_ms[1]: does not come after the first of the two"},
        Mistake{"WindowNegative", WithRule(R"({"when":{"between_ms":[-1,5]},"do":{"delay_ms":1}})"),
                "rules[0].when.between_ms[0]: expected a number from 0"},
        Mistake{"ProbabilityTooLarge",
                WithRule(R"({"when":{"probability":1.5},"do":{"delay_ms":1}})"),
                "rules[0].when.probability: expected a number from 0 to 1, found the number 1.5"},
        Mistake{"NthAString", WithRule(R"({"when":{"nth":"1"},"do":{"delay_ms":1}})"),
                "rules[0].when.nth: expected a whole number of at least 1, found a string"},
        Mistake{"KeyEmpty", WithRule(R"({"when":{"key":""},"do":{"delay_ms":1}})"),
                "rules[0].when.key: "},
        Mistake{"UnknownPoint", WithRule(R"({"at":"replay","do":{"delay_ms":1}})"),
                R"(rules[0].at: no such point: "replay"; did you mean "reply"?)"},
        Mistake{"PointNull", WithRule(R"({"at":null,"do":{"delay_ms":1}})"),
                "rules[0].at: expected a string, found null"},
        Mistake{"TimesZero", WithRule(R"({"times":0,"do":{"delay_ms":1}})"),
                "rules[0].times: expected a whole number of at least 1, found the number 0"},
        Mistake{"TimesHalf", WithRule(R"({"times":1.5,"do":{"delay_ms":1}})"),
                "rules[0].times: expected a whole number of at least 1, found the number 1.5"},
        Mistake{"TimesAWord", WithRule(R"({"times":"twice","do":{"delay_ms":1}})"),
                R"(rules[0].times: expected a whole number of at least 1, or "always")"}),
    [](const auto& mistake) { return mistake.param.id; });

INSTANTIATE_TEST_SUITE_P(
    OfTheFault, ParseScenarioMistake,
    ::testing::Values(
        Mistake{"AString", WithFault("\"502\""),
                "rules[0].do: expected an object or a list of objects, found a string"},
        Mistake{"Nothing", WithFault("{}"),
                R"(rules[0].do: expected one of "error", "http", "redirect", "throttled_s", )"
                R"("delay_ms", "stall_ms", "slow_bytes_per_s", "close", "reset", "truncate", )"
                R"("content_length", "garbage", "lockout_ms", "nonce_ahead", "visible_after_ms", )"
                R"("system_status")"},
        Mistake{"RedirectToNoUrl", WithFault(R"({"redirect":"example.com"})"),
                "rules[0].do.redirect: expected a URL that begins with http:// or https://"},
        Mistake{"RedirectWithABlank", WithFault(R"({"redirect":"http://a b"})"),
                "rules[0].do.redirect: expected a URL"},
        Mistake{"ThrottledForNothing", WithFault(R"({"throttled_s":0})"),
                "rules[0].do.throttled_s: expected a whole number from 1 to 86400"},
        Mistake{"LockoutNegative", WithFault(R"({"lockout_ms":-1})"),
                "rules[0].do.lockout_ms: expected a number from 0 to 86400000"},
        Mistake{"NonceAheadHalf", WithFault(R"({"nonce_ahead":1.5})"),
                "rules[0].do.nonce_ahead: expected a whole number"},
        Mistake{"EmptyList", WithFault("[]"), "rules[0].do: expected at least one fault"},
        Mistake{"InAList", WithFault(R"([{"delay_ms":1},{"eror":"EService:Busy"}])"),
                R"(rules[0].do[1].eror: no such key; did you mean "error"?)"},
        Mistake{"TwoAtOnce", WithFault(R"({"error":"EService:Busy","delay_ms":1})"),
                R"(rules[0].do: "error" and "delay_ms" are two faults: write a list)"},
        Mistake{"ResultOfADelay", WithFault(R"({"delay_ms":1,"result":{}})"),
                R"(rules[0].do.result: goes with "error" only)"},
        Mistake{"ResultAlone", WithFault(R"({"result":{}})"),
                "rules[0].do.result: goes with \"error\" only"},
        Mistake{"ErrorWithoutGrammar", WithFault(R"({"error":"Rate limit exceeded"})"),
                R"(rules[0].do.error: "Rate limit exceeded" is not a Kraken error)"},
        Mistake{"SecondError", WithFault(R"({"error":["EService:Busy","busy"]})"),
                R"(rules[0].do.error[1]: "busy" is not a Kraken error)"},
        Mistake{"ErrorANumber", WithFault(R"({"error":5})"),
                "rules[0].do.error: expected an error string or a list of them, found the number"},
        Mistake{"ErrorOfNothing", WithFault(R"({"error":[]})"),
                "rules[0].do.error: expected at least one error string"},
        Mistake{"ErrorListOfNumbers", WithFault(R"({"error":[5]})"),
                "rules[0].do.error[0]: expected a string, found the number 5"},
        Mistake{"HttpANumber", WithFault(R"({"http":502})"),
                "rules[0].do.http: expected an object, found the number 502"},
        Mistake{"HttpWithoutStatus", WithFault(R"({"http":{}})"),
                "rules[0].do.http.status: missing"},
        Mistake{"Status199", WithFault(R"({"http":{"status":199}})"),
                "rules[0].do.http.status: expected a whole number from 200 to 599, found the"},
        Mistake{"Status600", WithFault(R"({"http":{"status":600}})"),
                "rules[0].do.http.status: expected a whole number from 200 to 599, found the"},
        Mistake{"UnknownBody", WithFault(R"({"http":{"status":502,"body":"cloudfare"}})"),
                R"(rules[0].do.http.body: no such body: "cloudfare"; did you mean "cloudflare"?)"},
        Mistake{
            "BodyANumber", WithFault(R"({"http":{"status":502,"body":5}})"),
            R"(rules[0].do.http.body: expected "cloudflare", "empty", {"text": "…"} or {"file": "…"})"},
        Mistake{"BodyOfAFile", WithFault(R"({"http":{"status":502,"body":{"file":"x"}}})"),
                "rules[0].do.http.body.file: only scenarios that are files take bodies from files"},
        Mistake{"BodyOf204", WithFault(R"({"http":{"status":204,"body":{"text":"x"}}})"),
                "rules[0].do.http.body: a 204 has no body"},
        Mistake{"PageOfASuccess", WithFault(R"({"http":{"status":200,"body":"cloudflare"}})"),
                "rules[0].do.http.body: \"cloudflare\" is a page for statuses from 400 to 599"},
        Mistake{"HeaderName", WithFault(R"({"http":{"status":502,"headers":{"X A":"1"}}})"),
                R"(rules[0].do.http.headers."X A": not the name of a header)"},
        Mistake{"HeaderWithLineEnd",
                WithFault(R"({"http":{"status":502,"headers":{"X":"1\r\nSet-Cookie: a=b"}}})"),
                "rules[0].do.http.headers.X: holds a line end"},
        Mistake{"HeaderOfTheServer",
                WithFault(R"({"http":{"status":502,"headers":{"content-length":"1"}}})"),
                "rules[0].do.http.headers.content-length: the server itself writes this header"},
        Mistake{"HeaderWithoutValue", WithFault(R"({"http":{"status":502,"headers":{"X":[]}}})"),
                "rules[0].do.http.headers.X: expected at least one value"},
        Mistake{"HeaderANumber", WithFault(R"({"http":{"status":502,"headers":{"X":1}}})"),
                "rules[0].do.http.headers.X: expected a string, found the number 1"},
        Mistake{"DelayNegative", WithFault(R"({"delay_ms":-1})"),
                "rules[0].do.delay_ms: expected a number from 0 to 86400000, found the number -1"},
        Mistake{"DelayTooLong", WithFault(R"({"delay_ms":86400001})"),
                "rules[0].do.delay_ms: expected a number from 0 to 86400000, found the number"},
        Mistake{"DelayAString", WithFault(R"({"delay_ms":"2s"})"),
                R"(rules[0].do.delay_ms: expected a number of milliseconds, or {"uniform": )"}),
    [](const auto& mistake) { return mistake.param.id; });

TEST(ParseScenario, ReportsTheFirstOfSeveralMistakes) {
  EXPECT_THAT(ParseScenario(R"({"rules":[{"at":"x","times":0}],"name":1})", "test.json"),
              FailsWith(ErrorKind::kMalformed, HasSubstr("test.json: name: ")));
}

TEST(ToJson, GivesWhatParsesToTheSameScenario) {
  AnswerHttp page = CloudflarePage(524);
  page.headers.push_back({.name = "Retry-After", .value = "30"});
  const Scenario scenario{
      .name = "round \"trip\"",
      .about = "Ärger",
      .rules = {
          {.when = {.endpoint = "AddOrder",
                    .nth = 6,
                    .every = 3,
                    .key = "abc+/=",
                    .params = {{.name = "close[price]", .value = "5"}},
                    .between = TimeWindow{.from = std::chrono::milliseconds(1),
                                          .to = std::chrono::hours(1)},
                    .probability = 0.5},
           .at = FaultPoint::kArrival,
           .times = std::nullopt,
           .faults = {AnswerErrors{.errors = {"EService:Busy"}, .result = R"({"a":[1,null]})"}}},
          {.at = FaultPoint::kReply, .times = 7, .faults = {page}},
          {.faults = {DelayAnswer{std::chrono::milliseconds(1)},
                      DelayAnswer{std::chrono::microseconds(1500)},
                      AnswerErrors{.errors = {"EService:Busy", "EGeneral:Internal error"}}}},
          {.faults = {AnswerHttp{.status = 200,
                                 .headers = {{"X-A", "1"}, {"X-A", "2"}, {"X-A", "3"}},
                                 .content_type = "text/plain",
                                 .body = "hello"}}},
          {.faults = {RedirectTo("https://example.com/"), AnswerThrottled{std::chrono::seconds(9)},
                      LockOut{std::chrono::seconds(1)}, MoveNonceAhead{7}}},
          {.faults = {DelayAnswer{.by = std::chrono::milliseconds(1),
                                  .up_to = std::chrono::milliseconds(2)},
                      StallAnswer{}, SlowAnswer{50}, TruncateBody{0}, ClaimLength{1},
                      HideOrders{std::chrono::seconds(3)},
                      SwitchSystemStatus{.status = SystemStatus::kPostOnly}}},
          {.faults = {StallAnswer{.length = std::chrono::seconds(1), .after_bytes = 9},
                      SwitchSystemStatus{.status = SystemStatus::kOnline,
                                         .length = std::chrono::seconds(4)},
                      EndConnection{}, EndConnection{.at = EndPoint::kIdle},
                      EndConnection{.how = EndHow::kReset, .after_bytes = 5}}},
          {.faults = {EndConnection{.how = EndHow::kReset, .at = EndPoint::kAtAccept}}},
          {.faults = {SendGarbage{Garbage::kStatusLine}, SendGarbage{Garbage::kJson},
                      SendGarbage{Garbage::kJsonType}, SendGarbage{Garbage::kGzip},
                      SendGarbage{Garbage::kContentType}, SendGarbage{Garbage::kHtml200}}},
          // The page's text without its headers is not the page.
          {.faults = {AnswerHttp{.status = 502, .body = CloudflarePage(502).body}}},
          {.faults = {AnswerHttp{.status = 204}}},
          {.faults = {AnswerHttp{.status = 502}}}}};

  const std::string text = ToJsonText(ToJson(scenario));
  const Result<Scenario> parsed = ParseScenario(text, "test.json");
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(*parsed, scenario) << text;
}

TEST(ToJson, KeepsThePageShort) {
  EXPECT_EQ(ToJsonText(ToJson(Fault(CloudflarePage(502)))),
            R"({"http":{"status":502,"headers":{"Server":"cloudflare",)"
            R"("CF-RAY":"8f00ba4deadbeef1-AMS"},"body":"cloudflare"}})");
}

TEST(ToJson, GivesAResultThatIsNoJsonAsText) {
  EXPECT_EQ(ToJsonText(ToJson(Fault(AnswerErrors{.errors = {"EService:Busy"}, .result = "{"}))),
            R"({"error":"EService:Busy","result":"{"})");
}

TEST(Describe, TellsAFaultInOneLine) {
  EXPECT_EQ(Describe(AnswerErrors{.errors = {"EAPI:Rate limit exceeded"}}),
            "error EAPI:Rate limit exceeded");
  EXPECT_EQ(
      Describe(AnswerErrors{.errors = {"WDatabase:No change", "EService:Busy"}, .result = "1"}),
      "error WDatabase:No change, EService:Busy with a result");
  EXPECT_EQ(Describe(AnswerHttp{.status = 502}), "http 502");
  EXPECT_EQ(Describe(DelayAnswer{std::chrono::seconds(2)}), "delay 2000 ms");
  EXPECT_EQ(Describe(StallAnswer{.after_bytes = 9}), "stall for ever after 9 bytes");
  EXPECT_EQ(Describe(StallAnswer{.length = std::chrono::seconds(1)}), "stall 1000 ms");
  EXPECT_EQ(Describe(SlowAnswer{50}), "at 50 bytes/s");
  EXPECT_EQ(Describe(EndConnection{}), "close before-reply");
  EXPECT_EQ(Describe(EndConnection{.how = EndHow::kReset, .after_bytes = 5}),
            "reset after 5 bytes");
  EXPECT_EQ(Describe(TruncateBody{5}), "body truncated after 5 bytes");
  EXPECT_EQ(Describe(ClaimLength{5}), "Content-Length 5");
  EXPECT_EQ(Describe(SendGarbage{Garbage::kGzip}), "garbage gzip");
  EXPECT_EQ(Describe(HideOrders{std::chrono::seconds(3)}), "orders hidden for 3000 ms");
  EXPECT_EQ(Describe(SwitchSystemStatus{.status = SystemStatus::kPostOnly,
                                        .length = std::chrono::seconds(4)}),
            "system status post_only for 4000 ms");
}

TEST(CloudflarePage, IsHtmlThatNamesTheStatus) {
  const AnswerHttp page = CloudflarePage(502);
  EXPECT_EQ(page.status, 502);
  EXPECT_EQ(page.content_type, "text/html; charset=UTF-8");
  EXPECT_THAT(page.body, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(page.body, HasSubstr("502: Bad gateway"));
  EXPECT_THAT(page.body, EndsWith("</html>\n"));
}

TEST(CloudflarePage, ShowsTheNumberOfARefusalInsteadOfItsStatus) {
  EXPECT_THAT(CloudflarePage(429).body, HasSubstr("Error 1015"));
  EXPECT_THAT(CloudflarePage(403).body, HasSubstr("Error 1020"));
  EXPECT_THAT(CloudflarePage(418).body, HasSubstr("Error 418"));
}

}  // namespace
}  // namespace kraken::mock
