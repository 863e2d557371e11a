#include "kraken/mock/quirks.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <system_error>
#include <type_traits>
#include <vector>

#include "kraken/protocol/nearest_name.h"

namespace kraken::mock {
namespace {

// Stores the place of a value in an enumeration that lists the same values in the same order.
template <auto kMember>
void Choose(Quirks& quirks, std::uint32_t place) {
  auto& choice = quirks.*kMember;
  choice = static_cast<std::remove_reference_t<decltype(choice)>>(place);
}

template <auto kMember>
void SetNumber(Quirks& quirks, std::uint32_t number) {
  auto& member = quirks.*kMember;
  member = std::remove_reference_t<decltype(member)>(number);
}

template <std::size_t kCount>
using Values = std::array<std::string_view, kCount>;

constexpr Values<2> kBadSignature = {"invalid-signature", "invalid-key"};
constexpr Values<3> kErrorResult = {"absent", "empty", "null"};
constexpr Values<2> kPublicPost = {"405", "accepted"};
constexpr Values<3> kPrivateGet = {"405", "invalid-arguments", "served"};
constexpr Values<2> kBody405 = {"json", "empty"};
constexpr Values<2> kMalformedJson = {"invalid-arguments", "bad-request"};
constexpr Values<2> kBatchForm = {"refused", "accepted"};
constexpr Values<2> kRefusedNonce = {"consumed", "kept"};
constexpr Values<2> kYesOrNo = {"yes", "no"};
constexpr Values<2> kLimiter = {"before-permission", "after-permission"};
constexpr Values<2> kRefusedCost = {"counted", "free"};
constexpr Values<2> kLedgerCost = {"2", "4"};
constexpr Values<1> kConcurrentCalls = {"100"};
constexpr Values<1> kLockoutAfter = {"4"};
constexpr Values<1> kLockoutSeconds = {"900"};
constexpr Values<2> kTradeVolumeKeys = {"minfee", "min_fee"};
constexpr Values<2> kKeyInfoKeys = {"apiKeyName", "api_key_name"};
constexpr Values<2> kBatchClose = {"beside", "inside"};
constexpr Values<2> kClosedOrder = {"unknown", "invalid"};
constexpr Values<2> kClOrdId = {"ascii", "lower-alnum"};

constexpr auto kQuirks = std::to_array<QuirkInfo>({
    {.name = "bad-signature",
     .values = kBadSignature,
     .about = "what a wrong API-Sign is called: EAPI:Invalid signature, or EAPI:Invalid key",
     .standing = "documented",
     .source = "docs.kraken.com, \"Spot errors\"; support.kraken.com, \"Common causes of Invalid "
               "key\" (2025), says the other",
     .set = Choose<&Quirks::bad_signature>},
    {.name = "error-result",
     .values = kErrorResult,
     .about = R"(whether a refusal has a "result" beside its "error": none, {}, or null)",
     .standing = "observed",
     .source =
         "live answers of several clients; docs.kraken.com, \"Errors\" (2026), prints {}, the "
         "pages on Earn speak of null",
     .set = Choose<&Quirks::error_result>},
    {.name = "public-post",
     .values = kPublicPost,
     .about = "what a POST to a public endpoint gets: HTTP 405, or the same answer as a GET",
     .standing = "documented",
     .source = "docs.kraken.com, changelog of January 2024: a 4xx; that it is 405 was observed",
     .set = Choose<&Quirks::public_post>},
    {.name = "private-get",
     .values = kPrivateGet,
     .about = "what a GET of a private endpoint gets: HTTP 405, EGeneral:Invalid arguments, or an "
              "answer to the parameters of its query",
     .standing = "assumed",
     .source = "like a public POST; one report of 2017 has EGeneral:Invalid arguments",
     .set = Choose<&Quirks::private_get>},
    {.name = "body-405",
     .values = kBody405,
     .about = "the body of an HTTP 405: the envelope of EGeneral:Unknown method, or nothing",
     .standing = "reported",
     .source = "two reports have the envelope, others the status; none has both",
     .set = Choose<&Quirks::body_405>},
    {.name = "malformed-json",
     .values = kMalformedJson,
     .about = "what a body gets that says it is JSON and is not: EGeneral:Invalid arguments, or "
              "EAPI:Bad request",
     .standing = "assumed",
     .source = "no answer to this is on record",
     .set = Choose<&Quirks::malformed_json>},
    {.name = "batch-form",
     .values = kBatchForm,
     .about =
         "whether AddOrderBatch takes a form, orders[0][type]=buy, or refuses it with EAPI:Bad "
         "request; CancelOrderBatch always refuses",
     .standing = "documented",
     .source = "docs.kraken.com, \"Add Order Batch\": JSON; for CancelOrderBatch the refusal was "
               "observed; some clients send AddOrderBatch as a form",
     .set = Choose<&Quirks::batch_form>},
    {.name = "refused-nonce",
     .values = kRefusedNonce,
     .about = "whether a call that a later check refuses (limits, permission, arguments) has used "
              "its nonce up",
     .standing = "assumed",
     .source =
         "docs.kraken.com, \"Errors\", speaks of the last accepted nonce, and leaves open what "
         "accepts it",
     .set = Choose<&Quirks::refused_nonce>},
    {.name = "nonce-window-remembers",
     .values = kYesOrNo,
     .about = "whether a nonce inside a key's nonce window may be used only once",
     .standing = "assumed",
     .source = "support.kraken.com, \"Nonce window\", does not say; one vendor warns that an order "
               "can be accepted twice",
     .set = Choose<&Quirks::nonce_window_remembers>},
    {.name = "limiter",
     .values = kLimiter,
     .about = "whether the call counter is asked before the key's permissions or after them",
     .standing = "assumed",
     .source = "the place of the limiter among the checks is not on record",
     .set = Choose<&Quirks::limiter>},
    {.name = "refused-cost",
     .values = kRefusedCost,
     .about = "whether a call that the call counter refuses is charged to it all the same, up to "
              "its maximum",
     .standing = "reported",
     .source = "an older support article: failing calls count; docs.kraken.com only hints at it",
     .set = Choose<&Quirks::refused_cost>},
    {.name = "ledger-cost",
     .values = kLedgerCost,
     .about = "what Ledgers, QueryLedgers and TradesHistory add to the call counter",
     .standing = "documented",
     .source =
         "support.kraken.com 206548367 and Kraken's own command line; docs.kraken.com, \"Spot "
         "REST rate limits\" (June 2026), has 4",
     .set = [](Quirks& quirks, std::uint32_t place) { quirks.ledger_cost = place == 0 ? 2 : 4; }},
    {.name = "concurrent-calls",
     .values = kConcurrentCalls,
     .range = {.least = 1, .most = 1'000'000},
     .about =
         "how many calls of one key, or public ones of one address, may wait for their answers "
         "at once; the next gets EService:Throttled",
     .standing = "assumed",
     .source =
         "docs.kraken.com, \"Spot REST rate limits\": \"too many concurrent requests\", without "
         "a number",
     .set = SetNumber<&Quirks::concurrent_calls>},
    {.name = "throttled-space",
     .values = kYesOrNo,
     .about = "whether a blank stands before the time in \"EService:Throttled: 1704067200\"",
     .standing = "reported",
     .source = "tests of clients have one; docs.kraken.com prints two",
     .set = Choose<&Quirks::throttled_space>},
    {.name = "lockout-after",
     .values = kLockoutAfter,
     .range = {.least = 1, .most = 1'000'000},
     .about = "how many failures to authenticate in a row bring EGeneral:Temporary lockout",
     .standing = "reported",
     .source = "a user was locked out after three; docs.kraken.com, \"Spot errors\", says too many",
     .set = SetNumber<&Quirks::lockout_after>},
    {.name = "lockout-s",
     .values = kLockoutSeconds,
     .range = {.least = 1, .most = 31'536'000},
     .about = "how many seconds a lockout lasts",
     .standing = "reported",
     .source =
         "an older support article and Kraken's own command line: 15 minutes; docs.kraken.com, "
         "\"Errors\" (2026): typically a few minutes",
     .set = SetNumber<&Quirks::lockout>},
    {.name = "trade-volume-keys",
     .values = kTradeVolumeKeys,
     .about = "how TradeVolume spells minfee, maxfee, nextfee, tiervolume, nextvolume",
     .standing = "observed",
     .source = "a live answer; docs.kraken.com, \"Get Trade Volume\" (2026), has underscores",
     .set = Choose<&Quirks::trade_volume_keys>},
    {.name = "key-info-keys",
     .values = kKeyInfoKeys,
     .about =
         "how GetApiKeyInfo spells its members, apiKeyName or api_key_name; the second form has "
         "numbers as strings and an empty allow-list as [\"\"]",
     .standing = "documented",
     .source = "docs.kraken.com, \"Get API Key Info\"; a client's recorded answer has the other",
     .set = Choose<&Quirks::key_info_keys>},
    {.name = "batch-close",
     .values = kBatchClose,
     .about =
         "where AddOrderBatch tells an order's conditional close: beside its \"descr\", or in it",
     .standing = "documented",
     .source = "docs.kraken.com, \"Add Order Batch\"; a client has it inside",
     .set = Choose<&Quirks::batch_close>},
    {.name = "closed-order",
     .values = kClosedOrder,
     .about = "what cancelling, amending or editing an order gets that is no longer open: "
              "EOrder:Unknown order, or EOrder:Invalid order",
     .standing = "observed",
     .source = "a live answer of September 2026; some clients expect the other",
     .set = Choose<&Quirks::closed_order>},
    {.name = "cl-ord-id",
     .values = kClOrdId,
     .about =
         "which free texts of up to 18 characters may be a cl_ord_id: any ASCII, or only lower "
         "case letters and digits",
     .standing = "documented",
     .source = "docs.kraken.com, \"Add Order\"; a client that was tested live reports the other",
     .set = Choose<&Quirks::cl_ord_id>},
});

std::vector<std::string_view> QuirkNames() {
  std::vector<std::string_view> names;
  for (const QuirkInfo& quirk : kQuirks) names.push_back(quirk.name);
  return names;
}

// The place of a value in the row, or the number that it is; none where it is neither.
std::optional<std::uint32_t> ReadValue(const QuirkInfo& quirk, std::string_view value) {
  if (!quirk.is_number()) {
    const auto known = std::ranges::find(quirk.values, value);
    if (known == quirk.values.end()) return std::nullopt;
    return static_cast<std::uint32_t>(known - quirk.values.begin());
  }
  std::uint32_t number = 0;
  const char* const end = value.data() + value.size();
  const std::from_chars_result parsed = std::from_chars(value.data(), end, number);
  const bool fits = parsed.ec == std::errc() && parsed.ptr == end && number >= quirk.range.least &&
                    number <= quirk.range.most;
  return fits ? std::optional(number) : std::nullopt;
}

std::string WhatIsTaken(const QuirkInfo& quirk, std::string_view value) {
  if (!quirk.is_number()) return DidYouMean(value, quirk.values);
  return "; give a whole number from " + std::to_string(quirk.range.least) + " to " +
         std::to_string(quirk.range.most);
}

}  // namespace

std::span<const QuirkInfo> KnownQuirks() { return kQuirks; }

Status SetQuirk(Quirks& quirks, std::string_view name_and_value) {
  const std::size_t equals = name_and_value.find('=');
  const std::string name(name_and_value.substr(0, equals));
  const auto* quirk = std::ranges::find(kQuirks, name, &QuirkInfo::name);
  if (quirk == kQuirks.end()) {
    return Fail(ErrorKind::kUsage,
                "no quirk is called \"" + name + "\"" + DidYouMean(name, QuirkNames()));
  }
  if (equals == std::string_view::npos) {
    return Fail(ErrorKind::kUsage, "quirk \"" + name + "\" has no value; write NAME=VALUE, as in " +
                                       name + "=" + std::string(quirk->values.front()));
  }
  const std::string value(name_and_value.substr(equals + 1));
  const std::optional<std::uint32_t> read = ReadValue(*quirk, value);
  if (!read) {
    return Fail(ErrorKind::kUsage, "quirk \"" + name + "\" does not take \"" + value + "\"" +
                                       WhatIsTaken(*quirk, value));
  }
  quirk->set(quirks, *read);
  return {};
}

}  // namespace kraken::mock
