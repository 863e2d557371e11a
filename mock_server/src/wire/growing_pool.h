// Threads that are kept and used again; there are as many as there were tasks at one time.
//
// A task here is a connection, which keeps its thread for as long as it lives: in a pool of a fixed
// size the connections beyond it would never be served. Whoever adds tasks bounds their number.
// Thread-safe.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_GROWING_POOL_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_GROWING_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kraken::mock {

class GrowingPool final {
 public:
  using Task = std::function<void()>;  // Must not throw.

  GrowingPool() = default;
  ~GrowingPool();
  GrowingPool(const GrowingPool&) = delete;
  GrowingPool& operator=(const GrowingPool&) = delete;

  // Never waits. False where the system has no thread left: then the task waits for one of those
  // that there are.
  bool Run(Task task);
  // Returns once every task has run; those that are added later run on the thread that adds them.
  void Join();

  std::size_t threads() const;

 private:
  void Work();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> waiting_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool joined_ = false;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_GROWING_POOL_H_
