// The open connections: who is let in, who has to go, and the end of all.
//
// It owns the sockets: one is closed under the same lock under which others are shut down, so that
// nobody shuts down a descriptor that has come to mean something else. Thread-safe; Admit() is for
// one thread, the one that accepts.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_CONNECTION_TABLE_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_CONNECTION_TABLE_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>

namespace kraken::mock {

class ConnectionTable final {
 public:
  struct Entry {
    int socket = -1;
    std::uint64_t number = 0;          // From 1, as they were admitted.
    std::uint64_t idle_since = kBusy;  // Counts changes, not time. The table's own, as is the next.
    bool evicted = false;
  };
  using Handle = std::list<Entry>::iterator;

  explicit ConnectionTable(std::size_t most);

  // Takes the socket over. At the limit the connection that has been idle for longest is closed;
  // where all are at work it waits until one is not. None once all are closed.
  std::optional<Handle> Admit(int socket);
  // Closes the socket.
  void Release(Handle connection);

  // Told by a connection when it begins to wait for a request, and when one has begun to come.
  void BecomeIdle(Handle connection);
  // False where it has been closed meanwhile: then the request is not to be carried out, as its
  // answer could not be sent.
  bool BecomeBusy(Handle connection);

  // Shuts every socket down, which wakes whoever reads or writes, and admits no more.
  void CloseAll();

 private:
  static constexpr std::uint64_t kBusy = 0;

  void EvictLongestIdle();

  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Entry> entries_;
  std::uint64_t admitted_ = 0;
  std::uint64_t changes_ = 0;
  std::size_t evicting_ = 0;  // Told to go, and not gone yet.
  bool newcomer_waits_ = false;
  bool closed_ = false;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_CONNECTION_TABLE_H_
