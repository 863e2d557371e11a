// How far each caller has come in the fixtures that have several responses.
#ifndef KRAKEN_MOCK_SERVER_SRC_WORLD_FIXTURE_USES_H_
#define KRAKEN_MOCK_SERVER_SRC_WORLD_FIXTURE_USES_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace kraken::mock {

// Callers are API keys and, on public calls, addresses. Not thread-safe.
class FixtureUses final {
 public:
  // How often the caller has been answered from the fixture so far; counts one more.
  std::uint64_t Take(std::uint64_t fixture_id, std::string_view caller) {
    std::map<std::uint64_t, std::uint64_t>& uses = UsesOf(caller);
    return uses[fixture_id]++;
  }
  void Forget(std::string_view caller) {
    const auto found = uses_.find(caller);
    if (found != uses_.end()) uses_.erase(found);
  }

 private:
  std::map<std::uint64_t, std::uint64_t>& UsesOf(std::string_view caller) {
    const auto found = uses_.find(caller);
    if (found != uses_.end()) return found->second;
    return uses_.emplace(caller, std::map<std::uint64_t, std::uint64_t>{}).first->second;
  }

  std::map<std::string, std::map<std::uint64_t, std::uint64_t>, std::less<>> uses_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WORLD_FIXTURE_USES_H_
