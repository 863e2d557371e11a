// The catalogue: every Kraken Spot REST endpoint, as one table that checks itself.
//
//   const Endpoint* e = FindEndpoint("Balance");            // by name
//   const Endpoint* e = FindEndpointByPath("/0/private/Balance");
#ifndef KRAKEN_PROTOCOL_ENDPOINTS_H_
#define KRAKEN_PROTOCOL_ENDPOINTS_H_

#include <span>
#include <string_view>

#include "kraken/protocol/endpoint.h"

namespace kraken {

// Public endpoints first, then private ones, each in the order of Kraken's documentation. Lives as
// long as the program.
std::span<const Endpoint> Endpoints();

// Null where there is none. Names and paths are compared with regard to case, as Kraken does.
const Endpoint* FindEndpoint(std::string_view name);
const Endpoint* FindEndpointByPath(std::string_view path);

// The endpoint whose name comes nearest to `name`, case ignored; null where none is near.
const Endpoint* NearestEndpoint(std::string_view name);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_ENDPOINTS_H_
