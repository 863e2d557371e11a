// What an API key may do, and what an endpoint asks of it.
//
// Names are those that GetApiKeyInfo answers with (docs.kraken.com, "Get API Key Info").
#ifndef KRAKEN_PROTOCOL_PERMISSION_H_
#define KRAKEN_PROTOCOL_PERMISSION_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/protocol/result.h"

namespace kraken {

enum class Permission : std::uint8_t {
  kQueryFunds,
  kAddFunds,
  kWithdrawFunds,
  kEarnFunds,
  kQueryOpenTrades,
  kQueryClosedTrades,
  kModifyTrades,
  kCloseTrades,
  kQueryLedger,
  kExportData,
  kCreateWsToken,
  kAddWithdrawAddress,
  kUpdateWithdrawAddress,
};

// In the order of the enumeration: "query-funds", …
inline constexpr auto kPermissionNames = std::to_array<std::string_view>({
    "query-funds",
    "add-funds",
    "withdraw-funds",
    "earn-funds",
    "query-open-trades",
    "query-closed-trades",
    "modify-trades",
    "close-trades",
    "query-ledger",
    "export-data",
    "create-ws-token",
    "add-withdraw-address",
    "update-withdraw-address",
});

constexpr std::string_view ToString(Permission permission) {
  return kPermissionNames[static_cast<std::size_t>(permission)];
}

class PermissionSet final {
 public:
  constexpr PermissionSet() = default;
  constexpr PermissionSet(std::initializer_list<Permission> permissions) {
    for (Permission permission : permissions) Add(permission);
  }
  static constexpr PermissionSet All() {
    PermissionSet all;
    for (std::size_t i = 0; i < kPermissionNames.size(); ++i) all.Add(static_cast<Permission>(i));
    return all;
  }

  constexpr void Add(Permission permission) { bits_ |= Bit(permission); }
  constexpr bool Has(Permission permission) const { return (bits_ & Bit(permission)) != 0; }
  constexpr bool HasAll(PermissionSet other) const { return (bits_ & other.bits_) == other.bits_; }
  constexpr bool HasAny(PermissionSet other) const { return (bits_ & other.bits_) != 0; }
  constexpr bool empty() const { return bits_ == 0; }

  std::vector<std::string_view> Names() const;
  // "query-funds, query-ledger", or "none".
  std::string ToString() const;

  friend constexpr bool operator==(PermissionSet, PermissionSet) = default;

 private:
  static constexpr std::uint32_t Bit(Permission permission) {
    return std::uint32_t{1} << static_cast<unsigned>(permission);
  }

  std::uint32_t bits_ = 0;
};

// A key may call an endpoint if it holds all of `all_of`, and one of `any_of` unless that is empty.
struct PermissionRule {
  PermissionSet all_of{};
  PermissionSet any_of{};

  constexpr bool Allows(PermissionSet held) const {
    return held.HasAll(all_of) && (any_of.empty() || held.HasAny(any_of));
  }
  // "modify-trades and close-trades", "modify-trades or close-trades", "none".
  std::string ToString() const;
};

// The error names the nearest known permission.
Result<Permission> ParsePermission(std::string_view name);

}  // namespace kraken

#endif  // KRAKEN_PROTOCOL_PERMISSION_H_
