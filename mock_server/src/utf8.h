// Whether bytes from outside are UTF-8.
#ifndef KRAKEN_MOCK_SERVER_SRC_UTF8_H_
#define KRAKEN_MOCK_SERVER_SRC_UTF8_H_

#include <cstddef>
#include <string_view>

namespace kraken::mock {

// The length of the sequence that the text, which is not empty, begins with; 0 where it is not well
// formed.
std::size_t Utf8Length(std::string_view text);
bool IsUtf8(std::string_view text);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_UTF8_H_
