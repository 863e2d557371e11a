// How a reply leaves the server, where that is not at once, whole, and with the connection kept.
#ifndef KRAKEN_MOCK_DELIVERY_H_
#define KRAKEN_MOCK_DELIVERY_H_

#include <cstdint>
#include <optional>

#include "kraken/protocol/clock.h"

namespace kraken::mock {

// The answer stops on its way, and goes on later by so much of the server's time: a fault
// (kraken/mock/fault.h).
struct StallAnswer {
  std::optional<Duration> length{};  // None: it never goes on.
  std::uint64_t after_bytes = 0;     // Of the answer, its head included.

  friend bool operator==(const StallAnswer&, const StallAnswer&) = default;
};

enum class EndHow : std::uint8_t {
  kClose,  // A FIN, and over TLS a close_notify before it: the client reads an end.
  kReset,  // A RST: the client reads an error.
};

// The connection ends once so many bytes of the answer, its head included, have left.
struct EarlyEnd {
  EndHow how = EndHow::kClose;
  std::uint64_t after_bytes = 0;

  friend bool operator==(const EarlyEnd&, const EarlyEnd&) = default;
};

struct Delivery {
  Duration delay{0};  // Waited on the server's clock before the first byte.
  std::optional<StallAnswer> stall{};
  std::uint64_t bytes_per_second = 0;             // Of the server's clock. 0: as fast as it goes.
  std::optional<std::uint64_t> truncate{};        // After so many bytes of the body it ends.
  std::optional<std::uint64_t> content_length{};  // In place of the true one.
  bool garbled_status_line = false;
  std::optional<EarlyEnd> early_end{};
  std::optional<EndHow> end_when_idle{};  // As soon as the next request begins.

  friend bool operator==(const Delivery&, const Delivery&) = default;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_DELIVERY_H_
