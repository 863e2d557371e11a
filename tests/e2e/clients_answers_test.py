"""What public clients take for granted in the answers. That every answer has Kraken's shape is
tested where the answers are made; here are the points at which clients break, as they read them.

What is read                                 by                                  class here
Trades' `last` as a string, OHLC's as a      kraken-go-api-client,               Markets
  number, the pair's key before it           tomlin256, pykrakenapi
OHLC rows without gaps, on the grid          pykrakenapi                         Markets
rfc1123, the same moment as unixtime         pykrakenapi                         Clock
Assets and AssetPairs, by member             ccxt, tomlin256                     Catalogue
orders with every member, times not null     pykrakenapi, tomlin256              Orders
an order's text, word by word                ccxt                                OrderTexts
whole numbers and texts of numbers           tomlin256, kraken-go-api-client     Markets, Catalogue,
                                                                                 Orders, Account
Kraken's error texts                         ccxt, python-kraken-sdk             Errors
"""

import datetime
import re
import unittest

from raw_client import RawTest

PRICE = r"\A\d+\.\d+\Z"


class Clock(RawTest):
    def test_both_times_are_one_moment(self):
        time = self.result(self.get("Time"))
        self.assertIs(type(time["unixtime"]), int)
        moment = datetime.datetime.strptime(time["rfc1123"], "%a, %d %b %y %H:%M:%S %z")
        self.assertEqual(moment.timestamp(), time["unixtime"])


class Markets(RawTest):
    def read(self, target):
        """The rows and `last` of an answer whose first key must be the pair's id."""
        result = self.result(self.get(target))
        self.assertEqual(list(result), ["XXBTZUSD", "last"])
        return result["XXBTZUSD"], result["last"]

    def test_trades(self):
        rows, last = self.read("Trades?pair=XBTUSD")
        self.assertIs(type(last), str)
        self.assertRegex(last, r"\A\d{19}\Z")
        for price, volume, time, side, kind, misc, number in rows:
            self.assertRegex(price, PRICE)
            self.assertRegex(volume, PRICE)
            self.assertIsInstance(time, float)
            self.assertIn(side, ["b", "s"])
            self.assertIn(kind, ["m", "l"])
            self.assertEqual(misc, "")
            self.assertIs(type(number), int)

    def test_candles(self):
        for interval in [1, 60, 1440]:
            with self.subTest(interval=interval):
                rows, last = self.read(f"OHLC?pair=XBTUSD&interval={interval}")
                self.assertIs(type(last), int)
                step = interval * 60
                times = [row[0] for row in rows]
                self.assertEqual(times, list(range(times[0], times[0] + len(rows) * step, step)))
                self.assertEqual(times[0] % step, 0)
                for row in rows:
                    self.assertIs(type(row[0]), int)
                    self.assertIs(type(row[7]), int)
                    for text in row[1:7]:
                        self.assertRegex(text, PRICE)

    def test_spreads(self):
        rows, last = self.read("Spread?pair=XBTUSD")
        self.assertIs(type(last), int)
        for time, bid, ask in rows:
            self.assertIs(type(time), int)
            self.assertRegex(bid, PRICE)
            self.assertRegex(ask, PRICE)

    def test_books(self):
        book = self.result(self.get("Depth?pair=XBTUSD"))["XXBTZUSD"]
        for price, volume, time in book["asks"] + book["bids"]:
            self.assertRegex(price, PRICE)
            self.assertRegex(volume, PRICE)
            self.assertIs(type(time), int)


class Catalogue(RawTest):
    def test_what_ccxt_loads_before_its_first_call(self):
        assets = self.result(self.get("Assets"))
        for asset in assets.values():
            self.assertIsInstance(asset["altname"], str)
            self.assertIs(type(asset["decimals"]), int)
            self.assertEqual(asset["status"], "enabled")
        pairs = self.result(self.get("AssetPairs"))
        for pair in pairs.values():
            self.assertIn(pair["base"], assets)
            self.assertIn(pair["quote"], assets)
            self.assertEqual(pair["status"], "online")
            self.assertRegex(pair["wsname"], r"\A\w+/\w+\Z")
            self.assertTrue(pair["altname"])

    def test_numbers_and_texts_of_numbers(self):
        """tomlin256/krakenapi throws where ordermin is a number."""
        for pair in self.result(self.get("AssetPairs")).values():
            for name in ["ordermin", "costmin", "tick_size"]:
                self.assertIsInstance(pair[name], str)
                float(pair[name])
            for name in ["pair_decimals", "lot_decimals", "cost_decimals", "margin_call"]:
                self.assertIs(type(pair[name]), int)
            for volume, percent in pair["fees"] + pair["fees_maker"]:
                self.assertIsInstance(volume, (int, float))
                self.assertIsInstance(percent, (int, float))
            for leverage in pair["leverage_buy"] + pair["leverage_sell"]:
                self.assertIs(type(leverage), int)


class Orders(RawTest):
    MEMBERS = set(
        "refid userref status opentm starttm expiretm descr vol vol_exec cost fee price stopprice "
        "limitprice misc oflags".split()
    )
    DESCRIPTION = set("pair type ordertype price price2 leverage order close".split())

    def assert_readable(self, order, *more):
        self.assertLessEqual(self.MEMBERS | set(more), set(order))
        self.assertLessEqual(self.DESCRIPTION, set(order["descr"]))
        for name in ["opentm", "starttm", "expiretm", *(set(more) - {"reason"})]:
            self.assertIsInstance(order[name], (int, float))
        for name in ["vol", "vol_exec", "cost", "fee", "price", "stopprice", "limitprice"]:
            self.assertRegex(order[name], PRICE)
        self.assertTrue({"fciq", "fcib"} & set(order["oflags"].split(",")), order)
        self.assertNotIn("trades", order)

    def test_open_ones(self):
        orders = self.result(self.form("OpenOrders"))["open"]
        self.assertGreater(len(orders), 1)
        for order in orders.values():
            self.assert_readable(order)

    def test_closed_ones(self):
        closed = self.result(self.form("ClosedOrders"))
        self.assertIs(type(closed["count"]), int)
        for order in closed["closed"].values():
            self.assert_readable(order, "closetm", "reason")

    def test_they_name_the_pair_by_its_altname(self):
        altnames = {pair["altname"] for pair in self.result(self.get("AssetPairs")).values()}
        for order in self.result(self.form("OpenOrders"))["open"].values():
            self.assertIn(order["descr"]["pair"], altnames)


class OrderTexts(RawTest):
    def words(self, parameters):
        answer = self.form("AddOrder", f"pair=XETHZUSD&validate=true&{parameters}")
        return self.result(answer)["descr"]["order"].split(" ")

    def test_side_volume_and_pair_come_first(self):
        for side in ["buy", "sell"]:
            words = self.words(f"type={side}&ordertype=limit&volume=0.1&price=50")
            self.assertEqual(words, [side, "0.10000000", "ETHUSD", "@", "limit", "50.00"])

    def test_prices_come_last(self):
        stop = self.words("type=buy&ordertype=stop-loss-limit&volume=0.1&price=29&price2=30")
        self.assertEqual(stop[4:], ["stop", "loss", "29.00", "->", "limit", "30.00"])
        take = self.words("type=buy&ordertype=take-profit&volume=0.1&price=120")
        self.assertEqual(take[4:], ["take", "profit", "120.00"])
        market = self.words("type=buy&ordertype=market&volume=0.1")
        self.assertEqual(market[3:], ["@", "market"])

    def test_listed_orders_have_them_too(self):
        for order in self.result(self.form("OpenOrders"))["open"].values():
            side, volume, pair, _, kind, price = order["descr"]["order"].split(" ")
            descr = order["descr"]
            self.assertEqual(
                [side, volume, pair, kind, price],
                [descr["type"], order["vol"], descr["pair"], descr["ordertype"], descr["price"]],
            )


class Account(RawTest):
    def test_amounts_are_texts_of_numbers(self):
        for amount in self.result(self.form("Balance")).values():
            self.assertRegex(amount, PRICE)
        for amounts in self.result(self.form("BalanceEx")).values():
            for amount in amounts.values():
                self.assertRegex(amount, PRICE)

    def test_times_are_plain_numbers(self):
        for name, member in [("TradesHistory", "trades"), ("Ledgers", "ledger")]:
            result = self.result(self.form(name))
            self.assertIs(type(result["count"]), int)
            for entry in result[member].values():
                self.assertIsInstance(entry["time"], (int, float))

    def test_a_token_tells_its_seconds(self):
        token = self.result(self.form("GetWebSocketsToken"))
        self.assertIs(type(token["expires"]), int)
        self.assertIsInstance(token["token"], str)


class Errors(RawTest):
    """The texts that ccxt makes classes of, letter by letter as a scenario gives them."""

    KNOWN = [
        "EAPI:Invalid key",
        "EAPI:Invalid nonce",
        "EAPI:Rate limit exceeded",
        "EFunding:Unknown withdraw key",
        "EGeneral:Internal error",
        "EGeneral:Invalid arguments:volume minimum not met",
        "EGeneral:Permission denied",
        "EGeneral:Temporary lockout",
        "EGeneral:Too many requests",
        "EOrder:Insufficient funds",
        "EOrder:Rate limit exceeded",
        "EOrder:Unknown order",
        "EQuery:Unknown asset",
        "EService:Busy",
        "EService:Market in cancel_only mode",
        "EService:Market in post_only mode",
        "EService:Unavailable",
    ]

    def test_each_can_be_had(self):
        self.control("PUT", "scenario", {"rules": [{"do": {"error": e}} for e in self.KNOWN]})
        for error in self.KNOWN:
            self.assert_refused(self.form("Balance"), error)

    def test_texts_that_ccxt_does_not_know_stay_as_they_are(self):
        self.secret = "b3RoZXI="
        self.assert_refused(self.form("Balance"), "EAPI:Invalid signature")
        self.assert_refused(self.get("Ticker?pair=NOPE"), "EQuery:Unknown asset pair")

    def test_they_begin_with_severity_and_category(self):
        """kraken-api drops the first letter, python-kraken-sdk looks for the rest."""
        for answer in [self.get("Ticker?pair=NOPE"), self.get("OHLC"), self.form("AddOrder")]:
            (error,) = answer.errors
            self.assertIsNotNone(re.match(r"E[A-Z][A-Za-z]+:[A-Z]", error), error)


if __name__ == "__main__":
    unittest.main()
