// How numbers are printed, whatever the pair's own decimals are (live answers of several pairs);
// candles, descriptions and PreTrade are exceptions.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_PRINTED_PRICES_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_PRINTED_PRICES_H_

#include <algorithm>
#include <string>

#include "kraken/protocol/decimal.h"

namespace kraken::mock {

// Prices, costs and fees.
inline constexpr int kPrintedDecimals = 5;

// What waits at a price, in Depth and Ticker: "12.002". Not more than there is, except that no
// level seems to be empty (both assumed).
inline std::string BookVolumeText(const Decimal& volume) {
  constexpr int kPlaces = 3;
  static const Decimal kLeast = Decimal::Parse("0.001").value();
  return std::max(volume, kLeast).ToFixed(kPlaces, Rounding::kDown);
}

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_PRINTED_PRICES_H_
