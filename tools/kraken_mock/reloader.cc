#include "tools/kraken_mock/reloader.h"

#include <exception>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/command_line/safe_text.h"

namespace kraken::tools {
namespace {

std::string ReloadLine(std::string_view what, const std::string& message) {
  return std::string(kMockProgram) + ": " + std::string(what) + message + "\n";
}

// The first of them, for a line that holds one.
tl::unexpected<Error> FirstOf(const std::vector<Failure>& mistakes) {
  std::string message = mistakes.front().message;
  if (mistakes.size() > 1) {
    message += " (and " + std::to_string(mistakes.size() - 1) +
               " more; kraken-mock --check with the same options tells them all)";
  }
  return Fail(ErrorKind::kMalformed, std::move(message));
}

}  // namespace

mock::Reload Reloader::Callback() {
  if (settings_.keys_file.empty() && settings_.fixtures.empty() && settings_.scenario.empty()) {
    return nullptr;
  }
  return [this] { return Reload(); };
}

Result<std::string> Reloader::Reload() {
  mock::Server& server = *attached_.get();
  const std::scoped_lock lock(mutex_);
  Result<std::string> loaded = TryTo(server);
  log_.WriteLine(
      loaded ? ReloadLine("reloaded: ", *loaded)
             : ReloadLine("reload failed, everything stays as it was: ", loaded.error().message));
  return loaded;
}

// Whatever goes wrong, the server serves on.
Result<std::string> Reloader::TryTo(mock::Server& server) const {
  try {
    return ReadAndApply(server);
  } catch (const std::exception& error) {
    return Fail(ErrorKind::kUsage, OneLine(error.what()));
  }
}

Result<std::string> Reloader::ReadAndApply(mock::Server& server) const {
  tl::expected<Inputs, std::vector<Failure>> inputs = ReadInputs(settings_, Reading::kAgain);
  if (!inputs) return FirstOf(inputs.error());
  std::string description = Describe(*inputs, settings_);
  if (inputs->keys) server.SetKeys(*inputs->keys);
  if (inputs->fixtures) server.SetFixtures(*std::move(inputs->fixtures));
  if (inputs->scenario) server.SetScenario(*std::move(inputs->scenario));
  return description;
}

}  // namespace kraken::tools
