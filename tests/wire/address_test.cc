#include "mock_server/src/wire/address.h"

#include <gtest/gtest.h>

namespace kraken::mock {
namespace {

TEST(NumericHost, TakesNumbersAndLocalhost) {
  EXPECT_EQ(NumericHost("127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(NumericHost("::1"), "::1");
  EXPECT_EQ(NumericHost("[::1]"), "::1");
  EXPECT_EQ(NumericHost("localhost"), "127.0.0.1");
}

TEST(NumericHost, RefusesTheRest) {
  for (const char* const host : {"", "example.com", "127.0.0.1:80", "256.0.0.1", "1.2.3", "[]",
                                 "127.0.0.1 ", "http://127.0.0.1"}) {
    EXPECT_EQ(NumericHost(host), std::nullopt) << host;
  }
}

TEST(IsLoopback, TellsWhatOnlyThisMachineReaches) {
  for (const char* const host : {"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(IsLoopback(host)) << host;
  }
  for (const char* const host :
       {"0.0.0.0", "::", "128.0.0.1", "10.127.0.1", "::ffff:10.0.0.1", "fe80::1", "name"}) {
    EXPECT_FALSE(IsLoopback(host)) << host;
  }
}

TEST(HostAndPort, PutsBracketsAroundIpv6) {
  EXPECT_EQ(HostAndPort("127.0.0.1", 80), "127.0.0.1:80");
  EXPECT_EQ(HostAndPort("::1", 80), "[::1]:80");
}

TEST(PeerAddress, IsEmptyForWhatIsNoConnection) { EXPECT_EQ(PeerAddress(-1), ""); }

}  // namespace
}  // namespace kraken::mock
