// What the files say that a server is started from: --keys, --fixtures and --scenario.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_INPUTS_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_INPUTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kraken/mock/api_key.h"
#include "kraken/mock/fixture.h"
#include "kraken/mock/scenario.h"
#include "tools/command_line/failure.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {

struct Inputs {
  std::optional<std::vector<mock::ApiKeySpec>> keys{};   // None without --keys.
  std::optional<std::vector<mock::Fixture>> fixtures{};  // None without --fixtures;
  std::size_t fixture_files = 0;                         // of so many files.
  std::optional<mock::Scenario> scenario{};              // None without --scenario.
};

// At the start a FIFO may be read, and whoever writes into it waited for. A server that serves
// waits for nobody, and what was in a FIFO is gone.
enum class Reading : std::uint8_t { kFirst, kAgain };

// All of them, or else all mistakes, the first of each file.
tl::expected<Inputs, std::vector<Failure>> ReadInputs(const Settings& settings, Reading reading);

// 12 fixtures in 3 files, 2 keys, scenario "rate-limited-twice"
std::string Describe(const Inputs& inputs, const Settings& settings);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_INPUTS_H_
