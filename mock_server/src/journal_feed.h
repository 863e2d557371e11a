// The lines of a journal for somebody who follows it: those that are there, then each as it is
// made.
#ifndef KRAKEN_MOCK_SERVER_SRC_JOURNAL_FEED_H_
#define KRAKEN_MOCK_SERVER_SRC_JOURNAL_FEED_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "kraken/mock/journal.h"

namespace kraken::mock {

// Thread-safe. The journal writes, one reader reads.
class JournalFeed final {
 public:
  using Line = std::shared_ptr<const std::string>;
  using Records = std::vector<std::shared_ptr<const JournalRecord>>;

  // A reader who is further behind with new lines than this has lost his place, and is told so by
  // the end.
  static constexpr std::size_t kMostBytes = 16U << 20U;

  // `query` says what of the journal it is to tell; `stored`: what of that is there already, and
  // `pending`: of which older entries only the answer's line is still to come.
  JournalFeed(JournalQuery query, Records stored, std::set<std::uint64_t> pending);

  // Whole lines, once there are some; an empty text where none came for a while. None at the end:
  // `stop` was requested, or the reader was too slow.
  std::optional<std::string> Next(const std::stop_token& stop);

  // --- For the journal ---

  void Write(const JournalEntry& entry, const Line& line);
  // Of an entry that it told of; of others nothing is.
  void WriteSent(std::uint64_t seq, const Line& line);
  // Numbers begin again.
  void Restart();

 private:
  std::string NextStored();
  void Append(const Line& line);

  const JournalQuery query_;
  Records stored_;               // The reader's alone,
  std::size_t stored_told_ = 0;  // and how many of them he has, which are let go.
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::set<std::uint64_t> pending_;  // Whose answers are still on their way.
  std::deque<Line> lines_{};
  std::size_t bytes_ = 0;  // Of lines_.
  bool is_lost_ = false;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_JOURNAL_FEED_H_
