// Where the listener listens, and what it says where it cannot.
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>

#include "tests/wire/listener_harness.h"

namespace kraken::mock {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Listening : public ListenerHarness {};

TEST_F(Listening, ListensOnTheHostItIsGiven) {
  struct Case {
    std::string host;
    std::string client_host;
    bool on_loopback;
  };
  for (const Case& c : {Case{"127.0.0.1", "127.0.0.1", true}, Case{"localhost", "127.0.0.1", true},
                        Case{"0.0.0.0", "127.0.0.1", false}}) {
    Listen({.host = c.host});
    EXPECT_EQ(listener_->on_loopback(), c.on_loopback) << c.host;
    RawClient(port(), c.client_host).Ask(Get("/"));
    EXPECT_EQ(responder_->requests().back().peer, c.client_host);
  }
}

TEST_F(Listening, ListensOnIpv6) {
  try {
    Listen({.host = "::1"});
  } catch (const std::runtime_error&) {
    GTEST_SKIP() << "no IPv6 here";
  }
  EXPECT_TRUE(listener_->on_loopback());
  EXPECT_EQ(RawClient(port(), "::1").Ask(Get("/")).status, 200);
  EXPECT_EQ(responder_->requests().back().peer, "::1");
}

TEST_F(Listening, ShowsIpv4ClientsOfAnIpv6SocketAsIpv4) {
  try {
    Listen({.host = "::"});
  } catch (const std::runtime_error&) {
    GTEST_SKIP() << "no IPv6 here";
  }
  EXPECT_FALSE(listener_->on_loopback());
  EXPECT_EQ(RawClient(port(), "127.0.0.1").Ask(Get("/")).status, 200);
  EXPECT_EQ(responder_->requests().back().peer, "127.0.0.1");
}

std::string ErrorOf(const ListenerOptions& options) {
  FakeResponder responder;
  ManualClock clock;
  try {
    const Listener listener(options, responder, clock);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "it listens";
}

TEST_F(Listening, RefusesATakenPort) {
  const std::string address = "127.0.0.1:" + std::to_string(port());
  EXPECT_THAT(ErrorOf({.port = port()}),
              AllOf(StartsWith("cannot listen on " + address + ": Address already in use"),
                    HasSubstr("port 0 takes a free one")));
  EXPECT_THAT(ErrorOf({.host = "0.0.0.0", .port = port()}), HasSubstr("Address already in use"));
  EXPECT_EQ(RawClient(port()).Ask(Get("/")).status, 200);
}

TEST_F(Listening, TakesAPortAgainAtOnce) {
  const int old_port = port();
  RawClient client(old_port);
  client.Ask(Get("/"));
  listener_.reset();
  Listen({.port = old_port});
  EXPECT_EQ(RawClient(old_port).Ask(Get("/")).status, 200);
}

TEST_F(Listening, SaysWhatIsWrongWithAnAddress) {
  EXPECT_THAT(ErrorOf({.host = "example.com"}),
              AllOf(HasSubstr("\"example.com\""), HasSubstr("not a numeric address")));
  EXPECT_THAT(ErrorOf({.host = ""}), HasSubstr("not a numeric address"));
  EXPECT_THAT(ErrorOf({.host = "192.0.2.1"}),
              AllOf(HasSubstr("192.0.2.1:0"), HasSubstr("this machine has no such address")));
  EXPECT_THAT(ErrorOf({.port = 65'536}), HasSubstr("ports are 1 to 65535"));
  EXPECT_THAT(ErrorOf({.port = -1}), HasSubstr("ports are 1 to 65535"));
}

}  // namespace
}  // namespace kraken::mock
