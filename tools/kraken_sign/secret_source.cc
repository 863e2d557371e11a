#include "tools/kraken_sign/secret_source.h"

#include <optional>
#include <string_view>

#include <CLI/CLI.hpp>

#include "tools/command_line/arguments.h"
#include "tools/command_line/input.h"
#include "tools/command_line/safe_text.h"
#include "tools/kraken_sign/program.h"

namespace kraken::tools {
namespace {

Outcome<Secret> Decode(std::string_view text, ExitCode code, const std::string& where) {
  Result<Secret> secret = Secret::FromBase64(text);
  if (secret) return *secret;
  return EndWith(code, where + ": " + OneLine(secret.error().message));
}

Outcome<Secret> ReadSecretFile(const std::string& path) {
  const std::string where = "--secret-file " + ShownText(path);
  const Outcome<std::string> text = ReadInputFile(path, where);
  if (!text) return tl::unexpected(text.error());
  std::string_view secret = *text;
  if (secret.ends_with('\n')) secret.remove_suffix(1);
  if (secret.ends_with('\r')) secret.remove_suffix(1);
  if (secret.size() < text->size()) {
    Warn(kSignProgram, where + ": the line end after the secret is not taken as part of it");
  }
  return Decode(secret, ExitCode::kBadData, where);
}

}  // namespace

void AddSecretOptions(CLI::App& command, SecretSource& source) {
  CLI::Option* file = command.add_option("--secret-file", source.file);
  file->description("Read the API secret from FILE [KRAKEN_API_SECRET]");
  CLI::Option* text = command.add_option("--secret", source.text);
  text->description("The API secret itself; it shows in the process list");
  file->type_name("FILE");
  text->type_name("BASE64");
}

Outcome<Secret> ReadSecret(const SecretSource& source) {
  if (!source.file.empty() && !source.text.empty()) {
    return EndWith(ExitCode::kUsage, "--secret and --secret-file: give one of the two");
  }
  if (!source.file.empty()) return ReadSecretFile(source.file);
  if (!source.text.empty()) {
    Warn(kSignProgram,
         "--secret shows in the process list and the shell's history; KRAKEN_API_SECRET and "
         "--secret-file do not");
    return Decode(source.text, ExitCode::kUsage, "--secret");
  }
  const std::optional<std::string> text = EnvironmentVariable("KRAKEN_API_SECRET");
  if (text) return Decode(*text, ExitCode::kUsage, "KRAKEN_API_SECRET");
  return EndWith(ExitCode::kUsage,
                 "no API secret; set KRAKEN_API_SECRET or give --secret-file FILE");
}

}  // namespace kraken::tools
