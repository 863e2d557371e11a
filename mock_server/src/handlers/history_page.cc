#include "mock_server/src/handlers/history_page.h"

#include <cstdint>
#include <utility>

namespace kraken::mock {
namespace {

// Into one of the two; neither where it is absent.
Status ReadLimit(const Arguments& arguments, std::string_view field, const HasEntry& has_entry,
                 Nanoseconds& time, std::string_view& entry) {
  const std::string_view text = arguments.Text(field);
  if (text.empty()) return {};
  if (has_entry(text)) {
    entry = text;
    return {};
  }
  const auto seconds = Decimal::Parse(text);
  if (!seconds) {
    return arguments.Refuse(
        field, FieldIs(field, text) + "; it takes a UNIX time in seconds or the id of an entry");
  }
  time = FromSeconds(*seconds);
  return {};
}

}  // namespace

Result<HistoryPage> ReadHistoryPage(const Arguments& arguments, const HasEntry& has_entry) {
  constexpr Arguments::Range kOffsets = {.least = 0, .most = 1'000'000'000};
  HistoryPage page;
  Status limit = ReadLimit(arguments, "start", has_entry, page.after, page.after_entry);
  if (!limit) return tl::unexpected(limit.error());
  limit = ReadLimit(arguments, "end", has_entry, page.until, page.until_entry);
  if (!limit) return tl::unexpected(limit.error());
  const auto offset = arguments.Integer("ofs", kOffsets);
  if (!offset) return tl::unexpected(offset.error());
  const auto without_count = arguments.Flag("without_count");
  if (!without_count) return tl::unexpected(without_count.error());

  page.offset = static_cast<std::size_t>(offset->value_or(0));
  page.with_count = !*without_count;
  return page;
}

}  // namespace kraken::mock
