// A JSON list or object as text, cut into its elements: an answer with some of them is then a copy
// of text, and no JSON is built per request.
//
//   ElementTexts rows(Json::parse(R"([["1",2],["3",4],["5",6]])"));
//   rows.Range(1, 2) == R"(["3",4],["5",6])";
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_ELEMENT_TEXTS_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_ELEMENT_TEXTS_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/json.h"

namespace kraken::mock {

// Immutable.
class ElementTexts final {
 public:
  explicit ElementTexts(const Json& list_or_object);

  std::size_t size() const { return ends_.size(); }
  // A list's value, or an object's `"key":value`.
  std::string_view operator[](std::size_t index) const;
  // `count` elements from `first` on, with commas between them and no brackets around them.
  std::string_view Range(std::size_t first, std::size_t count) const;
  // Where an object has this key.
  std::optional<std::size_t> IndexOf(std::string_view key) const;

 private:
  std::size_t Begin(std::size_t index) const { return index == 0 ? 0 : ends_[index - 1] + 1; }

  std::string text_;               // All elements, separated by commas.
  std::vector<std::size_t> ends_;  // Of each element in `text_`.
  std::vector<std::string> keys_;  // Of an object.
};

// `a,b,c`
std::string JoinTexts(std::span<const std::string_view> texts);
// `"…"`, escaped as JSON wants it.
std::string JsonString(std::string_view text);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_ELEMENT_TEXTS_H_
