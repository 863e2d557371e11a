// `kraken-sign curl`: a request, signed and ready to paste into a shell.
#ifndef KRAKEN_TOOLS_KRAKEN_SIGN_CURL_COMMAND_H_
#define KRAKEN_TOOLS_KRAKEN_SIGN_CURL_COMMAND_H_

#include <string>
#include <vector>

#include "tools/command_line/failure.h"
#include "tools/kraken_sign/secret_source.h"

namespace kraken::tools {

struct CurlCommand {
  std::string url{};    // Empty: KRAKEN_API_URL, or kraken-mock's usual address.
  std::string key{};    // Empty: KRAKEN_API_KEY.
  std::string nonce{};  // Empty: a parameter's, or a new one from the clock.
  std::string endpoint{};
  std::vector<std::string> params{};  // "name=value", in the order of the body.
  SecretSource secret{};
};

void AddCurlOptions(CLI::App& command, CurlCommand& curl);

// The line, complete with its end. Each run makes a new nonce: a line works once.
Outcome<std::string> RunCurl(const CurlCommand& curl);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_SIGN_CURL_COMMAND_H_
