// Which of Kraken's endpoints the server has an answer of its own for.
#ifndef KRAKEN_MOCK_ANSWERED_H_
#define KRAKEN_MOCK_ANSWERED_H_

#include <cstdint>
#include <string_view>

namespace kraken::mock {

enum class BuiltInAnswer : std::uint8_t {
  kNone,       // It is checked like any call, then refused with EGeneral:Internal error.
  kFixture,    // From the built-in fixtures, as the request's parameters have it.
  kSimulated,  // Made for each call.
};

// `endpoint_name` as in kraken/protocol/endpoints.h; kNone for any other.
BuiltInAnswer BuiltInAnswerOf(std::string_view endpoint_name);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_ANSWERED_H_
