#include "kraken/protocol/permission.h"

#include <algorithm>

#include "kraken/protocol/nearest_name.h"
#include "protocol/src/quoted_text.h"

namespace kraken {
namespace {

static_assert(ToString(Permission::kUpdateWithdrawAddress) == kPermissionNames.back(),
              "kPermissionNames lists every Permission, in its order");

std::string Joined(const std::vector<std::string_view>& names, std::string_view separator) {
  std::string joined;
  for (std::string_view name : names) {
    if (!joined.empty()) joined += separator;
    joined += name;
  }
  return joined;
}

}  // namespace

std::vector<std::string_view> PermissionSet::Names() const {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < kPermissionNames.size(); ++i) {
    if (Has(static_cast<Permission>(i))) names.push_back(kPermissionNames[i]);
  }
  return names;
}

std::string PermissionSet::ToString() const { return empty() ? "none" : Joined(Names(), ", "); }

std::string PermissionRule::ToString() const {
  if (all_of.empty() && any_of.empty()) return "none";
  std::string every = Joined(all_of.Names(), " and ");
  std::string one = Joined(any_of.Names(), " or ");
  if (one.empty()) return every;
  if (every.empty()) return one;
  const bool several = any_of.Names().size() > 1;
  return every + " and " + (several ? "(" + one + ")" : one);
}

Result<Permission> ParsePermission(std::string_view name) {
  const auto* found = std::ranges::find(kPermissionNames, name);
  if (found == kPermissionNames.end()) {
    return Fail(ErrorKind::kMalformed,
                "unknown permission " + Quoted(name) + DidYouMean(name, kPermissionNames));
  }
  return static_cast<Permission>(found - kPermissionNames.begin());
}

}  // namespace kraken
