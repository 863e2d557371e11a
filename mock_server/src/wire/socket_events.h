// What a socket has to tell at this moment.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_SOCKET_EVENTS_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_SOCKET_EVENTS_H_

#include <poll.h>

namespace kraken::mock {

// Whether one of the events has come, or an error or the end, which poll(2) tells unasked.
inline bool Shows(int socket, short events) {  // NOLINT(google-runtime-int): poll's own type.
  pollfd asked{.fd = socket, .events = events, .revents = 0};
  return ::poll(&asked, 1, 0) > 0;
}

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_SOCKET_EVENTS_H_
