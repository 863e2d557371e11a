#include "kraken/mock/tls.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/tls/authority_store.h"

namespace kraken::mock {
namespace {

// In the order of TlsFault, from the second on.
constexpr auto kTlsFaultNames =
    std::to_array<std::string_view>({"expired", "wrong-name", "untrusted", "tls1.0"});

// Empty where it is not set, or where it would mean another folder with each start.
std::string AbsoluteFolder(const char* variable) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): a test that changes its environment does so before.
  const char* const value = std::getenv(variable);
  return value != nullptr && *value == '/' ? value : std::string();
}

}  // namespace

Result<TlsFault> ParseTlsFault(std::string_view name) {
  const auto* const found = std::ranges::find(kTlsFaultNames, name);
  if (found != kTlsFaultNames.end()) {
    return static_cast<TlsFault>(found - kTlsFaultNames.begin() + 1);
  }
  return Fail(ErrorKind::kUsage, "no fault of TLS is called \"" + std::string(name) + "\"" +
                                     DidYouMean(name, kTlsFaultNames));
}

Result<std::string> DefaultTlsDirectory() {
  static constexpr const char* kInState = "/kraken-mock/tls";
  const std::string state = AbsoluteFolder("XDG_STATE_HOME");
  if (!state.empty()) return state + kInState;
  const std::string home = AbsoluteFolder("HOME");
  if (!home.empty()) return home + "/.local/state" + kInState;
  return Fail(ErrorKind::kUsage,
              "TLS: there is no place for the CA, since neither XDG_STATE_HOME nor HOME names a "
              "folder; say with --tls-dir where it is to be kept");
}

Result<std::optional<TlsAuthority>> ReadTlsAuthority(const std::string& directory, WallTime now) {
  const Result<std::optional<StoredAuthority>> found = FindAuthority(directory, now);
  if (!found) return Fail(found.error());
  return *found ? std::optional((*found)->about) : std::nullopt;
}

Result<TlsAuthority> PrepareTlsAuthority(const std::string& directory, WallTime now) {
  Result<StoredAuthority> prepared = FindOrMakeAuthority(directory, now);
  if (!prepared) return Fail(prepared.error());
  return std::move(prepared->about);
}

}  // namespace kraken::mock
