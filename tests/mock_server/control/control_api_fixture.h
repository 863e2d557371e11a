// A control API over a world of its own: the keys "A+/" and "B", a manual clock, seed 7.
#ifndef KRAKEN_TESTS_MOCK_SERVER_CONTROL_CONTROL_API_FIXTURE_H_
#define KRAKEN_TESTS_MOCK_SERVER_CONTROL_CONTROL_API_FIXTURE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "kraken/protocol/manual_clock.h"
#include "mock_server/src/control/control_api.h"

namespace kraken::mock {

class ControlApiFixture : public ::testing::Test {
 protected:
  static std::vector<ApiKeySpec> Keys() {
    return ParseApiKeys(R"([
        {"key":"A+/","secret":"QQ==","name":"first","account":"fund","tier":"pro",
         "permissions":["query-funds"],"nonce_window":3,"otp":{"static":"x"}},
        {"key":"B","secret":"Qg=="}])",
                        "keys")
        .value();
  }

  // `target` is what follows "/__mock__/".
  Reply Call(std::string method, const std::string& target, std::string body = "",
             std::vector<Header> headers = {}) {
    return api_.Handle({.method = std::move(method),
                        .target = std::string(kControlPrefix) + target,
                        .headers = std::move(headers),
                        .body = std::move(body)});
  }

  // Another API over the same world, of a server that was started from files.
  ControlApi ApiThatReloads(Reload reload) {
    return ControlApi({.world = world_,
                       .journal = journal_,
                       .clock = clock_,
                       .metrics = metrics_,
                       .reset = [this] { Reset(); },
                       .reload = std::move(reload)},
                      {});
  }

  void Arm(const std::string& built_in, const std::string& query = "") {
    const Reply reply = Call("PUT", "scenario" + query, R"({"name":")" + built_in + "\"}");
    EXPECT_EQ(reply.status, 200) << reply.body;
  }

  // Puts a request into the journal; answers its ticket.
  std::uint64_t Record(std::string endpoint, std::string_view api_key) {
    JournalEntry entry{.endpoint = std::move(endpoint)};
    if (!api_key.empty()) entry.key_id = KeyId(api_key);
    return journal_.Record(std::move(entry));
  }

  static Json Parsed(const Reply& reply) {
    EXPECT_EQ(reply.content_type, "application/json");
    Result<Json> json = ParseJsonText(reply.body);
    EXPECT_TRUE(json.has_value()) << reply.body;
    return json.value_or(Json());
  }
  static std::string ErrorOf(const Reply& reply) {
    return Parsed(reply).value("error", "no error: " + reply.body);
  }
  static std::string HeaderOf(const Reply& reply, std::string_view name) {
    const Header* header = FindHeader(reply.headers, name);
    return header == nullptr ? "none" : header->value;
  }
  std::vector<std::uint64_t> NumbersOf(const std::string& target) {
    std::vector<std::uint64_t> numbers;
    const Json journal = Parsed(Call("GET", target));
    for (const Json& entry : journal.at("entries")) {
      numbers.push_back(entry.at("seq").get<std::uint64_t>());
    }
    return numbers;
  }

  // As a server does it.
  void Reset() {
    world_.Reset();
    journal_.Restart();
    clock_.Reset();
  }

  WorldMonitor world_{{.tier = Tier::kIntermediate, .seed = 7}, Keys()};
  Journal journal_;
  ManualClock clock_;
  Metrics metrics_;
  ControlApi api_{{.world = world_,
                   .journal = journal_,
                   .clock = clock_,
                   .metrics = metrics_,
                   .reset = [this] { Reset(); }},
                  {}};
};

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_CONTROL_CONTROL_API_FIXTURE_H_
