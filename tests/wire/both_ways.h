// Reads bytes as a request twice, once all together and once one by one: whatever comes of them
// must be the same.
#ifndef KRAKEN_TESTS_WIRE_BOTH_WAYS_H_
#define KRAKEN_TESTS_WIRE_BOTH_WAYS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "mock_server/src/wire/request_reader.h"

namespace kraken::mock {

constexpr std::size_t kMaxBodyRead = 1'000;

// What `bytes` are, which they must be either way; the test fails where they are not.
IncomingRequest ReadRequest(std::string_view bytes);
HttpRefusal ReadRefusal(std::string_view bytes);

// "GET / HTTP/1.1" with Host and another header line, given without its CRLF.
std::string WithHeader(std::string_view line);
std::string Repeat(std::string_view text, std::size_t times);

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_WIRE_BOTH_WAYS_H_
