// Withdraw, WithdrawStatus, WithdrawCancel: money leaves the account.
//
// Sources: docs.kraken.com, the pages of these calls, for names and shapes; the strings are those
// of the older list of errors and of client libraries, except where one is marked as assumed.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "mock_server/src/handlers/arguments.h"
#include "mock_server/src/handlers/element_texts.h"
#include "mock_server/src/handlers/history_page.h"
#include "mock_server/src/handlers/simulated_handlers.h"
#include "mock_server/src/timestamps.h"
#include "mock_server/src/trading/transaction_id.h"

namespace kraken::mock {
namespace {

// Of calls about funding; client libraries know it as such.
constexpr std::string_view kUnknownAsset = "EFunding:Unknown asset";

Result<const AssetInfo*> RequiredAsset(const Arguments& arguments) {
  const auto assets = arguments.Assets("asset", kUnknownAsset);
  if (!assets) return tl::unexpected(assets.error());
  if (assets->empty()) return arguments.Refuse("asset", "asset is missing: name one, such as XBT");
  return assets->front();
}

tl::unexpected<Error> UnknownKey(const Arguments& arguments, const AssetInfo& asset) {
  return arguments.RefuseAs(
      "EFunding:Unknown withdraw key",
      FieldIs("key", arguments.Text("key")) + ", and the account has no such key for " + asset.id +
          R"(; PUT /__mock__/accounts/KEY {"withdraw_keys": [{"name": "cold", "asset": ")" +
          asset.altname + R"("}]} makes one)");
}

// What is to leave the account, fee and all.
Result<Decimal> ReadNetAndFee(const Arguments& arguments, const AssetInfo& asset,
                              const WithdrawMethod& method) {
  const auto amount = arguments.Number("amount");
  if (!amount) return tl::unexpected(amount.error());
  if (!amount->has_value()) return arguments.Refuse("amount", "amount is missing");
  const std::string said = FieldIs("amount", arguments.Text("amount"));
  if ((*amount)->Rounded(asset.decimals) != **amount) {
    return arguments.RefuseAs(
        "EFunding:Invalid amount",
        said + ", and " + asset.id + " has " + std::to_string(asset.decimals) + " decimals");
  }
  if (**amount >= method.minimum && **amount > method.fee) return **amount;
  return arguments.RefuseAs(
      "EFunding:Invalid amount",
      said + "; the least that can be withdrawn is " + method.minimum.ToString() + " " + asset.id);
}

// Documented of max_fee; the words of the other are documented, its category is assumed.
Status CheckWishes(const Arguments& arguments, const WithdrawKey& key,
                   const WithdrawMethod& method) {
  const auto max_fee = arguments.Number("max_fee");
  if (!max_fee) return tl::unexpected(max_fee.error());
  if (*max_fee && method.fee > **max_fee) {
    return arguments.RefuseAs("EFunding:Max fee exceeded",
                              "the fee is " + method.fee.ToString() + " " + key.asset->id);
  }
  if (!arguments.Has("address") || arguments.Text("address") == key.address) return {};
  return arguments.RefuseAs("EFunding:Invalid withdrawal address",
                            FieldIs("address", arguments.Text("address")) +
                                ", and that of the key is " + Quoted(key.address));
}

std::string TextOf(const Withdrawal& withdrawal, WallTime now) {
  const WithdrawMethod method = MethodOf(*withdrawal.asset);
  const WithdrawalStatus status = StatusAt(withdrawal, now);
  const bool has_left =
      status == WithdrawalStatus::kSettled || status == WithdrawalStatus::kSuccess;
  const int decimals = withdrawal.asset->decimals;
  std::string text = R"({"method":)" + JsonString(method.name);
  if (!method.network.empty()) text += R"(,"network":)" + JsonString(method.network);
  text += R"(,"aclass":"currency","asset":")" + withdrawal.asset->id + R"(","refid":")" +
          withdrawal.refid + R"(","txid":)" +
          (has_left ? JsonString("mock-" + withdrawal.refid) : "null") + R"(,"info":)" +
          JsonString(withdrawal.address) + R"(,"amount":")" + withdrawal.amount.ToFixed(decimals) +
          R"(","fee":")" + withdrawal.fee.ToFixed(decimals) + R"(","time":)" +
          WholeSecondsText(withdrawal.requested) + R"(,"status":")" +
          std::string(ToString(status)) + "\"";
  if (withdrawal.canceled) text += R"(,"status-prop":"canceled")";
  return text + R"(,"key":)" + JsonString(withdrawal.key) + "}";
}

std::string NewRefid(World& world) {
  // Seven, six and six: another form than that of orders and trades.
  const std::string id = world.venue.NewId('A');
  return id.substr(0, 6) + id.substr(7, 1) + "-" + id.substr(8, 4) + id.substr(13, 2) + "-" +
         world.venue.NewId('I').substr(0, 6);
}

// Which withdrawals are asked for, and how many of them.
struct WithdrawalFilter {
  const AssetInfo* asset = nullptr;  // Null: any.
  std::string_view method{};         // Empty: any.
  std::optional<Decimal> start{};    // Both in seconds, and both inclusive (assumed).
  std::optional<Decimal> end{};
  std::int64_t limit = 0;

  bool Takes(const Withdrawal& withdrawal) const {
    const Nanoseconds time = ToNanoseconds(withdrawal.requested);
    return (asset == nullptr || withdrawal.asset == asset) &&
           (method.empty() || method == MethodOf(*withdrawal.asset).name) &&
           (!start || time >= FromSeconds(*start)) && (!end || time <= FromSeconds(*end));
  }
};

Result<WithdrawalFilter> ReadWithdrawalFilter(const Arguments& arguments) {
  constexpr Arguments::Range kLimits = {.least = 1, .most = 500};
  const auto assets = arguments.Assets("asset", kUnknownAsset);
  if (!assets) return tl::unexpected(assets.error());
  const auto start = arguments.Number("start");
  if (!start) return tl::unexpected(start.error());
  const auto end = arguments.Number("end");
  if (!end) return tl::unexpected(end.error());
  const auto limit = arguments.Integer("limit", kLimits);
  if (!limit) return tl::unexpected(limit.error());
  return WithdrawalFilter{.asset = assets->empty() ? nullptr : assets->front(),
                          .method = arguments.Text("method"),
                          .start = *start,
                          .end = *end,
                          .limit = limit->value_or(kLimits.most)};
}

// The id of the last one on the page before; empty where there is none. What cursors look like is
// assumed: clients hand back what they were given.
Result<std::string_view> ReadCursor(const Arguments& arguments, const Account& account) {
  const std::string_view cursor = arguments.Text("cursor");
  if (cursor.empty() || cursor == "true" || cursor == "false") return std::string_view();
  if (account.FindWithdrawal(cursor) != nullptr) return cursor;
  return arguments.Refuse(
      "cursor", FieldIs("cursor", cursor) + "; it takes true, or the next_cursor of an answer");
}

struct WithdrawalPage {
  std::int64_t left = 0;
  std::string_view after{};  // Empty once it has been passed.
  std::string texts{};
  std::string last{};
  bool has_more = false;

  void Add(const Withdrawal& withdrawal, WallTime now) {
    if (!after.empty()) {
      if (withdrawal.refid == after) after = {};
      return;
    }
    has_more = left == 0;
    if (has_more) return;
    --left;
    if (!texts.empty()) texts += ',';
    texts += TextOf(withdrawal, now);
    last = withdrawal.refid;
  }
};

}  // namespace

HandlerResult Withdraw(const Call& call, World& world) {
  const Arguments arguments(call.params, Blame::kField);
  const auto asset = RequiredAsset(arguments);
  if (!asset) return tl::unexpected(asset.error());
  Account& account = world.AccountOf(call.key);
  const WithdrawKey* key = account.FindWithdrawKey(arguments.Text("key"), **asset);
  if (key == nullptr) return UnknownKey(arguments, **asset);
  const WithdrawMethod method = MethodOf(**asset);
  const auto amount = ReadNetAndFee(arguments, **asset, method);
  if (!amount) return tl::unexpected(amount.error());
  if (Status wishes = CheckWishes(arguments, *key, method); !wishes) {
    return tl::unexpected(wishes.error());
  }
  const Decimal available = account.AvailableOf((*asset)->id);
  if (*amount > available) {
    return Refusal("EFunding:Insufficient funds", "the account has " + available.ToString() + " " +
                                                      (*asset)->id + " that no order holds");
  }
  const Withdrawal& withdrawal = account.AddWithdrawal({.refid = NewRefid(world),
                                                        .asset = *asset,
                                                        .key = key->name,
                                                        .address = key->address,
                                                        .amount = *amount - method.fee,
                                                        .fee = method.fee,
                                                        .requested = call.now});
  const LedgerEntry& entry = account.Book({.id = world.venue.NewId('L'),
                                           .refid = withdrawal.refid,
                                           .time = call.now,
                                           .type = "withdrawal",
                                           .asset = *asset,
                                           .amount = -withdrawal.amount,
                                           .fee = withdrawal.fee});
  return Answer(R"({"refid":")" + withdrawal.refid + "\"}", {.ledger = {entry.id}});
}

HandlerResult WithdrawStatus(const Call& call, World& world) {
  const Arguments arguments(call.params, Blame::kField);
  const auto filter = ReadWithdrawalFilter(arguments);
  if (!filter) return tl::unexpected(filter.error());
  const Account& account = world.AccountOf(call.key);
  const auto after = ReadCursor(arguments, account);
  if (!after) return tl::unexpected(after.error());
  WithdrawalPage page{.left = filter->limit, .after = *after};
  ForEachFromTheLast(account.withdrawals(), [&](const Withdrawal& withdrawal) {
    if (filter->Takes(withdrawal)) page.Add(withdrawal, call.now);
  });
  const std::string list = "[" + page.texts + "]";
  const std::string_view cursor = arguments.Text("cursor");
  if (cursor.empty() || cursor == "false") return list;
  return R"({"withdrawals":)" + list + R"(,"next_cursor":)" +
         (page.has_more ? "\"" + page.last + "\"" : "null") + "}";
}

// Source: docs.kraken.com, "Request Withdrawal Cancellation". That it can be canceled until it is
// settled, and that the answer is false from then on, is assumed.
HandlerResult WithdrawCancel(const Call& call, World& world) {
  const Arguments arguments(call.params, Blame::kField);
  const auto asset = RequiredAsset(arguments);
  if (!asset) return tl::unexpected(asset.error());
  if (!arguments.Has("refid")) return arguments.Refuse("refid", "refid is missing");
  Account& account = world.AccountOf(call.key);
  Withdrawal* withdrawal = account.FindWithdrawal(arguments.Text("refid"));
  if (withdrawal == nullptr || withdrawal->asset != *asset) {
    return arguments.RefuseAs("EFunding:Unknown reference id",
                              FieldIs("refid", arguments.Text("refid")) +
                                  ", and the account has no such withdrawal of " + (*asset)->id);
  }
  const WithdrawalStatus status = StatusAt(*withdrawal, call.now);
  if (status != WithdrawalStatus::kInitial && status != WithdrawalStatus::kPending) {
    Answer answer(std::string("false"));
    answer.remark = "the withdrawal is " + std::string(ToString(status)) + " already";
    return answer;
  }
  withdrawal->canceled = true;
  const LedgerEntry& entry = account.Book({.id = world.venue.NewId('L'),
                                           .refid = withdrawal->refid,
                                           .time = call.now,
                                           .type = "withdrawal",
                                           .asset = *asset,
                                           .amount = withdrawal->amount,
                                           .fee = -withdrawal->fee});
  return Answer(std::string("true"), {.ledger = {entry.id}});
}

}  // namespace kraken::mock
