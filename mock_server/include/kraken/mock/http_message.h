// HTTP requests and replies as values: what the wire hands to the pipeline and takes back.
#ifndef KRAKEN_MOCK_HTTP_MESSAGE_H_
#define KRAKEN_MOCK_HTTP_MESSAGE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/mock/delivery.h"

namespace kraken::mock {

struct Header {
  std::string name{};
  std::string value{};

  friend bool operator==(const Header&, const Header&) = default;
};

// Whether a text may be a header's name or a method (RFC 9110 §5.6.2): letters, digits and
// !#$%&'*+-.^_`|~, at least one.
bool IsHttpToken(std::string_view text);
// Whether it may be a header's value (RFC 9110 §5.5): no control character but the tabulator. Bytes
// above 127 pass.
bool IsFieldValue(std::string_view text);
// Whether the wire itself writes this header, so that no reply may bring it: those that frame the
// body and those that belong to the connection.
bool IsWrittenByTheWire(std::string_view header_name);

// Whether answers of this status never have a body, nor a length of one (RFC 9110 §6.4.1, §8.6).
constexpr bool IsBodiless(int status) { return status == 204 || status == 304; }

// The first header of that name, letter case ignored; null where there is none.
const Header* FindHeader(const std::vector<Header>& headers, std::string_view name);

// One request, its bytes as they arrived: nothing is decoded, trimmed of more than the blanks
// around a header's value, or reordered.
struct HttpRequest {
  std::string method{};           // "POST"
  std::string target{};           // "/0/private/Balance?x=1", undecoded.
  std::vector<Header> headers{};  // In order, names as sent.
  std::string body{};             // De-chunked; never decompressed.
  std::string peer{};             // The client's address, without port: "127.0.0.1".
  std::uint64_t connection = 0;   // Numbered from 1 as the server accepts them.

  // The target without its query, and the query without its "?".
  std::string_view path() const;
  std::string_view query() const;
  // A header's value, or "" where it is absent: Kraken's edge does not tell these apart.
  std::string_view header(std::string_view name) const;
  // Whether its Content-Type is application/json, in any letter case, whatever the charset.
  bool says_json() const;
};

// The status of a request that is not answered at all.
inline constexpr int kNoAnswer = 0;

// More of a body, as it comes: empty where nothing came for a while, none at its end, or once the
// token says to stop.
using Pieces = std::function<std::optional<std::string>(const std::stop_token&)>;

struct Reply {
  int status = 200;
  std::vector<Header> headers{};  // Without Content-Type, Content-Length and Connection.
  std::string content_type = "application/json";
  std::string body{};
  Delivery delivery{};
  Pieces pieces{};  // What follows the body. Its length is not known: the connection ends with it.
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_HTTP_MESSAGE_H_
