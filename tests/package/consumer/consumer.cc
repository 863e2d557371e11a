// A program that starts a mock server, and signs as its client would.
#include <iostream>

#include "kraken/mock/server.h"
#include "kraken/protocol/signing.h"

int main() {
  const kraken::mock::Server server;
  const kraken::SigningTrace trace =
      kraken::Sign(server.credentials().secret, "/0/private/Balance", "1", "nonce=1");
  std::cout << server.base_url() << ' ' << trace.signature.size() << '\n';
  return server.port() > 0 && trace.signature.size() == 88 ? 0 : 1;
}
