// The C++ of docs/tls.md, compiled and run; code_blocks_test.py holds the two together.
#include "kraken/mock/tls.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "kraken/gtest/mock_server_test.h"
#include "tests/server/https_client.h"

namespace {

// What the page's reader would bring: a program that can be told whom to trust.
class MyTlsBot {
 public:
  MyTlsBot(std::string url, std::string ca_file)
      : url_(std::move(url)), ca_file_(std::move(ca_file)) {}

  std::string SystemStatus() const {
    const std::string answer = kraken::GetOverTls(url_, ca_file_, "/0/public/SystemStatus");
    return answer.find(R"("status":"online")") != std::string::npos ? "online" : answer;
  }

 private:
  std::string url_;
  std::string ca_file_;
};

class TlsBotTest : public kraken::gtest::MockServerTest {
 protected:
  kraken::mock::ServerOptions Options() const override {
    return {.tls = kraken::mock::TlsOptions{.directory = ::testing::TempDir() + "my-tests-tls"}};
  }
};

TEST_F(TlsBotTest, TrustsTheCaAndNoOther) {
  EXPECT_EQ(MyTlsBot(server().tls_url(), server().ca_file()).SystemStatus(), "online");
}

}  // namespace
