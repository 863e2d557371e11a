// A Secret does not go into a stream: neither its bytes nor anything that looks like them.
#include <ostream>

#include "kraken/protocol/secret.h"

void Run(std::ostream& out, const kraken::Secret& secret) {
#ifdef MISUSE
  out << secret;
#else
  out << secret.RevealBase64();
#endif
}
