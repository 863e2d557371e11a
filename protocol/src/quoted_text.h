// Text from outside, made fit to stand in an error message.
#ifndef KRAKEN_PROTOCOL_SRC_QUOTED_TEXT_H_
#define KRAKEN_PROTOCOL_SRC_QUOTED_TEXT_H_

#include <string>
#include <string_view>

namespace kraken {

// In double quotes, cut after 40 bytes ("..." follows). Whatever is not printable ASCII comes out
// as \xNN, so that a message stays one line of valid UTF-8 whatever a client sent. Not for secrets.
std::string Quoted(std::string_view text);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_SRC_QUOTED_TEXT_H_
