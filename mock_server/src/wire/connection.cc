#include "mock_server/src/wire/connection.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <sys/socket.h>
#include <sys/time.h>

#include "mock_server/src/wire/address.h"
#include "mock_server/src/wire/open_stream.h"
#include "mock_server/src/wire/reply_bytes.h"
#include "mock_server/src/wire/reply_sender.h"
#include "mock_server/src/wire/request_reader.h"
#include "mock_server/src/wire/stream.h"

namespace kraken::mock {
namespace {

using std::chrono::steady_clock;
using State = ConnectionTable::State;

constexpr std::size_t kReadSize = 16U << 10U;
constexpr std::size_t kLingerBytes = 64U << 20U;
constexpr std::chrono::seconds kLingerTime{2};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

using ReadBuffer = std::array<char, kReadSize>;

// Closing a socket with unread bytes resets the connection, and a reset makes the client forget an
// answer that it has not read yet. So read on for a while, as RFC 9112 §9.6 describes.
void LingerForClient(Stream& stream) {
  stream.EndWriting();
  const timeval timeout{.tv_sec = kLingerTime.count(), .tv_usec = 0};
  ::setsockopt(stream.socket(), SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
  const steady_clock::time_point end = steady_clock::now() + kLingerTime;
  ReadBuffer buffer{};
  std::size_t left = kLingerBytes;
  while (left > 0 && steady_clock::now() < end) {
    const ssize_t count = stream.Read(buffer);
    if (count <= 0) return;
    left -= std::min(left, static_cast<std::size_t>(count));
  }
}

class Connection final {
 public:
  Connection(const ConnectionContext& context, ConnectionTable::Handle entry, Stream& stream,
             std::int64_t accepted_at)
      : context_(context),
        entry_(entry),
        stream_(stream),
        peer_(PeerAddress(entry->socket)),
        reader_(context.max_body),
        accepted_at_(accepted_at) {}

  // Answers the next request. False where there can be no other.
  bool ServeOne();

 private:
  // Tells the table. False where this connection has been sent away meanwhile.
  bool Become(State state);
  std::optional<IncomingRequest> Receive();
  bool ReadMore();
  void Refuse(const HttpRefusal& refusal);
  void RefuseAsTooSlow();
  void Linger();
  Response Decide(HttpRequest request);
  void End(EndHow how);

  const ConnectionContext& context_;
  const ConnectionTable::Handle entry_;
  Stream& stream_;
  const std::string peer_;
  RequestReader reader_;
  ReadBuffer buffer_{};

  State state_ = State::kDeciding;
  std::optional<EndHow> end_when_idle_{};  // As soon as the next request begins.
  const std::int64_t accepted_at_;
  std::int64_t first_in_ = 0;  // When the request's first bytes came,
  std::int64_t last_in_ = 0;   // and when the last ones that have come did.
};

bool Connection::ServeOne() {
  std::optional<IncomingRequest> incoming = Receive();
  if (!incoming) return false;

  ReplyForm form{.keep_alive = incoming->keep_alive,
                 .without_body = incoming->request.method == "HEAD"};
  SentNote note{.t_accept = accepted_at_, .t_in_first = first_in_, .t_in_last = last_in_};
  const std::uint64_t delays_ended = context_.table.delays_ended();
  // Read before the decision becomes known, so that whoever sees it in the journal and then
  // advances the clock ends the delay.
  const WallTime received_at = context_.clock.Now();
  const Response response = Decide(std::move(incoming->request));
  note.t_decided = SteadyMicros();
  if (response.reply.pieces) form.keep_alive = false;
  ReplySender sender(context_.clock, context_.table, delays_ended, entry_, stream_);
  const Afterwards afterwards = sender.Send(response.reply, form, received_at, note);
  if (response.reply.pieces && afterwards != Afterwards::kGone) {
    sender.SendPieces(response.reply.pieces);
  }
  if (response.seq) context_.responder.OnSent(*response.seq, note);
  if (afterwards == Afterwards::kLinger) Linger();
  if (const auto& how = response.reply.delivery.end_when_idle) end_when_idle_ = how;
  return afterwards == Afterwards::kGoOn && !entry_->leave.stop_requested();
}

void Connection::End(EndHow how) {
  if (how == EndHow::kClose) return Linger();
  PrepareReset(stream_.socket());
}

bool Connection::Become(State state) {
  if (state == state_) return true;
  state_ = state;
  return context_.table.Become(entry_, state);
}

std::optional<IncomingRequest> Connection::Receive() {
  // What came behind the last request came with it.
  first_in_ = last_in_;
  if (end_when_idle_ && reader_.is_mid_request()) {
    End(*end_when_idle_);
    return std::nullopt;
  }
  for (;;) {
    RequestReader::Outcome outcome = reader_.Next();
    if (auto* const incoming = std::get_if<IncomingRequest>(&outcome)) {
      if (!Become(State::kDeciding)) return std::nullopt;
      return std::move(*incoming);
    }
    if (const auto* const refusal = std::get_if<HttpRefusal>(&outcome)) {
      Refuse(*refusal);
      return std::nullopt;
    }
    if (reader_.TakeExpectation()) stream_.Write(kContinue);
    if (!ReadMore()) return std::nullopt;
  }
}

bool Connection::ReadMore() {
  const bool is_idle = !reader_.is_mid_request();
  Become(is_idle ? State::kIdle : State::kReceiving);
  const ssize_t count = stream_.Read(buffer_);
  const bool timed_out = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  if (count <= 0) {
    if (timed_out && !is_idle) RefuseAsTooSlow();
    if (timed_out && is_idle) stream_.EndWriting();  // With a goodbye, where there is one.
    return false;
  }
  if (is_idle && end_when_idle_) {
    End(*end_when_idle_);
    return false;
  }
  last_in_ = SteadyMicros();
  if (is_idle) first_in_ = last_in_;
  if (std::chrono::microseconds(last_in_ - first_in_) > context_.request_timeout) {
    RefuseAsTooSlow();
    return false;
  }
  reader_.Feed({buffer_.data(), static_cast<std::size_t>(count)});
  return true;
}

void Connection::Refuse(const HttpRefusal& refusal) {
  stream_.Write(FormatReply(RefusalReply(refusal), {.keep_alive = false}));
  Linger();
}

void Connection::Linger() {
  // It has been served; a newcomer may have its place.
  Become(State::kIdle);
  LingerForClient(stream_);
}

void Connection::RefuseAsTooSlow() {
  Refuse({.status = 408, .reason = "the request did not come to its end in time"});
}

Response Connection::Decide(HttpRequest request) {
  request.peer = peer_;
  request.connection = entry_->number;
  try {
    return context_.responder.Respond(std::move(request));
  } catch (...) {
    // The text may tell of our insides, and no client has a use for it.
    return {.reply = RefusalReply({.status = 500, .reason = "the server failed to answer"})};
  }
}

}  // namespace

std::int64_t SteadyMicros() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             steady_clock::now().time_since_epoch())
      .count();
}

void ServeConnection(const ConnectionContext& context, ConnectionTable::Handle connection,
                     std::int64_t accepted_at) {
  try {
    if (const std::unique_ptr<Stream> stream = OpenStream(context, connection)) {
      Connection served(context, connection, *stream, accepted_at);
      while (served.ServeOne()) {
      }
    }
  } catch (...) {
    // Out of memory, most likely. It costs this client its connection, and no other.
  }
  context.responder.OnDisconnected();
  context.table.Release(connection);
}

void CloseUnserved(const ConnectionContext& context, ConnectionTable::Handle connection,
                   EndHow how) {
  if (how == EndHow::kReset) {
    PrepareReset(connection->socket);
  } else {
    context.table.Become(connection, State::kIdle);
    PlainStream stream(connection->socket);
    LingerForClient(stream);
  }
  context.responder.OnDisconnected();
  context.table.Release(connection);
}

}  // namespace kraken::mock
