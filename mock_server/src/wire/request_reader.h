// Turns the bytes of a connection into requests, or into the reason why not.
//
// It knows no sockets. Bytes may come in any pieces, and what is left over after one request
// begins the next. Nothing is decoded but the chunks of a chunked body: a percent sign in a header
// stays one, a compressed body stays compressed.
//
//   reader.Feed("POST /0/private/Balance HTTP/1.1\r\nHost: k\r\nContent-Length: 7\r\n\r\nnonce");
//   reader.Next();  // Unfinished
//   reader.Feed("=1");
//   reader.Next();  // IncomingRequest, body "nonce=1"
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_REQUEST_READER_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_REQUEST_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mock_server/src/wire/request_head.h"

namespace kraken::mock {

struct IncomingRequest {
  HttpRequest request{};   // Without peer and connection.
  bool keep_alive = true;  // Whether the client may send another on this connection.
};

class RequestReader final {
 public:
  static constexpr std::size_t kMaxLine = 16U << 10U;
  static constexpr std::size_t kMaxHead = 64U << 10U;  // Trailers included.
  static constexpr std::size_t kMaxHeaders = 100;      // Trailers included.
  static constexpr std::size_t kMaxChunkLine = 256;

  struct Unfinished {};
  using Outcome = std::variant<Unfinished, IncomingRequest, HttpRefusal>;

  explicit RequestReader(std::size_t max_body);

  void Feed(std::string_view bytes);
  // The next request if all of it is here. After a refusal nothing on this connection can be
  // understood any more.
  Outcome Next();

  // Whether a request has begun and has not been given out.
  bool is_mid_request() const;
  // Whether the client waits for "100 Continue" before it sends the body; true once a request, and
  // only after Next() had to leave it unfinished.
  bool TakeExpectation();

 private:
  enum class Part : std::uint8_t {
    kRequestLine,
    kHeaders,
    kBody,
    kChunkSize,
    kChunkData,
    kChunkEnd,
    kTrailers,
    kComplete
  };
  struct LineLimit;
  // Whether there was enough input to get on; a part that was not enough for stays as it is.
  using Progress = Checked<bool>;

  Progress Advance();
  Progress ReadRequestLine();
  Progress ReadField();
  Progress ReadChunkSize();
  Progress ReadChunkEnd();
  Progress ReadData(Part next);
  Progress EndHead();
  Progress EndBody();

  Checked<std::optional<std::string_view>> TakeLine(const LineLimit& limit);
  // A line of the head or of the trailers, counted.
  Checked<std::optional<std::string_view>> TakeHeadLine(const LineLimit& limit);
  std::size_t unread() const { return input_.size() - used_; }
  HttpRefusal TooLarge() const;
  IncomingRequest Finish();

  const std::size_t max_body_;
  std::string input_{};
  std::size_t used_ = 0;     // Of input_, how much has been understood,
  std::size_t scanned_ = 0;  // and how much holds no line end.

  Part part_ = Part::kRequestLine;
  HttpRequest request_{};
  StartLine start_{};  // Its method and target are the request's.
  Framing framing_{};
  std::size_t head_bytes_ = 0;
  std::size_t head_lines_ = 0;
  std::uint64_t data_left_ = 0;  // Of the body or of the current chunk.
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_REQUEST_READER_H_
