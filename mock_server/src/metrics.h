// What the server has done since it was started, in numbers: the counts behind
// GET /__mock__/metrics.
//
// Unlike the journal they are never reset, since whoever draws rates from them takes a count that
// falls for a restart. Control calls are not counted, nor what the wire refuses before it is a
// request. Thread-safe; counting waits for nothing but another count.
//
//   Metrics metrics;
//   metrics.CountRequest(entry);
//   metrics.Read().requests.series();  // {"Balance", "EAPI:Invalid nonce"} -> 1
#ifndef KRAKEN_MOCK_SERVER_SRC_METRICS_H_
#define KRAKEN_MOCK_SERVER_SRC_METRICS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "kraken/mock/journal.h"
#include "mock_server/src/labelled_counts.h"

namespace kraken::mock {

class DurationHistogram final {
 public:
  // In microseconds. A bucket holds what took no longer than its bound and longer than the one
  // before; the last, which has no bound, holds the rest.
  static constexpr auto kBounds = std::to_array<std::int64_t>(
      {50, 100, 250, 500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 500'000,
       1'000'000, 2'500'000, 5'000'000, 10'000'000});
  using Buckets = std::array<std::uint64_t, kBounds.size() + 1>;

  void Add(std::int64_t micros);

  const Buckets& buckets() const { return buckets_; }
  std::int64_t sum() const { return sum_; }

 private:
  Buckets buckets_{};
  std::int64_t sum_ = 0;
};

class Metrics final {
 public:
  // Longer labels are cut: those that scenarios invent may have any length.
  static constexpr std::size_t kLongestLabel = 128;

  struct Counts {
    LabelledCounts<2> requests{};   // By endpoint and outcome.
    LabelledCounts<1> faults{};     // By rule.
    DurationHistogram durations{};  // Of requests whose answers left as a whole.
    std::uint64_t connections = 0;
    std::uint64_t connections_open = 0;
  };

  // A request was decided. Its outcome is "ok", or Kraken's error without what follows the second
  // colon ("EService:Throttled", whatever the time of day), or "http 502" where the answer is none
  // of Kraken's. Of several errors the first counts, and of warnings if there is no error.
  void CountRequest(const JournalEntry& entry);
  // Its answer has left, or has not.
  void CountSent(const SentNote& sent);
  void CountConnected();
  // A rule that ended a connection at once, of which no journal entry tells.
  void CountFault(const std::string& rule);
  void CountDisconnected();

  Counts Read() const;

 private:
  mutable std::mutex mutex_;
  Counts counts_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_METRICS_H_
