#include "mock_server/src/milliseconds.h"

#include <chrono>
#include <cmath>

#include <nlohmann/json.hpp>

namespace kraken::mock {

Duration FromMilliseconds(double milliseconds) {
  constexpr double kNanoseconds = 1e6;
  return Duration(std::llround(milliseconds * kNanoseconds));
}

Json ToMilliseconds(Duration duration) {
  const auto whole = std::chrono::floor<std::chrono::milliseconds>(duration);
  if (whole == duration) return whole.count();
  return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace kraken::mock
