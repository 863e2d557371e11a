// The lines of a request's head, each checked as strictly as RFC 9112 allows.
//
// Pure functions of text; request_reader.h cuts the bytes into lines. The strictness is for two
// kinds of client: one that is wrong should hear so here and not first from the real service, and
// one that is hostile should find no two ways to read a message.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_REQUEST_HEAD_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_REQUEST_HEAD_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "kraken/mock/http_message.h"

namespace kraken::mock {

// Why a request goes no further, in words for its sender. No header's value is repeated in it.
struct HttpRefusal {
  int status = 400;
  std::string reason{};

  friend bool operator==(const HttpRefusal&, const HttpRefusal&) = default;
};

template <typename T>
using Checked = tl::expected<T, HttpRefusal>;

inline tl::unexpected<HttpRefusal> Refuse(int status, std::string reason) {
  return tl::unexpected<HttpRefusal>(HttpRefusal{.status = status, .reason = std::move(reason)});
}

struct StartLine {
  std::string method{};
  std::string target{};     // Of "http://host/path?query", what proxies are sent, "/path?query",
  std::string authority{};  // and "host"; else empty.
  bool is_http_1_0 = false;
};

// How the body is delimited, and what the client wants of the connection.
struct Framing {
  bool is_chunked = false;
  std::uint64_t content_length = 0;
  bool keep_alive = true;
  bool expects_continue = false;
};

// Each `line` comes without its CRLF.
Checked<StartLine> ParseStartLine(std::string_view line);
Checked<Header> ParseHeaderLine(std::string_view line);
// Whether the Host header is what it should be.
tl::expected<void, HttpRefusal> CheckHost(const std::vector<Header>& headers,
                                          const StartLine& start);
Checked<Framing> ParseFraming(const std::vector<Header>& headers, bool is_http_1_0);
// The size of a chunk; its extensions are ignored.
Checked<std::uint64_t> ParseChunkSize(std::string_view line);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_REQUEST_HEAD_H_
