// Dropping a Result drops the error in it.
#include "kraken/protocol/secret.h"

void Run() {
#ifdef MISUSE
  kraken::Secret::FromBase64("c2VjcmV0");
#else
  const kraken::Result<kraken::Secret> secret = kraken::Secret::FromBase64("c2VjcmV0");
#endif
}
