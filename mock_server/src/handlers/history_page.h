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
#include <optional>
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
  std::size_t offset = 0;
  bool with_count = true;

  bool Covers(Nanoseconds time) const { return after < time && time <= until; }
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

// `time_of` knows when the entry of an id was made.
using TimeOfId = std::function<std::optional<Nanoseconds>(std::string_view id)>;
Result<HistoryPage> ReadHistoryPage(const Arguments& arguments, const TimeOfId& time_of);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_HISTORY_PAGE_H_
