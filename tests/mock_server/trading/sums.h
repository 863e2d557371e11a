// Amounts by asset, and arithmetic in few words.
#ifndef KRAKEN_TESTS_MOCK_SERVER_TRADING_SUMS_H_
#define KRAKEN_TESTS_MOCK_SERVER_TRADING_SUMS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "kraken/protocol/decimal.h"

namespace kraken::mock {

using Sums = std::map<std::string, Decimal, std::less<>>;  // By asset.

inline Decimal Whole(std::uint64_t value) {
  return Decimal::FromInteger(static_cast<std::int64_t>(value));
}

inline void AddTo(Decimal& sum, const Decimal& amount) { sum = sum + amount; }

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_TRADING_SUMS_H_
