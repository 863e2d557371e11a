#include "mock_server/src/wire/reply_sender.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "mock_server/src/wire/connection.h"
#include "mock_server/src/wire/socket_events.h"

namespace kraken::mock {
namespace {

using State = ConnectionTable::State;

Afterwards AfterEnd(EndHow how) {
  return how == EndHow::kReset ? Afterwards::kGone : Afterwards::kLinger;
}

// How much of a body leaves that is to be cut: never all of it.
std::size_t CutBody(std::uint64_t bytes, std::size_t body) {
  return static_cast<std::size_t>(std::min<std::uint64_t>(bytes, body == 0 ? 0 : body - 1));
}

}  // namespace

void PrepareReset(int socket) {
  // A reset throws away what has not arrived. On this machine it arrives at once.
  constexpr int kMostLooks = 1'000;
  int unsent = 0;
  for (int i = 0; i < kMostLooks && ::ioctl(socket, SIOCOUTQ, &unsent) == 0 && unsent > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

Afterwards ReplySender::Send(const Reply& reply, const ReplyForm& form, WallTime received_at,
                             SentNote& note) {
  const Delivery& delivery = reply.delivery;
  const bool is_due = delivery.delay == Duration::zero() || WaitFor(delivery.delay, received_at);
  const Plan plan = PlanOf(reply, form);
  const bool sent =
      is_due && Carry(std::string_view(plan.bytes).substr(0, plan.until), delivery, note);
  if (note.bytes == 0) note.t_out_first = note.t_out_last = SteadyMicros();
  note.ended = plan.ended;
  if (stalls_for_good_) {
    note.ended = SentEnd::kStalled;
  } else if (!sent) {
    const bool is_sent_away = connection_->leave.stop_requested();
    note.ended = is_sent_away ? SentEnd::kClosed : SentEnd::kPeerClosed;
  }
  if (!sent) return Afterwards::kGone;
  if (plan.ended == SentEnd::kReset) PrepareReset(stream_.socket());
  return plan.afterwards;
}

ReplySender::Plan ReplySender::PlanOf(const Reply& reply, const ReplyForm& form) {
  const Delivery& delivery = reply.delivery;
  Plan plan{.afterwards = form.keep_alive ? Afterwards::kGoOn : Afterwards::kLinger};
  if (reply.status != kNoAnswer) plan.bytes = FormatReply(reply, form);
  plan.until = plan.bytes.size();
  const bool has_body = !form.without_body && !IsBodiless(reply.status);
  const std::size_t body = has_body ? reply.body.size() : 0;
  if (delivery.truncate) {
    plan.until -= body - CutBody(*delivery.truncate, body);
    plan.ended = body > 0 ? SentEnd::kTruncated : SentEnd::kClosed;
  } else if (has_body && delivery.content_length.value_or(0) > body) {
    plan.ended = SentEnd::kTruncated;
  } else if (delivery.garbled_status_line) {
    plan.ended = SentEnd::kClosed;
  }
  if (plan.ended != SentEnd::kComplete) plan.afterwards = Afterwards::kLinger;
  if (const std::optional<EarlyEnd>& end = delivery.early_end) {
    plan.until = static_cast<std::size_t>(std::min<std::uint64_t>(end->after_bytes, plan.until));
    plan.ended = end->how == EndHow::kReset ? SentEnd::kReset : SentEnd::kClosed;
    plan.afterwards = AfterEnd(end->how);
  }
  return plan;
}

bool ReplySender::WaitFor(Duration length, WallTime since) {
  // The clock may have been set back meanwhile.
  return WaitUntil(std::min(since, clock_.Now()) + length);
}

bool ReplySender::WaitUntil(WallTime due) {
  waited_ = true;
  if (!table_.BeginDelay(connection_, delays_ended_)) return false;
  const bool is_due = clock_.WaitUntil(due, connection_->leave.get_token());
  return table_.Become(connection_, State::kDeciding) && is_due;
}

void ReplySender::WaitForGood() {
  stalls_for_good_ = true;
  if (!table_.BeginDelay(connection_, delays_ended_)) return;
  pollfd client{.fd = stream_.socket(), .events = POLLRDHUP, .revents = 0};
  while (!connection_->leave.stop_requested() && ::poll(&client, 1, -1) <= 0) {
  }
}

bool ReplySender::Carry(std::string_view bytes, const Delivery& delivery, SentNote& note) {
  const std::uint64_t rate = delivery.bytes_per_second;
  if (!delivery.stall) return CarryAt(rate, bytes, note);
  const StallAnswer& stall = *delivery.stall;
  const std::string_view before = bytes.substr(0, stall.after_bytes);
  if (!CarryAt(rate, before, note)) return false;
  if (!stall.length) {
    WaitForGood();
    return false;
  }
  return WaitFor(*stall.length, clock_.Now()) && CarryAt(rate, bytes.substr(before.size()), note);
}

bool ReplySender::CarryAt(std::uint64_t bytes_per_second, std::string_view bytes, SentNote& note) {
  if (bytes_per_second == 0) return Write(bytes, note);
  constexpr std::uint64_t kPiecesPerSecond = 20;
  const std::size_t most = std::max<std::size_t>(bytes_per_second / kPiecesPerSecond, 1);
  const WallTime began = clock_.Now();
  for (std::size_t done = 0; done < bytes.size();) {
    const std::chrono::duration<double> taken(static_cast<double>(done) /
                                              static_cast<double>(bytes_per_second));
    const WallTime due = began + std::chrono::duration_cast<Duration>(taken);
    if (done > 0 && !WaitUntil(due)) return false;
    const std::string_view piece = bytes.substr(done, most);
    if (!Write(piece, note)) return false;
    done += piece.size();
  }
  return true;
}

bool ReplySender::Write(std::string_view bytes, SentNote& note) {
  if (bytes.empty()) return true;
  if (note.bytes == 0) note.t_out_first = SteadyMicros();
  // A client that has left while it waited, and not only stopped sending, answers the bytes with a
  // reset, on this machine at once.
  const bool may_be_gone = waited_ && Shows(stream_.socket(), POLLRDHUP);
  const std::size_t written = stream_.Write(bytes);
  note.bytes += written;
  note.t_out_last = SteadyMicros();
  return written == bytes.size() && !(may_be_gone && Shows(stream_.socket(), 0));
}

void ReplySender::SendPieces(const Pieces& pieces) {
  table_.Become(connection_, State::kFollowing);
  const std::stop_token leave = connection_->leave.get_token();
  while (const std::optional<std::string> piece = pieces(leave)) {
    if (stream_.Write(*piece) < piece->size() || Shows(stream_.socket(), POLLRDHUP)) break;
  }
}

}  // namespace kraken::mock
