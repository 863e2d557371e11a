// A reply as the bytes that leave, head and body in one piece.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_REPLY_BYTES_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_REPLY_BYTES_H_

#include <string>
#include <string_view>

#include "kraken/mock/http_message.h"
#include "mock_server/src/wire/request_head.h"

namespace kraken::mock {

struct ReplyForm {
  bool keep_alive = true;
  bool without_body = false;  // The answer to HEAD: its Content-Length is that of GET.
};

// Headers that would break the message are left out: those that are not one line, and those that
// say where it ends.
std::string FormatReply(const Reply& reply, const ReplyForm& form);

// "400 Bad Request: two Host headers (RFC 9112 §3.2)" as a page of plain text.
Reply RefusalReply(const HttpRefusal& refusal);

// "Bad Request"; empty for a status without a name.
std::string_view ReasonPhrase(int status);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_REPLY_BYTES_H_
