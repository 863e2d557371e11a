// What happened, the latest last: as many entries as are kept, each found by its id.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_HISTORY_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_HISTORY_H_

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace kraken::mock {

// T has a member `id`. References stay good until the entry is dropped.
template <typename T>
class History final {
 public:
  // The oldest entries beyond so many are dropped.
  explicit History(std::size_t most) : most_(most) {}

  const T& Add(T entry) {
    const T& added = entries_.emplace_back(std::move(entry));
    by_id_.emplace(added.id, &added);
    if (entries_.size() > most_) {
      by_id_.erase(entries_.front().id);
      entries_.pop_front();
    }
    return added;
  }

  // Null where there is none, or none any more.
  const T* Find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
  }

  // The oldest first.
  const std::deque<T>& entries() const { return entries_; }

 private:
  std::size_t most_;
  std::deque<T> entries_{};
  std::unordered_map<std::string_view, const T*> by_id_{};  // The ids are the entries' own.
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_HISTORY_H_
