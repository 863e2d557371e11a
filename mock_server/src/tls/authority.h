// The CA that vouches for the server, and the certificates that it signs.
#ifndef KRAKEN_MOCK_SERVER_SRC_TLS_AUTHORITY_H_
#define KRAKEN_MOCK_SERVER_SRC_TLS_AUTHORITY_H_

#include "kraken/mock/tls.h"
#include "kraken/protocol/clock.h"
#include "mock_server/src/tls/certificate.h"

namespace kraken::mock {

// Good for 30 days, and for nothing but localhost, loopback and api.kraken.com: who trusts it does
// not put other connections at risk, should its key get lost.
Identity MakeAuthority(WallTime now);

// Whether MakeAuthority() may have made it: no certificate that can vouch for anything else.
bool IsOurAuthority(X509& certificate);

// Whether it can be used at `now` and for a day more.
bool IsGoodForADay(const X509& authority, WallTime now);

// The server's own certificate: with the fault that it is to have, or else good for as long as the
// authority is.
Identity MakeServerIdentity(const Identity& authority, TlsFault fault, WallTime now);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TLS_AUTHORITY_H_
