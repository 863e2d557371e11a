#include "kraken/protocol/api_error.h"

#include <algorithm>
#include <cstddef>

#include "kraken/protocol/ascii.h"
#include "protocol/src/quoted_text.h"

namespace kraken {
namespace {

std::string_view WithoutLeadingBlanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return text;
}

// Cuts `text` at its first colon; the second half is empty where there is none.
struct Halves {
  std::string_view before{};
  std::string_view after{};
};
Halves CutAtColon(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {text, {}};
  return {text.substr(0, colon), WithoutLeadingBlanks(text.substr(colon + 1))};
}

// Empty where `head`, which is all before the first colon, is a severity and a category.
std::string_view FaultOf(std::string_view head) {
  if (head.empty() || (head[0] != 'E' && head[0] != 'W')) {
    return "it must begin with E (error) or W (warning)";
  }
  const std::string_view category = head.substr(1);
  if (category.empty() || !std::all_of(category.begin(), category.end(), IsLetter)) {
    return "after E or W there must be a category of letters only, such as \"Order\"";
  }
  return {};
}

}  // namespace

std::string ApiError::text() const {
  std::string text(severity == Severity::kError ? "E" : "W");
  text += category;
  text += ':';
  text += message;
  if (!extra.empty()) {
    text += ':';
    text += extra;
  }
  return text;
}

Result<ApiError> ParseApiError(std::string_view text) {
  const Halves whole = CutAtColon(text);
  std::string_view fault = FaultOf(whole.before);
  const Halves rest = CutAtColon(whole.after);
  if (fault.empty() && rest.before.empty()) {
    fault = "after the category there must be a colon and a message";
  }
  if (!fault.empty()) {
    return Fail(ErrorKind::kMalformed, Quoted(text) +
                                           " is not a Kraken error: " + std::string(fault) +
                                           "; write it as \"EOrder:Insufficient funds\"");
  }
  return ApiError{.severity = whole.before[0] == 'E' ? Severity::kError : Severity::kWarning,
                  .category = std::string(whole.before.substr(1)),
                  .message = std::string(rest.before),
                  .extra = std::string(rest.after)};
}

}  // namespace kraken
