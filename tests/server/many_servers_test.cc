// A test suite that starts a server for each of its tests starts hundreds of them in one process.
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/mock/server.h"
#include "tests/server/http_client.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr int kServers = 100;

TEST(ManyServers, StartAnswerAndStopOneAfterTheOther) {
  for (int i = 0; i < kServers; ++i) {
    const Server server;
    EXPECT_THAT(Get(server.base_url(), "/0/public/Time"), HasSubstr("unixtime")) << i;
  }
}

TEST(ManyServers, LiveSideBySideEachWithAWorldOfItsOwn) {
  std::vector<std::unique_ptr<Server>> servers;
  servers.reserve(kServers);
  for (int i = 0; i < kServers; ++i) servers.push_back(std::make_unique<Server>());
  for (const std::unique_ptr<Server>& server : servers) {
    // The same nonce each time: no server knows of the others.
    EXPECT_THAT(Call(server->base_url(), server->credentials(), "Balance", "1"), HasSubstr("ZUSD"));
  }
  for (const std::unique_ptr<Server>& server : servers) {
    EXPECT_THAT(server->journal().Entries(), SizeIs(1));
  }
}

}  // namespace
}  // namespace kraken::mock
