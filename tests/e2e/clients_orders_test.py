"""How public clients make, change and cancel orders, and what they read from the answers.

What is sent                                 by                                  class here
market orders with the volume in the quote   ccxt                                Placing
batches as JSON, with parameters of their    siebly, ccxt, python-kraken-sdk,    Batches,
  own in the body and in each order          tomlin256/krakenapi                 BatchForms
edits, which give the order a new id         python-kraken-sdk and others        Editing
amendments, which leave it its id            ccxt, siebly                        Amending
cancels by transaction id and client's id    all; ccxt, siebly                   Canceling
"""

import json
import unittest

from raw_client import (
    CLOSED_ORDER,
    JSON,
    OPEN_CL_ORD_ID,
    OPEN_ORDER,
    OTHER_OPEN_ORDER,
    TRANSACTION_ID,
    RawTest,
)

BUY = {"ordertype": "limit", "type": "buy", "price": "28300", "volume": "0.803"}
SELL = {"ordertype": "limit", "type": "sell", "price": "36000", "volume": "0.105"}
BATCH_TEXTS = ["buy 0.80300000 XBTUSD @ limit 28300.0", "sell 0.10500000 XBTUSD @ limit 36000.0"]


class Placing(RawTest):
    def test_the_id_is_in_a_list(self):
        order = "pair=XBTUSD&type=buy&ordertype=limit&price=37500&volume=1.25"
        result = self.result(self.form("AddOrder", order))
        self.assertIsInstance(result["txid"], list)
        self.assertEqual(len(result["txid"]), 1)
        self.assertRegex(result["txid"][0], TRANSACTION_ID)

    def test_a_client_order_id(self):
        order = "pair=XBTUSD&type=buy&ordertype=limit&price=37500&volume=1.25&cl_ord_id=mine-1"
        self.assertEqual(len(self.result(self.form("AddOrder", order))["txid"]), 1)

    def test_the_volume_of_a_market_order_in_the_quote(self):
        """ccxt then takes the order's second word for the cost."""
        order = "pair=XXBTZUSD&type=buy&ordertype=market&volume=100&oflags=viqc"
        text = self.result(self.form("AddOrder", order))["descr"]["order"]
        self.assertEqual(text, "buy 100.00000000 XBTUSD @ market")


class BatchTest(RawTest):
    def assert_placed(self, answer):
        """Each order of the batch has an id of its own, a string and not a list."""
        result = self.result(answer)
        self.assertEqual([order["descr"]["order"] for order in result["orders"]], BATCH_TEXTS)
        ids = [order["txid"] for order in result["orders"]]
        for txid in ids:
            self.assertIsInstance(txid, str)
            self.assertRegex(txid, TRANSACTION_ID)
        self.assertEqual(len(set(ids)), len(ids))


class Batches(BatchTest):
    def test_json(self):
        """ccxt, tomlin256/krakenapi."""
        for pair in ["XXBTZUSD", "XBTUSD", "XBT/USD"]:
            with self.subTest(pair=pair):
                self.assert_placed(self.json("AddOrderBatch", pair=pair, orders=[BUY, SELL]))

    def test_json_with_blanks_and_the_nonce_behind(self):
        """python-kraken-sdk."""
        body = json.dumps(
            {"orders": [BUY, SELL], "pair": "XBTUSD", "validate": False, "nonce": "7"},
            separators=(", ", ": "),
        )
        self.assert_placed(self.post("AddOrderBatch", 7, body, JSON + "; charset=utf-8"))

    def test_a_broker_in_the_body_and_in_each_order(self):
        """siebly."""
        orders = [{**order, "broker": "ABCDEF0123456789"} for order in [BUY, SELL]]
        self.assert_placed(
            self.json("AddOrderBatch", pair="XBTUSD", orders=orders, broker="ABCDEF0123456789")
        )

    def test_numbers_by_value(self):
        orders = [
            {**BUY, "price": 28300, "volume": 0.803},
            {**SELL, "price": "36000.000000", "volume": "0.105000"},
        ]
        self.assert_placed(self.json("AddOrderBatch", pair="XBTUSD", orders=orders))

    def test_what_is_only_validated_gets_no_ids(self):
        answer = self.json("AddOrderBatch", pair="XBTUSD", orders=[BUY, SELL], validate=True)
        orders = self.result(answer)["orders"]
        self.assertEqual([order["descr"]["order"] for order in orders], BATCH_TEXTS)
        self.assertEqual([order for order in orders if "txid" in order], [])

    def test_what_is_not_to_be_validated_only_is_placed(self):
        for validate in [False, "false", "False"]:
            with self.subTest(validate=validate):
                answer = self.json(
                    "AddOrderBatch", pair="XBTUSD", orders=[BUY, SELL], validate=validate
                )
                self.assert_placed(answer)

    def test_forms_are_refused(self):
        parameters = form_of("orders[{}][{}]")
        self.assert_refused(self.form("AddOrderBatch", parameters), "EAPI:Bad request")

    def test_canceling_as_json(self):
        """ccxt and siebly."""
        answer = self.json("CancelOrderBatch", orders=[OPEN_ORDER, OTHER_OPEN_ORDER])
        self.assertEqual(self.result(answer), {"count": 2})
        self.control("POST", "reset")
        answer = self.json("CancelOrderBatch", orders=[OPEN_ORDER], broker="ABCDEF0123456789")
        self.assertEqual(self.result(answer), {"count": 1})

    def test_canceling_as_a_form_is_refused(self):
        """Kraken's answer to python-kraken-sdk, before that sent JSON."""
        answer = self.form("CancelOrderBatch", f"orders[0]={OPEN_ORDER}")
        self.assert_refused(answer, "EAPI:Bad request")


def form_of(name):
    """The two orders as a form; `name` is that of an order's member."""
    members = [
        f"{name.format(index, member)}={value}"
        for index, order in enumerate([BUY, SELL])
        for member, value in order.items()
    ]
    return "&".join(["pair=XBTUSD", *members])


class BatchForms(BatchTest):
    OPTIONS = ("--quirk", "batch-form=accepted")

    def test_brackets_raw_and_encoded(self):
        for name in ["orders[{}][{}]", "orders%5B{}%5D%5B{}%5D"]:
            with self.subTest(name):
                self.assert_placed(self.form("AddOrderBatch", form_of(name)))

    def test_json_as_before(self):
        self.assert_placed(self.json("AddOrderBatch", pair="XBTUSD", orders=[BUY, SELL]))


class Editing(RawTest):
    CHANGE = {"txid": OTHER_OPEN_ORDER, "pair": "XBTUSD", "price": "65000", "volume": "0.2"}

    def assert_edited(self, answer):
        result = self.result(answer)
        self.assertIsInstance(result["txid"], str)
        self.assertRegex(result["txid"], TRANSACTION_ID)
        self.assertNotEqual(result["txid"], OTHER_OPEN_ORDER)
        self.assertEqual(result["originaltxid"], OTHER_OPEN_ORDER)
        self.assertEqual(result["status"], "ok")
        self.assertEqual(result["orders_cancelled"], 1)
        self.assertRegex(result["descr"]["order"], r"\Asell 0\.20000000 \w+ @ limit 65000\.0\Z")

    def test_it_gives_the_order_a_new_id(self):
        change = "&".join(f"{name}={value}" for name, value in self.CHANGE.items())
        self.assert_edited(self.form("EditOrder", change))
        self.control("POST", "reset")
        self.assert_edited(self.json("EditOrder", **self.CHANGE))

    def test_what_is_not_to_be_validated_only_is_edited(self):
        """python-kraken-sdk."""
        for validate in ["False", False]:
            with self.subTest(validate=validate):
                self.control("POST", "reset")
                self.assert_edited(self.json("EditOrder", **self.CHANGE, validate=validate))

    def test_numbers_by_value(self):
        change = f"txid={OTHER_OPEN_ORDER}&pair=XXBTZUSD&price=65000.000000&volume=0.200000"
        self.assert_edited(self.form("EditOrder", change))


class Amending(RawTest):
    def assert_amended(self, answer):
        """The answer names the amendment; the order is listed under its id as before."""
        result = self.result(answer)
        self.assertEqual(list(result), ["amend_id"])
        self.assertRegex(result["amend_id"], TRANSACTION_ID)
        self.assertNotEqual(result["amend_id"], OPEN_ORDER)
        self.assertIn(OPEN_ORDER, self.result(self.form("OpenOrders"))["open"])

    def test_it_leaves_the_order_its_id(self):
        change = f"txid={OPEN_ORDER}&limit_price=59000.5&order_qty=0.06"
        self.assert_amended(self.form("AmendOrder", change))
        self.assert_amended(self.json("AmendOrder", txid=OPEN_ORDER, limit_price="59000.5"))

    def test_by_the_client_order_id(self):
        change = f"cl_ord_id={OPEN_CL_ORD_ID}&order_qty=0.060000"
        self.assert_amended(self.form("AmendOrder", change))
        self.assert_amended(
            self.json("AmendOrder", cl_ord_id=OPEN_CL_ORD_ID, limit_price=59000, broker="ABCDEF")
        )


class Canceling(RawTest):
    def test_by_transaction_id(self):
        self.assertEqual(self.result(self.form("CancelOrder", f"txid={OPEN_ORDER}")), {"count": 1})
        self.control("POST", "reset")
        self.assertEqual(self.result(self.json("CancelOrder", txid=OPEN_ORDER)), {"count": 1})

    def test_by_client_order_id(self):
        """ccxt and siebly."""
        answer = self.form("CancelOrder", f"cl_ord_id={OPEN_CL_ORD_ID}")
        self.assertEqual(self.result(answer), {"count": 1})
        self.control("POST", "reset")
        answer = self.json("CancelOrder", cl_ord_id=OPEN_CL_ORD_ID, broker="ABCDEF0123456789")
        self.assertEqual(self.result(answer), {"count": 1})

    def test_an_order_that_is_not_open(self):
        """ccxt makes OrderNotFound of it."""
        for parameters in [f"txid={CLOSED_ORDER}", "cl_ord_id=nobodys"]:
            self.assert_refused(self.form("CancelOrder", parameters), "EOrder:Unknown order")
        never = self.form("CancelOrder", "txid=OU22CG-KLAF2-FWUDD7")
        self.assert_refused(never, "EOrder:Invalid order")


if __name__ == "__main__":
    unittest.main()
