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
#include <stop_token>

namespace kraken::mock {

class ConnectionTable final {
 public:
  // What a connection does, which decides who goes first when a newcomer needs a place.
  enum class State : std::uint8_t {
    kDeciding,   // Between the last byte of a request and its answer: never sent away.
    kIdle,       // Waits for a request, or for its client to leave: the longest idle goes first,
    kDelaying,   // holds an answer back: then one whose client has left meanwhile,
    kReceiving,  // is in the midst of a request: then the one that has been so for longest.
    kFollowing,  // Tells a client of what happens for as long as it listens: never sent away.
  };

  struct Entry {
    int socket = -1;
    std::uint64_t number = 0;  // From 1, as they were admitted.
    std::stop_source leave{};  // Requested when the connection must go: ends its delay.
    // The table's own.
    State state = State::kDeciding;
    std::uint64_t since = 0;  // Counts changes, not time.
    bool evicted = false;
  };
  using Handle = std::list<Entry>::iterator;

  explicit ConnectionTable(std::size_t most);

  // Takes the socket over. At the limit a connection is sent away, as State says; where all are at
  // work it waits until one is not. None once all are closed.
  std::optional<Handle> Admit(int socket);
  // The system has no room for as many as was hoped: from now on so many. One may be sent away.
  void Limit(std::size_t most);
  // Closes the socket.
  void Release(Handle connection);

  // Told by a connection what it does from now on. False where it has been sent away meanwhile: a
  // request is not to be carried out then, as its answer could not be sent.
  bool Become(Handle connection, State state);

  // Sends away those that hold an answer back, and those that have begun with one and are about to.
  void EndDelays();
  // How often that was done: whoever decides a request asks before.
  std::uint64_t delays_ended();
  // Becomes kDelaying. False where it has been sent away, or is now, since delays were ended after
  // there had been `ended` such ends.
  bool BeginDelay(Handle connection, std::uint64_t ended);
  // Shuts every socket down, which wakes whoever reads or writes, ends delays, and admits no more.
  void CloseAll();

 private:
  void EvictOne();
  template <typename Fits>
  Entry* LongestIn(State state, Fits fits);
  static void SendAway(Entry& entry);

  std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Entry> entries_;
  std::uint64_t admitted_ = 0;
  std::uint64_t changes_ = 0;
  std::uint64_t delays_ended_ = 0;
  std::size_t evicting_ = 0;  // Told to go, and not gone yet.
  bool newcomer_waits_ = false;
  bool closed_ = false;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_CONNECTION_TABLE_H_
