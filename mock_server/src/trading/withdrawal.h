// Money that leaves an account, and where it may go.
#ifndef KRAKEN_MOCK_SERVER_SRC_TRADING_WITHDRAWAL_H_
#define KRAKEN_MOCK_SERVER_SRC_TRADING_WITHDRAWAL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "kraken/protocol/clock.h"
#include "kraken/protocol/decimal.h"
#include "mock_server/src/built_in/name_table.h"

namespace kraken::mock {

// An address that the account may withdraw to, under the name that its owner gave it.
struct WithdrawKey {
  std::string name{};
  const AssetInfo* asset = nullptr;
  std::string address{};
};

struct Withdrawal {
  std::string refid{};
  const AssetInfo* asset = nullptr;
  std::string key{};
  std::string address{};
  Decimal amount{};  // What arrives.
  Decimal fee{};     // What it costs besides.
  WallTime requested{};
  bool canceled = false;
};

// Kraken's words: an undisturbed one goes through them all, from "Initial" to "Success", within a
// minute (assumed); one that was canceled is a "Failure".
enum class WithdrawalStatus : std::uint8_t { kInitial, kPending, kSettled, kSuccess, kFailure };
std::string_view ToString(WithdrawalStatus status);
WithdrawalStatus StatusAt(const Withdrawal& withdrawal, WallTime now);

// How it travels, and what that costs (assumed: figures of the size that Kraken takes).
struct WithdrawMethod {
  std::string_view name{};     // "Bitcoin"
  std::string_view network{};  // The same, but for money of states, which has none.
  Decimal fee{};
  Decimal minimum{};
};
WithdrawMethod MethodOf(const AssetInfo& asset);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TRADING_WITHDRAWAL_H_
