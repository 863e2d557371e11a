#include "kraken/mock/server.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/protocol/manual_clock.h"
#include "tests/server/http_client.h"

namespace kraken::mock {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kDemoBalance =
    R"({"error":[],"result":{"XXBT":"1.0000000000","ZUSD":"10000.0000"}})";

TEST(Server, AnswersPublicAndSignedCallsOverHttp) {
  const Server server;
  EXPECT_THAT(server.base_url(), StartsWith("http://127.0.0.1:"));
  EXPECT_THAT(Get(server.base_url(), "/0/public/SystemStatus"), HasSubstr(R"("status":"online")"));
  EXPECT_EQ(Call(server.base_url(), server.credentials(), "Balance", "1"), kDemoBalance);
  EXPECT_EQ(Call(server.base_url(), server.credentials(), "Balance", "1"),
            R"({"error":["EAPI:Invalid nonce"]})");
}

TEST(Server, NeverSharesAPort) {
  const Server first;
  const Server second;
  EXPECT_NE(first.port(), second.port());
  try {
    const Server third({.port = first.port()});
    FAIL() << "two servers share port " << first.port();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(),
                AllOf(HasSubstr("127.0.0.1:" + std::to_string(first.port())), HasSubstr("in use")));
  }
}

TEST(Server, PlaysScenariosByNameAndSaysWhichRulesWereNotMet) {
  Server server;
  server.LoadScenario("rate-limited-twice");
  const std::string limited = R"({"error":["EAPI:Rate limit exceeded"]})";
  EXPECT_EQ(Call(server.base_url(), server.credentials(), "Balance", "1"), limited);
  EXPECT_THAT(server.UnmetRules(), ElementsAre(HasSubstr("rate-limited-twice#1")));
  EXPECT_EQ(Call(server.base_url(), server.credentials(), "Balance", "2"), limited);
  EXPECT_EQ(Call(server.base_url(), server.credentials(), "Balance", "3"), kDemoBalance);
  EXPECT_THAT(server.UnmetRules(), IsEmpty());
}

TEST(Server, RefusesAScenarioThatIsNotThere) {
  Server server;
  try {
    server.LoadScenario("rate-limited-twise");
    FAIL() << "no exception";
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), HasSubstr("rate-limited-twice"));
  }
}

TEST(Server, RefusesAScenarioThatIsWrong) {
  const Scenario wrong{.name = "wrong", .rules = {{.when = {.every = 0}, .faults = {LockOut{}}}}};
  EXPECT_THROW(Server({.scenario = wrong}), std::invalid_argument);
  Server server;
  EXPECT_THROW(server.SetScenario(wrong), std::invalid_argument);
  EXPECT_FALSE(server.HasScenario());
}

TEST(Server, PlaysAScenarioForOneKey) {
  Server server;
  server.LoadScenario("service-busy", server.credentials().api_key);
  EXPECT_THAT(Get(server.base_url(), "/0/public/Time"), HasSubstr(R"("error":[])"));
  EXPECT_THAT(Call(server.base_url(), server.credentials(), "Balance", "1"),
              HasSubstr("EService:Busy"));
}

TEST(Server, HoldsAnAnswerBackUntilTheClockSaysSo) {
  ManualClock clock;
  Server server({.clock = &clock});
  server.SetScenario(
      {.name = "slow", .rules = {{.faults = {DelayAnswer{std::chrono::seconds(30)}}}}});
  std::string answer;
  std::thread caller([&] { answer = Get(server.base_url(), "/0/public/SystemStatus"); });
  ASSERT_TRUE(clock.AwaitWaiters(1));
  clock.Advance(std::chrono::seconds(30));
  caller.join();
  EXPECT_THAT(answer, HasSubstr(R"("status":"online")"));
}

TEST(Server, StopsWhileAnAnswerIsHeldBack) {
  ManualClock clock;
  Server server({.clock = &clock});
  server.SetScenario({.name = "slow", .rules = {{.faults = {DelayAnswer{std::chrono::hours(1)}}}}});
  std::string answer;
  std::thread caller([&] { answer = Get(server.base_url(), "/0/public/Time"); });
  ASSERT_TRUE(clock.AwaitWaiters(1));
  server.Stop();
  server.Stop();
  caller.join();
  EXPECT_THAT(answer, StartsWith("no answer"));
}

TEST(Server, ResetsWorldJournalScenarioAndClock) {
  ManualClock clock;
  Server server({.clock = &clock});
  EXPECT_EQ(Call(server.base_url(), server.credentials(), "Balance", "9"), kDemoBalance);
  clock.Advance(std::chrono::hours(1));
  server.LoadScenario("service-busy");
  server.SetSystemStatus(SystemStatus::kMaintenance);
  server.Reset();
  EXPECT_EQ(clock.Now(), ManualClock::kDefaultStart);
  EXPECT_THAT(server.journal().Entries(), IsEmpty());
  EXPECT_EQ(Call(server.base_url(), server.credentials(), "Balance", "1"), kDemoBalance);
  EXPECT_THAT(Get(server.base_url(), "/0/public/SystemStatus"), HasSubstr("online"));
}

TEST(Server, AnswersTheControlApiWithoutJournallingIt) {
  Server server({.seed = 42});
  EXPECT_THAT(Get(server.base_url(), "/__mock__/health"),
              AllOf(HasSubstr(R"("status":"ok")"), HasSubstr(R"("seed":42)")));
  EXPECT_THAT(Send(server.base_url(), "PUT", "/__mock__/scenario", R"({"name":"service-busy"})"),
              HasSubstr(R"("name":"service-busy")"));
  EXPECT_THAT(server.journal().Entries(), IsEmpty());
  EXPECT_THAT(Call(server.base_url(), server.credentials(), "Balance", "1"),
              HasSubstr("EService:Busy"));
}

TEST(Server, KeepsItsControlApiClosedBeyondLoopback) {
  const Server server({.host = "0.0.0.0"});
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  EXPECT_THAT(Get(url, "/__mock__/health"), HasSubstr("--control-token"));
  EXPECT_THAT(Get(url, "/0/public/Time"), HasSubstr("unixtime"));
}

TEST(Server, WritesItsJournalIntoAFileLineByLine) {
  const std::string file =
      ::testing::TempDir() + "journal-" + std::to_string(::getpid()) + ".jsonl";
  std::remove(file.c_str());
  {
    const Server server({.journal_file = file});
    Call(server.base_url(), server.credentials(), "Balance", "1");
  }
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::remove(file.c_str());
  EXPECT_THAT(text, StartsWith(R"({"kind":"request","seq":1,)"));
  EXPECT_THAT(text, HasSubstr("\n{\"kind\":\"sent\",\"seq\":1,"));
  EXPECT_EQ(text.back(), '\n');
}

TEST(Server, ThrowsWhereItCannotWriteItsJournal) {
  EXPECT_THROW(const Server server({.journal_file = "/nowhere/at/all.jsonl"}), std::runtime_error);
}

TEST(Server, ServesManyClientsAtOnce) {
  constexpr int kClients = 16;
  constexpr int kCalls = 20;
  const Server server;
  std::vector<std::thread> clients;
  clients.reserve(kClients);
  for (int c = 0; c < kClients; ++c) {
    clients.emplace_back([&server] {
      for (int i = 0; i < kCalls; ++i) {
        EXPECT_THAT(Get(server.base_url(), "/0/public/Time"), HasSubstr("unixtime"));
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_THAT(server.journal().Entries(), SizeIs(kClients * kCalls));
}

}  // namespace
}  // namespace kraken::mock
