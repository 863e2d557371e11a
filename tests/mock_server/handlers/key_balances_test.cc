// What an account has whose keys say so, and what it has where they do not.
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "mock_server/src/built_in/embedded_files.h"
#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::HasSubstr;

std::vector<ApiKeySpec> KeysFrom(const std::string& json) {
  return ParseApiKeys(json, "keys.json").value();
}

std::string ResultFor(PipelineHarness& harness, const std::string& endpoint,
                      const std::string& params = "") {
  const Json body = ParseJsonText(harness.Send(harness.Private(endpoint, params)).body).value();
  EXPECT_TRUE(body.at("error").empty()) << body;
  return ToJsonText(body.value("result", Json()));
}

constexpr const char* kOwnBalances = R"([{"key": "K", "secret": "c2VjcmV0",
    "balances": {"USD": "250.5", "XBT": "0.5", "USDT": "0.12345678", "ADA.S": "7"}}])";

TEST(KeyBalances, AreWhatBalanceAnswers) {
  PipelineHarness harness({}, KeysFrom(kOwnBalances));
  EXPECT_EQ(
      ResultFor(harness, "Balance"),
      R"({"ADA.S":"7.00000000","USDT":"0.12345678","XXBT":"0.5000000000","ZUSD":"250.5000"})");
}

TEST(KeyBalances, AreHeldByNoOrder) {
  PipelineHarness harness({}, KeysFrom(kOwnBalances));
  EXPECT_EQ(ResultFor(harness, "BalanceEx"),
            R"({"ADA.S":{"balance":"7.00000000","hold_trade":"0.00000000"},)"
            R"("USDT":{"balance":"0.12345678","hold_trade":"0.00000000"},)"
            R"("XXBT":{"balance":"0.5000000000","hold_trade":"0.0000000000"},)"
            R"("ZUSD":{"balance":"250.5000","hold_trade":"0.0000"}})");
}

TEST(KeyBalances, AreWhatTradeBalanceIsMadeOf) {
  PipelineHarness harness({}, KeysFrom(kOwnBalances));
  // 250.5 + 0.5 * 60250.1 + 0.12345678 * 60250.1 / 60241.7, and the shares that are collateral.
  EXPECT_EQ(ResultFor(harness, "TradeBalance"),
            R"({"eb":"30375.6735","tb":"30074.4224","m":"0.0000","uv":"0.0000","n":"0.0000",)"
            R"("c":"0.0000","v":"0.0000","e":"30074.4224","mf":"30074.4224"})");
}

TEST(KeyBalances, MayBeNone) {
  PipelineHarness harness({}, KeysFrom(R"([{"key": "K", "secret": "c2VjcmV0", "balances": {}}])"));
  EXPECT_EQ(ResultFor(harness, "Balance"), "{}");
  EXPECT_EQ(ResultFor(harness, "BalanceEx"), "{}");
  EXPECT_THAT(ResultFor(harness, "TradeBalance"), HasSubstr(R"("eb":"0.0000")"));
}

TEST(KeyBalances, BelongToTheAccountWhicheverOfItsKeysHasThem) {
  const std::vector<ApiKeySpec> keys = KeysFrom(R"([
      {"key": "A", "secret": "c2VjcmV0", "account": "fund"},
      {"key": "B", "secret": "c2VjcmV0", "account": "fund", "balances": {"ZUSD": "7"}},
      {"key": "C", "secret": "c2VjcmV0", "account": "other"},
      {"key": "D", "secret": "c2VjcmV0"}])");
  PipelineHarness harness({}, keys);
  const auto balance_of = [&](std::size_t place) {
    return harness.Send(PipelineHarness::Signed(keys[place], "Balance", "1", "nonce=1")).body;
  };
  EXPECT_THAT(balance_of(0), HasSubstr(R"({"ZUSD":"7.0000"})"));
  EXPECT_THAT(balance_of(1), HasSubstr(R"({"ZUSD":"7.0000"})"));
  EXPECT_THAT(balance_of(2), HasSubstr(R"("ZUSD":"10000.0000")")) << "the demo account's";
  EXPECT_THAT(balance_of(3), HasSubstr(R"("ZUSD":"10000.0000")"));
}

TEST(DemoAccount, IsWorthWhatItsFixturesSay) {
  constexpr std::string_view kFolder = "endpoints/TradeBalance/";
  PipelineHarness harness;
  int files = 0;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (!file.path.starts_with(kFolder)) continue;
    ++files;
    const Json fixture = ParseJsonText(file.text).value();
    const auto asset = fixture.at("request").at("params").at("asset").get<std::string>();
    EXPECT_EQ(ResultFor(harness, "TradeBalance", "&asset=" + asset),
              ToJsonText(fixture.at("response").at("body").at("result")))
        << asset;
  }
  EXPECT_EQ(files, 4);
}

TEST(DemoAccount, HasSomeOfItHeldByItsOrders) {
  PipelineHarness harness;
  EXPECT_EQ(ResultFor(harness, "BalanceEx"),
            R"({"XXBT":{"balance":"1.0000000000","hold_trade":"0.2500000000"},)"
            R"("ZUSD":{"balance":"10000.0000","hold_trade":"3263.0000"}})");
}

}  // namespace
}  // namespace kraken::mock
