#include "mock_server/src/wire/request_reader.h"

#include <algorithm>
#include <utility>

#include "mock_server/src/wire/header_syntax.h"

namespace kraken::mock {

struct RequestReader::LineLimit {
  std::size_t bytes;
  int status;
  std::string_view reason;
};

namespace {

// The first byte of every TLS connection: a handshake record (RFC 8446 §5.1).
constexpr char kTlsHandshake = '\x16';

// What is wrong with the first byte of a request, known before its line has come to an end: what
// speaks another protocol may never send one.
Checked<bool> CheckFirstByte(char first) {
  if (first == '\r' || first == '\n' || IsHttpToken({&first, 1})) return true;
  if (first == kTlsHandshake) {
    return Refuse(
        400,
        "a TLS handshake on a port of plain HTTP; write http:// for https://, or start the "
        "server with --tls");
  }
  return Refuse(400, "the request does not begin with a method (RFC 9112 §3)");
}

// Lines end with CRLF; readers that also take a bare CR or LF see other lines than those that do
// not.
Checked<std::string_view> CheckLine(std::string_view line) {
  if (!line.ends_with('\r')) return Refuse(400, "a line ends with a bare LF (RFC 9112 §2.2)");
  line.remove_suffix(1);
  if (line.find('\r') != std::string_view::npos) {
    return Refuse(400, "a bare CR within a line (RFC 9112 §2.2)");
  }
  return line;
}

}  // namespace

RequestReader::RequestReader(std::size_t max_body) : max_body_(max_body) {}

void RequestReader::Feed(std::string_view bytes) {
  input_.erase(0, used_);
  scanned_ -= used_;
  used_ = 0;
  input_.append(bytes);
}

RequestReader::Outcome RequestReader::Next() {
  while (part_ != Part::kComplete) {
    Progress progress = Advance();
    if (!progress) return std::move(progress).error();
    if (!*progress) return Unfinished{};
  }
  return Finish();
}

bool RequestReader::is_mid_request() const { return part_ != Part::kRequestLine || unread() > 0; }

bool RequestReader::TakeExpectation() {
  const bool body_is_next = part_ == Part::kBody || part_ == Part::kChunkSize;
  if (!body_is_next || !std::exchange(framing_.expects_continue, false)) return false;
  // A client that has begun to send no longer waits (RFC 9110 §10.1.1).
  return request_.body.empty() && unread() == 0;
}

RequestReader::Progress RequestReader::Advance() {
  switch (part_) {
    case Part::kRequestLine:
      return ReadRequestLine();
    case Part::kHeaders:
    case Part::kTrailers:
      return ReadField();
    case Part::kBody:
      return ReadData(Part::kComplete);
    case Part::kChunkSize:
      return ReadChunkSize();
    case Part::kChunkData:
      return ReadData(Part::kChunkEnd);
    case Part::kChunkEnd:
      return ReadChunkEnd();
    case Part::kComplete:
      break;
  }
  return true;
}

RequestReader::Progress RequestReader::ReadRequestLine() {
  static constexpr LineLimit kLimit{kMaxLine, 414, "the request line is longer than 16 KiB"};
  if (unread() == 0) return false;
  if (Progress first = CheckFirstByte(input_[used_]); !first) return first;
  const auto line = TakeHeadLine(kLimit);
  if (!line) return tl::unexpected(line.error());
  if (!*line) return false;
  // Some clients end a body with a CRLF that Content-Length does not count (RFC 9112 §2.2).
  if ((*line)->empty()) return true;

  Checked<StartLine> parsed = ParseStartLine(**line);
  if (!parsed) return tl::unexpected(std::move(parsed).error());
  start_ = *std::move(parsed);
  request_.method = std::move(start_.method);
  request_.target = std::move(start_.target);
  part_ = Part::kHeaders;
  return true;
}

RequestReader::Progress RequestReader::ReadField() {
  static constexpr LineLimit kLimit{kMaxLine, 431, "a header line is longer than 16 KiB"};
  const auto line = TakeHeadLine(kLimit);
  if (!line) return tl::unexpected(line.error());
  if (!*line) return false;
  if ((*line)->empty()) return part_ == Part::kHeaders ? EndHead() : EndBody();
  Checked<Header> field = ParseHeaderLine(**line);
  if (!field) return tl::unexpected(std::move(field).error());
  // Trailers are dropped: what comes after the checks must not count as a header.
  if (part_ == Part::kHeaders) request_.headers.push_back(*std::move(field));
  return true;
}

RequestReader::Progress RequestReader::EndHead() {
  if (const auto host = CheckHost(request_.headers, start_); !host) {
    return tl::unexpected(host.error());
  }
  Checked<Framing> framing = ParseFraming(request_.headers, start_.is_http_1_0);
  if (!framing) return tl::unexpected(std::move(framing).error());
  framing_ = *framing;
  if (framing_.content_length > max_body_) return tl::unexpected(TooLarge());
  if (framing_.is_chunked) {
    part_ = Part::kChunkSize;
  } else {
    data_left_ = framing_.content_length;
    part_ = Part::kBody;
  }
  return true;
}

RequestReader::Progress RequestReader::EndBody() {
  part_ = Part::kComplete;
  return true;
}

RequestReader::Progress RequestReader::ReadData(Part next) {
  const std::size_t taken = static_cast<std::size_t>(std::min<std::uint64_t>(data_left_, unread()));
  request_.body.append(input_, used_, taken);
  used_ += taken;
  scanned_ = used_;
  data_left_ -= taken;
  if (data_left_ > 0) return false;
  part_ = next;
  return true;
}

RequestReader::Progress RequestReader::ReadChunkSize() {
  static constexpr LineLimit kLimit{kMaxChunkLine, 400,
                                    "the line of a chunk's size is longer than 256 bytes"};
  const auto line = TakeLine(kLimit);
  if (!line) return tl::unexpected(line.error());
  if (!*line) return false;
  const Checked<std::uint64_t> size = ParseChunkSize(**line);
  if (!size) return tl::unexpected(size.error());
  if (*size > max_body_ - request_.body.size()) return tl::unexpected(TooLarge());
  data_left_ = *size;
  part_ = *size == 0 ? Part::kTrailers : Part::kChunkData;
  return true;
}

RequestReader::Progress RequestReader::ReadChunkEnd() {
  static constexpr std::string_view kReason =
      "a chunk is longer than its size says (RFC 9112 §7.1)";
  if (unread() == 0) return false;
  if (input_[used_] != '\r') return Refuse(400, std::string(kReason));
  if (unread() == 1) return false;
  if (input_[used_ + 1] != '\n') return Refuse(400, std::string(kReason));
  used_ += 2;
  scanned_ = used_;
  part_ = Part::kChunkSize;
  return true;
}

Checked<std::optional<std::string_view>> RequestReader::TakeLine(const LineLimit& limit) {
  const std::size_t end = input_.find('\n', scanned_);
  const bool is_whole = end != std::string::npos;
  const std::string_view so_far =
      std::string_view(input_).substr(used_, is_whole ? end - used_ : std::string::npos);
  if (so_far.size() > limit.bytes) return Refuse(limit.status, std::string(limit.reason));
  if (!is_whole) {
    scanned_ = input_.size();
    return std::nullopt;
  }
  const Checked<std::string_view> line = CheckLine(so_far);
  if (!line) return tl::unexpected(line.error());
  used_ = scanned_ = end + 1;
  return *line;
}

Checked<std::optional<std::string_view>> RequestReader::TakeHeadLine(const LineLimit& limit) {
  Checked<std::optional<std::string_view>> line = TakeLine(limit);
  if (!line || !*line) return line;
  head_bytes_ += (*line)->size() + 2;
  if (head_bytes_ > kMaxHead) return Refuse(431, "the head is longer than 64 KiB");
  if (part_ != Part::kRequestLine && !(*line)->empty() && ++head_lines_ > kMaxHeaders) {
    return Refuse(431, "more than 100 headers");
  }
  return line;
}

HttpRefusal RequestReader::TooLarge() const {
  return {.status = 413,
          .reason = "the body is longer than " + std::to_string(max_body_) + " bytes"};
}

IncomingRequest RequestReader::Finish() {
  IncomingRequest finished{.request = std::exchange(request_, {}),
                           .keep_alive = framing_.keep_alive};
  part_ = Part::kRequestLine;
  framing_ = {};
  head_bytes_ = 0;
  head_lines_ = 0;
  return finished;
}

}  // namespace kraken::mock
