#include "mock_server/src/tls/server_tls.h"

#include <stdexcept>
#include <utility>

#include "mock_server/src/tls/authority.h"
#include "mock_server/src/tls/authority_store.h"
#include "mock_server/src/tls/server_context.h"

namespace kraken::mock {
namespace {

template <typename T>
T OrThrow(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

}  // namespace

ServerTls SetUpTls(const TlsOptions& options, WallTime now) {
  const std::string directory =
      options.directory.empty() ? OrThrow(DefaultTlsDirectory()) : options.directory;
  const StoredAuthority authority = OrThrow(FindOrMakeAuthority(directory, now));
  const Identity server = MakeServerIdentity(authority.identity, options.fault, now);
  return {.context = MakeServerContext(server, options.fault), .ca_file = authority.about.ca_file};
}

}  // namespace kraken::mock
