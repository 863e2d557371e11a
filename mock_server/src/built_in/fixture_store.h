// The built-in fixtures, fixtures/endpoints/<endpoint>/<case>.json, compiled in.
//
// A fixture is parsed when it is first asked for, once in the life of the process, and what is made
// of it never changes: everything here is thread-safe.
//
//   static const FixtureFolder<BookRows> books("Depth");
//   const BookRows* book = books.Find("XXBTZUSD");   // made by BookRows(const Json& result)
#ifndef KRAKEN_MOCK_SERVER_SRC_BUILT_IN_FIXTURE_STORE_H_
#define KRAKEN_MOCK_SERVER_SRC_BUILT_IN_FIXTURE_STORE_H_

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/decimal.h"
#include "kraken/protocol/json.h"
#include "mock_server/src/built_in/embedded_files.h"

namespace kraken::mock {

// The files of one endpoint, by the name of their case. Empty where there are none.
std::map<std::string_view, const EmbeddedFile*> FixtureFiles(std::string_view endpoint);

// A file's response.body.result. A file that came with the program and cannot be read is the
// program's fault: std::logic_error.
std::shared_ptr<const Json> LoadResult(const EmbeddedFile& file);

// The number that a fixture's text is. One that is none is the program's fault, as above.
Decimal DecimalOf(const Json& text);

// fixtures/world.json, which they are all made from. Lives as long as the program.
const Json& BuiltInWorld();
// When all that the fixtures show was as they show it.
WallTime BuiltInTime();

// The fixtures of one endpoint, each made into a T(const Json& result) on its first use.
template <typename T>
class FixtureFolder final {
 public:
  explicit FixtureFolder(std::string_view endpoint) {
    for (const auto& [case_name, file] : FixtureFiles(endpoint)) slots_[case_name].file = file;
  }

  // Null where there is no such case.
  const T* Find(std::string_view case_name) const {
    const auto found = slots_.find(case_name);
    if (found == slots_.end()) return nullptr;
    Slot& slot = found->second;
    std::call_once(slot.made, [&slot] { slot.value.emplace(*LoadResult(*slot.file)); });
    return &*slot.value;
  }

 private:
  struct Slot {
    const EmbeddedFile* file = nullptr;
    std::once_flag made{};
    std::optional<T> value{};
  };

  mutable std::map<std::string_view, Slot> slots_;
};

// A result as it stands, for answers that depend on no parameter.
struct ReadyText {
  explicit ReadyText(const Json& result);
  std::string text;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_BUILT_IN_FIXTURE_STORE_H_
