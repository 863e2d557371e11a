// TradesHistory and Ledgers.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "mock_server/src/handlers/history_page.h"
#include "tests/mock_server/handlers/handler_harness.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

std::vector<std::string> Trades(const std::string& form) {
  return KeysOf(ResultOf("TradesHistory", form)["trades"]);
}

std::vector<std::string> Entries(const std::string& form) {
  return KeysOf(ResultOf("Ledgers", form)["ledger"]);
}

TEST(TradesHistoryView, ListsTheLatestFirstWithTheirCountBefore) {
  const Json result = ResultOf("TradesHistory");
  EXPECT_THAT(KeysOf(result), ElementsAre("count", "trades"));
  EXPECT_EQ(result["count"], 6);
  EXPECT_EQ(Trades("").front(), "TL7BYT-ODOSA-ES5WW4");
  EXPECT_EQ(Trades("").back(), "THMOTE-HNVGG-XHCZTU");
  EXPECT_THAT(KeysOf(ResultOf("TradesHistory", "without_count=true")), ElementsAre("trades"));
}

TEST(TradesHistoryView, ListsLedgerEntriesOnlyWhenAsked) {
  const auto of = [](const std::string& form) {
    return ResultOf("TradesHistory", form)["trades"]["TL7BYT-ODOSA-ES5WW4"];
  };
  EXPECT_FALSE(of("").contains("ledgers"));
  EXPECT_FALSE(of("ledgers=False").contains("ledgers"));
  EXPECT_THAT(of("ledgers=True")["ledgers"], SizeIs(2));
}

TEST(TradesHistoryView, HasNoPositions) {
  EXPECT_THAT(Trades("type=all"), SizeIs(6));
  EXPECT_THAT(Trades("type=no+position"), SizeIs(6));
  for (const char* type : {"any+position", "closed+position", "closing+position"}) {
    EXPECT_EQ(TextOf("TradesHistory", std::string("type=") + type), R"({"count":0,"trades":{}})");
  }
  EXPECT_THAT(CallHandler("TradesHistory", "type=any_position"),
              Refuses(kInvalid, R"(did you mean "any position"?)"));
}

TEST(TradesHistoryView, ExcludesStartAndIncludesEnd) {
  const std::vector<std::string> all = Trades("");
  const Json trades = ResultOf("TradesHistory")["trades"];
  const std::string second = trades[all[1]]["time"].dump();
  EXPECT_THAT(Trades("start=" + second), ElementsAre(all[0]));
  EXPECT_THAT(Trades("start=" + all[1]), ElementsAre(all[0]));
  EXPECT_EQ(Trades("end=" + second).front(), all[1]);
  EXPECT_EQ(Trades("end=" + all[1]).front(), all[1]);
  EXPECT_THAT(Trades("start=" + all[2] + "&end=" + all[0]), ElementsAre(all[0], all[1]));
  EXPECT_THAT(CallHandler("TradesHistory", "start=last+week"), Refuses(kInvalid, "start is"));
}

TEST(TradesHistoryView, ComparesFractionalTimesExactly) {
  // The latest trade, at 1767039098.2205963.
  EXPECT_THAT(Trades("start=1767039098.2205962"), SizeIs(1));
  EXPECT_THAT(Trades("start=1767039098.2205963"), SizeIs(0));
  EXPECT_THAT(Trades("start=1767039098.220596300"), SizeIs(0));
}

TEST(TradesHistoryView, GivesAPageFromAnOffsetOn) {
  EXPECT_THAT(Trades("ofs=5"), ElementsAre("THMOTE-HNVGG-XHCZTU"));
  EXPECT_EQ(ResultOf("TradesHistory", "ofs=5")["count"], 6);
}

TEST(LedgersView, FiltersByAssetAndType) {
  EXPECT_THAT(Entries(""), SizeIs(16));
  EXPECT_THAT(Entries("asset=all&aclass=currency&type=all"), SizeIs(16));
  EXPECT_THAT(Entries("type=deposit"), SizeIs(3));
  EXPECT_THAT(Entries("type=trade"), SizeIs(12));
  EXPECT_THAT(Entries("asset=XBT"), SizeIs(7));
  EXPECT_THAT(Entries("asset=XBT,ZUSD"), SizeIs(16));
  EXPECT_THAT(Entries("asset=usd&type=withdrawal"), ElementsAre("LQ4ZDT-7MCKX-3HVPUA"));
  EXPECT_EQ(TextOf("Ledgers", "asset=ETH"), R"({"count":0,"ledger":{}})");
}

TEST(LedgersView, RefusesWhatDoesNotExist) {
  EXPECT_THAT(CallHandler("Ledgers", "asset=XTB"),
              Refuses("EQuery:Unknown asset", R"(did you mean "XBT"?)"));
  EXPECT_THAT(CallHandler("Ledgers", "type=deposits"),
              Refuses(kInvalid, R"(did you mean "deposit"?)"));
  EXPECT_THAT(CallHandler("Ledgers", "without_count=2"), Refuses(kInvalid, "without_count"));
}

TEST(LedgersView, TakesIdsAsLimits) {
  const std::vector<std::string> all = Entries("");
  EXPECT_EQ(Entries("end=" + all.back()), (std::vector<std::string>{all.back()}));
}

// The demo account fills no page, so the cut is tested on its own.
TEST(PageOfTexts, HoldsFiftyEntriesAndCountsAll) {
  const auto page_from = [](std::size_t offset) {
    PageOfTexts texts(HistoryPage{.offset = offset});
    for (int i = 0; i < 120; ++i) texts.Add([i] { return std::to_string(i); });
    EXPECT_EQ(texts.count(), 120U);
    return texts.text();
  };
  EXPECT_EQ(SplitList(page_from(0)).size(), 50U);
  EXPECT_EQ(SplitList(page_from(70)).size(), 50U);
  EXPECT_EQ(SplitList(page_from(100)).size(), 20U);
  EXPECT_EQ(page_from(119), "119");
  EXPECT_EQ(page_from(120), "");
}

}  // namespace
}  // namespace kraken::mock
