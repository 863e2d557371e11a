// One of Kraken's error strings, taken apart: "EOrder:Insufficient funds".
//
// Grammar (docs.kraken.com, "Spot errors"): <severity><category>:<message>[:<extra>…], severity E
// for an error or W for a warning. The documentation prints some strings with a blank after a
// colon; both forms parse.
//
//   Result<ApiError> e = ParseApiError("EGeneral:Invalid arguments:ordertype");
//   e->category == "General"; e->message == "Invalid arguments"; e->extra == "ordertype";
#ifndef KRAKEN_PROTOCOL_API_ERROR_H_
#define KRAKEN_PROTOCOL_API_ERROR_H_

#include <string>
#include <string_view>

#include "kraken/protocol/result.h"

namespace kraken {

enum class Severity { kError, kWarning };

struct ApiError {
  Severity severity = Severity::kError;
  std::string category{};
  std::string message{};
  std::string extra{};  // All that follows the second colon; may be empty.

  // Back to Kraken's notation, without blanks after the colons.
  std::string text() const;

  friend bool operator==(const ApiError&, const ApiError&) = default;
};

Result<ApiError> ParseApiError(std::string_view text);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_API_ERROR_H_
