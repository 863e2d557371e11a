// What went wrong, in terms a caller can act on.
#ifndef KRAKEN_PROTOCOL_ERROR_H_
#define KRAKEN_PROTOCOL_ERROR_H_

#include <string>
#include <vector>

namespace kraken {

// Who has to act: the kind decides whether a retry can help.
enum class ErrorKind {
  kApi,             // Kraken answered with error strings; they are in `Error::api_errors`.
  kTransport,       // No usable answer arrived (refused, reset, timed out, not JSON).
  kMalformed,       // Text that should follow a format does not.
  kUnknownOutcome,  // A write was sent and its answer lost: it may have been executed.
  kUsage,           // The caller asked for something that cannot be done.
};

// `message` says what failed, on what input, and what to do. It never holds a secret.
struct Error {
  ErrorKind kind = ErrorKind::kMalformed;
  std::string message{};
  std::vector<std::string> api_errors{};  // Kraken's strings, verbatim.

  friend bool operator==(const Error&, const Error&) = default;
};

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_ERROR_H_
