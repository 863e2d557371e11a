// The name under which kraken-sign speaks.
#ifndef KRAKEN_TOOLS_KRAKEN_SIGN_PROGRAM_H_
#define KRAKEN_TOOLS_KRAKEN_SIGN_PROGRAM_H_

#include <string_view>

namespace kraken::tools {

inline constexpr std::string_view kSignProgram = "kraken-sign";

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_SIGN_PROGRAM_H_
