// The CA in its directory: found again, made anew when it ends, and refused when it is not ours.
#ifndef KRAKEN_MOCK_SERVER_SRC_TLS_AUTHORITY_STORE_H_
#define KRAKEN_MOCK_SERVER_SRC_TLS_AUTHORITY_STORE_H_

#include <optional>
#include <string>
#include <string_view>

#include "kraken/mock/tls.h"
#include "mock_server/src/tls/certificate.h"

namespace kraken::mock {

inline constexpr std::string_view kAuthorityFile = "ca.pem";         // For everybody.
inline constexpr std::string_view kAuthorityKeyFile = "ca-key.pem";  // For its owner.

struct StoredAuthority {
  TlsAuthority about{};
  Identity identity{};
};

// As ReadTlsAuthority() and PrepareTlsAuthority(), with what is needed to sign.
Result<std::optional<StoredAuthority>> FindAuthority(const std::string& directory, WallTime now);
Result<StoredAuthority> FindOrMakeAuthority(const std::string& directory, WallTime now);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TLS_AUTHORITY_STORE_H_
