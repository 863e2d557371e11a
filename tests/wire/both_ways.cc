#include "tests/wire/both_ways.h"

#include <variant>

#include <gtest/gtest.h>

namespace kraken::mock {
namespace {

RequestReader::Outcome ReadAtOnce(std::string_view bytes) {
  RequestReader reader(kMaxBodyRead);
  reader.Feed(bytes);
  return reader.Next();
}

RequestReader::Outcome ReadByteByByte(std::string_view bytes) {
  RequestReader reader(kMaxBodyRead);
  for (const char& byte : bytes) {
    reader.Feed({&byte, 1});
    RequestReader::Outcome outcome = reader.Next();
    if (!std::holds_alternative<RequestReader::Unfinished>(outcome)) return outcome;
  }
  return RequestReader::Unfinished{};
}

std::string Describe(const RequestReader::Outcome& outcome) {
  if (const auto* const refusal = std::get_if<HttpRefusal>(&outcome)) return refusal->reason;
  return std::holds_alternative<IncomingRequest>(outcome) ? "a request" : "unfinished";
}

}  // namespace

IncomingRequest ReadRequest(std::string_view bytes) {
  const RequestReader::Outcome at_once = ReadAtOnce(bytes);
  const RequestReader::Outcome by_bytes = ReadByteByByte(bytes);
  const auto* const a = std::get_if<IncomingRequest>(&at_once);
  const auto* const b = std::get_if<IncomingRequest>(&by_bytes);
  if (a == nullptr || b == nullptr) {
    ADD_FAILURE() << "at once: " << Describe(at_once) << "; by bytes: " << Describe(by_bytes);
    return {};
  }
  EXPECT_EQ(a->request.method, b->request.method);
  EXPECT_EQ(a->request.target, b->request.target);
  EXPECT_EQ(a->request.headers, b->request.headers);
  EXPECT_EQ(a->request.body, b->request.body);
  EXPECT_EQ(a->keep_alive, b->keep_alive);
  return *a;
}

HttpRefusal ReadRefusal(std::string_view bytes) {
  const RequestReader::Outcome at_once = ReadAtOnce(bytes);
  const RequestReader::Outcome by_bytes = ReadByteByByte(bytes);
  const auto* const a = std::get_if<HttpRefusal>(&at_once);
  const auto* const b = std::get_if<HttpRefusal>(&by_bytes);
  if (a == nullptr || b == nullptr) {
    ADD_FAILURE() << "at once: " << Describe(at_once) << "; by bytes: " << Describe(by_bytes);
    return {};
  }
  EXPECT_EQ(a->status, b->status);
  EXPECT_EQ(a->reason, b->reason);
  return *a;
}

std::string WithHeader(std::string_view line) {
  return std::string("GET / HTTP/1.1\r\nHost: h\r\n").append(line).append("\r\n\r\n");
}

std::string Repeat(std::string_view text, std::size_t times) {
  std::string repeated;
  for (std::size_t i = 0; i < times; ++i) repeated.append(text);
  return repeated;
}

}  // namespace kraken::mock
