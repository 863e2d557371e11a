// The orders of the demo account that tests name.
#ifndef KRAKEN_TESTS_MOCK_SERVER_HANDLERS_DEMO_ACCOUNT_H_
#define KRAKEN_TESTS_MOCK_SERVER_HANDLERS_DEMO_ACCOUNT_H_

namespace kraken::mock {

// Open: sells 0.25 XBT at 64500.0; buys 0.05 XBT at 60000.0, of which 0.02 are filled; buys ETH.
inline constexpr const char* kResting = "ONOFNR-CPMA7-UJJIAG";     // userref 1001
inline constexpr const char* kPartFilled = "OLCOQP-FTPQZ-CBARUL";  // kClientId, no userref
inline constexpr const char* kOther = "O63HMB-VZAME-52HULR";       // userref 1002
inline constexpr const char* kClientId = "6d1b345e-2821-40e2-ad83-4ecb18a06876";

// Not open any more.
inline constexpr const char* kCanceledOrder = "OXHYXS-BWJT7-OTGB6D";

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_HANDLERS_DEMO_ACCOUNT_H_
