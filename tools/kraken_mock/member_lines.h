// On which lines of a JSON text the members of its object begin, so that a mistake is found fast.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_MEMBER_LINES_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_MEMBER_LINES_H_

#include <cstddef>
#include <string_view>
#include <vector>

namespace kraken::tools {

// From 1, in the order of the members. `text` is an object, and is correct: ParseJsonText() took
// it, with comments.
std::vector<std::size_t> MemberLines(std::string_view text);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_MEMBER_LINES_H_
