#include "kraken/protocol/nearest_name.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "kraken/protocol/ascii.h"

namespace kraken {
namespace {

bool SameLetter(char a, char b) { return ToLower(a) == ToLower(b); }

// The number of letters to insert, drop, replace or swap with their neighbour to get from `a` to
// `b` ("optimal string alignment"): swapping is the commonest slip of the hand.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  // Row i holds the distances of the first i letters of `a` to every beginning of `b`.
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last = last;
    last = row;
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (SameLetter(a[i - 1], b[j - 1]) ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped =
          i > 1 && j > 1 && SameLetter(a[i - 1], b[j - 2]) && SameLetter(a[i - 2], b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view NearestName(std::string_view name, std::span<const std::string_view> known) {
  std::string_view nearest;
  std::size_t best = std::string_view::npos;
  for (std::string_view candidate : known) {
    const std::size_t longer = std::max(name.size(), candidate.size());
    const std::size_t shorter = std::min(name.size(), candidate.size());
    const std::size_t limit = std::max<std::size_t>(longer / 3, 1);
    if (longer - shorter > limit) continue;  // Spares the work on hostile lengths.
    const std::size_t distance = EditDistance(name, candidate);
    if (distance <= limit && distance < best && distance < longer) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string DidYouMean(std::string_view name, std::span<const std::string_view> known) {
  if (known.empty()) return {};
  const std::string_view nearest = NearestName(name, known);
  if (!nearest.empty()) return "; did you mean \"" + std::string(nearest) + "\"?";
  std::string tail = "; known: " + std::string(known.front());
  for (std::string_view candidate : known.subspan(1)) {
    tail += ", ";
    tail += candidate;
  }
  return tail;
}

}  // namespace kraken
