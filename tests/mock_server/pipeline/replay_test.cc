// The journal's requests, sent again at their times, make the same world again.
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

// Whatever a bot may send, at random.
class Bot final {
 public:
  Bot(PipelineHarness& harness, std::uint64_t seed) : harness_(harness), random_(seed) {}

  void Act() {
    harness_.now += std::chrono::milliseconds(random_() % 4'000);
    switch (random_() % 6) {
      case 0:
        harness_.Send(harness_.Private("CancelOrder", "&txid=" + std::to_string(random_() % 5)));
        return;
      case 1:
        harness_.Send(
            harness_.Private("AmendOrder", "&cl_ord_id=" + ClientId() + "&limit_price=" + Price()));
        return;
      case 2:
        harness_.Send(
            harness_.Private("CancelAllOrdersAfter", "&timeout=" + std::to_string(random_() % 90)));
        return;
      default:
        harness_.Send(harness_.Private("AddOrder", Order()));
    }
  }

 private:
  std::string Price() { return std::to_string(59'900 + random_() % 700); }
  std::string ClientId() { return "id" + std::to_string(random_() % 20); }
  std::string Order() {
    std::string order = "&pair=XBTUSD&volume=0.00" + std::to_string(1 + random_() % 99);
    order += random_() % 2 == 0 ? "&type=buy" : "&type=sell";
    if (random_() % 5 == 0) return order + "&ordertype=market";
    order += "&ordertype=limit&price=" + Price();
    if (random_() % 3 == 0) order += "&cl_ord_id=" + ClientId();
    if (random_() % 3 == 0) order += "&userref=" + std::to_string(random_() % 5);
    if (random_() % 4 == 0) {
      order += "&timeinforce=GTD&expiretm=%2B" + std::to_string(1 + random_() % 60);
    }
    return order;
  }

  PipelineHarness& harness_;
  std::mt19937_64 random_;
};

std::vector<std::string> AccountOf(PipelineHarness& harness) {
  std::vector<std::string> told;
  std::uint64_t nonce = 1'000'000'000'000;
  for (const char* call : {"BalanceEx", "OpenOrders", "ClosedOrders", "TradesHistory", "Ledgers"}) {
    told.push_back(
        harness.Send(harness.PrivateWithNonce(call, std::to_string(++nonce), "&trades=true")).body);
  }
  return told;
}

TEST(Replay, OfAJournalMakesTheSameWorld) {
  PipelineHarness first({.seed = 11});
  Bot bot(first, 5);
  for (int i = 0; i < 600; ++i) bot.Act();
  PipelineHarness second({.seed = 11});
  std::vector<std::string> effects;
  for (const JournalEntry& entry : first.journal().Entries()) {
    second.now = entry.wall;
    second.Send(entry.request);
    const JournalEntry again = second.Last();
    ASSERT_EQ(again.effect, entry.effect) << entry.request.body;
    ASSERT_EQ(again.errors, entry.errors) << entry.request.body;
    for (const std::string& id : entry.effect.orders) effects.push_back(id);
  }
  EXPECT_GT(effects.size(), 200U);
  const std::vector<std::string> told = AccountOf(first);
  EXPECT_THAT(told, Each(HasSubstr(R"("error":[],"result")")));
  EXPECT_EQ(told, AccountOf(second));
  // Another seed makes another.
  PipelineHarness other({.seed = 12});
  for (const JournalEntry& entry : first.journal().Entries()) {
    other.now = entry.wall;
    other.Send(entry.request);
  }
  EXPECT_NE(told, AccountOf(other));
}

}  // namespace
}  // namespace kraken::mock
