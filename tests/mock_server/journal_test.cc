#include "kraken/mock/journal.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/gtest/result_matchers.h"
#include "kraken/protocol/json_text.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

JournalEntry EntryOf(std::string endpoint, std::string key_id = "") {
  JournalEntry entry;
  entry.endpoint = std::move(endpoint);
  entry.key_id = std::move(key_id);
  return entry;
}

JournalEntry EntryWithBody(std::size_t size) {
  JournalEntry entry;
  entry.request.body.assign(size, 'x');
  return entry;
}

std::vector<std::uint64_t> Numbers(const JournalPage& page) {
  std::vector<std::uint64_t> numbers;
  for (const auto& record : page.records) numbers.push_back(record->entry.seq);
  return numbers;
}

TEST(Journal, NumbersEntriesFromOne) {
  Journal journal;
  EXPECT_EQ(journal.Record(EntryOf("Time")), 1U);
  EXPECT_EQ(journal.Record(EntryOf("Balance")), 2U);
  const std::vector<JournalEntry> entries = journal.Entries();
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].seq, 1U);
  EXPECT_EQ(entries[0].endpoint, "Time");
  EXPECT_EQ(entries[1].seq, 2U);
}

TEST(Journal, JoinsARequestWithItsAnswersDeparture) {
  Journal journal;
  const std::uint64_t first = journal.Record(EntryOf("Time"));
  journal.Record(EntryOf("Balance"));
  journal.RecordSent(first, {.bytes = 77, .ended = SentEnd::kReset});
  const JournalPage page = journal.Read();
  ASSERT_THAT(page.records, SizeIs(2));
  ASSERT_TRUE(page.records[0]->sent);
  EXPECT_EQ(page.records[0]->sent->bytes, 77U);
  EXPECT_EQ(page.records[0]->sent->ended, SentEnd::kReset);
  EXPECT_FALSE(page.records[1]->sent);
}

TEST(Journal, LeavesWhatAReaderHoldsAsItWas) {
  Journal journal;
  const std::uint64_t ticket = journal.Record(EntryOf("Time"));
  const JournalPage before = journal.Read();
  journal.RecordSent(ticket, {.bytes = 1});
  EXPECT_FALSE(before.records.at(0)->sent);
  EXPECT_TRUE(journal.Read().records.at(0)->sent);
}

TEST(Journal, KeepsTheFirstDepartureOfAnAnswer) {
  Journal journal;
  const std::uint64_t ticket = journal.Record(EntryOf("Time"));
  journal.RecordSent(ticket, {.bytes = 1});
  journal.RecordSent(ticket, {.bytes = 2});
  EXPECT_EQ(journal.Read().records.at(0)->sent->bytes, 1U);
}

TEST(Journal, IgnoresTheDepartureOfWhatItDoesNotHold) {
  Journal journal;
  journal.RecordSent(0, {});
  journal.RecordSent(1, {});
  journal.Record(EntryOf("Time"));
  journal.RecordSent(0, {});
  journal.RecordSent(2, {});
  EXPECT_FALSE(journal.Read().records.at(0)->sent);
}

class JournalReading : public ::testing::Test {
 protected:
  JournalReading() {
    journal_.Record(EntryOf("Time"));
    journal_.Record(EntryOf("Balance", "a"));
    journal_.Record(EntryOf("Balance", "b"));
    journal_.Record(EntryOf("Ledgers", "a"));
  }

  Journal journal_;
};

TEST_F(JournalReading, BeginsAfterTheGivenNumber) {
  EXPECT_THAT(Numbers(journal_.Read()), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(Numbers(journal_.Read({.since = 2})), ElementsAre(3, 4));
  EXPECT_THAT(Numbers(journal_.Read({.since = 4})), IsEmpty());
  EXPECT_THAT(Numbers(journal_.Read({.since = 99})), IsEmpty());
}

TEST_F(JournalReading, ChoosesByEndpointAndKey) {
  EXPECT_THAT(Numbers(journal_.Read({.endpoint = "Balance"})), ElementsAre(2, 3));
  EXPECT_THAT(Numbers(journal_.Read({.key_id = "a"})), ElementsAre(2, 4));
  EXPECT_THAT(Numbers(journal_.Read({.endpoint = "Balance", .key_id = "a"})), ElementsAre(2));
  EXPECT_THAT(Numbers(journal_.Read({.key_id = "c"})), IsEmpty());
}

TEST_F(JournalReading, GoesOnPageByPage) {
  const JournalPage first = journal_.Read({.key_id = "a", .limit = 1});
  EXPECT_THAT(Numbers(first), ElementsAre(2));
  EXPECT_EQ(first.next, 2U);
  const JournalPage second = journal_.Read({.since = first.next, .key_id = "a", .limit = 1});
  EXPECT_THAT(Numbers(second), ElementsAre(4));
  const JournalPage third = journal_.Read({.since = second.next, .key_id = "a", .limit = 1});
  EXPECT_THAT(Numbers(third), IsEmpty());
  EXPECT_EQ(third.next, 4U);
}

TEST_F(JournalReading, NeedNotSeeAgainWhatItPassedOver) {
  EXPECT_EQ(journal_.Read({.endpoint = "Time"}).next, 4U);
  EXPECT_EQ(Journal().Read().next, 0U);
}

TEST_F(JournalReading, ClearsOneKeyAndKeepsTheNumbers) {
  journal_.ClearKey("a");
  EXPECT_THAT(Numbers(journal_.Read()), ElementsAre(1, 3));
  EXPECT_EQ(journal_.dropped(), 0U);
  EXPECT_EQ(journal_.Record(EntryOf("Time")), 5U);
  // Those after the gap are still found, and those in it are not.
  journal_.RecordSent(5, {.bytes = 55});
  journal_.RecordSent(3, {.bytes = 33});
  journal_.RecordSent(2, {.bytes = 22});
  const JournalPage page = journal_.Read();
  ASSERT_THAT(Numbers(page), ElementsAre(1, 3, 5));
  EXPECT_FALSE(page.records[0]->sent);
  EXPECT_EQ(page.records[1]->sent->bytes, 33U);
  EXPECT_EQ(page.records[2]->sent->bytes, 55U);
}

TEST_F(JournalReading, ClearsAllAndGoesOnCounting) {
  const std::uint64_t last = journal_.Read().next;
  journal_.Clear();
  EXPECT_THAT(journal_.Entries(), IsEmpty());
  EXPECT_EQ(journal_.Read().next, last);
  journal_.Record(EntryOf("Time"));
  EXPECT_EQ(journal_.Entries().at(0).seq, last + 1);
}

TEST_F(JournalReading, RestartsAtOne) {
  journal_.Restart();
  EXPECT_THAT(journal_.Entries(), IsEmpty());
  EXPECT_EQ(journal_.Read().next, 0U);
  journal_.Record(EntryOf("Time"));
  EXPECT_EQ(journal_.Entries().at(0).seq, 1U);
}

TEST(Journal, DoesNotTakeALateAnswerForThatOfANewRequest) {
  Journal journal;
  const std::uint64_t before = journal.Record(EntryOf("Time"));
  journal.Restart();
  const std::uint64_t after = journal.Record(EntryOf("Balance"));
  EXPECT_NE(before, after);
  journal.RecordSent(before, {.bytes = 1});
  EXPECT_FALSE(journal.Read().records.at(0)->sent);
  journal.RecordSent(after, {.bytes = 2});
  EXPECT_EQ(journal.Read().records.at(0)->sent->bytes, 2U);
}

TEST(Journal, CountsWhatItHoldsAndWhatItEverDropped) {
  Journal journal;
  EXPECT_EQ(journal.size(), 0U);
  for (std::size_t i = 0; i < Journal::kMaxEntries + 2; ++i) journal.Record(EntryOf("Time"));
  EXPECT_EQ(journal.size(), Journal::kMaxEntries);
  EXPECT_EQ(journal.dropped_in_all(), 2U);
  journal.Clear();
  EXPECT_EQ(journal.size(), 0U);
  journal.Record(EntryWithBody(Journal::kMaxBytes));
  journal.Record(EntryOf("Time"));
  EXPECT_EQ(journal.dropped(), 1U);
  EXPECT_EQ(journal.dropped_in_all(), 3U);
  journal.Restart();
  EXPECT_EQ(journal.dropped_in_all(), 3U);
}

TEST(JournalBounds, HoldSoManyEntries) {
  Journal journal;
  for (std::size_t i = 0; i < Journal::kMaxEntries + 3; ++i) journal.Record(EntryOf("Time"));
  const JournalPage page = journal.Read();
  ASSERT_THAT(page.records, SizeIs(Journal::kMaxEntries));
  EXPECT_EQ(page.records.front()->entry.seq, 4U);
  EXPECT_EQ(page.dropped, 3U);
  EXPECT_EQ(journal.dropped(), 3U);
  // The places have moved; the entries are found all the same.
  journal.RecordSent(4, {.bytes = 4});
  journal.RecordSent(3, {.bytes = 3});
  EXPECT_EQ(journal.Read({.limit = 1}).records.at(0)->sent->bytes, 4U);
}

TEST(JournalBounds, HoldSoManyBytes) {
  Journal journal;
  constexpr std::size_t kBody = std::size_t{1} << 20U;
  for (int i = 0; i < 10; ++i) journal.Record(EntryWithBody(kBody));
  // Seven and not eight: an entry is more than its body.
  EXPECT_THAT(journal.Entries(), SizeIs(7));
  EXPECT_EQ(journal.dropped(), 3U);
}

TEST(JournalBounds, SpareTheNewestEntryWhateverItsSize) {
  Journal journal;
  journal.Record(EntryOf("Time"));
  journal.Record(EntryWithBody(2 * Journal::kMaxBytes));
  ASSERT_THAT(journal.Entries(), SizeIs(1));
  EXPECT_EQ(journal.Entries().front().seq, 2U);
}

TEST(JournalBounds, CountTheMethodToo) {
  Journal journal;
  for (int i = 0; i < 10; ++i) {
    JournalEntry entry;
    entry.request.method = std::string(std::size_t{1} << 20U, 'M');
    journal.Record(std::move(entry));
  }
  EXPECT_THAT(journal.Entries(), SizeIs(7));
}

TEST(JournalBounds, CountParametersToo) {
  Journal journal;
  JournalEntry entry;
  entry.params = ParseForm("a=" + std::string(std::size_t{1} << 20U, 'x'));
  for (int i = 0; i < 10; ++i) journal.Record(entry);
  EXPECT_THAT(journal.Entries(), SizeIs(2)) << "raw, value and the entry's own raw text";
}

TEST(JournalBounds, AreFreeAgainAfterClearing) {
  Journal journal;
  constexpr std::size_t kBody = std::size_t{1} << 20U;
  for (int i = 0; i < 7; ++i) {
    JournalEntry entry = EntryWithBody(kBody);
    entry.key_id = i < 6 ? "a" : "b";
    journal.Record(std::move(entry));
  }
  journal.ClearKey("a");
  for (int i = 0; i < 6; ++i) journal.Record(EntryWithBody(kBody));
  EXPECT_THAT(journal.Entries(), SizeIs(7));
  journal.Clear();
  for (int i = 0; i < 7; ++i) journal.Record(EntryWithBody(kBody));
  EXPECT_THAT(journal.Entries(), SizeIs(7));
  EXPECT_EQ(journal.dropped(), 0U);
}

TEST(JournalSink, IsGivenEveryLineInOrder) {
  std::vector<std::string> lines;
  Journal journal([&lines](std::string_view line) { lines.emplace_back(line); });
  const std::uint64_t ticket = journal.Record(EntryOf("Time"));
  journal.Record(EntryOf("Balance"));
  journal.RecordSent(ticket, {});
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_THAT(lines[0], StartsWith(R"({"kind":"request","seq":1,)"));
  EXPECT_THAT(lines[1], StartsWith(R"({"kind":"request","seq":2,)"));
  EXPECT_THAT(lines[2], StartsWith(R"({"kind":"sent","seq":1,)"));
  for (const std::string& line : lines) {
    EXPECT_EQ(line.find('\n'), line.size() - 1) << line;
  }
}

TEST(JournalSink, IsGivenTheDepartureOfWhatTheBoundsDropped) {
  std::size_t sent_lines = 0;
  Journal journal([&](std::string_view line) {
    if (line.starts_with(R"({"kind":"sent")")) ++sent_lines;
  });
  const std::uint64_t ticket = journal.Record(EntryWithBody(Journal::kMaxBytes));
  journal.Record(EntryOf("Time"));
  EXPECT_EQ(journal.dropped(), 1U);
  journal.RecordSent(ticket, {});
  EXPECT_EQ(sent_lines, 1U);
}

TEST(Journal, MayBeWrittenAndReadAtTheSameTime) {
  Journal journal;
  constexpr int kEach = 2'000;
  const auto write = [&journal] {
    for (int i = 0; i < kEach; ++i) {
      const std::uint64_t ticket = journal.Record(EntryOf("Time", "a"));
      journal.RecordSent(ticket, {.bytes = 1});
    }
  };
  std::jthread first(write);
  std::jthread second(write);
  std::size_t seen = 0;
  for (int i = 0; i < 50; ++i) {
    for (const auto& record : journal.Read().records) {
      seen += record->sent ? record->sent->bytes : 0;
    }
  }
  first.join();
  second.join();
  EXPECT_THAT(journal.Entries(), SizeIs(2 * kEach));
  EXPECT_LE(seen, std::size_t{50} * 2 * kEach);
}

TEST(Journal, NumbersInOrderHoweverOftenItRestarts) {
  Journal journal;
  std::jthread writer([&journal] {
    for (int i = 0; i < 5'000; ++i) journal.Record(EntryOf("Time"));
  });
  for (int i = 0; i < 200; ++i) {
    journal.Restart();
    std::uint64_t last = 0;
    for (const JournalEntry& entry : journal.Entries()) {
      EXPECT_GT(entry.seq, last);
      last = entry.seq;
    }
  }
}

TEST(KeyId, IsTheBeginningOfTheSha256) {
  EXPECT_EQ(KeyId("abc"), "ba7816bf8f01");  // FIPS 180-2, appendix B.1
  EXPECT_EQ(KeyId(""), "e3b0c44298fc");
}

JournalEntry FullEntry() {
  JournalEntry entry{.seq = 7, .wall = WallTime(std::chrono::milliseconds(1'767'225'600'250))};
  entry.request = {.method = "POST",
                   .target = "/0/private/Balance?a=b",
                   .headers = {{"Host", "localhost"},
                               {"API-Key", "abc"},
                               {"api-sign", "c2ln"},
                               {"X-Twice", "1"},
                               {"x-twice", "2"}},
                   .body = "nonce=5&a=%2B",
                   .peer = "127.0.0.1",
                   .connection = 3};
  entry.endpoint = "Balance";
  entry.key_id = KeyId("abc");
  entry.params = ParseForm(entry.request.body);
  entry.nonce = "5";
  entry.effect = {.orders = {"O1"}, .ledger = {"L1", "L2"}};
  entry.signature_ok = false;
  entry.stages = {{.stage = "find_endpoint"},
                  {.stage = "authenticate", .verdict = StageVerdict::kRefused, .why = "because"}};
  entry.rule = "s#1";
  entry.counters = {{.name = "calls", .value = "3.67", .max = "15", .cost = "1"}};
  entry.errors = {"EAPI:Invalid signature"};
  return entry;
}

constexpr std::string_view kRequestMembers =
    R"("seq":7,"wall":"2026-01-01T00:00:00.250Z","conn":3,"peer":"127.0.0.1",)"
    R"("key_id":"ba7816bf8f01","method":"POST","target":"/0/private/Balance?a=b",)"
    R"("endpoint":"Balance","headers":{"host":"localhost","api-key":"ba7816bf8f01",)"
    R"("api-sign":"c2ln","x-twice":"1, 2"},"body":"nonce=5&a=%2B",)"
    R"("params":[["nonce","5"],["a","+"]],"nonce":"5","signature":{"ok":false},)"
    R"("stages":[{"name":"find_endpoint","verdict":"passed"},)"
    R"({"name":"authenticate","verdict":"refused","why":"because"}],"rule":"s#1",)"
    R"("effect":{"orders":["O1"],"trades":[],"ledger":["L1","L2"]},)"
    R"("counters":[{"name":"calls","value":"3.67","max":"15","cost":"1"}],)"
    R"("reply":{"status":200,"errors":["EAPI:Invalid signature"]})";

constexpr SentNote kSent{.t_accept = 1,
                         .t_in_first = 2,
                         .t_in_last = 3,
                         .t_decided = 4,
                         .t_out_first = 5,
                         .t_out_last = 6,
                         .bytes = 99,
                         .ended = SentEnd::kPeerClosed};
constexpr std::string_view kSentMembers =
    R"("t_accept":1,"t_in_first":2,"t_in_last":3,"t_decided":4,"t_out_first":5,"t_out_last":6,)"
    R"("bytes":99,"ended":"peer-closed")";

TEST(RequestLine, HoldsAllThatIsKnownAtTheDecision) {
  EXPECT_EQ(ToJsonText(RequestLine(FullEntry())),
            R"({"kind":"request",)" + std::string(kRequestMembers) + "}");
}

TEST(SentLine, HoldsTheTimesAndTheEnd) {
  EXPECT_EQ(ToJsonText(SentLine(7, kSent)),
            R"({"kind":"sent","seq":7,)" + std::string(kSentMembers) + "}");
}

TEST(JoinedEntry, IsTheRequestWithItsSentMember) {
  EXPECT_EQ(ToJsonText(JoinedEntry(FullEntry(), kSent)),
            "{" + std::string(kRequestMembers) + R"(,"sent":{)" + std::string(kSentMembers) + "}}");
  EXPECT_THAT(ToJsonText(JoinedEntry(FullEntry(), std::nullopt)), EndsWith(R"(,"sent":null})"));
}

TEST(RequestLine, IsNullWhereThereIsNothing) {
  const Json line = RequestLine({});
  for (const char* name : {"key_id", "endpoint", "nonce", "rule"}) {
    EXPECT_TRUE(line.at(name).is_null()) << name;
  }
  EXPECT_TRUE(line.at("signature").at("ok").is_null());
  EXPECT_EQ(line.at("body"), "");
}

TEST(RequestLine, ShowsNoApiKeyAndNoForeignCredentials) {
  JournalEntry entry;
  entry.request.headers = {{"API-KEY", "MYKEY"},
                           {"Authorization", "Bearer MYTOKEN"},
                           {"Cookie", "MYCOOKIE"},
                           {"Proxy-Authorization", "MYPROXY"}};
  const std::string text = ToJsonText(RequestLine(entry));
  EXPECT_THAT(text, Not(HasSubstr("MY")));
  EXPECT_THAT(text, HasSubstr(KeyId("MYKEY")));
  EXPECT_THAT(text, HasSubstr(R"_("authorization":"(hidden)")_"));
}

TEST(RequestLine, GivesABodyThatIsNoTextInBase64) {
  const auto body_of = [](std::string body) {
    JournalEntry entry;
    entry.request.body = std::move(body);
    return RequestLine(entry);
  };
  EXPECT_EQ(body_of("Grüße €😀").at("body"), "Grüße €😀");
  EXPECT_EQ(body_of("\xff\xfe").at("body_base64"), "//4=");
  EXPECT_FALSE(body_of("\xff\xfe").contains("body"));
  EXPECT_FALSE(body_of("a").contains("body_base64"));
}

TEST(RequestLine, KnowsIllFormedUtf8) {
  // Continuation alone, overlong, surrogate, beyond U+10FFFF, cut (RFC 3629).
  for (const char* body : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf",
                           "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
                           "\xf5\x80\x80\x80", "a\xe2\x82", "\xc3", "\xc3(", "\xe2\x82("}) {
    JournalEntry entry;
    entry.request.body = body;
    EXPECT_TRUE(RequestLine(entry).contains("body_base64")) << ::testing::PrintToString(body);
  }
  for (const char* body : {"", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
                           "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    JournalEntry entry;
    entry.request.body = body;
    EXPECT_EQ(RequestLine(entry).at("body"), body);
  }
}

TEST(RequestLine, StaysJsonWhateverAClientSends) {
  JournalEntry entry;
  entry.request.target = "/\xff";
  entry.request.headers = {{"X-\xff", "\xfe"}};
  entry.params = ParseForm("a=%FF");
  EXPECT_TRUE(Json::accept(ToJsonText(RequestLine(entry))));
}

TEST(JournalNames, AreThoseOfTheSchema) {
  EXPECT_EQ(ToString(StageVerdict::kSkipped), "skipped");
  EXPECT_EQ(ToString(StageVerdict::kAnswered), "answered");
  EXPECT_EQ(ToString(SentEnd::kComplete), "complete");
  EXPECT_EQ(ToString(SentEnd::kClosed), "closed");
  EXPECT_EQ(ToString(SentEnd::kTruncated), "truncated");
  EXPECT_EQ(ToString(SentEnd::kStalled), "stalled");
}

}  // namespace
}  // namespace kraken::mock
