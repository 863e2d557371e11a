// How often each combination of labels was seen, for a bounded number of combinations.
//
// A series costs memory here and in the database that scrapes it, and some labels are invented by
// others: a scenario may answer with any error. Not thread-safe: a plain value.
//
//   LabelledCounts<2> counts;
//   counts.Add({"Balance", "ok"}, {"Balance", "other"});
#ifndef KRAKEN_MOCK_SERVER_SRC_LABELLED_COUNTS_H_
#define KRAKEN_MOCK_SERVER_SRC_LABELLED_COUNTS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace kraken::mock {

template <std::size_t N>
class LabelledCounts final {
 public:
  static constexpr std::size_t kMostSeries = 1'000;

  using Labels = std::array<std::string_view, N>;

  // Compares what is stored with what is asked for, so that neither has to become the other.
  struct Less {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the library's.

    template <typename A, typename B>
    bool operator()(const std::array<A, N>& a, const std::array<B, N>& b) const {
      for (std::size_t i = 0; i < N; ++i) {
        const int order = std::string_view(a[i]).compare(b[i]);
        if (order != 0) return order < 0;
      }
      return false;
    }
  };
  using Series = std::map<std::array<std::string, N>, std::uint64_t, Less>;

  // Counts one more of `labels`. Where they would begin a series and there are kMostSeries already,
  // it is one of `beyond` instead: choose it from few.
  void Add(const Labels& labels, const Labels& beyond) {
    auto found = series_.find(labels);
    if (found == series_.end()) found = Begin(series_.size() < kMostSeries ? labels : beyond);
    ++found->second;
  }

  // In the order of the labels.
  const Series& series() const { return series_; }

 private:
  typename Series::iterator Begin(const Labels& labels) {
    std::array<std::string, N> key{};
    std::ranges::copy(labels, key.begin());
    return series_.try_emplace(std::move(key), 0U).first;
  }

  Series series_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_LABELLED_COUNTS_H_
