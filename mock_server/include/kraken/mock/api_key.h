// The API keys that a server knows, as its user describes them.
//
//   [ { "key": "…", "secret": "<base64>", "name": "trader", "permissions": ["query-funds"] } ]
#ifndef KRAKEN_MOCK_API_KEY_H_
#define KRAKEN_MOCK_API_KEY_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kraken/mock/address_range.h"
#include "kraken/protocol/clock.h"
#include "kraken/protocol/credentials.h"
#include "kraken/protocol/decimal.h"
#include "kraken/protocol/permission.h"
#include "kraken/protocol/rate_limit.h"
#include "kraken/protocol/result.h"
#include "kraken/protocol/totp.h"

namespace kraken::mock {

using Balances = std::map<std::string, Decimal, std::less<>>;

// A password that every call has to send, or the secret of an authenticator app, whose present one
// it has to.
using SecondFactor = std::variant<std::string, TotpSecret>;

struct ApiKeySpec {
  Credentials credentials;
  std::string name = "unnamed";
  // Keys with the same account share what belongs to the account. Empty: an account of its own.
  std::string account{};
  // What the account holds, by asset id ("ZUSD"). None: what the demo account does.
  std::optional<Balances> balances{};
  PermissionSet permissions = PermissionSet::All();
  std::optional<Tier> tier{};      // None: the server's.
  std::uint64_t nonce_window = 0;  // In the units of the key's nonces.
  std::optional<SecondFactor> otp{};
  std::optional<WallTime> expires{};     // From then on it is unknown.
  std::vector<AddressRange> ip_allow{};  // Where it may be used from; empty: from anywhere.
};

// The key of a server that was given none: every permission, and the secret of Kraken's documented
// signing example, so that its signatures can be compared with the documentation's.
ApiKeySpec DemoKey();

// Reads a JSON list of keys, or one key. `origin` begins every error message, then line and column
// where the text has several lines, the place ("[2].permissions[0]"), what is wrong and the nearest
// known name. Secrets are never quoted.
Result<std::vector<ApiKeySpec>> ParseApiKeys(std::string_view json_text, std::string_view origin);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_API_KEY_H_
