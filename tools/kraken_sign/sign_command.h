// `kraken-sign sign`: the API-Sign of one request, with every stage on the way to it.
#ifndef KRAKEN_TOOLS_KRAKEN_SIGN_SIGN_COMMAND_H_
#define KRAKEN_TOOLS_KRAKEN_SIGN_SIGN_COMMAND_H_

#include <string>

#include "tools/command_line/failure.h"
#include "tools/kraken_sign/secret_source.h"

namespace kraken::tools {

struct SignCommand {
  std::string path{};
  std::string nonce{};  // Empty: the body's.
  std::string body{};   // "@FILE" and "@-" read it.
  bool trace = false;
  bool json = false;
  SecretSource secret{};
};

void AddSignOptions(CLI::App& command, SignCommand& sign);

// What is to be printed. Requests that Kraken would refuse are signed all the same, since the point
// may be to see what they give; stderr says why Kraken would.
Outcome<std::string> RunSign(const SignCommand& sign);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_SIGN_SIGN_COMMAND_H_
