#include "mock_server/src/handlers/element_texts.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"

namespace kraken::mock {

ElementTexts::ElementTexts(const Json& list_or_object) {
  for (const auto& item : list_or_object.items()) {
    if (!ends_.empty()) text_ += ',';
    if (list_or_object.is_object()) {
      keys_.push_back(item.key());
      text_ += JsonString(item.key()) + ':';
    }
    text_ += ToJsonText(item.value());
    ends_.push_back(text_.size());
  }
}

std::string_view ElementTexts::operator[](std::size_t index) const { return Range(index, 1); }

std::string_view ElementTexts::Range(std::size_t first, std::size_t count) const {
  if (count == 0) return {};
  const std::size_t begin = Begin(first);
  return std::string_view(text_).substr(begin, ends_.at(first + count - 1) - begin);
}

std::optional<std::size_t> ElementTexts::IndexOf(std::string_view key) const {
  const auto found = std::ranges::find(keys_, key);
  if (found == keys_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - keys_.begin());
}

std::string JoinTexts(std::span<const std::string_view> texts) {
  std::string joined;
  for (std::string_view text : texts) {
    if (!joined.empty()) joined += ',';
    joined += text;
  }
  return joined;
}

std::string JsonString(std::string_view text) { return ToJsonText(Json(text)); }

}  // namespace kraken::mock
