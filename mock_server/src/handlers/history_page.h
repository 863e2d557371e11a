// Which part of a history is asked for: `start`, `end`, `ofs`, `without_count`.
//
// ClosedOrders, TradesHistory and Ledgers share them: at most 50 entries a page, the latest first,
// `start` exclusive and `end` inclusive, each a UNIX time (with or without a fraction) or the id of
// an entry. Source: docs.kraken.com, "Get Closed Orders".
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_HISTORY_PAGE_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_HISTORY_PAGE_H_

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <string_view>

#include "kraken/protocol/result.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/timestamps.h"

namespace kraken::mock {

struct HistoryPage {
  static constexpr std::size_t kSize = 50;

  Nanoseconds after = std::numeric_limits<Nanoseconds>::min();
  Nanoseconds until = std::numeric_limits<Nanoseconds>::max();
  // Where a limit is an entry, its place counts: others may have the same time.
  std::string_view after_entry{};
  std::string_view until_entry{};
  std::size_t offset = 0;
  bool with_count = true;
  bool is_past = false;  // Beyond `after_entry`: Reaches() goes on from there.

  bool Covers(Nanoseconds time) const { return after < time && time <= until; }
  // Whether the entry lies between the entries that are limits, if any are. To be asked of each
  // entry in its turn, the latest first.
  bool Reaches(std::string_view id) {
    if (id == until_entry) until_entry = {};
    if (id == after_entry) is_past = true;
    return until_entry.empty() && !is_past;
  }
};

// The texts of a page, with commas between them, out of all entries that were found.
class PageOfTexts final {
 public:
  explicit PageOfTexts(const HistoryPage& page) : offset_(page.offset) {}

  // Of entries on other pages no text is made.
  template <typename ToText>
  void Add(ToText to_text) {
    const std::size_t place = count_++;
    if (place < offset_ || place - offset_ >= HistoryPage::kSize) return;
    if (!text_.empty()) text_ += ',';
    text_ += to_text();
  }

  std::size_t count() const { return count_; }
  const std::string& text() const { return text_; }

 private:
  std::size_t offset_;
  std::size_t count_ = 0;
  std::string text_{};
};

// The latest first, where a history has it last.
template <typename Entries, typename Visit>
void ForEachFromTheLast(const Entries& entries, Visit visit) {
  std::for_each(entries.rbegin(), entries.rend(), visit);
}

// Whether the history has an entry of this id.
using HasEntry = std::function<bool(std::string_view id)>;
Result<HistoryPage> ReadHistoryPage(const Arguments& arguments, const HasEntry& has_entry);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_HISTORY_PAGE_H_
