#include "kraken/mock/api_key.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <utility>

#include "mock_server/src/checked_json.h"

namespace kraken::mock {
namespace {

constexpr auto kKeyMembers = std::to_array<std::string_view>({
    "key",
    "secret",
    "name",
    "account",
    "permissions",
    "tier",
    "nonce_window",
    "otp",
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

std::optional<std::string> ReadOtp(const CheckedJson& form) {
  if (!form.exists()) return std::nullopt;
  constexpr auto kOtpMembers = std::to_array<std::string_view>({"static"});
  // What is there in place of an object or a text is not said: it may be the password.
  if (!form.IsObject()) {
    form.Report(R"(expected an object: {"static": "the password"})");
    return std::nullopt;
  }
  form.ExpectObjectOf(kOtpMembers);
  const CheckedJson text = form.Require("static");
  if (!text.IsText()) {
    text.Report("expected a text in quotes");
    return std::nullopt;
  }
  std::string otp = text.Text();
  if (otp.empty()) text.Report("empty; leave \"otp\" out where a key has no second factor");
  return otp;
}

std::optional<ApiKeySpec> ReadApiKey(const CheckedJson& form) {
  form.ExpectObjectOf(kKeyMembers);
  std::string key = ReadKey(form.Require("key"));
  std::optional<Secret> secret = ReadSecret(form.Require("secret"));
  if (!secret) return std::nullopt;

  ApiKeySpec spec{.credentials = {.api_key = std::move(key), .secret = std::move(*secret)}};
  if (const CheckedJson name = form.Find("name"); name.exists()) spec.name = name.Text();
  spec.account = form.Find("account").Text();
  if (const CheckedJson held = form.Find("permissions"); held.exists()) {
    spec.permissions = ReadPermissions(held);
  }
  spec.tier = form.Find("tier").Parsed(ParseTier);
  spec.nonce_window = form.Find("nonce_window").Whole(0);
  spec.otp = ReadOtp(form.Find("otp"));
  return spec;
}

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
  for (std::size_t i = 0; i < forms.size(); ++i) {
    std::optional<ApiKeySpec> spec = ReadApiKey(forms[i]);
    if (!spec) continue;
    const auto [known, is_new] = places.emplace(spec->credentials.api_key, i);
    if (!is_new) {
      forms[i].Find("key").Report("the same key as [" + std::to_string(known->second) + "].key");
    }
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
