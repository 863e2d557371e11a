// What a user gets from Kraken for a program: an API key and its secret.
#ifndef KRAKEN_PROTOCOL_CREDENTIALS_H_
#define KRAKEN_PROTOCOL_CREDENTIALS_H_

#include <string>

#include "kraken/protocol/secret.h"

namespace kraken {

struct Credentials {
  std::string api_key;  // Sent in the API-Key header; not secret by itself.
  Secret secret;
};

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_CREDENTIALS_H_
