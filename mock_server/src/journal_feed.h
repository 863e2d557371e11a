// The lines of a journal for somebody who follows it: each as it is made.
#ifndef KRAKEN_MOCK_SERVER_SRC_JOURNAL_FEED_H_
#define KRAKEN_MOCK_SERVER_SRC_JOURNAL_FEED_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>

#include "kraken/mock/journal.h"

namespace kraken::mock {

// Thread-safe. The journal writes, one reader reads.
class JournalFeed final {
 public:
  // A reader who is further behind than this has lost his place, and is told so by the end.
  static constexpr std::size_t kMostBytes = 16U << 20U;

  // What of the journal it is to tell; `since` and `limit` do not matter here.
  explicit JournalFeed(JournalQuery query) : query_(std::move(query)) {}

  // Whole lines, once there are some; an empty text where none came for a while. None at the end:
  // `stop` was requested, or the reader was too slow.
  std::optional<std::string> Next(const std::stop_token& stop);

  // --- For the journal ---

  void Write(const JournalEntry& entry, std::string_view line);
  // Of an entry that it told of; of others nothing is.
  void WriteSent(std::uint64_t seq, std::string_view line);
  // Numbers begin again.
  void Restart();

 private:
  void Append(std::string_view line);

  const JournalQuery query_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::set<std::uint64_t> told_{};  // Whose answers are still on their way.
  std::string lines_{};
  bool is_lost_ = false;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_JOURNAL_FEED_H_
