// Which part of a history is asked for: `start`, `end`, `ofs`, `without_count`.
//
// ClosedOrders, TradesHistory and Ledgers share them: at most 50 entries a page, the latest first,
// `start` exclusive and `end` inclusive, each a UNIX time (with or without a fraction) or the id of
// an entry. Source: docs.kraken.com, "Get Closed Orders".
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_HISTORY_PAGE_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_HISTORY_PAGE_H_

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/result.h"
#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/timestamps.h"

namespace kraken::mock {

struct HistoryPage {
  static constexpr std::size_t kSize = 50;

  Nanoseconds after = std::numeric_limits<Nanoseconds>::min();
  Nanoseconds until = std::numeric_limits<Nanoseconds>::max();
  std::size_t offset = 0;
  bool with_count = true;

  bool Covers(Nanoseconds time) const { return after < time && time <= until; }
  // This page of all the entries that were found, with commas between them.
  std::string Join(const std::vector<std::string_view>& entries) const;
};

// `time_of` knows when the entry of an id was made.
using TimeOfId = std::function<std::optional<Nanoseconds>(std::string_view id)>;
Result<HistoryPage> ReadHistoryPage(const Arguments& arguments, const TimeOfId& time_of);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_HISTORY_PAGE_H_
