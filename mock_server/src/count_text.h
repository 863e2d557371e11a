// Counters as people read them: "3.67" for 3,670,000 millionths, "15" for 15,000,000.
#ifndef KRAKEN_MOCK_SERVER_SRC_COUNT_TEXT_H_
#define KRAKEN_MOCK_SERVER_SRC_COUNT_TEXT_H_

#include <string>

#include "kraken/protocol/rate_limit.h"

namespace kraken::mock {

inline std::string CountText(MicroCount count) {
  const MicroCount hundredths = (count % kOneCount) / (kOneCount / 100);
  std::string text = std::to_string(count / kOneCount);
  if (hundredths == 0) return text;
  text += hundredths < 10 ? ".0" : ".";
  return text + std::to_string(hundredths);
}

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_COUNT_TEXT_H_
