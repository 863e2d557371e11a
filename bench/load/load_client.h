// A load of signed Balance calls: many kept-alive connections, each with a key and rising nonces of
// its own, driven by one thread.
#ifndef KRAKEN_BENCH_LOAD_LOAD_CLIENT_H_
#define KRAKEN_BENCH_LOAD_LOAD_CLIENT_H_

#include <cstdint>
#include <vector>

#include "kraken/protocol/credentials.h"

namespace kraken::bench {

struct LoadResult {
  double requests_per_s = 0;
  std::uint64_t requests = 0;
  std::uint64_t failures = 0;      // Answers that were not HTTP 200 with an empty "error".
  std::uint64_t least_served = 0;  // Answers on the connection that got the fewest.
  std::uint64_t most_served = 0;
  std::uint32_t p50_us = 0;
  std::uint32_t p99_us = 0;
};

// One connection for each of `keys`, for so many milliseconds. Nonces start above `first_nonce`;
// the greatest one used is written back, so that a second run can go on.
LoadResult RunLoad(int port, const std::vector<Credentials>& keys, int milliseconds,
                   std::uint64_t& nonce);

}  // namespace kraken::bench

#endif  // KRAKEN_BENCH_LOAD_LOAD_CLIENT_H_
