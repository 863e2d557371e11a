#include "mock_server/src/scenario/script.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/mock/journal.h"
#include "kraken/protocol/json_text.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Fault kBusy = AnswerErrors{.errors = {"EService:Busy"}};
const Fault kLimit = AnswerErrors{.errors = {"EAPI:Rate limit exceeded"}};
const Fault kDelay = DelayAnswer{std::chrono::seconds(1)};

// A call as the pipeline would make it: counted once, then offered to the rules at one point. The
// name of the rule that fired, or "-".
std::string Call(Script& script, std::string_view endpoint, std::string_view api_key = "KEY",
                 FaultPoint at = FaultPoint::kHandling) {
  const std::string_view caller = api_key.empty() ? "127.0.0.1" : api_key;
  const std::uint64_t occurrence = script.Count(endpoint, caller);
  const auto fired = script.Fire(
      at, {.endpoint = endpoint, .caller = caller, .api_key = api_key, .occurrence = occurrence});
  return fired ? fired->rule : "-";
}

Script Playing(std::vector<Rule> rules) {
  Script script;
  script.Load({.name = "s", .rules = std::move(rules)});
  return script;
}

TEST(Script, FiresAsOftenAsTheBudgetAllows) {
  Script script = Playing({{.times = 2, .faults = {kBusy}}});
  EXPECT_EQ(Call(script, "Balance"), "s#1");
  EXPECT_EQ(Call(script, "Ticker", ""), "s#1");
  EXPECT_EQ(Call(script, "Balance"), "-");
}

TEST(Script, GivesTheFaultsOfTheRule) {
  Script script = Playing({{.faults = {kDelay, kBusy}}});
  const auto fired = script.Fire(FaultPoint::kHandling, {.endpoint = "Balance"});
  ASSERT_TRUE(fired);
  EXPECT_THAT(fired->faults, ElementsAre(kDelay, kBusy));
}

TEST(Script, FiresForEverWithoutABudget) {
  Script script = Playing({{.times = std::nullopt, .faults = {kBusy}}});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(Call(script, "Balance"), "s#1");
}

TEST(Script, FiresEverySoManiethTime) {
  Script script = Playing({{.when = {.every = 3}, .times = std::nullopt, .faults = {kBusy}}});
  std::string fired;
  for (int i = 0; i < 7; ++i) fired += Call(script, "Balance") == "-" ? '.' : 'x';
  EXPECT_EQ(fired, "..x..x.");
  EXPECT_EQ(Call(script, "Ticker"), "-") << "counted endpoint by endpoint";
}

TEST(Script, LooksAtParametersByTheirValues) {
  Script script = Playing({{.when = {.params = {{.name = "pair", .value = "BTC/USD"},
                                                {.name = "volume", .value = "1.50"}}},
                            .times = std::nullopt,
                            .faults = {kBusy}}});
  const auto fires = [&script](const std::string& form) {
    const Params params = ParseForm(form);
    return script.Fire(FaultPoint::kHandling, {.endpoint = "AddOrder", .params = &params})
        .has_value();
  };
  EXPECT_TRUE(fires("pair=XBTUSD&volume=1.5&type=buy"));
  EXPECT_FALSE(fires("pair=XBTUSD&volume=1.6"));
  EXPECT_FALSE(fires("pair=XBTUSD"));
  EXPECT_FALSE(script.Fire(FaultPoint::kHandling, {.endpoint = "AddOrder"})) << "without any";
}

TEST(Script, FiresWithinAWindowThatBeginsWithTheFirstRequest) {
  using std::chrono::milliseconds;
  Script script = Playing(
      {{.when = {.between = TimeWindow{.from = milliseconds(1000), .to = milliseconds(2000)}},
        .times = std::nullopt,
        .faults = {kBusy}}});
  const auto fires_at = [&script](std::int64_t milliseconds_since_1970) {
    const RuleRequest request{.endpoint = "Time",
                              .now = WallTime(milliseconds(milliseconds_since_1970))};
    script.Fire(FaultPoint::kArrival, request);
    return script.Fire(FaultPoint::kHandling, request).has_value();
  };
  EXPECT_FALSE(fires_at(50'000));
  EXPECT_FALSE(fires_at(50'999));
  EXPECT_TRUE(fires_at(51'000));
  EXPECT_TRUE(fires_at(51'999));
  EXPECT_FALSE(fires_at(52'000));
}

TEST(Script, LeavesToTheSeedWhichShareFires) {
  const auto fired = [](std::uint64_t seed, double probability) {
    Script script(seed);
    script.Load(
        {.rules = {
             {.when = {.probability = probability}, .times = std::nullopt, .faults = {kBusy}}}});
    std::string text;
    for (int i = 0; i < 400; ++i) text += Call(script, "Balance") == "-" ? '.' : 'x';
    return text;
  };
  EXPECT_EQ(fired(1, 0), std::string(400, '.'));
  EXPECT_EQ(fired(1, 1), std::string(400, 'x'));
  EXPECT_EQ(fired(1, 0.25), fired(1, 0.25));
  EXPECT_NE(fired(1, 0.25), fired(2, 0.25));
  const auto share = std::ranges::count(fired(1, 0.25), 'x');
  EXPECT_GT(share, 70);
  EXPECT_LT(share, 130);
}

TEST(Script, GoesOnWithTheLastRuleWhereItIsToldTo) {
  Script script;
  script.Load({.name = "s",
               .after = AfterRules::kRepeatLast,
               .rules = {{.when = {.endpoint = "Ticker"}, .faults = {kLimit}},
                         {.when = {.endpoint = "Balance"}, .faults = {kBusy}}}});
  EXPECT_EQ(Call(script, "Balance"), "s#2");
  EXPECT_EQ(Call(script, "Balance"), "-") << "the first rule is not spent";
  EXPECT_EQ(Call(script, "Ticker"), "s#1");
  EXPECT_EQ(Call(script, "Ticker"), "-");
  EXPECT_EQ(Call(script, "Balance"), "s#2");
  EXPECT_EQ(Call(script, "Balance"), "s#2");
  EXPECT_EQ(ToJsonText(script.Status()["rules"][1]),
            R"({"rule":"s#2","fired":1,"left":0,"met":true,"repeated":2})");
  EXPECT_THAT(script.Unmet(), IsEmpty());
}

TEST(Script, NotesWhatComesOnceTheRulesAreSpentWhereNothingShould) {
  Script script;
  script.Load({.name = "s",
               .after = AfterRules::kUnexpected,
               .rules = {{.when = {.key = std::string(kEachKey)}, .faults = {kBusy}}}});
  const auto call = [&script](std::string_view key) {
    const RuleRequest request{
        .endpoint = "Balance", .caller = key, .api_key = key, .occurrence = 7};
    script.Fire(FaultPoint::kArrival, request);
    script.Fire(FaultPoint::kHandling, request);
  };
  call("A");
  call("B");
  EXPECT_THAT(script.Unexpected(), IsEmpty());
  call("A");
  EXPECT_THAT(script.Unexpected(), ElementsAre("Balance, call 7 of key " + KeyId("A") +
                                               ", once all rules of s were spent"));
  EXPECT_EQ(script.Status()["unexpected"].size(), 1U);
  for (int i = 0; i < 200; ++i) call("B");
  EXPECT_EQ(script.Unexpected().size(), Play::kMostUnexpected);
  script.Load({.name = "s", .after = AfterRules::kUnexpected, .rules = {}});
  EXPECT_THAT(script.Unexpected(), IsEmpty()) << "it begins anew";
}

TEST(Script, TakesTheFirstRuleThatMatchesAndHasBudgetLeft) {
  Script script = Playing({{.when = {.endpoint = "AddOrder"}, .faults = {kBusy}},
                           {.times = 2, .faults = {kLimit}},
                           {.times = std::nullopt, .faults = {kDelay}}});
  EXPECT_EQ(Call(script, "AddOrder"), "s#1");
  EXPECT_EQ(Call(script, "AddOrder"), "s#2");
  EXPECT_EQ(Call(script, "Balance"), "s#2");
  EXPECT_EQ(Call(script, "AddOrder"), "s#3");
}

TEST(Script, FiresOneRuleAPoint) {
  Script script = Playing({{.faults = {kDelay}}, {.faults = {kBusy}}});
  EXPECT_EQ(Call(script, "Balance"), "s#1") << "a delay is an answer's rule as well as an error";
  EXPECT_EQ(Call(script, "Balance"), "s#2");
}

TEST(Script, KeepsThePointsApart) {
  Script script = Playing({{.at = FaultPoint::kReply, .faults = {kBusy}},
                           {.at = FaultPoint::kArrival, .faults = {kLimit}}});
  EXPECT_EQ(Call(script, "Balance", "KEY", FaultPoint::kHandling), "-");
  EXPECT_EQ(Call(script, "Balance", "KEY", FaultPoint::kArrival), "s#2");
  EXPECT_EQ(Call(script, "Balance", "KEY", FaultPoint::kReply), "s#1");
}

TEST(Script, CountsTheNthPerEndpointAndCaller) {
  Script script = Playing({{.when = {.nth = 2}, .times = 4, .faults = {kBusy}}});
  EXPECT_EQ(Call(script, "Balance", "A"), "-");
  EXPECT_EQ(Call(script, "Balance", "B"), "-");
  EXPECT_EQ(Call(script, "Ledgers", "A"), "-");
  EXPECT_EQ(Call(script, "Balance", "A"), "s#1");
  EXPECT_EQ(Call(script, "Balance", "A"), "-");
  EXPECT_EQ(Call(script, "Balance", "B"), "s#1");
  EXPECT_EQ(Call(script, "Ledgers", "A"), "s#1");
}

TEST(Script, StrikesOneKeyOnly) {
  Script script = Playing({{.when = {.key = "A"}, .times = std::nullopt, .faults = {kBusy}}});
  EXPECT_EQ(Call(script, "Balance", "B"), "-");
  EXPECT_EQ(Call(script, "Balance", "A"), "s#1");
  EXPECT_EQ(Call(script, "Time", ""), "-");
}

TEST(Script, GivesEachKeyABudgetOfItsOwn) {
  Script script = Playing({{.when = {.key = "*each*"}, .times = 2, .faults = {kBusy}}});
  for (const char* key : {"A", "B"}) {
    EXPECT_EQ(Call(script, "Balance", key), "s#1");
    EXPECT_EQ(Call(script, "Balance", key), "s#1");
    EXPECT_EQ(Call(script, "Balance", key), "-");
  }
  EXPECT_EQ(Call(script, "Time", ""), "-") << "a public call bears no key";
}

TEST(Script, PlaysAKeysOwnScenarioBeforeTheCommonOne) {
  Script script;
  script.Load({.name = "common", .rules = {{.times = std::nullopt, .faults = {kBusy}}}});
  script.Load({.name = "own", .rules = {{.faults = {kLimit}}}}, "A");
  EXPECT_EQ(Call(script, "Balance", "B"), "common#1");
  EXPECT_EQ(Call(script, "Balance", "A"), "own#1");
  EXPECT_EQ(Call(script, "Balance", "A"), "common#1");
}

TEST(Script, PlaysAReplacedScenarioFromItsBeginning) {
  Script script = Playing({{.when = {.nth = 1}, .faults = {kBusy}}});
  EXPECT_EQ(Call(script, "Balance"), "s#1");
  script.Load({.name = "t", .rules = {{.when = {.nth = 1}, .faults = {kBusy}}}});
  EXPECT_EQ(Call(script, "Balance"), "t#1");
}

TEST(Script, CountsOnInAKeysOwnScenarioWhenTheCommonOneIsReplaced) {
  Script script;
  script.Load({.name = "own", .rules = {{.when = {.nth = 2}, .faults = {kBusy}}}}, "A");
  EXPECT_EQ(Call(script, "Balance", "A"), "-");
  script.Load({.name = "common"});
  EXPECT_EQ(Call(script, "Balance", "A"), "own#1");
}

TEST(Script, DropsTheScenarioOfOneKey) {
  Script script = Playing({{.times = std::nullopt, .faults = {kBusy}}});
  script.Load({.name = "own", .rules = {{.times = std::nullopt, .faults = {kBusy}}}}, "A");
  script.Drop("A");
  EXPECT_EQ(Call(script, "Balance", "A"), "s#1");
  EXPECT_FALSE(script.empty());
}

TEST(Script, DropsAllScenariosAndCounts) {
  Script script = Playing({{.when = {.nth = 1}, .times = 2, .faults = {kBusy}}});
  script.Load({.name = "own"}, "A");
  EXPECT_EQ(Call(script, "Balance", "B"), "s#1");
  script.Drop();
  EXPECT_TRUE(script.empty());
  EXPECT_EQ(Call(script, "Balance", "A"), "-");
  EXPECT_EQ(script.Count("Balance", "B"), 1U);
}

TEST(Script, ForgetsWhatAKeyHasSpent) {
  Script script = Playing({{.when = {.key = "*each*"}, .faults = {kBusy}},
                           {.when = {.key = "A"}, .faults = {kBusy}},
                           {.faults = {kLimit}}});
  script.Load({.name = "own", .rules = {{.when = {.nth = 1}, .faults = {kLimit}}}}, "A");
  const std::vector<std::string> all = {"own#1", "s#1", "s#2", "s#3", "-"};
  for (const std::string& rule : all) EXPECT_EQ(Call(script, "Balance", "A"), rule);
  EXPECT_EQ(Call(script, "Balance", "B"), "s#1");

  script.ForgetKey("A");
  EXPECT_EQ(Call(script, "Balance", "B"), "-") << "B has spent its budget all the same";
  const std::vector<std::string> again = {"own#1", "s#1", "s#2", "-"};
  for (const std::string& rule : again) EXPECT_EQ(Call(script, "Balance", "A"), rule);
}

TEST(Script, NamesARuleOfANamelessScenario) {
  Script script;
  script.Load({.rules = {{.faults = {kBusy}}}});
  EXPECT_EQ(Call(script, "Balance"), "unnamed#1");
}

TEST(ScriptUnmet, CountsHowOftenARuleHasFired) {
  Script script;
  script.Load({.name = "rate-limited-twice", .rules = {{.times = 2, .faults = {kLimit}}}});
  EXPECT_THAT(
      script.Unmet(),
      ElementsAre("rate-limited-twice#1 (endpoint *, 2 times): never fired; no request came"));
  Call(script, "Balance");
  EXPECT_THAT(script.Unmet(),
              ElementsAre("rate-limited-twice#1 (endpoint *, 2 times): fired 1 of 2"));
  Call(script, "Balance");
  EXPECT_THAT(script.Unmet(), IsEmpty());
}

TEST(ScriptUnmet, TellsTheTermsOfARule) {
  const Script script = Playing(
      {{.when = {.endpoint = "AddOrder", .nth = 3}, .at = FaultPoint::kReply, .faults = {kBusy}},
       {.when = {.key = "A"}, .at = FaultPoint::kArrival, .faults = {kBusy}}});
  EXPECT_THAT(
      script.Unmet(),
      ElementsAre(
          "s#1 (endpoint AddOrder, number 3, at reply, 1 time): never fired; no request came",
          "s#2 (endpoint *, key " + KeyId("A") +
              ", at arrival, 1 time): never fired; no request came"));
}

TEST(ScriptUnmet, IsContentOnceARuleWithoutBudgetHasFired) {
  Script script = Playing({{.times = std::nullopt, .faults = {kBusy}}});
  EXPECT_THAT(script.Unmet(),
              ElementsAre("s#1 (endpoint *, always): never fired; no request came"));
  Call(script, "Balance");
  EXPECT_THAT(script.Unmet(), IsEmpty());
}

TEST(ScriptUnmet, WantsEveryBudgetSpentThatWasBegun) {
  Script script = Playing({{.when = {.key = "*each*"}, .times = 2, .faults = {kBusy}}});
  EXPECT_THAT(script.Unmet(),
              ElementsAre("s#1 (endpoint *, each key, 2 times): never fired; no request came"));
  Call(script, "Balance", "A");
  Call(script, "Balance", "A");
  EXPECT_THAT(script.Unmet(), IsEmpty()) << "B, which never called, owes nothing";
  Call(script, "Balance", "B");
  EXPECT_THAT(script.Unmet(), ElementsAre("s#1 (endpoint *, each key, 2 times): fired 1 of 2 for "
                                          "key " +
                                          KeyId("B")));
}

TEST(ScriptUnmet, CoversTheScenariosOfKeys) {
  Script script;
  script.Load({.name = "own", .rules = {{.faults = {kBusy}}}}, "A");
  EXPECT_THAT(script.Unmet(), ElementsAre("own#1 (endpoint *, key " + KeyId("A") +
                                          ", 1 time): never fired; no request came"));
}

// A whole call: it arrives, and gets to the handler unless it is `refused` before.
void Make(Script& script, RuleRequest request, bool refused = false) {
  if (request.caller.empty()) request.caller = request.api_key;
  request.occurrence = script.Count(request.endpoint, request.caller);
  script.Fire(FaultPoint::kArrival, request);
  if (!refused) script.Fire(FaultPoint::kHandling, request);
}

// What is said of the only rule after "never fired".
std::string WhyOf(const Script& script) {
  const std::vector<std::string> lines = script.Unmet();
  if (lines.size() != 1) return std::to_string(lines.size()) + " lines";
  constexpr std::string_view kBegin = ": never fired";
  const std::size_t begin = lines.front().find(kBegin);
  return begin == std::string::npos ? lines.front() : lines.front().substr(begin + kBegin.size());
}

TEST(ScriptUnmet, SaysThatNoRequestOfTheEndpointCame) {
  Script script = Playing({{.when = {.endpoint = "AddOrder"}, .faults = {kBusy}}});
  Make(script, {.endpoint = "Balance", .api_key = "A"});
  Make(script, {.endpoint = "Time", .caller = "127.0.0.1"});
  EXPECT_EQ(WhyOf(script), "; 2 requests came, none of AddOrder");
}

TEST(ScriptUnmet, NamesTheRequestThatCameNearest) {
  Script script = Playing({{.when = {.endpoint = "AddOrder",
                                     .nth = 2,
                                     .key = "B",
                                     .params = {{.name = "pair", .value = "XBTUSD"}}},
                            .faults = {kBusy}}});
  const std::string of_b = "; nearest was AddOrder, call 1 of key " + KeyId("B");
  const Params ether = ParseForm("pair=ETHUSD");
  Make(script, {.endpoint = "AddOrder", .api_key = "A"});
  EXPECT_EQ(WhyOf(script),
            "; nearest was AddOrder, call 1 of key " + KeyId("A") + ": it is another key's");
  Make(script, {.endpoint = "AddOrder", .api_key = "B", .params = &ether});
  EXPECT_EQ(WhyOf(script), of_b + ": it is call 1 of its caller");
  Make(script, {.endpoint = "AddOrder", .api_key = "B", .params = &ether});
  EXPECT_EQ(WhyOf(script), "; nearest was AddOrder, call 2 of key " + KeyId("B") +
                               ": its pair is ETHUSD, not XBTUSD");
  Make(script, {.endpoint = "AddOrder", .api_key = "B"});
  EXPECT_THAT(WhyOf(script), HasSubstr("its pair is ETHUSD")) << "the nearer one stays";
}

TEST(ScriptUnmet, TellsWhatACallLackedOrWhenItCame) {
  Script script =
      Playing({{.when = {.params = {{.name = "pair", .value = "XBTUSD"}}}, .faults = {kBusy}}});
  Make(script, {.endpoint = "Ticker", .caller = "127.0.0.1"});
  EXPECT_EQ(WhyOf(script), "; nearest was Ticker, call 1 of 127.0.0.1: it has no pair");

  script.Load({.rules = {{.when = {.between = TimeWindow{.from = std::chrono::seconds(1),
                                                         .to = std::chrono::seconds(2)}},
                          .faults = {kBusy}}}});
  Make(script, {.endpoint = "Ticker", .caller = "127.0.0.1"});
  EXPECT_THAT(WhyOf(script), HasSubstr(": it came 0 ms after the first request"));
}

TEST(ScriptUnmet, TellsThatACallWasRefusedBeforeItGotThere) {
  Script script = Playing({{.when = {.endpoint = "AddOrder"}, .faults = {kBusy}}});
  Make(script, {.endpoint = "AddOrder", .api_key = "A"}, true);
  EXPECT_EQ(WhyOf(script), "; nearest was AddOrder, call 1 of key " + KeyId("A") +
                               ": it ended before it got there, by a refusal or another rule");
  Make(script, {.endpoint = "AddOrder", .api_key = "A"});
  EXPECT_THAT(script.Unmet(), IsEmpty());
}

TEST(Script, TellsPathsApartThatHaveOneName) {
  Script script = Playing({{.when = {.endpoint = "/0/private/*"}, .faults = {kBusy}}});
  const RuleRequest open{.endpoint = "Zed", .path = "/0/public/Zed"};
  const RuleRequest closed{.endpoint = "Zed", .path = "/0/private/Zed"};
  EXPECT_FALSE(script.Fire(FaultPoint::kHandling, open));
  EXPECT_TRUE(script.Fire(FaultPoint::kHandling, closed));
}

// --- Connections ---

Rule AtAccept(RuleMatch when, EndHow how = EndHow::kClose) {
  return {.when = std::move(when),
          .times = std::nullopt,
          .faults = {EndConnection{.how = how, .at = EndPoint::kAtAccept}}};
}

TEST(ScriptAtAccept, CountsConnections) {
  Script script = Playing({AtAccept({.nth = 2}), AtAccept({.every = 3}, EndHow::kReset)});
  std::string fired;
  for (int i = 0; i < 6; ++i) {
    const auto rule = script.FireAtAccept({});
    fired += rule ? rule->rule.back() : '-';
  }
  EXPECT_EQ(fired, "-12--2");
}

TEST(ScriptAtAccept, IsNothingThatARequestMeets) {
  Script script = Playing({AtAccept({})});
  EXPECT_EQ(Call(script, "Balance"), "-");
  EXPECT_THAT(script.Unmet(), ElementsAre("s#1 (connections, always): never fired; no connection "
                                          "came"));
  EXPECT_TRUE(script.FireAtAccept({}));
  EXPECT_THAT(script.Unmet(), IsEmpty());
}

TEST(ScriptAtAccept, KeepsToABudgetAndAWindow) {
  Rule rule = AtAccept({.between = TimeWindow{.to = std::chrono::seconds(1)}});
  rule.times = 2;
  Script script = Playing({rule});
  const WallTime begin{std::chrono::hours(1)};
  EXPECT_TRUE(script.FireAtAccept(begin));
  EXPECT_FALSE(script.FireAtAccept(begin + std::chrono::seconds(1)));
  EXPECT_TRUE(script.FireAtAccept(begin));
  EXPECT_FALSE(script.FireAtAccept(begin));
}

TEST(ScriptAtAccept, LeavesTheWindowsOfRequestsAlone) {
  Script script = Playing(
      {AtAccept({.nth = 9}),
       {.when = {.between = TimeWindow{.to = std::chrono::seconds(1)}}, .faults = {kBusy}}});
  script.FireAtAccept(WallTime(std::chrono::hours(1)));
  const RuleRequest later{.endpoint = "Time", .now = WallTime(std::chrono::hours(2))};
  script.Fire(FaultPoint::kArrival, later);
  EXPECT_TRUE(script.Fire(FaultPoint::kHandling, later)) << "it is the first request";
}

TEST(Script, DrawsEachDelayBetweenItsLimits) {
  using std::chrono::milliseconds;
  const auto delays = [](std::uint64_t seed) {
    Script script(seed);
    script.Load({.rules = {{.times = std::nullopt,
                            .faults = {DelayAnswer{.by = milliseconds(100),
                                                   .up_to = milliseconds(300)}}}}});
    std::vector<Duration> drawn;
    for (int i = 0; i < 100; ++i) {
      const auto fired = script.Fire(FaultPoint::kHandling, {.endpoint = "Time"});
      drawn.push_back(std::get<DelayAnswer>(fired->faults.front()).by);
    }
    return drawn;
  };
  const std::vector<Duration> drawn = delays(7);
  const auto [least, most] = std::ranges::minmax(drawn);
  EXPECT_GE(least, milliseconds(100));
  EXPECT_LE(most, milliseconds(300));
  EXPECT_GT(most - least, milliseconds(100)) << "not all in one corner";
  EXPECT_EQ(drawn, delays(7));
  EXPECT_NE(drawn, delays(8));
}

std::string RulesOf(const Json& status) { return ToJsonText(status.at("rules")); }

TEST(ScriptStatus, IsNullWithoutAScenario) {
  Script script;
  EXPECT_TRUE(script.Status().is_null());
  script.Load({.name = "own"}, "A");
  EXPECT_TRUE(script.Status().is_null());
  EXPECT_TRUE(script.Status("B").is_null());
  EXPECT_EQ(script.Status("A").at("scenario").at("name"), "own");
}

TEST(ScriptStatus, ShowsBudgets) {
  Script script = Playing({{.times = 2, .faults = {kBusy}}, {.times = std::nullopt}});
  Call(script, "Balance");
  EXPECT_EQ(RulesOf(script.Status()), R"([{"rule":"s#1","fired":1,"left":1,"met":false,)"
                                      R"("why":"fired 1 of 2"},)"
                                      R"({"rule":"s#2","fired":0,"left":"always","met":false,)"
                                      R"("why":"never fired; no request came"}])");
}

TEST(ScriptStatus, ShowsTheBudgetOfEachKeyUnderItsId) {
  Script script = Playing({{.when = {.key = "*each*"}, .times = 2, .faults = {kBusy}}});
  Call(script, "Balance", "A");
  EXPECT_EQ(RulesOf(script.Status()), R"([{"rule":"s#1","fired":1,"left":{")" + KeyId("A") +
                                          R"(":1},"met":false,"why":"fired 1 of 2 for key )" +
                                          KeyId("A") + R"("}])");
}

TEST(MatchesPattern, TakesAStarForAnyCharacters) {
  EXPECT_TRUE(MatchesPattern("*", ""));
  EXPECT_TRUE(MatchesPattern("*", "Balance"));
  EXPECT_TRUE(MatchesPattern("Add*", "AddOrder"));
  EXPECT_TRUE(MatchesPattern("Add*", "Add"));
  EXPECT_TRUE(MatchesPattern("*Order", "AddOrder"));
  EXPECT_TRUE(MatchesPattern("*d*d*", "AddOrder"));
  EXPECT_TRUE(MatchesPattern("A*O*r", "AddOrder"));
  EXPECT_TRUE(MatchesPattern("a*ba*ba", "ababababa"));
  EXPECT_TRUE(MatchesPattern("**", "x"));
  EXPECT_FALSE(MatchesPattern("Add", "AddOrder"));
  EXPECT_FALSE(MatchesPattern("add*", "AddOrder"));
  EXPECT_FALSE(MatchesPattern("ab*ba", "aba")) << "the same letter cannot serve twice";
  EXPECT_FALSE(MatchesPattern("A*x*r", "AddOrder"));
  EXPECT_FALSE(MatchesPattern("", "AddOrder"));
}

TEST(MatchesPattern, WithstandsManyStars) {
  const std::string stars(1'000'000, '*');
  EXPECT_TRUE(MatchesPattern(stars, "Balance"));
  EXPECT_FALSE(MatchesPattern(stars + "x", "Balance"));
}

TEST(MatchesEndpoint, ComparesWhatBeginsWithASlashWithThePath) {
  EXPECT_TRUE(MatchesEndpoint("/0/public/*", "Ticker", "/0/public/Ticker"));
  EXPECT_FALSE(MatchesEndpoint("/0/public/*", "Balance", "/0/private/Balance"));
  EXPECT_TRUE(MatchesEndpoint("/0/private/Balance", "Balance", "/0/private/Balance"));
  EXPECT_FALSE(MatchesEndpoint("/*", "", ""));
  EXPECT_TRUE(MatchesEndpoint("Tick*", "Ticker", "/0/public/Ticker"));
}

}  // namespace
}  // namespace kraken::mock
