// KRAKEN_MOCK_… in the environment that no option reads.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_UNKNOWN_VARIABLES_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_UNKNOWN_VARIABLES_H_

#include <span>
#include <string>
#include <string_view>

namespace kraken::tools {

inline constexpr std::string_view kVariablePrefix = "KRAKEN_MOCK_";

// Warns of each, naming the nearest of `known`, which are complete names. Silent about what Docker
// and Kubernetes set in other containers where this server's is called kraken-mock.
void WarnOfUnknownVariables(std::span<const std::string> known);

// Whether KRAKEN_MOCK_PORT is theirs: "tcp://10.0.0.1:8080".
bool IsContainerAddress(std::string_view port);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_UNKNOWN_VARIABLES_H_
