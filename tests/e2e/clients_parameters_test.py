"""What public clients say in their parameters, and what the server makes of it.

What is sent                                 by                                  class here
True, False, true, JSON's true               python-kraken-sdk, pykrakenapi;     Booleans
                                             the others
numbers in any spelling                      tomlin256, ccxt                     Numbers
times with fractions                         ccxt, tomlin256                     FractionalTimes
parameters that nobody asked for             python-kraken-sdk, pykrakenapi,     SentUnasked
                                             siebly, ccxt
positions, asked for with docalcs and        ccxt                                Positions
  consolidation
pairs by id, altname and wsname              all                                 PairNames
several pairs, or none                       ccxt and others                     ListsAndCounts
how many trades; assets by id and altname    several                             ListsAndCounts

How orders are made, changed and canceled: clients_orders_test.py.
"""

import unittest

from raw_client import OPEN_ORDER, TRANSACTION_ID, RawTest

ADD_ORDER = "pair=XBTUSD&type=buy&ordertype=limit&price=37500&volume=1.25"
ORDER = dict(parameter.split("=") for parameter in ADD_ORDER.split("&"))
LIMIT_TEXT = "buy 1.25000000 XBTUSD @ limit 37500.0"

NAMES_OF_PAIRS = {
    "XXBTZUSD": ["XXBTZUSD", "XBTUSD", "XBT/USD", "XBT%2FUSD"],
    "XETHZUSD": ["XETHZUSD", "ETHUSD", "ETH/USD", "ETH%2FUSD"],
    "XBTUSDT": ["XBTUSDT", "XBT/USDT", "XBT%2FUSDT"],
}


class Booleans(RawTest):
    def assert_placed(self, answer):
        (txid,) = self.result(answer)["txid"]
        self.assertRegex(txid, TRANSACTION_ID)
        self.assertEqual(self.journal()[-1]["effect"]["orders"], [txid])

    def assert_only_validated(self, answer):
        self.assertEqual(self.result(answer), {"descr": {"order": LIMIT_TEXT}})
        self.assertEqual(self.journal()[-1]["effect"]["orders"], [])

    def test_validate_in_a_form(self):
        """pykrakenapi sends True, most others true."""
        for validate in ["true", "True"]:
            with self.subTest(validate=validate):
                self.assert_only_validated(
                    self.form("AddOrder", f"{ADD_ORDER}&validate={validate}")
                )

    def test_an_order_that_is_not_to_be_validated_only_is_placed(self):
        """python-kraken-sdk sends validate=False with every order."""
        for validate in ["False", "false"]:
            with self.subTest(validate=validate):
                self.assert_placed(self.form("AddOrder", f"{ADD_ORDER}&validate={validate}"))

    def test_validate_in_json(self):
        """siebly and others send JSON's booleans, some their text."""
        for validate in [True, "true", "True"]:
            with self.subTest(validate=validate):
                self.assert_only_validated(self.json("AddOrder", **ORDER, validate=validate))
        for validate in [False, "false", "False", None]:
            with self.subTest(validate=validate):
                self.assert_placed(self.json("AddOrder", **ORDER, validate=validate))

    def test_reduce_only(self):
        """python-kraken-sdk sends reduce_only=False with every order."""
        for reduce_only in ["False", "false"]:
            answer = self.form("AddOrder", f"{ADD_ORDER}&reduce_only={reduce_only}")
            self.assert_placed(answer)

    def test_trades(self):
        """python-kraken-sdk sends trades=False where it is not told otherwise."""
        for trades, listed in [("False", False), ("false", False), ("True", True), ("true", True)]:
            with self.subTest(trades=trades):
                orders = self.result(self.form("OpenOrders", f"trades={trades}"))["open"]
                self.assertEqual("trades" in orders[OPEN_ORDER], listed)
        orders = self.result(self.json("OpenOrders", trades=True))["open"]
        self.assertIn("trades", orders[OPEN_ORDER])


class Numbers(RawTest):
    def assert_read(self, price, volume):
        rest = "pair=XBTUSD&type=buy&ordertype=limit"
        answer = self.form("AddOrder", f"{rest}&price={price}&volume={volume}")
        self.assertEqual(
            self.result(answer)["descr"]["order"], "buy 0.01000000 XBTUSD @ limit 29997.0"
        )

    def test_more_zeros_than_the_pair_has_decimals(self):
        """tomlin256/krakenapi writes every number with six places."""
        self.assert_read("29997.000000", "0.010000")

    def test_fewer_decimals_than_the_pair_has(self):
        """ccxt."""
        self.assert_read("29997", "0.01")

    def test_decimals_that_say_something_are_too_many(self):
        rest = "pair=XBTUSD&type=buy&ordertype=limit&volume=0.01"
        self.assert_refused(
            self.form("AddOrder", f"{rest}&price=29997.050000"),
            "EOrder:Invalid price:XBT/USD price can only be specified up to 1 decimals.",
        )

    def test_numbers_and_their_texts_in_json(self):
        for price, volume in [("29997", "0.01"), (29997, 0.01), (29997.0, "0.010000")]:
            with self.subTest(price=price, volume=volume):
                answer = self.json("AddOrder", **{**ORDER, "price": price, "volume": volume})
                self.assertEqual(
                    self.result(answer)["descr"]["order"],
                    "buy 0.01000000 XBTUSD @ limit 29997.0",
                )


class FractionalTimes(RawTest):
    """ccxt sends three places of a second, tomlin256/krakenapi six."""

    def lists(self):
        yield "TradesHistory", "trades"
        yield "Ledgers", "ledger"
        yield "ClosedOrders", "closed"

    def test_start_in_the_distant_past(self):
        for name, member in self.lists():
            for start in ["1670935.203", "1699457638.000000"]:
                with self.subTest(name, start=start):
                    answer = self.result(self.form(name, f"start={start}"))
                    self.assertEqual(answer, self.result(self.form(name)))
                    self.assertGreater(len(answer[member]), 5)

    def test_start_and_end_are_compared_by_value(self):
        """The trade at 1766065509.8841336 lies between two of these."""
        for parameters, count in [
            ("start=1766065509.884", 2),
            ("start=1766065509.885", 1),
            ("start=1766065509.884133", 2),
            ("start=1766065509.884134", 1),
            ("start=1766065509.000000", 2),
            ("start=1766065509.884&end=1766065509.885", 1),
        ]:
            with self.subTest(parameters):
                history = self.result(self.form("TradesHistory", parameters))
                self.assertEqual(history["count"], count)
                self.assertEqual(len(history["trades"]), count)

    def test_since(self):
        every = self.result(self.get("OHLC?pair=XBTUSD"))["XXBTZUSD"]
        for fraction in ["", ".000", ".000000", ".5"]:
            with self.subTest(fraction=fraction):
                since = f"{every[-5][0]}{fraction}"
                rows = self.result(self.get(f"OHLC?pair=XBTUSD&since={since}"))["XXBTZUSD"]
                self.assertEqual(rows, every[-4:])
        trades = self.result(self.get("Trades?pair=XBTUSD"))["XXBTZUSD"]
        since = f"{trades[-3][2]:.6f}"
        later = self.result(self.get(f"Trades?pair=XBTUSD&since={since}"))["XXBTZUSD"]
        # The one it is taken from comes along where the six places round its time down.
        self.assertIn(len(later), [2, 3])
        self.assertEqual(later, trades[-len(later) :])


class SentUnasked(RawTest):
    """Defaults that clients send with every call, and parameters that are theirs alone."""

    def assert_no_difference(self, name, unasked, asked=""):
        plain = self.result(self.form(name, asked))
        answer = self.result(self.form(name, f"{asked}&{unasked}".lstrip("&")))
        self.assertEqual(answer, plain)

    def assert_placed(self, answer):
        result = self.result(answer)
        self.assertEqual(result["descr"]["order"], LIMIT_TEXT)
        self.assertEqual(len(result["txid"]), 1)

    def test_with_an_order(self):
        for unasked in [
            "stptype=cancel-newest&starttm=0&validate=False&reduce_only=False",  # python-kraken-sdk
            "starttm=0&expiretm=0&leverage=none",  # pykrakenapi
            "broker=ABCDEF0123456789",  # siebly
        ]:
            with self.subTest(unasked):
                self.assert_placed(self.form("AddOrder", f"{ADD_ORDER}&{unasked}"))

    def test_with_an_order_in_json(self):
        """siebly and python-kraken-sdk."""
        self.assert_placed(self.json("AddOrder", **ORDER, broker="ABCDEF0123456789"))
        self.assert_placed(
            self.json("AddOrder", **ORDER, stptype="cancel-newest", starttm=0, reduce_only=False)
        )

    def test_with_the_histories(self):
        """python-kraken-sdk."""
        for name, unasked in [
            ("TradesHistory", "type=all&trades=False&consolidate_taker=True&ledgers=False"),
            ("ClosedOrders", "trades=False&closetime=both&consolidate_taker=True"),
            ("Ledgers", "asset=all&aclass=currency&type=all"),
            ("Ledgers", "asset=all&aclass=currency&type=all&without_count=False"),
        ]:
            with self.subTest(name):
                self.assert_no_difference(name, unasked)

    def test_with_funds_and_fees(self):
        """pykrakenapi names the class of every asset, ccxt the kind of the account."""
        self.assert_no_difference("TradeBalance", "aclass=currency", asked="asset=ZUSD")
        self.assert_no_difference("BalanceEx", "type=spot")
        self.assert_no_difference("TradeVolume", "fee-info=true", asked="pair=XBTUSD")

    def test_with_single_orders(self):
        """ccxt wants the trades' ids, and gets them."""
        orders = self.result(self.form("QueryOrders", f"trades=true&txid={OPEN_ORDER}"))
        self.assertEqual(list(orders), [OPEN_ORDER])
        self.assertEqual(orders[OPEN_ORDER]["trades"], ["TL7BYT-ODOSA-ES5WW4"])

    def test_with_public_calls(self):
        """pykrakenapi's own argument of that name ends up in the query."""
        for target in [
            "OHLC?pair=XBTUSD",
            "Trades?pair=XBTUSD",
            "Spread?pair=XBTUSD",
            "Depth?pair=XBTUSD",
            "Ticker?pair=XBTUSD",
        ]:
            with self.subTest(target):
                plain = self.result(self.get(target))
                self.assertEqual(self.result(self.get(f"{target}&ascending=False")), plain)
        plain = self.result(self.get("Assets"))
        self.assertEqual(self.result(self.get("Assets?aclass=currency")), plain)


class Positions(RawTest):
    """The demo account has none."""

    def test_they_are_keyed_by_id(self):
        self.assertEqual(self.result(self.form("OpenPositions")), {})
        self.assertEqual(self.result(self.form("OpenPositions", "docalcs=true")), {})

    def test_consolidated_they_are_a_list(self):
        """ccxt asks for both."""
        answer = self.form("OpenPositions", "docalcs=true&consolidation=market")
        self.assertEqual(self.result(answer), [])


class PairNames(RawTest):
    """ccxt, pykrakenapi and kraken-go-api-client look for the id, whatever they had asked for."""

    def test_public_answers_are_keyed_by_the_id(self):
        for call in ["Ticker", "OHLC", "Depth", "Trades", "Spread", "AssetPairs"]:
            for pair, names in NAMES_OF_PAIRS.items():
                for name in names:
                    with self.subTest(call, name=name):
                        result = self.result(self.get(f"{call}?pair={name}"))
                        self.assertEqual([key for key in result if key != "last"], [pair])

    def test_fees_are_keyed_by_the_id(self):
        for pair, names in NAMES_OF_PAIRS.items():
            for name in names:
                with self.subTest(name=name):
                    result = self.result(self.form("TradeVolume", f"pair={name}"))
                    self.assertEqual(list(result["fees"]), [pair])
                    self.assertEqual(list(result["fees_maker"]), [pair])

    def test_orders_name_the_pair_by_its_altname(self):
        for name in NAMES_OF_PAIRS["XXBTZUSD"]:
            with self.subTest(name=name):
                answer = self.form("AddOrder", ADD_ORDER.replace("XBTUSD", name))
                self.assertEqual(self.result(answer)["descr"]["order"], LIMIT_TEXT)


class ListsAndCounts(RawTest):
    def test_tickers_of_several_pairs(self):
        self.assertEqual(
            list(self.result(self.get("Ticker?pair=XETHZUSD,XBTUSD,XBT/USDT"))),
            ["XETHZUSD", "XXBTZUSD", "XBTUSDT"],
        )

    def test_tickers_of_all_pairs(self):
        tickers = self.result(self.get("Ticker"))
        self.assertEqual(sorted(tickers), sorted(self.result(self.get("AssetPairs"))))

    def test_a_number_of_trades(self):
        for count in [1, 5]:
            rows = self.result(self.get(f"Trades?pair=XBTUSD&count={count}"))["XXBTZUSD"]
            self.assertEqual(len(rows), count)

    def test_assets_by_id_and_altname(self):
        for names in ["XXBT,ZUSD", "XBT,USD", "XXBT%2CUSD"]:
            with self.subTest(names):
                assets = self.result(self.get(f"Assets?asset={names}"))
                self.assertEqual(list(assets), ["XXBT", "ZUSD"])


if __name__ == "__main__":
    unittest.main()
