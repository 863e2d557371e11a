#include "tools/kraken_mock/announcement.h"

#include <string_view>

#include "tools/command_line/safe_text.h"

namespace kraken::tools {
namespace {

std::string Export(std::string_view name, std::string_view value) {
  return "export " + std::string(name) + "=" + ShellWord(value) + "\n";
}

}  // namespace

std::string ListeningLine(const std::string& url) { return "listening on " + url + "\n"; }

std::string EnvironmentBlock(const std::string& url, const Credentials& credentials,
                             KeyOrigin origin) {
  const std::string block =
      Export("KRAKEN_API_URL", url) + Export("KRAKEN_API_KEY", credentials.api_key);
  switch (origin) {
    case KeyOrigin::kDemo:
      return block + Export("KRAKEN_API_SECRET", credentials.secret.RevealBase64());
    case KeyOrigin::kFile:
      return block + "# KRAKEN_API_SECRET is in the file given to --keys; it is not shown\n";
    case KeyOrigin::kEnvironment:
      break;
  }
  return block + "# KRAKEN_API_SECRET stays as your environment has it; it is not shown\n";
}

}  // namespace kraken::tools
