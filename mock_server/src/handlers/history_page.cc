#include "mock_server/src/handlers/history_page.h"

#include <cstdint>
#include <utility>

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
