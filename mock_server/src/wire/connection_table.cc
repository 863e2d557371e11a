#include "mock_server/src/wire/connection_table.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>

#include <sys/socket.h>

namespace kraken::mock {
namespace {

// Whether a request has come that its connection has not noticed yet.
bool HasUnreadBytes(int socket) {
  pollfd poll_entry{.fd = socket, .events = POLLIN, .revents = 0};
  return poll(&poll_entry, 1, 0) > 0;
}

}  // namespace

ConnectionTable::ConnectionTable(std::size_t most) : most_(std::max<std::size_t>(most, 1)) {}

std::optional<ConnectionTable::Handle> ConnectionTable::Admit(int socket) {
  std::unique_lock lock(mutex_);
  while (!closed_ && entries_.size() >= most_) {
    if (evicting_ == 0) EvictLongestIdle();
    newcomer_waits_ = true;
    changed_.wait(lock);
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

void ConnectionTable::BecomeIdle(Handle connection) {
  const std::lock_guard lock(mutex_);
  connection->idle_since = ++changes_;
  if (newcomer_waits_) changed_.notify_one();
}

bool ConnectionTable::BecomeBusy(Handle connection) {
  const std::lock_guard lock(mutex_);
  connection->idle_since = kBusy;
  return !closed_ && !connection->evicted;
}

void ConnectionTable::CloseAll() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  for (const Entry& entry : entries_) ::shutdown(entry.socket, SHUT_RDWR);
  changed_.notify_all();
}

void ConnectionTable::EvictLongestIdle() {
  Entry* longest = nullptr;
  for (Entry& entry : entries_) {
    if (entry.idle_since == kBusy) continue;
    if (longest != nullptr && longest->idle_since < entry.idle_since) continue;
    if (!HasUnreadBytes(entry.socket)) longest = &entry;
  }
  if (longest == nullptr) return;
  longest->evicted = true;
  ++evicting_;
  ::shutdown(longest->socket, SHUT_RDWR);
}

}  // namespace kraken::mock
