// Why a program ends early, and the exit code that says so.
//
// The codes are those of <sysexits.h>, by names of our own: documented in every --help, relied on
// by scripts.
#ifndef KRAKEN_TOOLS_COMMAND_LINE_FAILURE_H_
#define KRAKEN_TOOLS_COMMAND_LINE_FAILURE_H_

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace kraken::tools {

enum class ExitCode {
  kOk = 0,
  kUsage = 64,        // An option, an argument or an environment variable is wrong.
  kBadData = 65,      // A file was read, and what it says is wrong.
  kNoInput = 66,      // A file cannot be read.
  kUnavailable = 69,  // The address cannot be listened on.
  kInternal = 70,     // A fault of the program itself.
  kNoOutput = 73,     // A file, or standard output, cannot be written.
};

// `message` is one line: what was wrong, where, and what to do. It never holds a secret.
struct Failure {
  ExitCode code = ExitCode::kUsage;
  std::string message{};
};

template <typename T>
class [[nodiscard]] Outcome : public tl::expected<T, Failure> {
 public:
  using tl::expected<T, Failure>::expected;
};

inline tl::unexpected<Failure> EndWith(ExitCode code, std::string message) {
  return tl::unexpected<Failure>(Failure{.code = code, .message = std::move(message)});
}

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_COMMAND_LINE_FAILURE_H_
