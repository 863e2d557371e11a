#include "kraken/mock/journal.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include "kraken/protocol/base64.h"
#include "kraken/protocol/json_text.h"
#include "mock_server/src/journal_feed.h"

namespace kraken::mock {
namespace {

constexpr unsigned kSeqBits = 48;
constexpr std::uint64_t kSeqMask = (std::uint64_t{1} << kSeqBits) - 1;

// About what an entry occupies: exact enough for a bound, and cheap.
std::size_t SizeOf(const JournalEntry& entry) {
  const HttpRequest& request = entry.request;
  std::size_t bytes = sizeof(JournalRecord) + entry.params.raw().size();
  for (const std::string* text : {&request.method, &request.target, &request.body, &request.peer,
                                  &entry.endpoint, &entry.key_id, &entry.nonce, &entry.rule}) {
    bytes += text->size();
  }
  for (const Header& header : request.headers) {
    bytes += sizeof(Header) + header.name.size() + header.value.size();
  }
  for (const Param& param : entry.params.entries()) {
    bytes += sizeof(Param) + param.name.size() + param.value.size() + param.raw.size();
  }
  for (const StageNote& stage : entry.stages) bytes += sizeof(StageNote) + stage.why.size();
  for (const auto* texts : {&entry.rules, &entry.errors, &entry.effect.orders, &entry.effect.trades,
                            &entry.effect.ledger}) {
    for (const std::string& text : *texts) bytes += sizeof(std::string) + text.size();
  }
  return bytes + entry.counters.size() * sizeof(CounterNote);
}

JournalFeed::Line ToLine(const Json& json) {
  return std::make_shared<const std::string>(ToJsonText(json) + '\n');
}

}  // namespace

bool Fits(const JournalQuery& query, const JournalEntry& entry) {
  return (query.endpoint.empty() || query.endpoint == entry.endpoint) &&
         (query.key_id.empty() || query.key_id == entry.key_id);
}

std::string KeyId(std::string_view api_key) {
  constexpr std::size_t kBytes = 6;
  const std::string text(api_key);
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return EncodeHex(std::span(digest).first(kBytes));
}

Journal::Journal(Sink sink) : sink_(std::move(sink)) {}
Journal::~Journal() = default;

std::uint64_t Journal::Record(JournalEntry entry) {
  const std::size_t bytes = SizeOf(entry);
  auto record = std::make_shared<JournalRecord>();
  record->entry = std::move(entry);

  const std::scoped_lock lock(mutex_);
  const std::uint64_t seq = next_seq_++;
  record->entry.seq = seq;
  if (sink_ || !feeds_.empty()) {
    const JournalFeed::Line line = ToLine(RequestLine(record->entry));
    if (sink_) sink_(*line);
    for (const auto& feed : LiveFeeds()) feed->Write(record->entry, line);
  }
  stored_.push_back({.seq = seq, .bytes = bytes, .record = std::move(record)});
  bytes_ += bytes;
  const auto is_over = [this] { return stored_.size() > kMaxEntries || bytes_ > kMaxBytes; };
  while (is_over() && stored_.size() > 1) DropOldest();
  return (times_restarted_ << kSeqBits) | seq;
}

void Journal::RecordSent(std::uint64_t ticket, const SentNote& sent) {
  const std::uint64_t seq = ticket & kSeqMask;
  const std::scoped_lock lock(mutex_);
  if (ticket >> kSeqBits != times_restarted_) return;
  if (sink_ || !feeds_.empty()) {
    const JournalFeed::Line line = ToLine(SentLine(seq, sent));
    if (sink_) sink_(*line);
    for (const auto& feed : LiveFeeds()) feed->WriteSent(seq, line);
  }
  const auto found = Find(seq);
  if (found != stored_.end() && !found->record->sent) found->record->sent = sent;
}

// Numbers are consecutive unless entries of a key were taken out, so that the place of one is
// known.
std::deque<Journal::Stored>::iterator Journal::Find(std::uint64_t seq) {
  if (stored_.empty() || seq < stored_.front().seq) return stored_.end();
  const std::uint64_t place = seq - stored_.front().seq;
  if (place < stored_.size() && stored_[place].seq == seq) {
    return stored_.begin() + static_cast<std::ptrdiff_t>(place);
  }
  const auto found = std::ranges::lower_bound(stored_, seq, {}, &Stored::seq);
  return found != stored_.end() && found->seq == seq ? found : stored_.end();
}

// One whose answer is still on its way will change: readers get a copy.
std::shared_ptr<const JournalRecord> Journal::Frozen(const std::shared_ptr<JournalRecord>& record) {
  return record->sent ? record : std::make_shared<JournalRecord>(*record);
}

JournalPage Journal::Read(const JournalQuery& query) const {
  const std::scoped_lock lock(mutex_);
  JournalPage page{.next = next_seq_ - 1, .dropped = dropped_};
  auto stored = std::ranges::upper_bound(stored_, query.since, {}, &Stored::seq);
  for (; stored != stored_.end(); ++stored) {
    const std::shared_ptr<JournalRecord>& record = stored->record;
    if (!Fits(query, record->entry)) continue;
    page.records.push_back(Frozen(record));
    if (page.records.size() == query.limit) {
      page.next = stored->seq;
      break;
    }
  }
  return page;
}

std::vector<JournalEntry> Journal::Entries() const {
  const JournalPage page = Read();
  std::vector<JournalEntry> entries;
  entries.reserve(page.records.size());
  for (const auto& record : page.records) entries.push_back(record->entry);
  return entries;
}

std::shared_ptr<JournalFeed> Journal::Follow(const JournalQuery& query) {
  const std::scoped_lock lock(mutex_);
  JournalFeed::Records stored;
  std::set<std::uint64_t> pending;
  for (const Stored& each : stored_) {
    if (!Fits(query, each.record->entry)) continue;
    if (each.seq > query.since) {
      stored.push_back(Frozen(each.record));
    } else if (!each.record->sent) {
      pending.insert(each.seq);
    }
  }
  auto feed = std::make_shared<JournalFeed>(query, std::move(stored), std::move(pending));
  feeds_.push_back(feed);
  return feed;
}

// Those that somebody still follows; the others are forgotten.
std::vector<std::shared_ptr<JournalFeed>> Journal::LiveFeeds() {
  std::vector<std::shared_ptr<JournalFeed>> live;
  std::erase_if(feeds_, [&live](const std::weak_ptr<JournalFeed>& weak) {
    std::shared_ptr<JournalFeed> feed = weak.lock();
    if (feed == nullptr) return true;
    live.push_back(std::move(feed));
    return false;
  });
  return live;
}

std::size_t Journal::size() const {
  const std::scoped_lock lock(mutex_);
  return stored_.size();
}

std::uint64_t Journal::dropped() const {
  const std::scoped_lock lock(mutex_);
  return dropped_;
}

std::uint64_t Journal::dropped_in_all() const {
  const std::scoped_lock lock(mutex_);
  return dropped_in_all_;
}

void Journal::Clear() {
  const std::scoped_lock lock(mutex_);
  DropAll();
}

void Journal::Restart() {
  const std::scoped_lock lock(mutex_);
  DropAll();
  next_seq_ = 1;
  ++times_restarted_;
  for (const auto& feed : LiveFeeds()) feed->Restart();
}

void Journal::DropAll() {
  stored_.clear();
  bytes_ = 0;
  dropped_ = 0;
}

void Journal::ClearKey(std::string_view key_id) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(stored_, [&](const Stored& stored) {
    if (stored.record->entry.key_id != key_id) return false;
    bytes_ -= stored.bytes;
    return true;
  });
}

void Journal::DropOldest() {
  bytes_ -= stored_.front().bytes;
  stored_.pop_front();
  ++dropped_;
  ++dropped_in_all_;
}

}  // namespace kraken::mock
