// A server whose answers are known to the byte, a rule of a scenario, and a client that says and
// hears bytes.
#ifndef KRAKEN_TESTS_FAULTS_FAULT_HARNESS_H_
#define KRAKEN_TESTS_FAULTS_FAULT_HARNESS_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "kraken/mock/scenario.h"
#include "kraken/mock/server.h"
#include "kraken/protocol/manual_clock.h"
#include "tests/wire/raw_client.h"

namespace kraken::mock {

inline constexpr std::string_view kRightBody = R"({"error":[],"result":{"unixtime":1}})";

// An answer as the server writes it; `headers` are lines, each with its CRLF.
inline std::string Answer(std::string_view status_line, std::string_view content_type,
                          std::string_view headers, std::string_view body,
                          std::size_t content_length) {
  std::string bytes(status_line);
  bytes.append("\r\nContent-Type: ").append(content_type);
  bytes.append("\r\nContent-Length: ").append(std::to_string(content_length));
  bytes.append("\r\nConnection: keep-alive\r\n").append(headers).append("\r\n").append(body);
  return bytes;
}
inline std::string Answer(std::string_view body) {
  return Answer("HTTP/1.1 200 OK", "application/json", "", body, body.size());
}
inline std::string RightAnswer() { return Answer(kRightBody); }

// The scenario of one rule, which strikes answers once they are made. Both of its forms.
inline Scenario Striking(Fault fault) {
  return {.name = "test", .rules = {{.at = FaultPoint::kReply, .faults = {std::move(fault)}}}};
}
inline Scenario ParsedStriking(const std::string& fault) {
  const auto parsed =
      ParseScenario(R"({"name":"test","rules":[{"at":"reply","do":)" + fault + "}]}", "test");
  EXPECT_TRUE(parsed) << (parsed ? "" : parsed.error().message);
  return parsed.value_or(Scenario{});
}

class FaultHarness final {
 public:
  explicit FaultHarness(Scenario scenario)
      : server_({.scenario = std::move(scenario),
                 .fixtures = {{.request = {.method = "GET", .path = "/0/public/Time"},
                               .responses = {{.body = std::string(kRightBody)}}}},
                 .clock = &clock_}) {}

  ManualClock& clock() { return clock_; }
  Server& server() { return server_; }
  int port() const { return server_.port(); }
  // Whether a request has been decided, and whether its answer is over, within 30 s.
  bool AwaitRequest() const {
    return Await([this] { return server_.journal().size() > 0; });
  }
  bool AwaitEnd() const {
    return Await([this] { return Ended() != "not sent"; });
  }
  // How the first answer ended; it must be over: its client has seen the end, or a later answer.
  std::string Ended() const {
    const JournalPage page = server_.journal().Read();
    if (page.records.empty() || !page.records[0]->sent) return "not sent";
    return std::string(ToString(page.records[0]->sent->ended));
  }

 private:
  template <typename Condition>
  static bool Await(Condition holds) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!holds() && std::chrono::steady_clock::now() < limit) std::this_thread::yield();
    return holds();
  }

  ManualClock clock_;
  Server server_;
};

inline std::string AskForTime() { return Get("/0/public/Time"); }

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_FAULTS_FAULT_HARNESS_H_
