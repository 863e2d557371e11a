// How far each caller has come in the fixtures that have several responses.
#ifndef KRAKEN_MOCK_SERVER_SRC_WORLD_FIXTURE_USES_H_
#define KRAKEN_MOCK_SERVER_SRC_WORLD_FIXTURE_USES_H_

#include <cstdint>
#include <map>
#include <string_view>

#include "mock_server/src/world/by_subject.h"

namespace kraken::mock {

// Callers are API keys and, on public calls, addresses. Not thread-safe.
class FixtureUses final {
 public:
  // How often the caller has been answered from the fixture so far; counts one more.
  std::uint64_t Take(std::uint64_t fixture_id, std::string_view caller) {
    return FindOrMake(uses_, caller)[fixture_id]++;
  }
  void Forget(std::string_view caller) { EraseSubject(uses_, caller); }

 private:
  BySubject<std::map<std::uint64_t, std::uint64_t>> uses_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WORLD_FIXTURE_USES_H_
