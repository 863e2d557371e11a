// The journal's requests, sent again at their times, make the same world again.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/protocol/json_text.h"
#include "kraken/protocol/params.h"
#include "tests/mock_server/pipeline_harness.h"

namespace kraken::mock {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// One that can pay all that the bot thinks of, and one that soon cannot.
std::vector<ApiKeySpec> TwoTraders() {
  return ParseApiKeys(R"([
      {"key":"rich","secret":"QQ==","balances":{"USD":"2000000","XBT":"30","USDT":"500000"}},
      {"key":"demo","secret":"Qg=="}])",
                      "keys")
      .value();
}

const PairInfo& Bitcoin() { return *NameTable::BuiltIn().FindPair("XBTUSD"); }

// A world in which both traders may withdraw.
class TradersWorld final {
 public:
  explicit TradersWorld(std::uint64_t seed) : harness_({.seed = seed}, TwoTraders()) {
    const NameTable& names = NameTable::BuiltIn();
    const WorldMonitor::Locked world = harness_.world().Lock();
    world->venue.AdvanceTo(harness_.now);
    for (const auto& key : harness_.world().keyring().All()) {
      world->AccountOf(key.get()).SetWithdrawKeys(
          {{.name = "cold", .asset = names.FindAsset("XBT"), .address = "bc1q"},
           {.name = "bank", .asset = names.FindAsset("USD"), .address = "IBAN"}});
    }
  }

  PipelineHarness* operator->() { return &harness_; }
  Decimal LastPrice() { return harness_.world().Lock()->venue.MarketOf(Bitcoin()).last(); }

 private:
  PipelineHarness harness_;
};

// Lists are for JSON alone.
void AppendFields(std::string& form, const Json& fields, const std::string& before,
                  const std::string& after) {
  for (const auto& [name, value] : fields.items()) {
    if (value.is_object()) {
      AppendFields(form, value, name + "[", "]");
      continue;
    }
    form.append("&").append(before).append(name).append(after).append("=");
    form.append(EncodeFormText(value.get<std::string>()));
  }
}

// "&price=%2B5&close[price]=65000"
std::string FormOf(const Json& fields) {
  std::string form;
  AppendFields(form, fields, "", "");
  return form;
}

// Sends whatever a trader may send, at random, under one of the two keys.
class Bot final {
 public:
  Bot(TradersWorld& world, std::uint64_t seed) : world_(world), random_(seed) {
    for (ApiKeySpec& spec : TwoTraders()) traders_.push_back({.spec = std::move(spec)});
  }

  void Act();

  // As they came.
  const std::vector<std::string>& replies() const { return replies_; }
  // How often each endpoint did what it was asked to.
  const std::map<std::string, int>& taken() const { return taken_; }
  // Of each trader the orders that were placed last, separated by commas.
  std::vector<std::string> latest_orders() const;

 private:
  enum class Form : std::uint8_t { kForm, kJson };
  struct Trader {
    ApiKeySpec spec;
    std::uint64_t nonce = 0;
    std::vector<std::string> orders{};
    std::vector<std::string> withdrawals{};
  };

  void AddOrder();
  void AddOrderBatch();
  void AmendOrder();
  void EditOrder();
  void CancelOrder();
  void CancelOrderBatch();
  void CancelAll() { Send("CancelAll", Json::object()); }
  void CancelAllOrdersAfter() {
    Send("CancelAllOrdersAfter", Json::object({{"timeout", Number(90)}}));
  }
  void Withdraw();
  void WithdrawCancel();

  Json Send(const std::string& endpoint, Json fields, Form form = Form::kForm);
  std::uint64_t Below(std::uint64_t bound) { return random_() % bound; }
  bool OneIn(std::uint64_t times) { return Below(times) == 0; }
  std::string Number(std::uint64_t bound) { return std::to_string(Below(bound)); }
  std::string ClientId() { return "id" + Number(20); }
  std::string Volume() { return "0.0" + std::to_string(10 + Below(90)); }
  // Most of the time one that rests: below the last one for those who buy.
  std::string Price(bool buys);
  std::string LatestOrder();
  Json AnyOrder();
  void AddTerms(Json& order);

  TradersWorld& world_;
  std::mt19937_64 random_;
  std::vector<Trader> traders_{};
  Trader* trader_ = nullptr;  // Whose turn it is.
  std::vector<std::string> replies_{};
  std::map<std::string, int> taken_{};
};

void Bot::Act() {
  struct Action {
    std::uint64_t weight;
    void (Bot::*act)();
  };
  static constexpr auto kActions = std::to_array<Action>({
      {.weight = 50, .act = &Bot::AddOrder},
      {.weight = 10, .act = &Bot::AddOrderBatch},
      {.weight = 10, .act = &Bot::AmendOrder},
      {.weight = 10, .act = &Bot::EditOrder},
      {.weight = 8, .act = &Bot::CancelOrder},
      {.weight = 4, .act = &Bot::CancelOrderBatch},
      {.weight = 2, .act = &Bot::CancelAll},
      {.weight = 4, .act = &Bot::CancelAllOrdersAfter},
      {.weight = 4, .act = &Bot::Withdraw},
      {.weight = 2, .act = &Bot::WithdrawCancel},
  });
  world_->now += std::chrono::milliseconds(Below(4'000));
  trader_ = &traders_[Below(traders_.size())];
  std::uint64_t sum = 0;
  for (const Action& each : kActions) sum += each.weight;
  std::uint64_t drawn = Below(sum);
  const auto* action = kActions.begin();
  for (; drawn >= action->weight; ++action) drawn -= action->weight;
  (this->*action->act)();
}

std::vector<std::string> Bot::latest_orders() const {
  std::vector<std::string> lists;
  for (const Trader& trader : traders_) {
    std::string& list = lists.emplace_back();
    const std::size_t count = trader.orders.size();
    for (std::size_t i = count - std::min<std::size_t>(count, 20); i < count; ++i) {
      list += (list.empty() ? "" : ",") + trader.orders[i];
    }
  }
  return lists;
}

std::string Bot::Price(bool buys) {
  const bool is_below = buys != OneIn(4);
  const Decimal away = Decimal::FromInteger(static_cast<std::int64_t>(1 + Below(400)));
  const Decimal last = world_.LastPrice().Rounded(0);
  return (is_below ? last - away : last + away).ToString();
}

// Answers the result; null where it was refused.
Json Bot::Send(const std::string& endpoint, Json fields, Form form) {
  const std::string nonce = std::to_string(++trader_->nonce);
  const bool is_json = form == Form::kJson;
  if (is_json) fields["nonce"] = nonce;
  HttpRequest request =
      PipelineHarness::Signed(trader_->spec, endpoint, nonce,
                              is_json ? ToJsonText(fields) : "nonce=" + nonce + FormOf(fields));
  if (is_json) request.headers.back().value = "application/json";
  replies_.push_back(world_->Send(std::move(request)).body);
  const Json envelope = ParseJsonText(replies_.back()).value();
  if (!envelope.contains("result")) return {};
  ++taken_[endpoint];
  return envelope["result"];
}

Json Bot::AnyOrder() {
  Json order = Json::object({{"pair", "XBTUSD"}, {"type", OneIn(2) ? "buy" : "sell"}});
  order["volume"] = Volume();
  if (OneIn(5)) {
    order["ordertype"] = "market";
    if (order["type"] == "buy" && OneIn(2)) {
      order["oflags"] = "viqc";
      order["volume"] = std::to_string(10 + Below(2'000));
    }
  } else {
    AddTerms(order);
  }
  if (OneIn(8)) order["starttm"] = "+" + std::to_string(1 + Below(20));
  if (OneIn(3)) order["cl_ord_id"] = ClientId();
  if (OneIn(3)) order["userref"] = Number(5);
  if (OneIn(5)) order["stptype"] = OneIn(2) ? "cancel-oldest" : "cancel-both";
  if (OneIn(4)) {
    const bool buys = order["type"] == "sell";
    order["close"] = Json::object({{"ordertype", "limit"}, {"price", Price(buys)}});
  }
  return order;
}

void Bot::AddTerms(Json& order) {
  order["ordertype"] = "limit";
  order["price"] =
      OneIn(4) ? "#0." + std::to_string(1 + Below(9)) + "%" : Price(order["type"] == "buy");
  switch (Below(6)) {
    case 0:
      order["timeinforce"] = "IOC";
      return;
    case 1:
      order["timeinforce"] = "FOK";
      return;
    case 2:
      order["timeinforce"] = "GTD";
      order["expiretm"] = "+" + std::to_string(21 + Below(60));
      return;
    case 3:
      order["oflags"] = "post";
      return;
    default:
      if (OneIn(2)) order["oflags"] = "fcib";
  }
}

// One of its last, which may have ended; empty where it has placed none.
std::string Bot::LatestOrder() {
  const std::vector<std::string>& orders = trader_->orders;
  if (orders.empty()) return {};
  return orders[orders.size() - 1 - Below(std::min<std::size_t>(orders.size(), 5))];
}

void Bot::AddOrder() {
  const Json result = Send("AddOrder", AnyOrder());
  if (!result.is_null()) trader_->orders.push_back(result["txid"][0].get<std::string>());
}

void Bot::AddOrderBatch() {
  Json orders = Json::array();
  const std::size_t count = 2 + Below(3);
  while (orders.size() < count) orders.push_back(AnyOrder());
  for (Json& order : orders) order.erase("pair");
  const Json result = Send("AddOrderBatch", {{"pair", "XBTUSD"}, {"orders", orders}}, Form::kJson);
  if (result.is_null()) return;
  for (const Json& order : result["orders"]) {
    if (order.contains("txid")) trader_->orders.push_back(order["txid"].get<std::string>());
  }
}

void Bot::AmendOrder() {
  Json fields = Json::object({{"limit_price", Price(OneIn(2))}});
  if (OneIn(2)) fields["order_qty"] = Volume();
  if (OneIn(2)) {
    fields["txid"] = LatestOrder();
  } else {
    fields["cl_ord_id"] = ClientId();
  }
  Send("AmendOrder", fields);
}

void Bot::EditOrder() {
  Json fields =
      Json::object({{"pair", "XBTUSD"}, {"txid", LatestOrder()}, {"price", Price(OneIn(2))}});
  if (OneIn(2)) fields["volume"] = Volume();
  const Json result = Send("EditOrder", fields);
  if (!result.is_null()) trader_->orders.push_back(result["txid"].get<std::string>());
}

void Bot::CancelOrder() {
  Send("CancelOrder", Json::object({{"txid", OneIn(2) ? LatestOrder() : Number(5)}}));
}

void Bot::CancelOrderBatch() {
  Send("CancelOrderBatch",
       {{"orders", Json::array({LatestOrder(), LatestOrder()})},
        {"cl_ord_ids", Json::array({ClientId()})}},
       Form::kJson);
}

void Bot::Withdraw() {
  const bool is_money = OneIn(2);
  const Json result = Send("Withdraw", Json::object({{"asset", is_money ? "USD" : "XBT"},
                                                     {"key", is_money ? "bank" : "cold"},
                                                     {"amount", is_money ? "25.5" : "0.001"}}));
  if (!result.is_null()) trader_->withdrawals.push_back(result["refid"].get<std::string>());
}

// Of the last one, which may have gone too far.
void Bot::WithdrawCancel() {
  if (trader_->withdrawals.empty()) return;
  Send("WithdrawCancel",
       Json::object({{"asset", OneIn(2) ? "USD" : "XBT"}, {"refid", trader_->withdrawals.back()}}));
}

// Everything that either key, or anybody, can read. `orders`: of each key, for QueryOrders.
std::vector<std::string> ReadsOf(TradersWorld& world, const std::vector<std::string>& orders) {
  const auto calls = std::to_array<std::pair<std::string, std::string>>({
      {"Balance", ""},
      {"BalanceEx", ""},
      {"TradeBalance", ""},
      {"TradeVolume", "&pair=XBTUSD"},
      {"OpenOrders", "&trades=true"},
      {"ClosedOrders", "&trades=true"},
      {"QueryOrders", "&trades=true&txid="},
      {"TradesHistory", "&trades=true&ledgers=true"},
      {"Ledgers", ""},
      {"WithdrawStatus", ""},
      {"OpenPositions", ""},
      {"GetApiKeyInfo", ""},
  });
  std::vector<std::string> told;
  std::uint64_t nonce = 1'000'000'000'000;
  const std::vector<ApiKeySpec> traders = TwoTraders();
  for (std::size_t i = 0; i < traders.size(); ++i) {
    for (const auto& [call, more] : calls) {
      const std::string next = std::to_string(++nonce);
      std::string body = "nonce=" + next;
      body += more;
      if (body.ends_with("txid=")) body += orders[i];
      told.push_back(
          world->Send(PipelineHarness::Signed(traders[i], call, next, std::move(body))).body);
    }
  }
  for (const std::string call : {"Depth", "Ticker", "Trades", "Spread", "OHLC"}) {
    for (const PairInfo& pair : NameTable::BuiltIn().pairs()) {
      std::string target = "/0/public/" + call;
      target.append("?pair=").append(pair.altname);
      told.push_back(world->Send(PipelineHarness::Public(target)).body);
    }
  }
  return told;
}

std::vector<std::string> SendAgain(const std::vector<JournalEntry>& entries, TradersWorld& world) {
  std::vector<std::string> replies;
  for (const JournalEntry& entry : entries) {
    world->now = entry.wall;
    replies.push_back(world->Send(entry.request).body);
  }
  return replies;
}

TEST(Replay, OfAJournalMakesTheSameWorld) {
  TradersWorld first(11);
  Bot bot(first, 5);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 400; ++i) bot.Act();
    first->now += std::chrono::hours(30);
  }
  const std::vector<JournalEntry> entries = first->journal().Entries();
  EXPECT_THAT(bot.taken(), SizeIs(10)) << "not all that it can do was ever taken";

  TradersWorld second(11);
  EXPECT_EQ(SendAgain(entries, second), bot.replies());
  const std::vector<JournalEntry> again = second->journal().Entries();
  ASSERT_THAT(again, SizeIs(entries.size()));
  for (std::size_t i = 0; i < again.size(); ++i) {
    EXPECT_EQ(again[i].effect, entries[i].effect) << entries[i].request.body;
  }
  second->now = first->now;
  const std::vector<std::string> told = ReadsOf(first, bot.latest_orders());
  EXPECT_THAT(told, Each(HasSubstr(R"("error":[],"result")")));
  EXPECT_EQ(ReadsOf(second, bot.latest_orders()), told);
}

TEST(Replay, WithAnotherSeedMakesAnotherWorld) {
  TradersWorld first(11);
  Bot bot(first, 5);
  for (int i = 0; i < 100; ++i) bot.Act();
  TradersWorld other(12);
  EXPECT_NE(SendAgain(first->journal().Entries(), other), bot.replies());
  EXPECT_NE(ReadsOf(other, bot.latest_orders()), ReadsOf(first, bot.latest_orders()));
}

}  // namespace
}  // namespace kraken::mock
