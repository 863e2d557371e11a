// The C++ of docs/scenarios.md, compiled and run.
#include <algorithm>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <kraken/gtest/server_matchers.h>
#include <kraken/mock/server.h>

#include "tests/server/http_client.h"

namespace {

// What the page's reader would bring: a program that looks for its order before it sends it again.
class CarefulBot {
 public:
  CarefulBot(std::string url, kraken::Credentials credentials)
      : url_(std::move(url)), credentials_(std::move(credentials)) {}

  void Buy() {
    const std::string order = "&pair=XBTUSD&type=buy&ordertype=limit&price=20000&volume=0.1";
    if (!Send("AddOrder", order + "&cl_ord_id=first").starts_with("no answer")) return;
    if (Send("OpenOrders", "&cl_ord_id=first").find("first") != std::string::npos) return;
    Send("AddOrder", order + "&cl_ord_id=first");
  }

 private:
  std::string Send(const std::string& name, const std::string& more) {
    return kraken::Call(url_, credentials_, name, std::to_string(++nonce_), more);
  }

  std::string url_;
  kraken::Credentials credentials_;
  int nonce_ = 0;
};

namespace mock = kraken::mock;

TEST(Bot, BuysOnceWhereTheAnswerIsLost) {
  mock::Server server;
  server.SetScenario({.name = "lost-answer",
                      .rules = {{.when = {.endpoint = "AddOrder"},
                                 .at = mock::FaultPoint::kReply,
                                 .faults = {mock::EndConnection{.how = mock::EndHow::kReset}}}}});
  CarefulBot(server.base_url(), server.credentials()).Buy();
  EXPECT_THAT(server, kraken::gtest::MetAllFaults());
  const auto entries = server.journal().Entries();
  EXPECT_EQ(std::ranges::count(entries, "AddOrder", &mock::JournalEntry::endpoint), 1);
}

}  // namespace
