// What control calls do to the exchange: they set what an account has, and move a market.
#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/mock_server/control/control_api_fixture.h"
#include "tests/mock_server/trading/told.h"
#include "tests/mock_server/trading/venue_harness.h"

namespace kraken::mock {
namespace {

// A body, and what is said to be wrong with it.
using Mistakes = std::initializer_list<std::pair<std::string, std::string>>;

// The demo account, which both keys have: 10,000 dollars and a bitcoin, of which its open orders,
//   sell 0.25 XBTUSD at 64500, buy 0.03 XBTUSD at 60000, buy 0.5 ETHUSD at 2900,
// hold 3,263 (1,800 and 1,450, with 0.4 % each) and 0.25.
class ExchangeCallsTest : public ControlApiFixture {
 protected:
  Reply PutAccount(const std::string& body, const std::string& key = "B") {
    return Call("PUT", "accounts/" + key, body);
  }
  Reply MoveMarket(const std::string& body) { return Call("POST", "market", body); }
  void Be(const std::string& status) {
    EXPECT_EQ(Call("PUT", "system-status", R"({"status":")" + status + "\"}").status, 200);
  }

  // What `look` answers of the exchange, at the clock's time, and a key's account.
  template <typename Look>
  auto See(std::string_view key, Look look) {
    const std::shared_ptr<const ApiKey> found = world_.keyring().Find(key);
    const WorldMonitor::Locked world = world_.Lock();
    world->venue.AdvanceTo(clock_.Now());
    return look(world->venue, world->AccountOf(found.get()));
  }
  std::string Place(std::string_view key, const OrderRequest& request) {
    return See(key, [&](Venue& venue, Account& account) {
      return venue.Place(account, request).value().order->txid;
    });
  }
  std::string ToldOf(std::string_view key, const std::string& txid) {
    return See(key, [&](Venue&, Account& account) { return Told(*account.FindOrder(txid)); });
  }
  std::string HeldOf(std::string_view key, const std::string& asset) {
    return See(key, [&](Venue&, Account& account) { return HoldingOf(account, asset); });
  }

  // All that these calls may change.
  std::string Everything() {
    std::string text = Call("GET", "keys").body;
    for (const std::string key : {"A+/", "B"}) {
      text += PutAccount("{}", key).body;
      See(key, [&](Venue&, Account& account) {
        for (const auto& [number, order] : account.open_orders()) text += Told(*order);
        text += std::to_string(account.ledger().entries().size());
      });
    }
    See("B", [&](Venue& venue, Account&) {
      for (const PairInfo& pair : NameTable::BuiltIn().pairs()) {
        const Market& market = venue.MarketOf(pair);
        text += " " + market.last().ToString() + " " + market.best_bid().ToString() + " " +
                std::to_string(market.trades().size());
      }
    });
    return text;
  }

  void ExpectMistakes(const std::string& method, const std::string& target,
                      const Mistakes& mistakes) {
    const std::string before = Everything();
    for (const auto& [body, message] : mistakes) {
      const Reply reply = Call(method, target, body);
      EXPECT_EQ(reply.status, 400) << body;
      EXPECT_EQ(ErrorOf(reply), "the request body: " + message) << body;
    }
    EXPECT_EQ(Everything(), before);
  }
};

constexpr const char* kNoDecimal =
    R"( is not a decimal number: it does not begin with digits; write it like 1234.5, without )"
    "blanks or separators of thousands";

// --- Accounts ---

TEST_F(ExchangeCallsTest, TellsWhatAnAccountHasWhereNothingIsToChange) {
  const Reply reply = PutAccount("{}");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"balances":{"XXBT":"1.0000000000","ZUSD":"10000.0000"},)"
                        R"("withdraw_keys":[],"tier":"intermediate"})");
}

TEST_F(ExchangeCallsTest, SetsTheBalancesThatAreNamedUnderAnyOfTheirNames) {
  PutAccount("{}");
  const auto entries = [](Venue&, Account& account) { return account.ledger().entries().size(); };
  const std::size_t before = See("B", entries);
  const Reply reply = PutAccount(
      R"({"balances":{"usd":"25000","XDG":"7.5","XETH":"0", /* all of it */ "BTC":"2"}})");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"balances":{"XETH":"0.0000000000","XXBT":"2.0000000000",)"
                        R"("XXDG":"7.50000000","ZUSD":"25000.0000"},)"
                        R"("withdraw_keys":[],"tier":"intermediate"})");
  EXPECT_EQ(HeldOf("B", "ZUSD"), "25000, held 3263");
  EXPECT_EQ(PutAccount(R"({"balances":{"XXDG":"0"}})").body,
            R"({"balances":{"XETH":"0.0000000000","XXBT":"2.0000000000",)"
            R"("XXDG":"0.00000000","ZUSD":"25000.0000"},)"
            R"("withdraw_keys":[],"tier":"intermediate"})");
  EXPECT_EQ(See("B", entries), before) << "what is set leaves no line";
}

TEST_F(ExchangeCallsTest, SetsBalancesUpToTheLargestThereIs) {
  EXPECT_EQ(Parsed(PutAccount(R"({"balances":{"USD":"1000000000000"}})")).at("balances").at("ZUSD"),
            "1000000000000.0000");
}

TEST_F(ExchangeCallsTest, ReplacesAllWithdrawalKeys) {
  const auto keys_of = [this](const std::string& body) {
    return Parsed(PutAccount(body)).at("withdraw_keys").dump();
  };
  EXPECT_EQ(keys_of(R"({"withdraw_keys":[{"name":"cold","asset":"XBT","address":"bc1q"},)"
                    R"({"name":"cold","asset":"eth"}]})"),
            R"([{"name":"cold","asset":"XXBT","address":"bc1q"},)"
            R"({"name":"cold","asset":"XETH","address":"mock:cold"}])");
  const auto finds = [](const char* name, const char* asset) {
    return [=](Venue&, Account& account) {
      return account.FindWithdrawKey(name, *NameTable::BuiltIn().FindAsset(asset)) != nullptr;
    };
  };
  EXPECT_TRUE(See("B", finds("cold", "ETH")));
  EXPECT_EQ(keys_of(R"({"withdraw_keys":[{"name":"bank","asset":"USD"}]})"),
            R"([{"name":"bank","asset":"ZUSD","address":"mock:bank"}])");
  EXPECT_FALSE(See("B", finds("cold", "ETH")));
  EXPECT_EQ(keys_of("{}"), R"([{"name":"bank","asset":"ZUSD","address":"mock:bank"}])");
  EXPECT_EQ(keys_of(R"({"withdraw_keys":[]})"), "[]");
}

TEST_F(ExchangeCallsTest, SetsTheTierOfTheKeyAloneAndTheRestForAllKeysOfTheAccount) {
  Call("POST", "keys", R"({"key":"C","account":"fund","tier":"starter"})");
  const Reply reply = PutAccount(R"({"balances":{"USD":"5000"},"tier":"intermediate",)"
                                 R"("withdraw_keys":[{"name":"cold","asset":"XBT"}]})",
                                 "C");
  EXPECT_EQ(reply.body, R"({"balances":{"XXBT":"1.0000000000","ZUSD":"5000.0000"},)"
                        R"("withdraw_keys":[{"name":"cold","asset":"XXBT",)"
                        R"("address":"mock:cold"}],"tier":"intermediate"})");
  EXPECT_EQ(PutAccount("{}", "A+/").body, R"({"balances":{"XXBT":"1.0000000000",)"
                                          R"("ZUSD":"5000.0000"},)"
                                          R"("withdraw_keys":[{"name":"cold","asset":"XXBT",)"
                                          R"("address":"mock:cold"}],"tier":"pro"})");
  EXPECT_EQ(Parsed(Call("GET", "keys")).at("keys").at(2).at("tier"), "intermediate");
  EXPECT_EQ(Parsed(PutAccount("{}")).at("balances").at("ZUSD"), "10000.0000")
      << "B has an account of its own";
}

TEST_F(ExchangeCallsTest, FindsTheKeyOfAnAccountHoweverItIsEncoded) {
  for (const char* key : {"A+/", "A%2B%2F", "A+%2f"}) {
    EXPECT_EQ(Parsed(PutAccount("{}", key)).at("tier"), "pro") << key;
  }
}

TEST_F(ExchangeCallsTest, DoesNotKnowTheAccountOfAKeyThatDoesNotExist) {
  const std::string before = Everything();
  for (const std::string key : {"nobody", ""}) {
    const Reply reply = PutAccount(R"({"balances":{"USD":"5"}})", key);
    EXPECT_EQ(reply.status, 404) << key;
    EXPECT_EQ(ErrorOf(reply), "there is no such API key (its id would be " + KeyId(key) +
                                  "); GET /__mock__/keys lists the keys. In a path, a + or / of "
                                  "it is percent-encoded");
  }
  EXPECT_EQ(PutAccount("no JSON", "nobody").status, 404) << "before anything is read";
  EXPECT_EQ(Everything(), before);
}

TEST_F(ExchangeCallsTest, KnowsMistakenBodiesOfAccounts) {
  ExpectMistakes(
      "PUT", "accounts/B",
      {{"", "line 1, column 1: unexpected end of the text; expected a value"},
       {"{\n  \"tier\": pro}",
        "line 2, column 11: not a JSON value; strings need double quotation marks"},
       {"[]", "expected an object, found a list"},
       {R"({"ballances":{}})", R"(ballances: no such key; did you mean "balances"?)"},
       {R"({"key":"B"})", R"(key: no such key; known: balances, withdraw_keys, tier)"},
       {R"({"tier":"expert"})", R"(tier: unknown tier "expert"; use starter, intermediate or pro)"},
       {R"({"tier":3})", "tier: expected a string, found the number 3"},
       {R"({"balances":{"USD":"5"},"tier":"Pro"})",
        R"(tier: unknown tier "Pro"; use starter, intermediate or pro)"}});
}

TEST_F(ExchangeCallsTest, KnowsMistakenBalances) {
  ExpectMistakes(
      "PUT", "accounts/B",
      {{R"({"balances":[]})", "balances: expected an object, found a list"},
       {R"({"balances":null})", "balances: expected an object, found null"},
       {R"({"balances":{"XTB":"5"}})", R"(balances.XTB: no such asset; did you mean "XBT"?)"},
       {R"({"balances":{"USD":9000}})", "balances.USD: expected a string, found the number 9000"},
       {R"({"balances":{"USD":"much"}})", R"(balances.USD: "much")" + std::string(kNoDecimal)},
       {R"({"balances":{"USD":"-1"}})", "balances.USD: less than nothing; give 0 or more"},
       {R"({"balances":{"USD":"9000.00001"}})", "balances.USD: ZUSD has 4 decimals, not more"},
       {R"({"balances":{"USD":"1000000000000.01"}})",
        "balances.USD: more than there is; give at most 1000000000000"},
       {R"({"balances":{"USD":"9000","ZUSD":"9000"}})",
        "balances.ZUSD: the same asset as another member of these balances"},
       {R"({"balances":{"USD":"9000","XBT":"x"}})",
        R"(balances.XBT: "x")" + std::string(kNoDecimal)}});
}

TEST_F(ExchangeCallsTest, KnowsMistakenWithdrawalKeys) {
  PutAccount(R"({"withdraw_keys":[{"name":"kept","asset":"XBT"}]})");
  ExpectMistakes(
      "PUT", "accounts/B",
      {{R"({"withdraw_keys":{"name":"cold"}})", "withdraw_keys: expected a list, found an object"},
       {R"({"withdraw_keys":["cold"]})", "withdraw_keys[0]: expected an object, found a string"},
       {R"({"withdraw_keys":[{"asset":"XBT"}]})", "withdraw_keys[0].name: missing"},
       {R"({"withdraw_keys":[{"name":"","asset":"XBT"}]})",
        "withdraw_keys[0].name: a withdrawal key has a name"},
       {R"({"withdraw_keys":[{"name":"cold"}]})", "withdraw_keys[0].asset: missing"},
       {R"({"withdraw_keys":[{"name":"cold","asset":"XTB"}]})",
        R"(withdraw_keys[0].asset: no such asset; did you mean "XBT"?)"},
       {R"({"withdraw_keys":[{"name":"cold","asset":5}]})",
        "withdraw_keys[0].asset: expected a string, found the number 5"},
       {R"({"withdraw_keys":[{"name":"cold","asset":"XBT","adress":"bc1q"}]})",
        R"(withdraw_keys[0].adress: no such key; did you mean "address"?)"},
       {R"({"withdraw_keys":[{"name":"cold","asset":"XBT","address":5}]})",
        "withdraw_keys[0].address: expected a string, found the number 5"},
       {R"({"withdraw_keys":[{"name":"cold","asset":"XBT"},{"name":"cold","asset":"XXBT"}]})",
        "withdraw_keys[1]: the same name and asset as another of these keys"}});
}

TEST_F(ExchangeCallsTest, TakesNothingAwayThatOpenOrdersHold) {
  const std::string before = Everything();
  Reply reply = PutAccount(R"({"balances":{"USD":"3262.9999","XBT":"9"},"tier":"pro",)"
                           R"("withdraw_keys":[{"name":"cold","asset":"XBT"}]})");
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(ErrorOf(reply),
            "open orders hold 3263 ZUSD, which is more than 3262.9999; cancel them first");
  reply = PutAccount(R"({"balances":{"USD":"20000","XBT":"0"}})");
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(ErrorOf(reply), "open orders hold 0.25 XXBT, which is more than 0; cancel them first");
  EXPECT_EQ(Everything(), before);
  EXPECT_EQ(PutAccount(R"({"balances":{"USD":"3263","XBT":"0.25"}})").status, 200);
  EXPECT_EQ(HeldOf("B", "ZUSD"), "3263, held 3263");
  EXPECT_EQ(HeldOf("B", "XXBT"), "0.25, held 0.25");
}

TEST_F(ExchangeCallsTest, LetsWhatIsDueHappenToAnAccountBeforeItChanges) {
  OrderRequest request = LimitOrder("sell", "0.75", "99000");
  request.expire = clock_.Now() + std::chrono::seconds(5);
  Place("B", request);
  EXPECT_EQ(PutAccount(R"({"balances":{"XBT":"0.5"}})").status, 409);
  clock_.Advance(std::chrono::seconds(5));
  EXPECT_EQ(PutAccount(R"({"balances":{"XBT":"0.5"}})").status, 200);
}

// --- Markets ---

TEST_F(ExchangeCallsTest, PutsAMarketWhereItIsToldUnderAnyOfItsNames) {
  // A price that rises is that of the best ask, one that falls that of the best bid.
  EXPECT_EQ(MoveMarket(R"({"pair":"XBTUSD","price":"61000"})").body,
            R"({"pair":"XXBTZUSD","price":"61000.0","bid":"60999.9","ask":"61000.0"})");
  EXPECT_EQ(MoveMarket(R"({"pair":"btc/usd","price":"60500.5"})").body,
            R"({"pair":"XXBTZUSD","price":"60500.5","bid":"60500.5","ask":"60500.6"})");
  EXPECT_EQ(MoveMarket(R"({"pair":"XETHZUSD","price":"3100.1","volume":"0.5"})").body,
            R"({"pair":"XETHZUSD","price":"3100.10","bid":"3100.09","ask":"3100.10"})");
  See("B", [](Venue& venue, Account&) {
    EXPECT_EQ(venue.MarketOf(PairOf("XBTUSD")).last(), Amount("60500.5"));
    EXPECT_EQ(venue.MarketOf(PairOf("XBTUSD")).trades().back().price, Amount("60500.5"));
    EXPECT_EQ(venue.MarketOf(PairOf("ETHUSD")).trades().back().volume, Amount("0.5"));
    EXPECT_EQ(venue.MarketOf(PairOf("XBTUSDT")).last(), Amount("60241.7")) << "was not moved";
  });
}

TEST_F(ExchangeCallsTest, PutsAMarketAtTheHighestAndTheLowestPrice) {
  EXPECT_EQ(MoveMarket(R"({"pair":"XBTUSD","price":"1000000000"})").body,
            R"({"pair":"XXBTZUSD","price":"1000000000.0","bid":"999999999.9",)"
            R"("ask":"1000000000.0"})");
  EXPECT_EQ(MoveMarket(R"({"pair":"ETHUSD","price":"0.01"})").body,
            R"({"pair":"XETHZUSD","price":"0.01","bid":"0.01","ask":"0.02"})");
}

TEST_F(ExchangeCallsTest, FillsWholeWhatThePriceReaches) {
  const std::string reached = Place("B", LimitOrder("buy", "0.05", "59000"));
  const std::string passed = Place("A+/", LimitOrder("buy", "0.04", "59500"));
  const std::string not_reached = Place("B", LimitOrder("buy", "0.01", "58999.9"));
  EXPECT_EQ(MoveMarket(R"({"pair":"XBTUSD","price":"59000"})").status, 200);
  EXPECT_EQ(ToldOf("B", reached), "closed 0.05/0.05 cost 2950 fee 7.375");
  EXPECT_EQ(ToldOf("A+/", passed), "closed 0.04/0.04 cost 2380 fee 5.95");
  EXPECT_EQ(ToldOf("B", not_reached), "open 0/0.01 cost 0 fee 0");
  // So is the demo order for 0.03 at 60000, with a fee of 4.5.
  EXPECT_EQ(PutAccount("{}").body, R"({"balances":{"XXBT":"1.0800000000","ZUSD":"5238.1250"},)"
                                   R"("withdraw_keys":[],"tier":"intermediate"})");
  See("B", [&](Venue& venue, Account& account) {
    EXPECT_EQ(account.trades().entries().back().order, reached);
    EXPECT_EQ(LedgerOf(account).back(), "XXBT 0.05 fee 0 balance 1.08");
    EXPECT_EQ(venue.MarketOf(PairOf("XBTUSD")).last(), Amount("59000"));
  });
}

TEST_F(ExchangeCallsTest, FillsNoMoreThanAVolume) {
  const std::string first = Place("B", LimitOrder("sell", "0.3", "61000"));
  const std::string second = Place("B", LimitOrder("sell", "0.2", "61500"));
  EXPECT_EQ(MoveMarket(R"({"pair":"XBTUSD","price":"61500","volume":"0.1"})").body,
            R"({"pair":"XXBTZUSD","price":"61000.0","bid":"60999.9","ask":"61000.0"})")
      << "no further than the volume lasts";
  EXPECT_EQ(ToldOf("B", first), "open 0.1/0.3 cost 6100 fee 15.25");
  EXPECT_EQ(ToldOf("B", second), "open 0/0.2 cost 0 fee 0");
  MoveMarket(R"({"pair":"XBTUSD","price":"61600","volume":"0.25"})");
  EXPECT_EQ(ToldOf("B", first), "closed 0.3/0.3 cost 18300 fee 45.75");
  EXPECT_EQ(ToldOf("B", second), "open 0.05/0.2 cost 3075 fee 7.6875");
}

// Wherever the price was before: that it does not move is no reason not to trade.
TEST_F(ExchangeCallsTest, FillsAVolumeOfWhatWaitsAtTheLastPrice) {
  const std::string order = Place("B", LimitOrder("sell", "0.3", "60250.1"));
  MoveMarket(R"({"pair":"XBTUSD","price":"60250.1","volume":"0.1"})");
  EXPECT_EQ(ToldOf("B", order), "open 0.1/0.3 cost 6025.01 fee 15.062525");
}

TEST_F(ExchangeCallsTest, LetsWhatIsDueHappenToAMarketBeforeItMoves) {
  OrderRequest request = LimitOrder("buy", "0.05", "50000");
  request.expire = clock_.Now() + std::chrono::seconds(5);
  const std::string order = Place("B", request);
  clock_.Advance(std::chrono::seconds(5));
  MoveMarket(R"({"pair":"XBTUSD","price":"50000"})");
  EXPECT_EQ(ToldOf("B", order), "expired 0/0.05 cost 0 fee 0 Order expired");
}

TEST_F(ExchangeCallsTest, KnowsMistakenMovesOfMarkets) {
  ExpectMistakes(
      "POST", "market",
      {{"", "line 1, column 1: unexpected end of the text; expected a value"},
       {"{\"pair\":\n XBTUSD}",
        "line 2, column 2: not a JSON value; strings need double quotation marks"},
       {"[]", "expected an object, found a list"},
       {R"({"price":"60000"})", "pair: missing"},
       {R"({"pair":"XBTUSD"})", "price: missing"},
       {R"({"pair":"XBTUSD","prise":"60000"})", R"(prise: no such key; did you mean "price"?)"},
       {R"({"pair":"XBTUDS","price":"60000"})", R"(pair: no such pair; did you mean "XBTUSD"?)"},
       {R"({"pair":5,"price":"60000"})", "pair: expected a string, found the number 5"}});
}

TEST_F(ExchangeCallsTest, KnowsMistakenPrices) {
  ExpectMistakes(
      "POST", "market",
      {{R"({"pair":"XBTUSD","price":60000})", "price: expected a string, found the number 60000"},
       {R"({"pair":"XBTUSD","price":"high"})", R"(price: "high")" + std::string(kNoDecimal)},
       {R"({"pair":"XBTUSD","price":"0"})", "price: prices of XBTUSD are 0.1 to 1000000000"},
       {R"({"pair":"XBTUSD","price":"-60000"})", "price: prices of XBTUSD are 0.1 to 1000000000"},
       {R"({"pair":"XBTUSD","price":"1000000000.1"})",
        "price: prices of XBTUSD are 0.1 to 1000000000"},
       {R"({"pair":"ETHUSD","price":"0.001"})", "price: prices of ETHUSD are 0.01 to 1000000000"},
       {R"({"pair":"XBTUSD","price":"60000.05"})", "price: XBTUSD has a tick size of 0.1"},
       {R"({"pair":"ETHUSD","price":"3000.001"})", "price: ETHUSD has a tick size of 0.01"}});
}

TEST_F(ExchangeCallsTest, KnowsMistakenVolumes) {
  const std::string is_out_of_range = "volume: volumes are above 0 and up to 1000000000000";
  ExpectMistakes(
      "POST", "market",
      {{R"({"pair":"XBTUSD","price":"60000","volume":1})",
        "volume: expected a string, found the number 1"},
       {R"({"pair":"XBTUSD","price":"60000","volume":"all"})",
        R"(volume: "all")" + std::string(kNoDecimal)},
       {R"({"pair":"XBTUSD","price":"60000","volume":"0"})", is_out_of_range},
       {R"({"pair":"XBTUSD","price":"60000","volume":"-1"})", is_out_of_range},
       {R"({"pair":"XBTUSD","price":"60000","volume":"1000000000001"})", is_out_of_range},
       {R"({"pair":"XBTUSD","price":"60000","volume":"0.000000001"})",
        "volume: XBTUSD has lots of 8 decimals"}});
}

TEST_F(ExchangeCallsTest, MovesNoMarketWhileNothingTrades) {
  const std::string order = Place("B", LimitOrder("buy", "0.05", "59000"));
  const std::string before = Everything();
  for (const std::string status : {"maintenance", "cancel_only", "post_only"}) {
    Be(status);
    const Reply reply = MoveMarket(R"({"pair":"XBTUSD","price":"59000"})");
    EXPECT_EQ(reply.status, 409) << status;
    EXPECT_EQ(ErrorOf(reply), "nothing trades while the system status is " + status +
                                  R"(; PUT /__mock__/system-status {"status":"online"} first)");
  }
  EXPECT_EQ(Everything(), before);
  Be("limit_only");
  EXPECT_EQ(MoveMarket(R"({"pair":"XBTUSD","price":"59000"})").status, 200);
  EXPECT_EQ(ToldOf("B", order), "closed 0.05/0.05 cost 2950 fee 7.375");
}

TEST_F(ExchangeCallsTest, SetsAnAccountWhileNothingTrades) {
  Be("maintenance");
  EXPECT_EQ(Parsed(PutAccount(R"({"balances":{"USD":"5000"}})")).at("balances").at("ZUSD"),
            "5000.0000");
}

}  // namespace
}  // namespace kraken::mock
