#include "mock_server/src/journal_feed.h"

#include <chrono>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"

namespace kraken::mock {

JournalFeed::JournalFeed(JournalQuery query, Records stored, std::set<std::uint64_t> pending)
    : query_(std::move(query)), stored_(std::move(stored)), pending_(std::move(pending)) {
  for (const auto& record : stored_) {
    if (!record->sent) pending_.insert(record->entry.seq);
  }
}

std::optional<std::string> JournalFeed::Next(const std::stop_token& stop) {
  // So that whoever carries the lines can look whether their reader is still there.
  constexpr std::chrono::milliseconds kAWhile{250};
  if (stop.stop_requested()) return std::nullopt;
  if (stored_told_ < stored_.size()) return NextStored();
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, kAWhile, [this] { return is_lost_ || !lines_.empty(); });
  if (stop.stop_requested() || (is_lost_ && lines_.empty())) return std::nullopt;
  const std::deque<Line> lines = std::exchange(lines_, {});
  bytes_ = 0;
  lock.unlock();
  std::string text;
  for (const Line& line : lines) text += *line;
  return text;
}

// In portions: all of them as text may be many times as large as they are in the journal. Made
// here, on the reader's thread, since nobody else should wait for that.
std::string JournalFeed::NextStored() {
  constexpr std::size_t kPortion = 1U << 20U;
  std::string text;
  for (; stored_told_ < stored_.size() && text.size() < kPortion; ++stored_told_) {
    const std::shared_ptr<const JournalRecord> told = std::move(stored_[stored_told_]);
    const JournalRecord& record = *told;
    text += ToJsonText(RequestLine(record.entry)) + '\n';
    if (record.sent) text += ToJsonText(SentLine(record.entry.seq, *record.sent)) + '\n';
  }
  return text;
}

void JournalFeed::Write(const JournalEntry& entry, const Line& line) {
  if (!Fits(query_, entry)) return;
  const std::lock_guard lock(mutex_);
  pending_.insert(entry.seq);
  Append(line);
}

void JournalFeed::WriteSent(std::uint64_t seq, const Line& line) {
  const std::lock_guard lock(mutex_);
  if (pending_.erase(seq) != 0) Append(line);
}

void JournalFeed::Restart() {
  const std::lock_guard lock(mutex_);
  pending_.clear();
}

void JournalFeed::Append(const Line& line) {
  is_lost_ = is_lost_ || bytes_ + line->size() > kMostBytes;
  if (is_lost_) return;
  lines_.push_back(line);
  bytes_ += line->size();
  changed_.notify_one();
}

}  // namespace kraken::mock
