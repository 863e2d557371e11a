#include "mock_server/src/wire/connection_table.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>

#include <sys/socket.h>

#include "mock_server/src/wire/socket_events.h"

namespace kraken::mock {
namespace {

// How soon a newcomer looks again whether somebody has left whom nobody watches.
constexpr std::chrono::milliseconds kLookAgain{100};

// Whether a request has come that its connection has not noticed yet.
bool HasNothingUnread(const ConnectionTable::Entry& entry) { return !Shows(entry.socket, POLLIN); }
bool HasLostItsClient(const ConnectionTable::Entry& entry) {
  return Shows(entry.socket, POLLRDHUP);
}
bool IsAny(const ConnectionTable::Entry& /*entry*/) { return true; }

}  // namespace

ConnectionTable::ConnectionTable(std::size_t most) : most_(std::max<std::size_t>(most, 1)) {}

std::optional<ConnectionTable::Handle> ConnectionTable::Admit(int socket) {
  std::unique_lock lock(mutex_);
  while (!closed_ && entries_.size() >= most_) {
    if (evicting_ == 0) EvictOne();
    newcomer_waits_ = true;
    changed_.wait_for(lock, kLookAgain);
    newcomer_waits_ = false;
  }
  if (closed_) {
    ::close(socket);
    return std::nullopt;
  }
  return entries_.insert(entries_.end(), Entry{.socket = socket, .number = ++admitted_});
}

void ConnectionTable::Release(Handle connection) {
  const std::lock_guard lock(mutex_);
  ::close(connection->socket);
  if (connection->evicted) --evicting_;
  entries_.erase(connection);
  if (newcomer_waits_) changed_.notify_one();
}

void ConnectionTable::Limit(std::size_t most) {
  const std::lock_guard lock(mutex_);
  most_ = std::clamp<std::size_t>(most, 1, most_);
  if (evicting_ == 0) EvictOne();
}

bool ConnectionTable::Become(Handle connection, State state) {
  const std::lock_guard lock(mutex_);
  connection->state = state;
  connection->since = ++changes_;
  if (state != State::kDeciding && newcomer_waits_) changed_.notify_one();
  return !closed_ && !connection->evicted;
}

std::uint64_t ConnectionTable::delays_ended() {
  const std::lock_guard lock(mutex_);
  return delays_ended_;
}

bool ConnectionTable::BeginDelay(Handle connection, std::uint64_t ended) {
  if (!Become(connection, State::kDelaying)) return false;
  const std::lock_guard lock(mutex_);
  if (ended != delays_ended_) SendAway(*connection);
  return ended == delays_ended_;
}

void ConnectionTable::EndDelays() {
  const std::lock_guard lock(mutex_);
  ++delays_ended_;
  for (Entry& entry : entries_) {
    if (entry.state == State::kDelaying) SendAway(entry);
  }
}

void ConnectionTable::CloseAll() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  for (Entry& entry : entries_) SendAway(entry);
  changed_.notify_all();
}

void ConnectionTable::SendAway(Entry& entry) {
  entry.leave.request_stop();  // First: who wakes asks it why.
  ::shutdown(entry.socket, SHUT_RDWR);
}

template <typename Fits>
ConnectionTable::Entry* ConnectionTable::LongestIn(State state, Fits fits) {
  Entry* longest = nullptr;
  for (Entry& entry : entries_) {
    if (entry.state != state || entry.evicted) continue;
    if (longest != nullptr && longest->since < entry.since) continue;
    if (fits(entry)) longest = &entry;
  }
  return longest;
}

void ConnectionTable::EvictOne() {
  Entry* chosen = LongestIn(State::kIdle, HasNothingUnread);
  if (chosen == nullptr) chosen = LongestIn(State::kDelaying, HasLostItsClient);
  if (chosen == nullptr) chosen = LongestIn(State::kReceiving, IsAny);
  if (chosen == nullptr) return;
  chosen->evicted = true;
  ++evicting_;
  SendAway(*chosen);
}

}  // namespace kraken::mock
