// What scenarios call the kinds of a fault.
#ifndef KRAKEN_MOCK_SERVER_SRC_FAULT_NAMES_H_
#define KRAKEN_MOCK_SERVER_SRC_FAULT_NAMES_H_

#include <array>
#include <cstddef>
#include <string_view>

#include "kraken/mock/fault.h"

namespace kraken::mock {

// In the order of the enumerations.
inline constexpr auto kEndNames = std::to_array<std::string_view>({"close", "reset"});
// That of kReply is for no bytes; otherwise it is an object.
inline constexpr auto kEndPointNames =
    std::to_array<std::string_view>({"before-reply", "at-accept", "idle"});
inline constexpr auto kGarbageNames = std::to_array<std::string_view>(
    {"status-line", "json", "json-type", "gzip", "content-type", "html-200"});

constexpr std::string_view NameOfEnd(EndHow how) {
  return kEndNames[static_cast<std::size_t>(how)];
}
constexpr std::string_view NameOfEndPoint(EndPoint at) {
  return kEndPointNames[static_cast<std::size_t>(at)];
}
constexpr std::string_view NameOfGarbage(Garbage kind) {
  return kGarbageNames[static_cast<std::size_t>(kind)];
}

// In the midst of an answer, which is what has no name.
constexpr bool IsWithinReply(const EndConnection& fault) {
  return fault.at == EndPoint::kReply && fault.after_bytes > 0;
}

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_FAULT_NAMES_H_
