// "Did you mean …?": the known name closest to one that is not known.
#ifndef KRAKEN_PROTOCOL_NEAREST_NAME_H_
#define KRAKEN_PROTOCOL_NEAREST_NAME_H_

#include <span>
#include <string>
#include <string_view>

namespace kraken {

// The entry of `known` with the smallest edit distance to `name`, case ignored and two neighbours
// swapped counted as one edit; of equals the first. Empty where none comes within a third of the
// longer name's length (at least 1), or shares a letter with it, since a wild guess misleads.
std::string_view NearestName(std::string_view name, std::span<const std::string_view> known);

// The tail of an error message: `; did you mean "times"?`, or `; known: a, b, c` where nothing is
// near, or nothing where `known` is empty.
std::string DidYouMean(std::string_view name, std::span<const std::string_view> known);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_NEAREST_NAME_H_
