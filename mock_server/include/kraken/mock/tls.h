// TLS beside plain HTTP, on the same port; the first byte of a connection tells which it speaks.
//
//   kraken::mock::Server server({.tls = kraken::mock::TlsOptions{}});
//   MyBot bot(server.tls_url(), server.credentials(), /*ca_file=*/server.ca_file());
//
// The server signs its certificate with a CA of its own, which can vouch for nothing but localhost,
// loopback addresses and api.kraken.com, and which clients have to be told to trust.
#ifndef KRAKEN_MOCK_TLS_H_
#define KRAKEN_MOCK_TLS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/result.h"

namespace kraken::mock {

// What is wrong with the server, on purpose: a client has to refuse it.
enum class TlsFault : std::uint8_t {
  kNone,
  kExpired,    // Its certificate has expired yesterday,
  kWrongName,  // is for another name,
  kUntrusted,  // is signed by a CA that nobody has.
  kTls10,      // It speaks TLS 1.0 and nothing newer.
};
Result<TlsFault> ParseTlsFault(std::string_view name);  // "expired", "wrong-name", …, "tls1.0"

struct TlsOptions {
  std::string directory{};  // Where the CA is kept; empty: DefaultTlsDirectory().
  TlsFault fault = TlsFault::kNone;
  // Called with one line that says why, on the thread of the connection, where a client and the
  // server did not come to terms. Must not throw or call the server.
  std::function<void(const std::string& why)> on_failed_handshake{};
};

// kraken-mock/tls in $XDG_STATE_HOME, or in ~/.local/state. Its error says which variables are
// missing.
Result<std::string> DefaultTlsDirectory();

// A CA in its directory.
struct TlsAuthority {
  std::string ca_file{};  // Its certificate, for clients to trust.
  WallTime ends{};
  std::string notice{};  // What there is to tell of it: that it is new, and why. Mostly empty.
};

// What a server would find at `now`: none where there is nothing, or where it would make another
// since this one ends within a day. An error names the file, what is wrong, and what to do:
// kMalformed where a file is not what it should be, kUsage where it cannot be read.
Result<std::optional<TlsAuthority>> ReadTlsAuthority(const std::string& directory, WallTime now);

// The same, but makes one where there is none; a server does that first. Many at once agree.
Result<TlsAuthority> PrepareTlsAuthority(const std::string& directory, WallTime now);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_TLS_H_
