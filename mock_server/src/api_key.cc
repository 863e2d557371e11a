#include "kraken/mock/api_key.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <utility>

#include "kraken/protocol/nearest_name.h"
#include "mock_server/src/balances_form.h"
#include "mock_server/src/checked_json.h"

namespace kraken::mock {
namespace {

constexpr auto kKeyMembers = std::to_array<std::string_view>({
    "key",
    "secret",
    "name",
    "account",
    "balances",
    "permissions",
    "tier",
    "nonce_window",
    "otp",
    "expires",
    "ip_allow",
});

// An API key travels in a header, where blanks and control characters would not arrive as sent.
std::string ReadKey(const CheckedJson& form) {
  std::string key = form.Text();
  const auto is_visible = [](char c) { return c > 0x20 && c < 0x7f; };
  if (form.IsText() && (key.empty() || !std::ranges::all_of(key, is_visible))) {
    form.Report("expected the text of an API key: visible ASCII characters without blanks");
  }
  return key;
}

// Never quotes what is there: it may be a secret, if a mistaken one.
std::optional<Secret> ReadSecret(const CheckedJson& form) {
  if (!form.exists()) return std::nullopt;
  if (!form.IsText()) {
    form.Report("expected a base64 text in quotes");
    return std::nullopt;
  }
  Result<Secret> secret = Secret::FromBase64(form.Text());
  if (secret) return std::move(*secret);
  form.Report(secret.error().message);
  return std::nullopt;
}

PermissionSet ReadPermissions(const CheckedJson& form) {
  PermissionSet permissions;
  for (const CheckedJson& item : form.Items()) {
    if (const auto permission = item.Parsed(ParsePermission)) permissions.Add(*permission);
  }
  return permissions;
}

// {"static": "…"} or {"totp": "…"}. What is there in place of either is not said: it may be the
// secret.
std::optional<SecondFactor> ReadOtp(const CheckedJson& form) {
  if (!form.exists()) return std::nullopt;
  constexpr auto kOtpMembers = std::to_array<std::string_view>({"static", "totp"});
  if (!form.IsObject()) {
    form.Report(R"(expected {"static": "the password"} or {"totp": "the base32 secret"})");
    return std::nullopt;
  }
  form.ExpectObjectOf(kOtpMembers);
  const CheckedJson password = form.Find("static");
  const CheckedJson totp = form.Find("totp");
  if (password.exists() == totp.exists()) {
    form.Report(R"(expected one of "static" and "totp")");
    return std::nullopt;
  }
  const CheckedJson& text = password.exists() ? password : totp;
  if (!text.IsText()) {
    text.Report("expected a text in quotes");
    return std::nullopt;
  }
  if (password.exists()) {
    if (text.Text().empty()) {
      text.Report("empty; leave \"otp\" out where a key has no second factor");
    }
    return text.Text();
  }
  Result<TotpSecret> secret = TotpSecret::FromBase32(text.Text());
  if (secret) return *std::move(secret);
  text.Report(secret.error().message);
  return std::nullopt;
}

std::vector<AddressRange> ReadAddresses(const CheckedJson& form) {
  std::vector<AddressRange> ranges;
  for (const CheckedJson& item : form.Items()) {
    if (const auto range = item.Parsed(ParseAddressRange)) ranges.push_back(*range);
  }
  return ranges;
}

std::optional<ApiKeySpec> ReadApiKey(const CheckedJson& form) {
  form.ExpectObjectOf(kKeyMembers);
  std::string key = ReadKey(form.Require("key"));
  std::optional<Secret> secret = ReadSecret(form.Require("secret"));
  if (!secret) return std::nullopt;

  ApiKeySpec spec{.credentials = {.api_key = std::move(key), .secret = std::move(*secret)}};
  if (const CheckedJson name = form.Find("name"); name.exists()) spec.name = name.Text();
  spec.account = form.Find("account").Text();
  spec.balances = ReadBalances(form.Find("balances"));
  if (const CheckedJson held = form.Find("permissions"); held.exists()) {
    spec.permissions = ReadPermissions(held);
  }
  spec.tier = form.Find("tier").Parsed(ParseTier);
  spec.nonce_window = form.Find("nonce_window").Whole(0);
  spec.otp = ReadOtp(form.Find("otp"));
  spec.expires = form.Find("expires").Parsed(ParseRfc3339);
  spec.ip_allow = ReadAddresses(form.Find("ip_allow"));
  return spec;
}

// Where each account has its balances from, for those keys that share it.
class AccountsSeen final {
 public:
  void Check(const ApiKeySpec& spec, const CheckedJson& form, std::size_t place) {
    if (spec.account.empty() || !spec.balances) return;
    const auto [known, is_new] = places_.emplace(spec.account, place);
    if (is_new) return;
    form.Find("balances")
        .Report("the account " + Quote(spec.account) + " has its balances at [" +
                std::to_string(known->second) + "] already; give them once");
  }

 private:
  std::map<std::string, std::size_t> places_{};
};

std::vector<ApiKeySpec> ReadApiKeys(const CheckedJson& root) {
  if (!root.IsObject() && !root.IsList()) {
    root.ReportUnexpected("a list of keys or one key");
    return {};
  }
  const std::vector<CheckedJson> forms =
      root.IsList() ? root.Items() : std::vector<CheckedJson>{root};
  if (forms.empty()) root.Report("expected at least one key");

  std::vector<ApiKeySpec> specs;
  std::map<std::string, std::size_t> places;
  AccountsSeen accounts;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    std::optional<ApiKeySpec> spec = ReadApiKey(forms[i]);
    if (!spec) continue;
    const auto [known, is_new] = places.emplace(spec->credentials.api_key, i);
    if (!is_new) {
      forms[i].Find("key").Report("the same key as [" + std::to_string(known->second) + "].key");
    }
    accounts.Check(*spec, forms[i], i);
    specs.push_back(std::move(*spec));
  }
  return specs;
}

}  // namespace

ApiKeySpec DemoKey() {
  // Base64 of "Demo key made for the Kraken testkit mock."
  constexpr std::string_view kKey = "RGVtbyBrZXkgbWFkZSBmb3IgdGhlIEtyYWtlbiB0ZXN0a2l0IG1vY2su";
  // Published by Kraken together with a signature (docs.kraken.com, "Spot REST authentication").
  constexpr std::string_view kSecret =
      "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";
  Result<Secret> secret = Secret::FromBase64(kSecret);
  if (!secret) throw std::logic_error("the demo secret: " + secret.error().message);
  return {.credentials = {.api_key = std::string(kKey), .secret = std::move(*secret)},
          .name = "demo"};
}

Result<std::vector<ApiKeySpec>> ParseApiKeys(std::string_view json_text, std::string_view origin) {
  return ReadJson<std::vector<ApiKeySpec>>(json_text, origin, ReadApiKeys);
}

}  // namespace kraken::mock
