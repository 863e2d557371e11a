#include "mock_server/src/wire/reply_bytes.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "kraken/protocol/ascii.h"
#include "mock_server/src/wire/header_syntax.h"

namespace kraken::mock {
namespace {

struct NamedStatus {
  int status;
  std::string_view reason;
};

// The IANA registry, and from 520 on Cloudflare's own.
constexpr auto kNamedStatuses = std::to_array<NamedStatus>({
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {418, "I'm a teapot"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
    {511, "Network Authentication Required"},
    {520, "Web Server Returned an Unknown Error"},
    {521, "Web Server Is Down"},
    {522, "Connection Timed Out"},
    {523, "Origin Is Unreachable"},
    {524, "A Timeout Occurred"},
    {525, "SSL Handshake Failed"},
    {526, "Invalid SSL Certificate"},
    {530, "Origin DNS Error"},
});
static_assert(std::ranges::is_sorted(kNamedStatuses, {}, &NamedStatus::status));

// The type of a body has a place of its own in a Reply.
bool IsOwn(std::string_view name) {
  return IsWrittenByTheWire(name) || EqualIgnoringCase(name, "Content-Type");
}

void AppendHeader(std::string& head, std::string_view name, std::string_view value) {
  if (!IsHttpToken(name) || !IsFieldValue(value)) return;
  head.append(name).append(": ").append(value).append("\r\n");
}

void AppendStatusLine(std::string& head, const Reply& reply) {
  if (reply.delivery.garbled_status_line) {
    head.append("garbage in place of a status line\r\n");
    return;
  }
  head.append("HTTP/1.1 ").append(std::to_string(reply.status)).append(" ");
  head.append(ReasonPhrase(reply.status)).append("\r\n");
}

}  // namespace

std::string_view ReasonPhrase(int status) {
  const auto* const found =
      std::ranges::lower_bound(kNamedStatuses, status, {}, &NamedStatus::status);
  if (found == kNamedStatuses.end() || found->status != status) return {};
  return found->reason;
}

std::string FormatReply(const Reply& reply, const ReplyForm& form) {
  static constexpr std::size_t kUsualHead = 256;
  const bool is_bodiless = IsBodiless(reply.status);

  std::string bytes;
  bytes.reserve(kUsualHead + reply.body.size());
  AppendStatusLine(bytes, reply);
  if (!is_bodiless) {
    if (!reply.content_type.empty()) AppendHeader(bytes, "Content-Type", reply.content_type);
    const std::uint64_t length = reply.delivery.content_length.value_or(reply.body.size());
    if (!reply.pieces) AppendHeader(bytes, "Content-Length", std::to_string(length));
  }
  AppendHeader(bytes, "Connection", form.keep_alive ? "keep-alive" : "close");
  for (const Header& header : reply.headers) {
    if (!IsOwn(header.name)) AppendHeader(bytes, header.name, header.value);
  }
  bytes.append("\r\n");
  if (!is_bodiless && !form.without_body) bytes.append(reply.body);
  return bytes;
}

Reply RefusalReply(const HttpRefusal& refusal) {
  std::string text = std::to_string(refusal.status);
  text.append(" ").append(ReasonPhrase(refusal.status));
  text.append(": ").append(refusal.reason).append("\n");
  return {.status = refusal.status,
          .content_type = "text/plain; charset=utf-8",
          .body = std::move(text)};
}

}  // namespace kraken::mock
