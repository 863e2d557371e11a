// How many decimals prices, costs and fees are printed with, whatever the pair's own number is
// (live answers of several pairs); candles, descriptions and PreTrade are exceptions.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_PRINTED_PRICES_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_PRINTED_PRICES_H_

namespace kraken::mock {

inline constexpr int kPrintedDecimals = 5;

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_PRINTED_PRICES_H_
