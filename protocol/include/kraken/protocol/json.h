// The JSON type of the whole toolkit, by its forward declaration only.
//
// Members keep their order: Kraken's answers have one ("error" before "result", "asks" before
// "bids"), and clients have come to depend on it. Files that touch values include
// <nlohmann/json.hpp> themselves.
#ifndef KRAKEN_PROTOCOL_JSON_H_
#define KRAKEN_PROTOCOL_JSON_H_

#include <nlohmann/json_fwd.hpp>

namespace kraken {

using Json = nlohmann::ordered_json;

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_JSON_H_
