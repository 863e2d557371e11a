// A test on the GoogleTest fixture, with the matchers beside it: what the README shows, against the
// package as it is installed.
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "kraken/gtest/mock_server_test.h"
#include "kraken/gtest/result_matchers.h"
#include "kraken/mock/fixture.h"
#include "kraken/protocol/secret.h"

namespace {

// What a server on loopback answers to a GET; a stranger's project brings an HTTP client of its
// own.
std::string Get(int port, const std::string& target) {
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    close(connection);
    return "no connection";
  }
  const std::string request =
      "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  std::string answer;
  if (send(connection, request.data(), request.size(), 0) > 0) {
    std::array<char, 4096> buffer{};
    for (ssize_t count = 1; count > 0;) {
      count = recv(connection, buffer.data(), buffer.size(), 0);
      if (count > 0) answer.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }
  close(connection);
  return answer;
}

class ConsumerTest : public kraken::gtest::MockServerTest {};

TEST_F(ConsumerTest, HasAServerOfItsOwn) {
  EXPECT_THAT(server().base_url(), testing::StartsWith("http://127.0.0.1:"));
  EXPECT_TRUE(server().journal().Entries().empty());
}

TEST_F(ConsumerTest, PlaysABuiltInScenario) {
  server().LoadScenario("public-too-many-requests");
  while (!server().UnmetRules().empty()) {
    EXPECT_THAT(Get(server().port(), "/0/public/Time"),
                testing::HasSubstr("EGeneral:Too many requests"));
  }
  EXPECT_THAT(Get(server().port(), "/0/public/Time"), testing::HasSubstr("unixtime"));
}

TEST_F(ConsumerTest, AnswersFromAFixtureOfItsOwn) {
  server().AddFixtures({{.request = {.method = "GET", .path = "/0/public/Ticker"},
                         .responses = {{.body = R"({"error":[],"result":{}})"}}}});
  EXPECT_THAT(Get(server().port(), "/0/public/Ticker?pair=XBTUSD"),
              testing::EndsWith(R"({"error":[],"result":{}})"));
}

// "One server a test" must stay affordable.
TEST(Servers, MayBeMany) {
  std::vector<std::unique_ptr<kraken::mock::Server>> servers;
  for (int i = 0; i < 100; ++i) servers.push_back(std::make_unique<kraken::mock::Server>());
  for (const auto& server : servers) {
    EXPECT_THAT(Get(server->port(), "/0/public/Time"), testing::HasSubstr("unixtime"));
  }
}

TEST(Matchers, AreInstalled) {
  EXPECT_THAT(kraken::Secret::FromBase64("c2VjcmV0"), kraken::gtest::IsOk());
}

}  // namespace
