#include "tools/kraken_mock/unknown_variables.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <vector>

#include "kraken/protocol/nearest_name.h"
#include "tools/command_line/arguments.h"
#include "tools/command_line/safe_text.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {
namespace {

// What a container link sets (docs.docker.com, "Legacy container links"; kubernetes.io, "Service",
// section "Environment variables"), without the prefix: PORT_8080_TCP_ADDR, SERVICE_HOST, NAME.
bool IsContainerLink(std::string_view suffix) {
  constexpr auto kBeginnings =
      std::to_array<std::string_view>({"SERVICE_HOST", "SERVICE_PORT", "ENV_"});
  const auto begins = [suffix](std::string_view beginning) {
    return suffix.starts_with(beginning);
  };
  if (suffix == "NAME" || std::ranges::any_of(kBeginnings, begins)) return true;
  constexpr std::string_view kPort = "PORT_";
  if (!suffix.starts_with(kPort)) return false;
  suffix.remove_prefix(kPort.size());
  const std::size_t digits = std::min(suffix.find_first_not_of("0123456789"), suffix.size());
  const std::string_view protocol = suffix.substr(digits);
  return digits > 0 && (protocol.starts_with("_TCP") || protocol.starts_with("_UDP"));
}

// The names of the variables that are set to something and begin with the prefix.
std::vector<std::string> VariablesThatAreSet() {
  std::vector<std::string> names;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const std::size_t equals = text.find('=');
    const bool is_set = equals != std::string_view::npos && equals + 1 < text.size();
    if (is_set && text.starts_with(kVariablePrefix)) names.emplace_back(text.substr(0, equals));
  }
  return names;
}

std::string_view WithoutPrefix(std::string_view name) {
  return name.substr(kVariablePrefix.size());
}

}  // namespace

void WarnOfUnknownVariables(std::span<const std::string> known) {
  // All names share the prefix: compared with it, any would be near any other.
  std::vector<std::string_view> suffixes(known.size());
  std::ranges::transform(known, suffixes.begin(), WithoutPrefix);
  for (const std::string& name : VariablesThatAreSet()) {
    const std::string_view suffix = WithoutPrefix(name);
    if (std::ranges::find(suffixes, suffix) != suffixes.end() || IsContainerLink(suffix)) continue;
    const std::string_view nearest = NearestName(suffix, suffixes);
    std::string warning = OneLine(name) + ": no option has this variable";
    if (nearest.empty()) {
      warning += "; see kraken-mock --help";
    } else {
      warning += "; did you mean " + std::string(kVariablePrefix) + std::string(nearest) + "?";
    }
    Warn(kMockProgram, warning);
  }
}

bool IsContainerAddress(std::string_view port) { return port.starts_with("tcp://"); }

}  // namespace kraken::tools
