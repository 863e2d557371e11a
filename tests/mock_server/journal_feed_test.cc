#include "mock_server/src/journal_feed.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kraken::mock {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

JournalEntry Called(const std::string& endpoint, const std::string& key_id = "") {
  JournalEntry entry;
  entry.endpoint = endpoint;
  entry.key_id = key_id;
  return entry;
}

// What has come since it was asked last.
std::string NextOf(JournalFeed& feed) { return feed.Next(std::stop_token()).value_or("(end)"); }

TEST(JournalFeed, TellsWhatIsThereAndThenWhatComes) {
  Journal journal;
  const std::uint64_t first = journal.Record(Called("Time"));
  journal.RecordSent(first, {});
  const auto feed = journal.Follow({});
  EXPECT_THAT(NextOf(*feed), AllOf(HasSubstr(R"("kind":"request","seq":1,)"),
                                   HasSubstr(R"({"kind":"sent","seq":1,)")));
  const std::uint64_t second = journal.Record(Called("Ticker"));
  const std::string line = NextOf(*feed);
  EXPECT_THAT(line, AllOf(HasSubstr(R"("seq":2,)"), Not(HasSubstr("sent\""))));
  EXPECT_EQ(line.back(), '\n');
  journal.RecordSent(second, {});
  EXPECT_THAT(NextOf(*feed), HasSubstr(R"({"kind":"sent","seq":2,)"));
}

TEST(JournalFeed, ContinuesAfterANumber) {
  Journal journal;
  journal.Record(Called("Time"));
  journal.Record(Called("Ticker"));
  EXPECT_THAT(NextOf(*journal.Follow({.since = 1})),
              AllOf(HasSubstr(R"("seq":2,)"), Not(HasSubstr(R"("seq":1,)"))));
}

TEST(JournalFeed, KeepsToAnEndpointAndAKey) {
  Journal journal;
  const auto feed = journal.Follow({.endpoint = "Balance", .key_id = "mine"});
  for (const char* key : {"mine", "other"}) {
    for (const char* endpoint : {"Balance", "Ledgers"}) {
      journal.RecordSent(journal.Record(Called(endpoint, key)), {});
    }
  }
  EXPECT_THAT(NextOf(*feed), AllOf(HasSubstr(R"("seq":1,)"), Not(HasSubstr(R"("seq":2,)")),
                                   Not(HasSubstr(R"("seq":3,)"))));
}

TEST(JournalFeed, KnowsNoAnswerOfBeforeTheJournalBeganAnew) {
  Journal journal;
  const auto feed = journal.Follow({.endpoint = "Balance"});
  journal.Record(Called("Balance"));
  NextOf(*feed);
  journal.Restart();
  journal.RecordSent(journal.Record(Called("Time")), {});
  EXPECT_THAT(NextOf(*feed), IsEmpty()) << "number 1 is another one's now";
}

TEST(JournalFeed, EndsWhereItIsTold) {
  Journal journal;
  const auto feed = journal.Follow({});
  std::stop_source stop;
  std::thread follower([&] {
    while (feed->Next(stop.get_token())) {
    }
  });
  stop.request_stop();
  follower.join();
}

TEST(JournalFeed, EndsForAReaderWhoIsTooSlow) {
  Journal journal;
  const auto feed = journal.Follow({});
  JournalEntry large = Called("Time");
  large.request.body = std::string(JournalFeed::kMostBytes / 4, 'x');
  for (int i = 0; i < 5; ++i) journal.Record(large);
  const std::string told = NextOf(*feed);
  EXPECT_TRUE(told.find(R"("seq":3,)") != std::string::npos) << "what is there is not thrown away";
  EXPECT_TRUE(told.find(R"("seq":5,)") == std::string::npos);
  EXPECT_EQ(NextOf(*feed), "(end)");
}

// A body of control characters is six times as long in JSON.
TEST(JournalFeed, TellsAJournalThatIsLargerAsText) {
  Journal journal;
  JournalEntry large = Called("Time");
  large.request.body = std::string(900'000, '\x01');
  for (int i = 0; i < 8; ++i) journal.Record(large);
  const std::size_t stored = journal.size();
  const auto feed = journal.Follow({});
  std::size_t told = 0;
  for (std::size_t i = 0; i < stored; ++i) {
    const std::string text = NextOf(*feed);
    told += static_cast<std::size_t>(std::ranges::count(text, '\n'));
  }
  EXPECT_EQ(told, stored);
}

TEST(JournalFeed, TellsOfTheAnswerThatWasOnItsWayBeforeTheNumber) {
  Journal journal;
  const std::uint64_t ticket = journal.Record(Called("Time"));
  const auto feed = journal.Follow({.since = 1});
  journal.RecordSent(ticket, {});
  EXPECT_THAT(NextOf(*feed), HasSubstr(R"({"kind":"sent","seq":1,)"));
}

TEST(JournalFeed, IsForgottenWithItsReader) {
  Journal journal;
  std::weak_ptr<JournalFeed> gone = journal.Follow({});
  EXPECT_TRUE(gone.expired());
  journal.Record(Called("Time"));
  EXPECT_EQ(journal.size(), 1U);
}

}  // namespace
}  // namespace kraken::mock
