#include "tools/kraken_mock/key_choice.h"

#include <utility>

#include "kraken/protocol/secret.h"
#include "tools/command_line/arguments.h"
#include "tools/command_line/safe_text.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {
namespace {

constexpr const char* kKeyVariable = "KRAKEN_API_KEY";
constexpr const char* kSecretVariable = "KRAKEN_API_SECRET";

Outcome<KeyChoice> KeyFromEnvironment(const std::string& api_key, const std::string& secret_text) {
  if (!FitsHeader(api_key)) {
    return EndWith(ExitCode::kUsage,
                   "KRAKEN_API_KEY: holds a blank, a line end or another character that no API key "
                   "has; set it again without");
  }
  const Result<Secret> secret = Secret::FromBase64(secret_text);
  if (!secret) {
    return EndWith(ExitCode::kUsage, "KRAKEN_API_SECRET: " + OneLine(secret.error().message));
  }
  mock::ApiKeySpec key = mock::DemoKey();
  // Those of an earlier --print-env are the demo key's own.
  if (key.credentials.api_key == api_key && key.credentials.secret == *secret) {
    return KeyChoice{.origin = KeyOrigin::kDemo, .keys = {std::move(key)}};
  }
  key.credentials = {.api_key = api_key, .secret = *secret};
  key.name = "environment";
  return KeyChoice{.origin = KeyOrigin::kEnvironment, .keys = {std::move(key)}};
}

}  // namespace

Outcome<KeyChoice> ChooseKeys(const std::optional<std::vector<mock::ApiKeySpec>>& of_file) {
  if (of_file) return KeyChoice{.origin = KeyOrigin::kFile, .keys = *of_file};
  const std::optional<std::string> api_key = EnvironmentVariable(kKeyVariable);
  const std::optional<std::string> secret = EnvironmentVariable(kSecretVariable);
  if (api_key && secret) return KeyFromEnvironment(*api_key, *secret);
  if (api_key || secret) {
    const std::string set = api_key ? kKeyVariable : kSecretVariable;
    const std::string unset = api_key ? kSecretVariable : kKeyVariable;
    Warn(kMockProgram, set + " is set, " + unset +
                           " is not: the server knows the demo key; set both to replace it");
  }
  return KeyChoice{.keys = {mock::DemoKey()}};
}

}  // namespace kraken::tools
