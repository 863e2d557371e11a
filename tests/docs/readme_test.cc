// The README's C++ example, compiled and run; ReadmeShowsThisFile holds the two together.
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "tests/server/http_client.h"

// README begins
#include <kraken/gtest/mock_server_test.h>
// README pauses

// What the README's reader would bring: a program that retries when it is told to slow down.
class MyBot {
 public:
  MyBot(std::string url, kraken::Credentials credentials)
      : url_(std::move(url)), credentials_(std::move(credentials)) {}

  std::string UsdBalance() {
    for (int attempt = 1; attempt <= 3; ++attempt) {
      const std::string body = kraken::Call(url_, credentials_, "Balance", std::to_string(attempt));
      const kraken::Result<kraken::Json> answer = kraken::ParseJsonText(body);
      if (answer && answer->at("error").empty()) return answer->at("result").at("ZUSD");
    }
    return "gave up";
  }

 private:
  std::string url_;
  kraken::Credentials credentials_;
};

// README goes on
class BalanceTest : public kraken::gtest::MockServerTest {};

TEST_F(BalanceTest, SurvivesTwoRateLimitErrors) {
  server().LoadScenario("rate-limited-twice");
  EXPECT_EQ(MyBot(server().base_url(), server().credentials()).UsdBalance(), "10000.0000");
}
// README ends

namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// What stands between two lines.
std::string Between(const std::string& text, const std::string& first, const std::string& last) {
  const std::size_t begin = text.find(first + "\n");
  const std::size_t end = text.find(last + "\n");
  if (begin == std::string::npos || end == std::string::npos) {
    return "no line " + first + "/" + last;
  }
  return text.substr(begin + first.size() + 1, end - begin - first.size() - 1);
}

TEST(Docs, ReadmeShowsThisFile) {
  const std::string source =
      ReadFile(std::string(KRAKEN_SOURCE_DIR) + "/tests/docs/readme_test.cc");
  const std::string readme = ReadFile(std::string(KRAKEN_SOURCE_DIR) + "/README.md");
  const std::string include = Between(source, "// README begins", "// README pauses");
  const std::string test = Between(source, "// README goes on", "// README ends");
  EXPECT_THAT(readme, ::testing::HasSubstr("```cpp\n" + include + "\n" + test + "```\n"));
}

}  // namespace
