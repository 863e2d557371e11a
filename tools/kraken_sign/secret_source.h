// Where kraken-sign takes the API secret from: KRAKEN_API_SECRET, --secret-file or --secret.
#ifndef KRAKEN_TOOLS_KRAKEN_SIGN_SECRET_SOURCE_H_
#define KRAKEN_TOOLS_KRAKEN_SIGN_SECRET_SOURCE_H_

#include <string>

#include "kraken/protocol/secret.h"
#include "tools/command_line/failure.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name.
class App;
}  // namespace CLI

namespace kraken::tools {

struct SecretSource {
  std::string text{};  // --secret; shows in the process list.
  std::string file{};  // --secret-file; a line end after the secret is not part of it.
};

void AddSecretOptions(CLI::App& command, SecretSource& source);

// Warns on stderr where the way it was given lets others see it.
Outcome<Secret> ReadSecret(const SecretSource& source);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_SIGN_SECRET_SOURCE_H_
