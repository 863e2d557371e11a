// A Status holds no value, so it is even more easily dropped.
#include "kraken/protocol/result.h"

kraken::Status Save();

void Run() {
#ifdef MISUSE
  Save();
#else
  const kraken::Status saved = Save();
#endif
}
