#include "mock_server/src/trading/demo_account.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/timestamps.h"
#include "mock_server/src/trading/fee_schedule.h"

namespace kraken::mock {
namespace {

template <typename T>
const T& Known(const T* found, const std::string& name) {
  if (found != nullptr) return *found;
  throw std::logic_error("the built-in account speaks of an unknown " + name);
}

std::string TextIn(const Json& object, const char* name) {
  return object.at(name).get<std::string>();
}

Decimal DecimalIn(const Json& object, const char* name) { return DecimalOf(object.at(name)); }

WallTime TimeIn(const Json& object, const char* name) {
  return WallTime(Duration(FromSeconds(object.at(name))));
}

const PairInfo& PairIn(const Json& object) {
  const std::string name = TextIn(object, "pair");
  return Known(NameTable::BuiltIn().FindPair(name), name);
}

OrderStatus StatusIn(const Json& order) {
  const std::string name = TextIn(order, "status");
  for (const OrderStatus status :
       {OrderStatus::kOpen, OrderStatus::kClosed, OrderStatus::kCanceled, OrderStatus::kExpired}) {
    if (ToString(status) == name) return status;
  }
  throw std::logic_error("the built-in account has an order that is " + name);
}

// The reasons outlive the fixtures that they are read from.
std::string_view ReasonIn(const Json& order) {
  if (!order.contains("reason") || order.at("reason").is_null()) return {};
  return TextIn(order, "reason") == kExpiredReason ? kExpiredReason : kCanceledReason;
}

OrderRequest RequestIn(const Json& order) {
  const Json& descr = order.at("descr");
  const std::string side = TextIn(descr, "type");
  const std::string type = TextIn(descr, "ordertype");
  OrderRequest request{.pair = &PairIn(descr),
                       .side = Known(FindSide(side), side),
                       .terms = {.type = &Known(FindOrderType(type), type)},
                       .volume = DecimalIn(order, "vol"),
                       .post_only = TextIn(order, "oflags").starts_with("post"),
                       .userref = order.at("userref").get<std::int64_t>(),
                       .cl_ord_id = order.value("cl_ord_id", "")};
  if (request.terms.type->prices > 0) request.terms.price.amount = DecimalIn(descr, "price");
  if (order.at("expiretm") != 0) {
    request.expire = TimeIn(order, "expiretm");
    request.time_in_force = TimeInForce::kGtd;
  }
  return request;
}

Order OrderIn(const std::string& txid, const Json& json) {
  Order order{.txid = txid,
              .request = RequestIn(json),
              .status = StatusIn(json),
              .reason = ReasonIn(json),
              .opened = TimeIn(json, "opentm"),
              .executed = DecimalIn(json, "vol_exec"),
              .cost = DecimalIn(json, "cost"),
              .fee = DecimalIn(json, "fee"),
              .fee_cap = FeeSchedule::Taker().tiers().front().percent};
  order.changed = order.opened;
  if (json.contains("closetm")) order.closed = TimeIn(json, "closetm");
  if (json.contains("trades")) order.trades = json.at("trades").get<std::vector<std::string>>();
  return order;
}

struct DemoOrders {
  explicit DemoOrders(const Json& result) {
    for (const auto& [txid, order] : result.items()) orders.push_back(OrderIn(txid, order));
    // As they were placed; those that ended as they ended.
    std::ranges::sort(orders, {}, [](const Order& order) {
      return order.is_open() ? order.opened : order.closed;
    });
  }

  std::vector<Order> orders{};
};

struct DemoTrades {
  explicit DemoTrades(const Json& result) {
    for (const auto& [id, trade] : result.at("trades").items()) {
      const std::string side = TextIn(trade, "type");
      const std::string type = TextIn(trade, "ordertype");
      trades.push_back({.id = id,
                        .order = TextIn(trade, "ordertxid"),
                        .position = TextIn(trade, "postxid"),
                        .pair = &PairIn(trade),
                        .time = TimeIn(trade, "time"),
                        .side = Known(FindSide(side), side),
                        .ordertype = Known(FindOrderType(type), type).name,
                        .price = DecimalIn(trade, "price"),
                        .volume = DecimalIn(trade, "vol"),
                        .cost = DecimalIn(trade, "cost"),
                        .fee = DecimalIn(trade, "fee"),
                        .number = trade.at("trade_id").get<std::uint64_t>(),
                        .maker = trade.at("maker").get<bool>(),
                        .ledgers = trade.at("ledgers").get<std::vector<std::string>>()});
    }
    std::ranges::reverse(trades);  // The fixture has the latest first.
  }

  std::vector<Trade> trades{};
};

struct DemoLedger {
  explicit DemoLedger(const Json& result) {
    for (const auto& [id, entry] : result.at("ledger").items()) {
      const std::string asset = TextIn(entry, "asset");
      entries.push_back({.id = id,
                         .refid = TextIn(entry, "refid"),
                         .time = TimeIn(entry, "time"),
                         .type = TextIn(entry, "type"),
                         .asset = &Known(NameTable::BuiltIn().FindAsset(asset), asset),
                         .amount = DecimalIn(entry, "amount"),
                         .fee = DecimalIn(entry, "fee"),
                         .balance = DecimalIn(entry, "balance")});
    }
    std::ranges::reverse(entries);
  }

  std::vector<LedgerEntry> entries{};
};

// The key that it was made with is there no longer.
Withdrawal WithdrawalOf(const LedgerEntry& entry) {
  return {.refid = entry.refid,
          .asset = entry.asset,
          .key = "demo",
          .address = "mock:demo",
          .amount = -entry.amount,
          .fee = entry.fee,
          .requested = entry.time};
}

}  // namespace

void LoadDemoAccount(Venue& venue, Account& account) {
  static const FixtureFolder<DemoOrders> kOrders("QueryOrders");
  static const FixtureFolder<DemoTrades> kTrades("TradesHistory");
  static const FixtureFolder<DemoLedger> kLedger("Ledgers");
  for (const LedgerEntry& entry : kLedger.Find("all")->entries) {
    account.SetBalance(entry.asset->id, entry.balance);
    account.Remember(entry);
    if (entry.type == "withdrawal") account.AddWithdrawal(WithdrawalOf(entry));
  }
  for (const Trade& trade : kTrades.Find("with-ledgers")->trades) {
    account.AddTrade(trade, venue.InDollars(trade.pair->quote, trade.cost).value_or(Decimal()));
  }
  for (const Order& order : kOrders.Find("with-trades")->orders) venue.Restore(account, order);
}

}  // namespace kraken::mock
