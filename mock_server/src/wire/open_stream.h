// What a connection speaks: plain HTTP or TLS, on one port. Its first byte tells.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_OPEN_STREAM_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_OPEN_STREAM_H_

#include <memory>

#include "mock_server/src/wire/connection.h"
#include "mock_server/src/wire/connection_table.h"
#include "mock_server/src/wire/stream.h"

namespace kraken::mock {

// Without TLS it is plain, and nothing is waited for. With it, waits for the client's first byte as
// for a request, and for its handshake as for the rest of one. Null where neither came, or came to
// nothing.
std::unique_ptr<Stream> OpenStream(const ConnectionContext& context,
                                   ConnectionTable::Handle connection);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_OPEN_STREAM_H_
