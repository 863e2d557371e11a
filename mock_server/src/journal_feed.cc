#include "mock_server/src/journal_feed.h"

#include <chrono>
#include <utility>

namespace kraken::mock {

std::optional<std::string> JournalFeed::Next(const std::stop_token& stop) {
  // So that whoever carries the lines can look whether their reader is still there.
  constexpr std::chrono::milliseconds kAWhile{250};
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, kAWhile, [this] { return is_lost_ || !lines_.empty(); });
  if (stop.stop_requested() || is_lost_) return std::nullopt;
  return std::exchange(lines_, {});
}

void JournalFeed::Write(const JournalEntry& entry, std::string_view line) {
  const bool is_wanted = (query_.endpoint.empty() || query_.endpoint == entry.endpoint) &&
                         (query_.key_id.empty() || query_.key_id == entry.key_id);
  if (!is_wanted) return;
  const std::lock_guard lock(mutex_);
  told_.insert(entry.seq);
  Append(line);
}

void JournalFeed::WriteSent(std::uint64_t seq, std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (told_.erase(seq) != 0) Append(line);
}

void JournalFeed::Restart() {
  const std::lock_guard lock(mutex_);
  told_.clear();
}

void JournalFeed::Append(std::string_view line) {
  is_lost_ = is_lost_ || lines_.size() + line.size() > kMostBytes;
  if (!is_lost_) lines_ += line;
  changed_.notify_one();
}

}  // namespace kraken::mock
