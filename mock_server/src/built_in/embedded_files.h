// The built-in fixtures and scenarios, compiled in: the programs work from any folder.
//
// The build writes the table from the folder fixtures/ (cmake/EmbedFixtures.cmake). Reading it is
// thread-safe; what it refers to lives as long as the program.
#ifndef KRAKEN_MOCK_SERVER_SRC_BUILT_IN_EMBEDDED_FILES_H_
#define KRAKEN_MOCK_SERVER_SRC_BUILT_IN_EMBEDDED_FILES_H_

#include <span>
#include <string_view>

namespace kraken::mock {

struct EmbeddedFile {
  std::string_view path;  // Relative to fixtures/: "endpoints/Ticker/default.json".
  std::string_view text;
};

// In byte order of their paths.
std::span<const EmbeddedFile> EmbeddedFiles();

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_BUILT_IN_EMBEDDED_FILES_H_
