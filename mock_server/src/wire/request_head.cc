#include "mock_server/src/wire/request_head.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "kraken/protocol/ascii.h"
#include "mock_server/src/wire/header_syntax.h"

namespace kraken::mock {
namespace {

constexpr std::size_t kLongestMethod = 32;
constexpr auto kSchemes = std::to_array<std::string_view>({"http://", "https://"});

// All of `text` as an unsigned number: no sign, no blanks, no prefix, no overflow.
std::optional<std::uint64_t> ParseWhole(std::string_view text, int base) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped_at, error] = std::from_chars(text.data(), end, number, base);
  if (error != std::errc() || stopped_at != end) return std::nullopt;
  return number;
}

bool IsTargetCharacter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != 0x7f;
}

// The length of "http://" at the front of `target`, 0 where it has none.
std::size_t SchemeLength(std::string_view target) {
  for (const std::string_view scheme : kSchemes) {
    if (EqualIgnoringCase(target.substr(0, scheme.size()), scheme)) return scheme.size();
  }
  return 0;
}

// "host", "host:port", "[::1]:port"; whether there is such a host is not asked.
bool IsAuthority(std::string_view text) {
  static constexpr std::string_view kMarks = "-._~%!$&'()*+,;=:[]";
  return std::ranges::all_of(text, [](char c) {
    return IsLetter(c) || IsDigit(c) || kMarks.find(c) != std::string_view::npos;
  });
}

struct Target {
  std::string authority{};
  std::string text{};
};

Checked<Target> ParseTarget(std::string_view method, std::string_view target) {
  if (target.empty() || !std::ranges::all_of(target, IsTargetCharacter)) {
    return Refuse(400, "the request target is empty or holds a control character (RFC 9112 §3.2)");
  }
  if (method == "CONNECT" || target == "*") return Target{.text = std::string(target)};
  if (const std::size_t scheme = SchemeLength(target); scheme > 0) {
    const std::string_view rest = target.substr(scheme);
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    if (end == 0) return Refuse(400, "the request target names no host (RFC 9112 §3.2.2)");
    const std::string_view path = rest.substr(end);
    return Target{.authority = std::string(rest.substr(0, end)),
                  .text = (path.starts_with('/') ? "" : "/") + std::string(path)};
  }
  if (!target.starts_with('/')) {
    return Refuse(400, "the request target does not begin with / (RFC 9112 §3.2)");
  }
  return Target{.text = std::string(target)};
}

Checked<bool> ParseIsHttp10(std::string_view version) {
  if (version == "HTTP/1.1") return false;
  if (version == "HTTP/1.0") return true;
  if (version.starts_with("HTTP/") && version.size() == std::string_view("HTTP/1.1").size()) {
    return Refuse(505, "this server speaks HTTP/1.1 and HTTP/1.0 (RFC 9112 §2.3)");
  }
  return Refuse(400, "the request line does not end with HTTP/1.1 (RFC 9112 §3)");
}

// The one header of that name, null where there is none. `source` says who forbids two.
Checked<const Header*> FindOnly(const std::vector<Header>& headers, std::string_view name,
                                std::string_view source) {
  const Header* found = nullptr;
  for (const Header& header : headers) {
    if (!EqualIgnoringCase(header.name, name)) continue;
    if (found != nullptr) {
      return Refuse(400, "two " + std::string(name) + " headers (" + std::string(source) + ")");
    }
    found = &header;
  }
  return found;
}

Checked<std::uint64_t> ParseContentLength(const Header& header) {
  const std::optional<std::uint64_t> length = ParseWhole(header.value, 10);
  if (!length) {
    return Refuse(400, "Content-Length is not a number of bytes (RFC 9112 §6.3)");
  }
  return *length;
}

// Fills in how the body is delimited.
Checked<Framing> ParseBodyLength(const std::vector<Header>& headers, bool is_http_1_0) {
  Framing framing;
  const auto length = FindOnly(headers, "Content-Length", "RFC 9112 §6.3");
  if (!length) return tl::unexpected(length.error());
  const auto encoding = FindOnly(headers, "Transfer-Encoding", "RFC 9112 §6.1");
  if (!encoding) return tl::unexpected(encoding.error());

  if (*encoding != nullptr) {
    if (*length != nullptr) {
      return Refuse(400, "both Transfer-Encoding and Content-Length (RFC 9112 §6.1)");
    }
    if (is_http_1_0) return Refuse(400, "Transfer-Encoding with HTTP/1.0 (RFC 9112 §6.1)");
    if (!EqualIgnoringCase((*encoding)->value, "chunked")) {
      return Refuse(501, "the only Transfer-Encoding understood here is chunked (RFC 9112 §6.1)");
    }
    framing.is_chunked = true;
  } else if (*length != nullptr) {
    const Checked<std::uint64_t> bytes = ParseContentLength(**length);
    if (!bytes) return tl::unexpected(bytes.error());
    framing.content_length = *bytes;
  }
  return framing;
}

}  // namespace

Checked<StartLine> ParseStartLine(std::string_view line) {
  const std::size_t first_blank = line.find(' ');
  const std::size_t last_blank = line.rfind(' ');
  if (first_blank == last_blank) {
    return Refuse(400, "the request line is not \"METHOD /target HTTP/1.1\" (RFC 9112 §3)");
  }
  const std::string_view method = line.substr(0, first_blank);
  if (!IsHttpToken(method)) return Refuse(400, "the method is not a token (RFC 9110 §9.1)");
  if (method.size() > kLongestMethod) return Refuse(501, "no method is that long (RFC 9112 §3)");

  const Checked<bool> is_http_1_0 = ParseIsHttp10(line.substr(last_blank + 1));
  if (!is_http_1_0) return tl::unexpected(is_http_1_0.error());
  Checked<Target> target =
      ParseTarget(method, line.substr(first_blank + 1, last_blank - first_blank - 1));
  if (!target) return tl::unexpected(target.error());
  return StartLine{.method = std::string(method),
                   .target = std::move(target->text),
                   .authority = std::move(target->authority),
                   .is_http_1_0 = *is_http_1_0};
}

Checked<Header> ParseHeaderLine(std::string_view line) {
  if (line.starts_with(' ') || line.starts_with('\t')) {
    return Refuse(400,
                  "a header line begins with a blank, which once continued the line before "
                  "(RFC 9112 §5.2)");
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    return Refuse(400, "a header line has no colon (RFC 9112 §5)");
  }
  const std::string_view name = line.substr(0, colon);
  if (IsHttpToken(name.substr(0, name.find_last_not_of(" \t") + 1)) && !IsHttpToken(name)) {
    return Refuse(400, "a blank before the colon of a header (RFC 9112 §5.1)");
  }
  if (!IsHttpToken(name)) return Refuse(400, "a header's name is not a token (RFC 9110 §5.1)");
  const std::string_view value = TrimBlanks(line.substr(colon + 1));
  if (!IsFieldValue(value)) {
    return Refuse(400,
                  "a control character in the value of " + std::string(name) + " (RFC 9110 §5.5)");
  }
  return Header{.name = std::string(name), .value = std::string(value)};
}

tl::expected<void, HttpRefusal> CheckHost(const std::vector<Header>& headers,
                                          const StartLine& start) {
  const auto host = FindOnly(headers, "Host", "RFC 9112 §3.2");
  if (!host) return tl::unexpected(host.error());
  if (*host == nullptr) {
    if (start.is_http_1_0) return {};
    return Refuse(400, "no Host header (RFC 9112 §3.2)");
  }
  if (!IsAuthority((*host)->value)) {
    return Refuse(400, "the Host header is not a host and port (RFC 9112 §3.2)");
  }
  // The one in the target would count, and every check of Host would have looked at the other.
  if (!start.authority.empty() && !EqualIgnoringCase(start.authority, (*host)->value)) {
    return Refuse(400, "the Host header is not that of the request target (RFC 9112 §3.2.2)");
  }
  return {};
}

Checked<Framing> ParseFraming(const std::vector<Header>& headers, bool is_http_1_0) {
  Checked<Framing> framing = ParseBodyLength(headers, is_http_1_0);
  if (!framing) return framing;

  framing->keep_alive = !ListsToken(headers, "Connection", "close") &&
                        (!is_http_1_0 || ListsToken(headers, "Connection", "keep-alive"));
  // HTTP/1.0 knows no Expect; a server ignores it there (RFC 9110 §10.1.1).
  framing->expects_continue = !is_http_1_0 && ListsToken(headers, "Expect", "100-continue");
  return framing;
}

Checked<std::uint64_t> ParseChunkSize(std::string_view line) {
  const std::size_t extension = line.find(';');
  std::string_view size = line.substr(0, extension);
  // Blanks are allowed before an extension only (RFC 9112 §7.1.1).
  if (extension != std::string_view::npos) size = size.substr(0, size.find_last_not_of(" \t") + 1);
  const std::optional<std::uint64_t> bytes = ParseWhole(size, 16);
  if (!bytes) return Refuse(400, "a chunk's size is not a hexadecimal number (RFC 9112 §7.1)");
  if (!IsFieldValue(line)) {
    return Refuse(400, "a control character in a chunk's extension (RFC 9112 §7.1.1)");
  }
  return *bytes;
}

}  // namespace kraken::mock
