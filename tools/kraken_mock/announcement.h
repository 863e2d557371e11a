// What kraken-mock prints on stdout once it accepts connections.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_ANNOUNCEMENT_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_ANNOUNCEMENT_H_

#include <string>
#include <string_view>

#include "kraken/mock/tls.h"
#include "kraken/protocol/credentials.h"
#include "tools/kraken_mock/key_choice.h"

namespace kraken::tools {

// "listening on http://127.0.0.1:8080\n", and the same for https
std::string ListeningLine(const std::string& url);

// The URL under which a server that listens on `host` is found from this machine: "any address" is
// none that can be called.
std::string LocalUrl(std::string_view scheme, const std::string& host, int port);

// Lines that a shell can eval, each "export NAME='value'". The secret is among them only where it
// is the demo key's, the key only where it is that or of a file; those of the environment may be of
// a real account. A comment stands in the place of each that is not shown.
std::string EnvironmentBlock(const std::string& url, const Credentials& credentials,
                             KeyOrigin origin);

// How programs are told to trust the CA: comments for a shell, since most of these settings take
// the place of all other CAs. `url` is the one to call it by.
std::string TrustBlock(const std::string& url, const mock::TlsAuthority& authority);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_ANNOUNCEMENT_H_
