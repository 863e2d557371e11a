#include "mock_server/src/wire/growing_pool.h"

#include <system_error>
#include <utility>

namespace kraken::mock {

GrowingPool::~GrowingPool() { Join(); }

bool GrowingPool::Run(Task task) {
  {
    bool has_thread = true;
    const std::lock_guard lock(mutex_);
    if (!joined_) {
      waiting_.push_back(std::move(task));
      if (waiting_.size() > idle_) {
        try {
          threads_.emplace_back([this] { Work(); });
        } catch (const std::system_error&) {
          // The task stays in the queue, and a later Run() tries again.
          has_thread = false;
        }
      }
      changed_.notify_one();
      return has_thread;
    }
  }
  task();
  return true;
}

void GrowingPool::Join() {
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mutex_);
    joined_ = true;
    threads.swap(threads_);
    changed_.notify_all();
  }
  for (std::thread& thread : threads) thread.join();
  // Where not a single thread could be made, nobody but us can run them.
  for (Task& task : std::exchange(waiting_, {})) task();
}

std::size_t GrowingPool::threads() const {
  const std::lock_guard lock(mutex_);
  return threads_.size();
}

void GrowingPool::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    changed_.wait(lock, [this] { return joined_ || !waiting_.empty(); });
    --idle_;
    if (waiting_.empty()) return;
    const Task task = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
}

}  // namespace kraken::mock
