// Which API keys the server gets: those of a file, of the environment, or the demo key.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_KEY_CHOICE_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_KEY_CHOICE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "kraken/mock/api_key.h"
#include "tools/command_line/failure.h"

namespace kraken::tools {

enum class KeyOrigin : std::uint8_t { kDemo, kFile, kEnvironment };

struct KeyChoice {
  KeyOrigin origin = KeyOrigin::kDemo;
  std::vector<mock::ApiKeySpec> keys{};  // At least one.
};

// KRAKEN_API_KEY and KRAKEN_API_SECRET count only without a file, and only together: of one alone
// it warns, since a shell in which only requests are signed has that. They may be those of a real
// account, so no message quotes them.
Outcome<KeyChoice> ChooseKeys(const std::optional<std::vector<mock::ApiKeySpec>>& of_file);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_KEY_CHOICE_H_
