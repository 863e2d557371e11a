#include "kraken/protocol/envelope.h"

#include <cstddef>
#include <optional>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"

namespace kraken {
namespace {

std::string ErrorMember(std::span<const std::string> errors) {
  Json list = Json::array();
  for (const std::string& error : errors) list.push_back(error);
  return R"("error":)" + ToJsonText(list);
}

tl::unexpected<Error> NotAnEnvelope(const std::string& why) {
  return Fail(ErrorKind::kMalformed, "the body is not Kraken's {\"error\":[…],…}: " + why);
}

bool LooksLikeHtml(std::string_view body) {
  const std::size_t start = body.find_first_not_of(" \t\r\n");
  return start != std::string_view::npos && body[start] == '<';
}

}  // namespace

std::string SuccessEnvelope(const Json& result) { return MixedEnvelope({}, result); }

std::string ErrorEnvelope(std::string_view error, ErrorResult result) {
  const std::string text(error);
  return ErrorEnvelope(std::span(&text, 1), result);
}

std::string ErrorEnvelope(std::span<const std::string> errors, ErrorResult result) {
  if (result == ErrorResult::kAbsent) return "{" + ErrorMember(errors) + "}";
  return MixedEnvelope(errors, result == ErrorResult::kNull ? Json() : Json::object());
}

std::string MixedEnvelope(std::span<const std::string> errors, const Json& result) {
  return "{" + ErrorMember(errors) + R"(,"result":)" + ToJsonText(result) + "}";
}

Result<std::vector<std::string>> EnvelopeErrors(std::string_view body) {
  if (body.empty()) return NotAnEnvelope("it is empty");
  if (LooksLikeHtml(body)) {
    return NotAnEnvelope("it looks like HTML, so something before the API answered");
  }
  const Result<Json> envelope = ParseJsonText(body);
  if (!envelope) return NotAnEnvelope(envelope.error().message);
  if (!envelope->is_object()) return NotAnEnvelope("it is " + DescribeJson(*envelope));
  const auto list = envelope->find("error");
  if (list == envelope->end()) return NotAnEnvelope("it has no \"error\"");
  if (!list->is_array()) return NotAnEnvelope("its \"error\" is " + DescribeJson(*list));
  std::vector<std::string> errors;
  errors.reserve(list->size());
  for (const Json& error : *list) {
    if (!error.is_string()) return NotAnEnvelope("its \"error\" holds " + DescribeJson(error));
    errors.push_back(error.get<std::string>());
  }
  return errors;
}

}  // namespace kraken
