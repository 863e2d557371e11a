// The built-in fixtures as files: that they have Kraken's shapes, that the server answers as they
// say, and that they agree with each other.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/protocol/decimal.h"
#include "mock_server/src/built_in/embedded_files.h"
#include "mock_server/src/built_in/fixture_store.h"
#include "mock_server/src/trading/transaction_id.h"
#include "tests/mock_server/handlers/handler_harness.h"
#include "tests/mock_server/handlers/json_shape.h"

namespace kraken::mock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

// What Kraken answers, endpoint by endpoint: documented, and as recorded of the live service where
// the documentation does not tell a number from its text.
constexpr std::string_view kShapes = R"({
"Time": {"unixtime": "int", "rfc1123": "string"},
"SystemStatus": {"status": "string", "timestamp": "string"},
"Assets": {"*": {"aclass": "string", "altname": "string", "decimals": "int",
  "display_decimals": "int", "collateral_value?": "number", "status": "string",
  "margin_rate?": "string"}},
"AssetPairs": {"*": {"altname": "string", "wsname": "string", "aclass_base": "string",
  "base": "string", "aclass_quote": "string", "quote": "string", "lot": "string",
  "cost_decimals": "int", "pair_decimals": "int", "lot_decimals": "int", "lot_multiplier": "int",
  "leverage_buy": {"each": "int"}, "leverage_sell": {"each": "int"},
  "fees": {"each": ["int", "number"]}, "fees_maker": {"each": ["int", "number"]},
  "fee_volume_currency": "string", "margin_call": "int", "margin_stop": "int",
  "ordermin": "string", "costmin": "string", "tick_size": "string", "status": "string",
  "execution_venue": "string", "long_position_limit": "int", "short_position_limit": "int"}},
"Ticker": {"*": {"a": ["5 decimals", "0 decimals", "3 decimals"],
  "b": ["5 decimals", "0 decimals", "3 decimals"], "c": ["5 decimals", "8 decimals"],
  "v": ["8 decimals", "8 decimals"], "p": ["5 decimals", "5 decimals"], "t": ["int", "int"],
  "l": ["5 decimals", "5 decimals"], "h": ["5 decimals", "5 decimals"], "o": "5 decimals"}},
"OHLC": {"any": [
  {"XBTUSDT": {"each": ["int", "1 decimals", "1 decimals", "1 decimals", "1 decimals",
    "1 decimals", "8 decimals", "int"]}, "last": "int"},
  {"XXBTZUSD": {"each": ["int", "1 decimals", "1 decimals", "1 decimals", "1 decimals",
    "1 decimals", "8 decimals", "int"]}, "last": "int"},
  {"XETHZUSD": {"each": ["int", "2 decimals", "2 decimals", "2 decimals", "2 decimals",
    {"any": ["2 decimals", "1 decimals"]}, "8 decimals", "int"]}, "last": "int"}]},
"Depth": {"*": {"asks": {"each": ["5 decimals", "3 decimals", "int"]},
  "bids": {"each": ["5 decimals", "3 decimals", "int"]}}},
"Trades": {"any": [{"XBTUSDT": "TRADES", "last": "0 decimals"},
  {"XXBTZUSD": "TRADES", "last": "0 decimals"}, {"XETHZUSD": "TRADES", "last": "0 decimals"}]},
"Spread": {"any": [{"XBTUSDT": "SPREADS", "last": "int"}, {"XXBTZUSD": "SPREADS", "last": "int"},
  {"XETHZUSD": "SPREADS", "last": "int"}]},
"GroupedBook": {"pair": "string", "grouping": "int",
  "bids": {"each": {"price": "5 decimals", "qty": "8 decimals"}},
  "asks": {"each": {"price": "5 decimals", "qty": "8 decimals"}}},
"PreTrade": {"symbol": "string", "description": "string", "base_asset": "string",
  "base_notation": "string", "quote_asset": "string", "quote_notation": "string",
  "venue": "string", "system": "string", "bids": "LEVELS", "asks": "LEVELS"},
"PostTrade": {"last_ts": "string", "count": "int", "trades": {"each": {"trade_id": "string",
  "price": "string", "quantity": "8 decimals", "symbol": "string", "description": "string",
  "base_asset": "string", "base_notation": "string", "quote_asset": "string",
  "quote_notation": "string", "trade_venue": "string", "trade_ts": "string",
  "publication_venue": "string", "publication_ts": "string"}}},
"Balance": {"XXBT": "10 decimals", "ZUSD": "4 decimals"},
"BalanceEx": {"XXBT": {"balance": "10 decimals", "hold_trade": "10 decimals"},
  "ZUSD": {"balance": "4 decimals", "hold_trade": "4 decimals"}},
"TradeBalance": {"eb": "string", "tb": "string", "m": "string", "uv": "string", "n": "string",
  "c": "string", "v": "string", "e": "string", "mf": "string"},
"OpenOrders": {"open": {"*": "ORDER"}},
"ClosedOrders": {"closed": {"*": "ORDER"}, "count": "int"},
"QueryOrders": {"*": "QUERIED"},
"TradesHistory": {"count": "int", "trades": {"*": {"ordertxid": "string", "postxid": "string",
  "pair": "string", "time": "float", "type": "string", "ordertype": "string",
  "price": "5 decimals", "cost": "5 decimals", "fee": "5 decimals", "vol": "8 decimals",
  "margin": "5 decimals", "leverage": "string", "misc": "string", "trade_id": "int",
  "maker": "bool", "ledgers": ["string", "string"]}}},
"Ledgers": {"count": "int", "ledger": {"*": {"aclass": "string", "amount": "string",
  "asset": "string", "balance": "string", "fee": "string", "refid": "string", "time": "float",
  "type": "string", "subtype": "string"}}},
"TradeVolume": {"currency": "string", "volume": "4 decimals",
  "fees": {"any": ["null", {"*": "FEE"}]}, "fees_maker": {"any": ["null", {"*": "FEE"}]}},
"AddOrder": {"descr": {"order": "string", "close?": "string"}, "txid?": ["string"]},
"AddOrderBatch": {"orders": {"each": {"txid?": "string", "descr": {"order": "string"},
  "close?": "string"}}},
"AmendOrder": {"amend_id": "string"},
"EditOrder": {"status": "string", "txid": "string", "originaltxid": "string",
  "volume": "8 decimals", "price": "1 decimals", "orders_cancelled": "int",
  "descr": {"order": "string"}},
"CancelAll": {"count": "int"},
"CancelAllOrdersAfter": {"currentTime": "string", "triggerTime": "string"},
"CancelOrder": {"count": "int"},
"CancelOrderBatch": {"count": "int"}
})";

constexpr std::string_view kParts = R"({
"TRADES": {"each": ["5 decimals", "8 decimals", "float", "string", "string", "string", "int"]},
"SPREADS": {"each": ["int", "5 decimals", "5 decimals"]},
"LEVELS": {"each": {"side": "string", "price": "string", "qty": "3 decimals", "count": "int",
  "publication_ts": "string"}},
"FEE": {"fee": "4 decimals", "minfee": "4 decimals", "maxfee": "4 decimals",
  "nextfee": "4 decimals", "tiervolume": "4 decimals", "nextvolume": "4 decimals"},
"ORDER": {"refid": "null", "userref": "int", "cl_ord_id?": "string", "status": "string",
  "reason?": {"any": ["null", "string"]}, "opentm": "float", "closetm?": "float", "starttm": "int",
  "expiretm": "int", "descr": {"pair": "string", "aclass": "string", "type": "string",
    "ordertype": "string", "price": "string", "price2": "string", "leverage": "string",
    "order": "string", "close": "string"},
  "vol": "8 decimals", "vol_exec": "8 decimals", "cost": "5 decimals", "fee": "5 decimals",
  "price": "5 decimals", "stopprice": "5 decimals", "limitprice": "5 decimals", "misc": "string",
  "oflags": "string", "trades?": {"each": "string"}}
})";

Json WithParts(Json shape, const Json& parts) {
  if (shape.is_string()) return parts.value(shape.get<std::string>(), shape);
  for (auto& member : shape) member = WithParts(member, parts);
  return shape;
}

Json Shapes() {
  Json parts = ParseJsonText(kParts).value();
  // QueryOrders has last what closing an order adds to it.
  Json queried = parts["ORDER"];
  for (const char* name : {"reason?", "closetm?"}) {
    const Json shape = queried[name];
    queried.erase(name);
    queried[name] = shape;
  }
  parts["QUERIED"] = queried;
  return WithParts(ParseJsonText(kShapes).value(), parts);
}

struct FixtureFile {
  std::string path{};
  std::string endpoint{};
  Json json{};
  std::string_view text{};
};

std::vector<FixtureFile> Files() {
  constexpr std::string_view kFolder = "endpoints/";
  std::vector<FixtureFile> files;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (!file.path.starts_with(kFolder)) continue;
    const std::string path(file.path);
    const std::string endpoint = path.substr(kFolder.size(), path.rfind('/') - kFolder.size());
    const Result<Json> json = ParseJsonText(file.text);
    if (!json) {
      ADD_FAILURE() << path << ": " << json.error().message;
      continue;
    }
    files.push_back({.path = path, .endpoint = endpoint, .json = *json, .text = file.text});
  }
  return files;
}

Params RequestParams(const Json& fixture) {
  std::vector<Param> entries;
  for (const auto& [name, value] : fixture.at("request").at("params").items()) {
    entries.push_back({.name = name, .value = value.get<std::string>()});
  }
  return {"", std::move(entries)};
}

TEST(Fixtures, AreThereForEveryEndpointThatAnswersWithoutAnAccountOfItsOwn) {
  std::set<std::string> endpoints;
  for (const FixtureFile& file : Files()) endpoints.insert(file.endpoint);
  std::string names;
  for (const std::string& name : endpoints) names += name + " ";
  EXPECT_EQ(names,
            "AddOrder AddOrderBatch AmendOrder AssetPairs Assets Balance BalanceEx CancelAll "
            "CancelAllOrdersAfter CancelOrder CancelOrderBatch ClosedOrders Depth EditOrder "
            "GroupedBook Ledgers OHLC OpenOrders PostTrade PreTrade QueryOrders Spread "
            "SystemStatus Ticker Time TradeBalance TradeVolume Trades TradesHistory ");
  for (const Endpoint& endpoint : Endpoints()) {
    if (endpoint.visibility == Visibility::kPublic) {
      EXPECT_TRUE(endpoints.contains(std::string(endpoint.name))) << endpoint.name;
    }
  }
}

TEST(Fixtures, SayWhereTheyComeFromAndWhichRequestTheyAnswer) {
  constexpr std::string_view kHead = R"({"about": "string", "source": "string",
      "recorded_on": {"any": ["null", "string"]}, "standing": "string",
      "request": {"method": "string", "path": "string", "params": {"any": [{}, {"*": "string"}]}},
      "response": {"status": "int", "headers": {},
                   "body": {"error": {"any": [[], ["string"]]}, "result?": "null"}}})";
  for (const FixtureFile& file : Files()) {
    SCOPED_TRACE(file.path);
    const Endpoint* endpoint = FindEndpoint(file.endpoint);
    ASSERT_NE(endpoint, nullptr);
    const bool is_public = endpoint->visibility == Visibility::kPublic;
    EXPECT_EQ(file.json.at("request").at("path"), std::string(endpoint->path));
    EXPECT_EQ(file.json.at("request").at("method"), is_public ? "GET" : "POST");
    EXPECT_EQ(file.json.at("response").at("status"), 200);
    EXPECT_THAT((std::vector<std::string>{"documented", "observed", "assembled"}),
                ::testing::Contains(file.json.at("standing").get<std::string>()));
    Json head = file.json;  // The results have a test of their own.
    head["response"]["body"]["result"] = nullptr;
    EXPECT_EQ(DepartureFrom(ParseJsonText(kHead).value(), head), "");
  }
}

TEST(Fixtures, HaveTheShapesOfKrakensAnswers) {
  const Json shapes = Shapes();
  for (const FixtureFile& file : Files()) {
    const Json& body = file.json.at("response").at("body");
    if (!body.at("error").empty()) continue;
    EXPECT_EQ(DepartureFrom(shapes.at(file.endpoint), body.at("result"), file.path), "");
  }
}

// The texts of all numbers that stand outside of strings, in the order of the file.
std::vector<std::string> NumberTexts(std::string_view text) {
  std::vector<std::string> numbers;
  bool in_string = false;
  std::string number;
  for (char c : text) {
    if (c == '"') in_string = !in_string;
    if (!in_string && (std::string_view("0123456789.-").find(c) != std::string_view::npos)) {
      number += c;
    } else if (!number.empty()) {
      numbers.push_back(std::exchange(number, {}));
    }
  }
  return numbers;
}

TEST(Fixtures, KeepEveryDigitOfTheirNumbersOnTheWayThroughTheServer) {
  for (const FixtureFile& file : Files()) {
    // Quotes that are escaped would derail the scan.
    std::string text(file.text);
    for (std::size_t at = text.find("\\\""); at != std::string::npos; at = text.find("\\\"")) {
      text.erase(at, 2);
    }
    Json json = ParseJsonText(text).value();
    EXPECT_EQ(NumberTexts(ToJsonText(json)), NumberTexts(text)) << file.path;
  }
}

// Ids that the server makes up are as good as those in the file, wherever they stand.
Json WithoutMadeUpIds(Json result) {
  if (!result.is_structured()) return result;
  for (const auto& item : result.items()) {
    const bool made_up = item.key() == "txid" || item.key() == "amend_id";
    if (!made_up) {
      item.value() = WithoutMadeUpIds(item.value());
      continue;
    }
    // A list of one, or the id itself.
    for (Json& id : item.value()) {
      EXPECT_TRUE(IsTransactionId(id.get<std::string>())) << id;
      id = "some";
    }
  }
  return result;
}

// The moment that the fixture's own answer tells, or else that of the built-in world.
WallTime MomentOf(const Json& fixture) {
  const Json& body = fixture.at("response").at("body");
  for (const char* member : {"currentTime", "timestamp"}) {
    const Json::json_pointer place("/result/" + std::string(member));
    if (body.contains(place)) return ParseRfc3339(body.at(place).get<std::string>()).value();
  }
  const Json::json_pointer unixtime("/result/unixtime");
  if (body.contains(unixtime)) {
    return WallTime{std::chrono::seconds(body.at(unixtime).get<std::int64_t>())};
  }
  return ParseRfc3339(BuiltInWorld().at("as_of").get<std::string>()).value();
}

TEST(Fixtures, AreWhatTheServerAnswersToTheirRequests) {
  for (const FixtureFile& file : Files()) {
    SCOPED_TRACE(file.path);
    World world{WorldConfig{}};
    const Result<std::string> answer =
        CallHandler(file.endpoint, RequestParams(file.json), world, MomentOf(file.json));
    const Json& body = file.json.at("response").at("body");
    if (!answer) {
      EXPECT_EQ(Json(answer.error().api_errors), body.at("error")) << answer.error().message;
    } else {
      ASSERT_TRUE(body.contains("result")) << *answer;
      const Json result = WithoutMadeUpIds(ParseJsonText(*answer).value());
      EXPECT_EQ(ToJsonText(result), ToJsonText(WithoutMadeUpIds(body.at("result"))));
    }
  }
}

TEST(Fixtures, AreMissedByNameWhereThereAreNone) {
  EXPECT_THAT(CallHandler("WithdrawInfo", ""), Refuses("EGeneral:Internal error", "WithdrawInfo"));
}

// --- Agreement between endpoints, as a client would find it ---

class FixtureMarket : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Pairs, FixtureMarket, ::testing::Values("XXBTZUSD", "XETHZUSD", "XBTUSDT"),
                         [](const auto& tested) { return tested.param; });

Decimal D(const Json& text) { return Decimal::Parse(text.get<std::string>()).value(); }

TEST_P(FixtureMarket, HasOneLastPrice) {
  const std::string pair = GetParam();
  const Json ticker = ResultOf("Ticker", "pair=" + pair)[pair];
  const Json trade = ResultOf("Trades", "pair=" + pair)[pair].back();
  EXPECT_EQ(ticker["c"], Json({trade[0], trade[1]}));
  for (const char* interval : {"1", "5", "15", "30", "60", "240", "1440", "10080", "21600"}) {
    const Json rows = ResultOf("OHLC", "pair=" + pair + "&interval=" + interval)[pair];
    EXPECT_EQ(D(rows.back()[4]), D(ticker["c"][0])) << interval;
  }
}

TEST_P(FixtureMarket, HasOneBestBidAndAsk) {
  const std::string pair = GetParam();
  const Json ticker = ResultOf("Ticker", "pair=" + pair)[pair];
  const Json book = ResultOf("Depth", "pair=" + pair + "&count=1")[pair];
  const Json spread = ResultOf("Spread", "pair=" + pair)[pair].back();
  EXPECT_EQ(ticker["a"][0], book["asks"][0][0]);
  EXPECT_EQ(ticker["a"][2], book["asks"][0][1]);
  EXPECT_EQ(ticker["b"][0], book["bids"][0][0]);
  EXPECT_EQ(ticker["b"][2], book["bids"][0][1]);
  EXPECT_EQ(spread[1], book["bids"][0][0]);
  EXPECT_EQ(spread[2], book["asks"][0][0]);
  EXPECT_LT(D(ticker["b"][0]), D(ticker["a"][0]));
}

TEST_P(FixtureMarket, HasCandlesWithoutGapsOnTheGrid) {
  const std::string pair = GetParam();
  for (const std::int64_t interval : {1, 5, 15, 30, 60, 240, 1440, 10'080, 21'600}) {
    const Json ohlc = ResultOf("OHLC", "pair=" + pair + "&interval=" + std::to_string(interval));
    const Json& rows = ohlc[pair];
    // Weeks and half months reach back to the pair's listing, all others as far as Kraken's do.
    EXPECT_LE(rows.size(), 720U);
    ASSERT_GE(rows.size(), interval < 10'080 ? 720U : 240U);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto time = rows[i][0].get<std::int64_t>();
      EXPECT_EQ(time % (interval * 60), 0);
      EXPECT_EQ(time,
                rows[0][0].get<std::int64_t>() + static_cast<std::int64_t>(i) * interval * 60);
      if (rows[i][7] == 0) {
        EXPECT_EQ(rows[i][4], rows[i - 1][4]) << "an empty candle repeats the last close";
        EXPECT_EQ(rows[i][5], "0.0");
      }
    }
    EXPECT_EQ(ohlc["last"], rows[rows.size() - 2][0]);
  }
}

TEST_P(FixtureMarket, HasMinutesThatAddUpItsTrades) {
  const std::string pair = GetParam();
  std::map<std::int64_t, Decimal> volumes;
  std::map<std::int64_t, int> counts;
  const Json trades = ResultOf("Trades", "pair=" + pair);
  for (const Json& trade : trades[pair]) {
    const std::int64_t minute = static_cast<std::int64_t>(trade[2].get<double>()) / 60 * 60;
    volumes[minute] = volumes[minute] + D(trade[1]);
    ++counts[minute];
  }
  // Of the first minute the list may have only the rest.
  const std::int64_t first = counts.begin()->first;
  int compared = 0;
  const Json minutes = ResultOf("OHLC", "pair=" + pair);
  for (const Json& row : minutes[pair]) {
    const auto minute = row[0].get<std::int64_t>();
    if (minute <= first) continue;
    EXPECT_EQ(counts[minute], row[7].get<int>()) << minute;
    EXPECT_EQ(volumes[minute], D(row[6])) << minute;
    compared += counts[minute];
  }
  EXPECT_GT(compared, 0);
}

TEST_P(FixtureMarket, HasADayThatAddsUpItsHours) {
  const std::string pair = GetParam();
  const Json ticker = ResultOf("Ticker", "pair=" + pair)[pair];
  const Json rows = ResultOf("OHLC", "pair=" + pair + "&interval=60")[pair];
  const std::int64_t midnight = rows.back()[0].get<std::int64_t>() / 86'400 * 86'400;
  Decimal volume;
  int count = 0;
  for (const Json& row : rows) {
    if (row[0].get<std::int64_t>() < midnight) continue;
    if (row[0] == midnight) {
      EXPECT_EQ(D(row[1]), D(ticker["o"]));
    }
    volume = volume + D(row[6]);
    count += row[7].get<int>();
  }
  EXPECT_EQ(D(ticker["v"][0]), volume);
  EXPECT_EQ(ticker["t"][0], count);
  EXPECT_LT(D(ticker["v"][0]), D(ticker["v"][1])) << "24 hours are more than today";
}

TEST(FixtureAccount, HasALedgerThatComesToItsBalances) {
  const Json balances = ResultOf("Balance");
  EXPECT_EQ(ToJsonText(balances), R"({"XXBT":"1.0000000000","ZUSD":"10000.0000"})");
  std::map<std::string, Decimal> sums;
  std::set<std::string> seen;
  const Json ledgers = ResultOf("Ledgers");
  for (const Json& entry : ledgers["ledger"]) {
    const auto asset = entry["asset"].get<std::string>();
    if (seen.insert(asset).second) {
      EXPECT_EQ(entry["balance"], balances[asset]);
    }
    sums[asset] = sums[asset] + D(entry["amount"]) - D(entry["fee"]);
  }
  for (const auto& [asset, balance] : balances.items()) EXPECT_EQ(sums[asset], D(balance)) << asset;
}

TEST(FixtureAccount, HasTradesThatItsOrdersAndItsLedgerKnow) {
  const Json trades = ResultOf("TradesHistory", "ledgers=true")["trades"];
  const Json ledger = ResultOf("Ledgers")["ledger"];
  Json orders = ResultOf("OpenOrders", "trades=true")["open"];
  orders.update(ResultOf("ClosedOrders", "trades=true")["closed"]);
  EXPECT_EQ(trades.size(), 6U);
  std::map<std::string, Decimal> filled;
  for (const auto& [id, trade] : trades.items()) {
    SCOPED_TRACE(id);
    const Json& order = orders.at(trade["ordertxid"].get<std::string>());
    EXPECT_THAT(order["trades"], ::testing::Contains(Json(id)));
    EXPECT_EQ(D(trade["cost"]), D(trade["price"]) * D(trade["vol"]));
    const Decimal percent = Decimal::Parse(trade["maker"].get<bool>() ? "0.0025" : "0.004").value();
    EXPECT_EQ(D(trade["fee"]), D(trade["cost"]) * percent);
    for (const Json& entry : trade["ledgers"]) {
      EXPECT_EQ(ledger.at(entry.get<std::string>())["refid"], id);
    }
    EXPECT_EQ(D(ledger[trade["ledgers"][0].get<std::string>()]["fee"]), D(trade["fee"]));
    const auto txid = trade["ordertxid"].get<std::string>();
    filled[txid] = filled[txid] + D(trade["vol"]);
  }
  for (const auto& [txid, order] : orders.items()) {
    EXPECT_EQ(D(order["vol_exec"]), filled[txid]) << txid;
  }
}

Json Candles(const std::string& pair, const char* interval) {
  return ResultOf("OHLC", "pair=" + pair + "&interval=" + interval)[pair];
}

TEST(FixtureAccount, TradesWithinTheCandlesOfItsDays) {
  const Json trades = ResultOf("TradesHistory")["trades"];
  for (const auto& [id, trade] : trades.items()) {
    SCOPED_TRACE(id);
    int days = 0;
    for (const Json& day : Candles(trade["pair"].get<std::string>(), "1440")) {
      const double since = trade["time"].get<double>() - day[0].get<double>();
      if (since < 0 || since >= 86'400) continue;
      ++days;
      EXPECT_GE(D(trade["price"]), D(day[3]));
      EXPECT_LE(D(trade["price"]), D(day[2]));
    }
    EXPECT_EQ(days, 1);
  }
}

// No candle that begins after `since` may reach the order's price.
void ExpectNotReached(const Json& order, const std::string& pair, double since) {
  const Decimal price = D(order["descr"]["price"]);
  const bool buys = order["descr"]["type"] == "buy";
  for (const char* interval : {"1", "5", "15", "30", "60", "240", "1440"}) {
    for (const Json& candle : Candles(pair, interval)) {
      if (candle[0].get<double>() < since) continue;
      EXPECT_TRUE(buys ? price < D(candle[3]) : price > D(candle[2])) << candle;
    }
  }
}

TEST(FixtureAccount, HasOpenOrdersThatTheMarketHasNotReachedSince) {
  std::map<std::string, double> last_trades;
  const Json trades = ResultOf("TradesHistory")["trades"];
  for (const Json& trade : trades) {
    double& last = last_trades[trade["ordertxid"].get<std::string>()];
    last = std::max(last, trade["time"].get<double>());
  }
  const std::map<std::string, std::string> pairs = {{"XBTUSD", "XXBTZUSD"}, {"ETHUSD", "XETHZUSD"}};
  const Json orders = ResultOf("OpenOrders")["open"];
  for (const auto& [txid, order] : orders.items()) {
    SCOPED_TRACE(txid);
    ExpectNotReached(order, pairs.at(order["descr"]["pair"].get<std::string>()),
                     std::max(order["opentm"].get<double>(), last_trades[txid]));
  }
}

TEST(FixtureAccount, HasOrdersThatSayWhyTheyClosed) {
  const Json closed = ResultOf("ClosedOrders")["closed"];
  for (const auto& [txid, order] : closed.items()) {
    EXPECT_EQ(order["reason"].is_null(), order["status"] == "closed") << txid;
    const Json queried = ResultOf("QueryOrders", "txid=" + txid)[txid];
    EXPECT_EQ(queried.size(), order.size()) << txid;
    for (const auto& [name, value] : order.items()) EXPECT_EQ(queried[name], value) << name;
    // The two name them in different places.
    const std::vector<std::string> names = KeysOf(queried);
    EXPECT_THAT((std::vector<std::string>(names.end() - 3, names.end())),
                ElementsAre("oflags", "reason", "closetm"));
    EXPECT_THAT(KeysOf(order), ::testing::IsSupersetOf({"status", "reason", "opentm", "closetm"}));
  }
}

TEST(FixtureAccount, HoldsWhatItsOpenOrdersNeed) {
  std::map<std::string, Decimal> holds;
  const Json orders = ResultOf("OpenOrders");
  for (const Json& order : orders["open"]) {
    const Decimal rest = D(order["vol"]) - D(order["vol_exec"]);
    const bool buys = order["descr"]["type"] == "buy";
    // A buyer's fee is held too, at the highest rate.
    const Decimal price = buys ? D(order["descr"]["price"]) * D("1.004") : Decimal::FromInteger(1);
    Decimal& hold = holds[buys ? "ZUSD" : "XXBT"];
    hold = hold + rest * price;
  }
  const Json extended = ResultOf("BalanceEx");
  EXPECT_EQ(D(extended["ZUSD"]["hold_trade"]), holds["ZUSD"]);
  EXPECT_EQ(D(extended["XXBT"]["hold_trade"]), holds["XXBT"]);
  EXPECT_FALSE(holds["ZUSD"].is_zero());
  EXPECT_FALSE(holds["XXBT"].is_zero());
}

TEST(FixtureAccount, IsWorthItsBalancesAtTheLastPrice) {
  const Json balances = ResultOf("Balance");
  const Decimal last = D(ResultOf("Ticker", "pair=XXBTZUSD")["XXBTZUSD"]["c"][0]);
  EXPECT_EQ(D(ResultOf("TradeBalance")["eb"]), D(balances["ZUSD"]) + D(balances["XXBT"]) * last);
}

TEST(FixtureWorld, HasPairsWhoseAssetsExist) {
  const Json assets = ResultOf("Assets");
  EXPECT_THAT(KeysOf(assets),
              IsSupersetOf({"XXBT", "XETH", "USDT", "USDC", "ZUSD", "ZEUR", "XAUT", "ZETA"}));
  EXPECT_THAT(KeysOf(ResultOf("AssetPairs")), ElementsAre("XBTUSDT", "XETHZUSD", "XXBTZUSD"));
  for (const Json& pair : ResultOf("AssetPairs")) {
    EXPECT_TRUE(assets.contains(pair["base"].get<std::string>()));
    EXPECT_TRUE(assets.contains(pair["quote"].get<std::string>()));
    EXPECT_EQ(pair["status"], "online");
  }
}

}  // namespace
}  // namespace kraken::mock
