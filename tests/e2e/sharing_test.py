"""What all who use a server share, whatever keys they have.

docs/control-api.md, "Sharing one server", says so.
"""

import unittest

from visitors import IN_TURN, LIMIT, SALE, ServerTest, Visitor
from witness import Caller


class Common(ServerTest):
    """What all who use a server share, whatever keys they have."""

    def setUp(self):
        self.port = self.start()
        self.one, self.other = self.visitor(), self.visitor()

    def visitor(self, **members):
        visitor = Visitor(self.port, **{"balances": {"USD": "10000", "XBT": "1"}, **members})
        self.addCleanup(visitor.caller.connection.close)
        return visitor

    def bid(self, price):
        """The id of an order of the one, to buy a hundredth of a bitcoin."""
        answer = self.one.call("AddOrder", **LIMIT, price=price, volume="0.01")
        return answer.result["txid"][0]

    def status_of(self, txid):
        return self.one.call("QueryOrders", txid=txid).result[txid]["status"]

    def test_the_clock(self):
        for _ in range(15):
            self.assertEqual(self.one.call("Balance").errors, [])
        self.assertEqual(self.one.call("Balance").errors, ["EAPI:Rate limit exceeded"])
        before = self.one.caller.public("Time").result["unixtime"]
        self.other.control("POST", "clock", {"advance_ms": 60_000})
        self.assertEqual(self.one.caller.public("Time").result["unixtime"], before + 60)
        self.assertEqual(self.one.call("Balance").errors, [])

    def test_the_limit_of_public_calls_of_an_address(self):
        for _ in range(30):
            self.assertEqual(self.other.caller.public("Time").errors, [])
        limited = self.one.caller.public("Time")
        self.assertEqual(limited.errors, ["EGeneral:Too many requests"])
        self.assertEqual(self.one.call("Balance").errors, [])

    def test_the_lockout_of_an_address_whose_keys_are_unknown(self):
        with Caller(self.port, "unknown") as caller:
            for _ in range(4):
                self.assertEqual(caller.private("Balance").errors, ["EAPI:Invalid key"])
        with Caller(self.port, "as unknown") as caller:
            self.assertEqual(caller.private("Balance").errors, ["EGeneral:Temporary lockout"])
        self.assertEqual(self.one.call("Balance").errors, [])

    def test_the_price_that_is_told(self):
        txid = self.bid("59500")
        self.other.control("POST", "market", {"pair": "XBTUSD", "price": "59000"})
        self.assertEqual(self.status_of(txid), "closed")
        ticker = self.one.caller.public("Ticker", pair="XBTUSD").result["XXBTZUSD"]
        self.assertEqual(ticker["c"][0], "59000.00000")

    def test_the_book(self):
        txid = self.bid("60250.0")
        self.assertEqual(self.status_of(txid), "open")
        self.assertEqual(self.other.call("AddOrder", **SALE).errors, [])
        self.assertEqual(self.status_of(txid), "closed")

    def bids(self):
        depth = self.one.caller.public("Depth", pair="XBTUSD", count=500)
        return {price: volume for price, volume, _ in depth.result["XXBTZUSD"]["bids"]}

    def test_the_book_in_which_orders_of_demo_accounts_rest(self):
        before = self.bids()
        self.visitor().call("OpenOrders")
        self.assertEqual(self.bids(), before)
        self.visitor(balances=None).call("OpenOrders")
        self.assertNotEqual(self.bids(), before)

    def test_the_book_after_a_reset(self):
        before = self.bids()
        self.assertEqual(self.other.call("AddOrder", **SALE).errors, [])
        after = self.bids()
        self.assertNotEqual(after, before)
        self.other.own("POST", "reset")
        self.assertEqual(self.bids(), after)

    def test_a_scenario_without_a_key(self):
        rule = {"when": {"endpoint": "Balance", "nth": 2}, "do": {"error": "EService:Busy"}}
        self.one.call("Balance")
        self.other.control("PUT", "scenario", {"rules": [rule]})
        # It is played from its beginning for all.
        errors = [self.one.call("Balance").errors for _ in range(3)]
        self.assertEqual(errors, [[], ["EService:Busy"], []])
        # Its budget was the other's, too.
        errors = [self.other.call("Balance").errors for _ in range(3)]
        self.assertEqual(errors, [[], [], []])

    def test_dropping_all_scenarios(self):
        self.one.own("PUT", "scenario", {"name": "service-busy"})
        self.other.own("DELETE", "scenario")
        self.assertIsNotNone(self.one.own("GET", "scenario"))
        self.other.control("DELETE", "scenario")
        self.assertIsNone(self.one.own("GET", "scenario"))
        self.assertIsNone(self.one.control("GET", "scenario"))

    def test_public_calls_which_bear_no_key(self):
        """Neither a key's scenario, nor its turn in fixtures, nor its journal has them."""
        self.one.own("PUT", "scenario", {"name": "service-busy"})
        fixture = {**IN_TURN, "request": {"path": "/0/public/Mine"}}
        self.one.control("PUT", "fixtures", fixture)
        self.assertEqual(self.one.caller.public("Mine").result, 1)
        self.assertEqual(self.other.caller.public("Mine").result, 2)
        self.assertEqual(self.one.own("GET", "journal")["entries"], [])
        self.one.own("POST", "reset")
        self.assertEqual(self.one.caller.public("Mine").result, 3)

    def test_fixtures(self):
        self.assertEqual(self.one.call("Mine").errors, [])
        self.assertEqual(self.other.control("DELETE", "fixtures"), {"dropped": 1})
        self.assertEqual(self.one.call("Mine").errors, ["EGeneral:Unknown method"])

    def test_the_system_status(self):
        self.other.control("PUT", "system-status", {"status": "maintenance"})
        refused = self.one.call("AddOrder", **LIMIT, price="50000", volume="0.01")
        self.assertEqual(refused.errors, ["EService:Unavailable"])

    def test_an_account_of_several_keys(self):
        first, second = self.visitor(account="fund"), self.visitor(account="fund", balances=None)
        first.set_account(balances={"USD": "5"})
        self.assertEqual(second.call("Balance").result["ZUSD"], "5.0000")
        first.reset()
        self.assertEqual(first.call("Balance").result["ZUSD"], "5.0000")

    def test_the_room_of_the_journal(self):
        self.one.call("Balance")
        self.assertEqual(len(self.one.own("GET", "journal")["entries"]), 1)
        for _ in range(17):
            self.assertEqual(self.other.call("Balance", padding="x" * (1 << 19)).status, 200)
        page = self.one.own("GET", "journal")
        self.assertEqual(page["entries"], [])
        self.assertGreater(page["dropped"], 0)

    def test_the_numbers_of_the_journal(self):
        self.other.call("Balance")
        self.one.call("Balance")
        self.assertEqual([e["seq"] for e in self.one.own("GET", "journal")["entries"]], [2])

    def test_the_metrics(self):
        self.one.call("Balance")
        self.other.call("Balance")
        metrics = self.one.caller.control("GET", "metrics").body.decode()
        self.assertIn('{endpoint="Balance",outcome="ok"} 2\n', metrics)

    def test_what_the_seed_brings(self):
        """Whoever asks first gets the first of it: keys here, as ids and tokens, too."""
        port = self.start()
        with Visitor(port) as first, Visitor(port) as second:
            self.assertEqual(first.caller.key, self.one.caller.key)
            self.assertEqual(second.caller.key, self.other.caller.key)
            self.assertNotEqual(first.caller.key, second.caller.key)

    def test_a_reset_without_a_key(self):
        self.other.control("POST", "reset")
        self.assertEqual(self.one.call("Balance").errors, ["EAPI:Invalid key"])


if __name__ == "__main__":
    unittest.main()
