#include "mock_server/src/trading/withdrawal.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace kraken::mock {
namespace {

// In the order of WithdrawalStatus.
constexpr auto kWithdrawalStatusNames =
    std::to_array<std::string_view>({"Initial", "Pending", "Settled", "Success", "Failure"});

struct Stage {
  std::chrono::seconds after{};
  WithdrawalStatus status = WithdrawalStatus::kInitial;
};
constexpr auto kStages = std::to_array<Stage>({
    {std::chrono::seconds(60), WithdrawalStatus::kSuccess},
    {std::chrono::seconds(30), WithdrawalStatus::kSettled},
    {std::chrono::seconds(5), WithdrawalStatus::kPending},
    {std::chrono::seconds(0), WithdrawalStatus::kInitial},
});

struct MethodRow {
  std::string_view asset{};
  std::string_view name{};
  std::string_view network{};
  std::string_view fee{};
  std::string_view minimum{};
};
constexpr auto kMethods = std::to_array<MethodRow>({
    {"XXBT", "Bitcoin", "Bitcoin", "0.00015", "0.0004"},
    {"XETH", "Ether", "Ethereum", "0.0008", "0.002"},
    {"USDT", "Tether USD (ERC20)", "Ethereum", "2.5", "5"},
    {"ZUSD", "Fedwire", "", "4", "20"},
});

}  // namespace

std::string_view ToString(WithdrawalStatus status) {
  return kWithdrawalStatusNames[static_cast<std::size_t>(status)];
}

WithdrawalStatus StatusAt(const Withdrawal& withdrawal, WallTime now) {
  if (withdrawal.canceled) return WithdrawalStatus::kFailure;
  const Duration age = std::max(now - withdrawal.requested, Duration(0));
  const auto* stage =
      std::ranges::find_if(kStages, [age](const Stage& each) { return age >= each.after; });
  return stage->status;
}

WithdrawMethod MethodOf(const AssetInfo& asset) {
  const auto* row = std::ranges::find(kMethods, asset.id, &MethodRow::asset);
  if (row == kMethods.end()) return {.name = asset.altname, .network = asset.altname};
  return {.name = row->name,
          .network = row->network,
          .fee = Decimal::Parse(row->fee).value(),
          .minimum = Decimal::Parse(row->minimum).value()};
}

}  // namespace kraken::mock
