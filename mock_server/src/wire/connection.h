// One connection, from its first request to its end.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_CONNECTION_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_CONNECTION_H_

#include <cstddef>
#include <cstdint>

#include "kraken/mock/delivery.h"
#include "kraken/protocol/clock.h"
#include "mock_server/src/wire/connection_table.h"
#include "mock_server/src/wire/responder.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX.

namespace kraken::mock {

// What all connections of a listener have in common.
struct ConnectionContext {
  Responder& responder;
  Clock& clock;
  ConnectionTable& table;
  std::size_t max_body;
  Duration request_timeout;   // From a request's first byte to its last.
  ssl_ctx_st* tls = nullptr;  // Null: plain HTTP only.
};

// Microseconds on a clock that only goes forward.
std::int64_t SteadyMicros();

// Serves until one side closes; then releases the table's entry. Never throws.
void ServeConnection(const ConnectionContext& context, ConnectionTable::Handle connection,
                     std::int64_t accepted_at);

// Ends a connection that was just accepted, whatever its client sends, and releases its entry.
void CloseUnserved(const ConnectionContext& context, ConnectionTable::Handle connection,
                   EndHow how);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_CONNECTION_H_
