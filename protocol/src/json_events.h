// JSON text as a stream of events, with the text that each came from.
//
// What turns JSON into something derives from JsonEvents and never meets the parser:
//
//   Status read = ReadJson(text, JsonComments::kRefused, builder);
//
// Values arrive in the order of the text, duplicated members included.
#ifndef KRAKEN_PROTOCOL_SRC_JSON_EVENTS_H_
#define KRAKEN_PROTOCOL_SRC_JSON_EVENTS_H_

#include <string>
#include <string_view>

#include "kraken/protocol/json.h"
#include "kraken/protocol/json_text.h"
#include "kraken/protocol/result.h"

namespace kraken {

enum class JsonContainer { kObject, kList };

// Each event answers with what is wrong with it, or with an empty text; a fault ends the reading.
// `so_far` is the source up to and including the token of the event.
class JsonEvents {
 public:
  virtual ~JsonEvents() = default;
  JsonEvents() = default;
  JsonEvents(const JsonEvents&) = delete;
  JsonEvents& operator=(const JsonEvents&) = delete;

  virtual std::string Open(JsonContainer container) = 0;
  virtual void Close() = 0;
  // The name of the next member of the innermost open object.
  virtual std::string Name(std::string name) = 0;
  // A string, number, boolean or null.
  virtual std::string Scalar(Json value, std::string_view so_far) = 0;
};

// Fails with line and column: on what is not JSON, on nesting deeper than 100 levels, on what an
// event finds fault with. Messages never quote a value, which may be a secret.
Status ReadJson(std::string_view text, JsonComments comments, JsonEvents& events);

// The token that `so_far` ends in, as it was written: `"a\u0062"`, `1.50`, `true`, `{`.
std::string_view LastJsonToken(std::string_view so_far);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_SRC_JSON_EVENTS_H_
