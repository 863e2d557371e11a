// JSON text in and out, without exceptions: the one place where the toolkit parses JSON.
//
//   Result<Json> body = ParseJsonText(text);     // "line 3, column 9: unexpected ','"
#ifndef KRAKEN_PROTOCOL_JSON_TEXT_H_
#define KRAKEN_PROTOCOL_JSON_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "kraken/protocol/json.h"
#include "kraken/protocol/result.h"

namespace kraken {

// Whether `//` and `/* */` comments are allowed: in files that people write they are, on the wire
// they are not.
enum class JsonComments { kRefused, kAllowed };

// Parses one JSON text. The error gives line and column (both from 1) and what was found there, but
// never quotes a value, which may be a secret. Also refused: nesting deeper than 100 levels, so
// that hostile input cannot exhaust the stack; a member that occurs twice in an object, because one
// of the two values would be lost in silence; a byte order mark; a number that no double can hold.
Result<Json> ParseJsonText(std::string_view text, JsonComments comments = JsonComments::kRefused);

// `message`, about one value of a JSON text, in the form of ParseJsonText's errors: "line 14,
// column 5: no such key". For what is JSON but not what was asked for: a Json knows no lines, so
// they are looked up once there is something to say. `index` counts the text's values in their
// order, each before those that it holds: 0 is the whole text. Where there is no such value it is a
// std::out_of_range.
std::string AtJsonValue(std::string_view text, JsonComments comments, std::size_t index,
                        std::string_view message);

// Compact text, as Kraken sends it. Invalid UTF-8 is replaced, never thrown upon.
std::string ToJsonText(const Json& value);

// One line of a JSON type for error messages: "an object", "a string", "the number 5".
std::string DescribeJson(const Json& value);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_JSON_TEXT_H_
