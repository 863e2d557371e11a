#include "mock_server/src/handlers/history_page.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

#include "mock_server/src/handlers/element_texts.h"

namespace kraken::mock {
namespace {

Result<Nanoseconds> ReadLimit(const Arguments& arguments, std::string_view field,
                              const TimeOfId& time_of, Nanoseconds fallback) {
  const std::string_view text = arguments.Text(field);
  if (text.empty()) return fallback;
  if (const auto time = time_of(text)) return *time;
  if (const auto seconds = Decimal::Parse(text)) return FromSeconds(*seconds);
  return arguments.Refuse(field, std::string(field) + " is " + Quoted(text) +
                                     "; it takes a UNIX time in seconds or the id of an entry");
}

}  // namespace

std::string HistoryPage::Join(const std::vector<std::string_view>& entries) const {
  const std::size_t first = std::min(offset, entries.size());
  const std::size_t count = std::min(kSize, entries.size() - first);
  return JoinTexts(std::span(entries).subspan(first, count));
}

Result<HistoryPage> ReadHistoryPage(const Arguments& arguments, const TimeOfId& time_of) {
  constexpr Arguments::Range kOffsets = {.least = 0, .most = 1'000'000'000};
  HistoryPage page;
  const auto after = ReadLimit(arguments, "start", time_of, page.after);
  if (!after) return tl::unexpected(after.error());
  const auto until = ReadLimit(arguments, "end", time_of, page.until);
  if (!until) return tl::unexpected(until.error());
  const auto offset = arguments.Integer("ofs", kOffsets);
  if (!offset) return tl::unexpected(offset.error());
  const auto without_count = arguments.Flag("without_count");
  if (!without_count) return tl::unexpected(without_count.error());

  page.after = *after;
  page.until = *until;
  page.offset = static_cast<std::size_t>(offset->value_or(0));
  page.with_count = !*without_count;
  return page;
}

}  // namespace kraken::mock
