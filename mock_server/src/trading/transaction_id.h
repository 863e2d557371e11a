// The ids that Kraken gives to orders, trades and ledger entries: "OU22CG-KLAF2-FWUDD7".
//
// Six, five and six of A-Z and 0-9; the first letter says what it is: O an order, T a trade, L a
// ledger entry.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_TRANSACTION_ID_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_TRANSACTION_ID_H_

#include <random>
#include <string>
#include <string_view>

namespace kraken::mock {

std::string MakeTransactionId(char first, std::mt19937_64& random);
// Whether it is written like one; documentation has some that begin with other letters.
bool IsTransactionId(std::string_view text);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_TRANSACTION_ID_H_
