"""Tests that share a server by API keys of their own: what is theirs alone, and what is not.

docs/control-api.md, "Sharing one server", promises what is tested here.
"""

import concurrent.futures
import json
import re
import threading
import unittest
import urllib.parse

from programs import WAIT, Mock
from witness import EXAMPLE_SECRET, Caller

# So many visitors do the same thing at once.
TWINS = 3

# Ids of orders, trades, ledger entries and withdrawals come from one row of random numbers, and the
# numbers of trades from one tape: who shares a server gets others, but just as many.
ID = re.compile(r"\b[A-Z0-9]{6,7}-[A-Z0-9]{5,6}-[A-Z0-9]{6}\b|(?<=\"trade_id\": )\d+")

# What tells of the whole server, of the connection or of the key's name, and not of its calls.
ABOUT_OTHERS = ("seq", "conn", "peer", "key_id", "headers", "sent")

# A scenario that all keys meet, each with a budget of its own.
COMMON = {
    "name": "common",
    "rules": [
        {
            "when": {"endpoint": "TradeVolume", "key": "*each*"},
            "times": 2,
            "do": {"error": "EService:Busy"},
        },
        {
            "when": {"endpoint": "BalanceEx", "key": "*each*", "nth": 2},
            "do": {"error": "EService:Unavailable"},
        },
    ],
}

# Each key gets these in turn.
IN_TURN = {
    "request": {"path": "/0/private/Mine"},
    "responses": [{"body": {"error": [], "result": number}} for number in [1, 2, 3]],
    "after": "cycle",
}

LIMIT = {"pair": "XBTUSD", "type": "buy", "ordertype": "limit"}
SALE = {"pair": "XBTUSD", "type": "sell", "ordertype": "market", "volume": "0.01"}


class Visitor:
    """One of those that share a server: a key of its own, and all that it was answered.

    After each call `meanwhile` is what others do.
    """

    def __init__(self, port, meanwhile=None, **members):
        self.caller = Caller(port)
        self.meanwhile = meanwhile
        self.seen = []
        members = {name: value for name, value in members.items() if value is not None}
        made = self.control("POST", "keys", {"secret": EXAMPLE_SECRET, **members})
        self.caller.key, self.key_id = made["key"], made["key_id"]
        self.nonce = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.caller.connection.close()

    @property
    def quoted(self):
        return urllib.parse.quote(self.caller.key, safe="")

    def see(self, what, *documents):
        self.seen += [[what, document] for document in documents]
        if self.meanwhile:
            self.meanwhile()

    def call(self, endpoint, **params):
        """A private call, with a nonce that rises by one unless there is one in `params`."""
        self.nonce += 1
        answer = self.caller.private(endpoint, **{"nonce": self.nonce, **params})
        self.see(endpoint, answer.json)
        return answer

    def call_with_wrong_signature(self, endpoint):
        self.caller.secret = "d3Jvbmc="
        self.call(endpoint)
        self.caller.secret = EXAMPLE_SECRET

    def control(self, method, call, document=None):
        """A control call, which is not part of the story."""
        answer = self.caller.control(method, call, document)
        assert answer.status == 200, answer
        return answer.json

    def own(self, method, call, document=None):
        """A control call that is limited to the key."""
        return self.control(method, f"{call}?key={self.quoted}", document)

    def set_account(self, **members):
        self.see("accounts", self.control("PUT", f"accounts/{self.quoted}", members))

    def reset(self):
        self.see("reset", self.own("POST", "reset"))

    def see_scenario(self):
        self.see("scenario", self.own("GET", "scenario"))

    def see_left_of_common(self):
        rules = self.control("GET", "scenario")["rules"]
        self.see("left", [rule["left"].get(self.key_id) for rule in rules])

    def see_journal(self):
        entries = self.own("GET", "journal")["entries"]
        for entry in entries:
            entry["ended"] = entry["sent"]["ended"]
            for name in ABOUT_OTHERS:
                del entry[name]
        self.see("journal", len(entries), *entries)

    def story(self):
        """A line for all that was seen, with a number in place of each id: that of its first
        appearance."""
        ids = {}
        text = "\n".join(json.dumps(each) for each in self.seen).replace(self.key_id, "#own")
        return ID.sub(lambda found: ids.setdefault(found[0], f"#{len(ids)}"), text).split("\n")


# --- What a test may do with a key of its own ---


def use_nonces(visitor):
    for nonce in [5, 5, 4, 6, 6]:
        visitor.call("Balance", nonce=nonce)
    visitor.reset()
    visitor.call("Balance", nonce=5)


def fill_the_call_counter(visitor):
    for _ in range(17):
        visitor.call("Balance")
    visitor.set_account(tier="pro")
    for _ in range(5):
        visitor.call("Balance")
    visitor.reset()
    visitor.call("Balance")


def be_locked_out(visitor):
    for _ in range(3):
        visitor.call_with_wrong_signature("Balance")
    visitor.call("Balance")
    for _ in range(4):
        visitor.call_with_wrong_signature("Balance")
    visitor.call("Balance")
    visitor.reset()
    visitor.call("Balance")


def trade(visitor):
    visitor.set_account(balances={"XBT": "0.5"}, withdraw_keys=[{"name": "cold", "asset": "XBT"}])
    bid = {**LIMIT, "price": "50000", "volume": "0.01"}
    visitor.call("AddOrder", cl_ord_id="mine", **bid)
    visitor.call("AddOrder", cl_ord_id="mine", **bid)
    # So little that the best bid lasts for all.
    visitor.call("AddOrder", **SALE)
    visitor.call("Withdraw", asset="XBT", key="cold", amount="0.1")
    for name in ["OpenOrders", "ClosedOrders", "TradesHistory", "Ledgers", "WithdrawStatus"]:
        visitor.call(name)
    visitor.call("CancelOrder", cl_ord_id="mine")
    visitor.call("AddOrder", **bid)
    visitor.call("CancelAll")
    visitor.call("Balance")
    visitor.reset()
    for name in ["Balance", "OpenOrders", "TradesHistory"]:
        visitor.call(name)


def use_the_demo_account(visitor):
    (first, *_) = visitor.call("OpenOrders").result["open"]
    visitor.call("CancelOrder", txid=first)
    visitor.call("OpenOrders")
    visitor.reset()
    visitor.call("OpenOrders")


def play_a_scenario(visitor):
    rules = [
        {"when": {"endpoint": "Balance", "nth": 2}, "do": {"error": "EService:Busy"}},
        {
            "when": {"endpoint": "Ledgers", "probability": 0.5},
            "times": "always",
            "do": {"error": "EService:Unavailable"},
        },
        {"when": {"endpoint": "AddOrder"}, "times": 3, "do": {"error": "EOrder:Unknown order"}},
    ]
    visitor.call("Balance")
    scenario = {"name": "own", "rules": rules}
    visitor.see("scenario", visitor.own("PUT", "scenario", scenario))
    for _ in range(3):
        visitor.call("Balance")
    for _ in range(5):
        visitor.call("Ledgers")
    visitor.call("AddOrder", **LIMIT, price="50000", volume="0.01")
    visitor.see_scenario()
    visitor.see("dropped", visitor.own("DELETE", "scenario"))
    visitor.see_scenario()
    visitor.call("AddOrder", **LIMIT, price="50000", volume="0.01")


def be_unexpected(visitor):
    rule = {"when": {"endpoint": "Balance"}, "do": {"error": "EService:Busy"}}
    visitor.own("PUT", "scenario", {"name": "own", "after": "unexpected", "rules": [rule]})
    visitor.call("Balance")
    visitor.call("Ledgers")
    visitor.see_scenario()


def meet_the_common_scenario(visitor):
    for _ in range(2):
        for _ in range(3):
            visitor.call("TradeVolume", pair="XBTUSD")
            visitor.call("BalanceEx")
            visitor.see_left_of_common()
        visitor.reset()
        visitor.see_left_of_common()


def get_fixtures_in_turn(visitor):
    for _ in range(5):
        visitor.call("Mine")
    visitor.reset()
    visitor.call("Mine")


def read_the_journal(visitor):
    visitor.see_journal()
    visitor.call("Balance", nonce=5)
    visitor.call("Balance", nonce=5)
    visitor.call_with_wrong_signature("Ledgers")
    visitor.see_journal()
    visitor.see("cleared", visitor.own("DELETE", "journal"))
    visitor.see_journal()
    visitor.call("Ledgers", nonce=6)
    visitor.see_journal()
    visitor.reset()
    visitor.see_journal()


PLAYS = [
    use_nonces,
    fill_the_call_counter,
    be_locked_out,
    trade,
    use_the_demo_account,
    play_a_scenario,
    be_unexpected,
    meet_the_common_scenario,
    get_fixtures_in_turn,
    read_the_journal,
]


def visitor_for(play, port, meanwhile=None):
    # Orders of the demo account rest in the book: whoever needs none brings balances.
    balances = None if play is use_the_demo_account else {"USD": "10000", "XBT": "1"}
    return Visitor(port, meanwhile, balances=balances)


def play_out(play, visitor):
    """The story of a play; all that the server still tells of it comes last."""
    play(visitor)
    visitor.see_scenario()
    visitor.see_left_of_common()
    visitor.see_journal()
    return visitor.story()


def play_on(play, port, meanwhile=None):
    with visitor_for(play, port, meanwhile) as visitor:
        return play_out(play, visitor)


class Neighbour:
    """Does to its own key whatever can be done to one."""

    def __init__(self, port):
        self._port = port
        self.visitor = Visitor(port, balances={"USD": "10000", "XBT": "1"})

    def disturb(self):
        own = self.visitor
        own.nonce += 1_000_000
        for name in ["Balance", "TradeVolume", "BalanceEx", "Mine", "Ledgers"]:
            own.call(name)
        own.call("AddOrder", cl_ord_id="mine", **LIMIT, price="50000", volume="0.01")
        own.call("CancelAll")
        rule = {"at": "arrival", "times": "always", "do": {"error": "EService:Busy"}}
        own.own("PUT", "scenario", {"name": "own", "rules": [rule]})
        own.call("Balance")
        own.own("DELETE", "scenario")
        own.set_account(balances={"USD": "1"}, withdraw_keys=[], tier="pro")
        for _ in range(5):
            own.call_with_wrong_signature("Balance")
        own.own("DELETE", "journal")
        own.own("POST", "reset")
        with Visitor(self._port) as other:
            other.call("OpenOrders")
            other.control("DELETE", f"keys/{other.quoted}")


class ServerTest(unittest.TestCase):
    OPTIONS = ("--clock", "manual", "--log", "off")

    def start(self):
        """The port of a server of its own, with what is there for all of its keys."""
        mock = Mock(*self.OPTIONS)
        self.addCleanup(mock.stop)
        mock.__enter__()
        with Caller(mock.port) as caller:
            self.assertEqual(caller.control("PUT", "scenario", COMMON).status, 200)
            self.assertEqual(caller.control("PUT", "fixtures", IN_TURN).status, 200)
        return mock.port


class Own(ServerTest):
    """What a key shows on a server that others use too is what it shows on one of its own."""

    def setUp(self):
        self.maxDiff = None
        self.alone = {play: play_on(play, self.start()) for play in PLAYS}

    def test_while_others_play_at_the_same_time(self):
        port = self.start()
        plays = PLAYS * TWINS
        together = threading.Barrier(len(plays))

        def play_together(play):
            together.wait(WAIT)
            return play_on(play, port)

        with concurrent.futures.ThreadPoolExecutor(len(plays)) as pool:
            stories = list(pool.map(play_together, plays))
        for play, story in zip(plays, stories):
            with self.subTest(play=play.__name__):
                self.assertEqual(story, self.alone[play])

    def test_whatever_another_does_between_any_two_calls(self):
        for play in PLAYS:
            with self.subTest(play=play.__name__):
                port = self.start()
                neighbour = Neighbour(port)
                with neighbour.visitor:
                    story = play_on(play, port, neighbour.disturb)
                self.assertEqual(story, self.alone[play])

    def test_a_key_that_was_reset_is_as_new(self):
        for play in PLAYS:
            with self.subTest(play=play.__name__), visitor_for(play, self.start()) as visitor:
                play_out(play, visitor)
                visitor.own("POST", "reset")
                visitor.seen.clear()
                visitor.nonce = 0
                self.assertEqual(play_out(play, visitor), self.alone[play])

    def test_the_plays_are_about_what_they_say(self):
        """Were nothing counted, locked or played, all stories would be equal, too."""
        words = {
            use_nonces: ["EAPI:Invalid nonce"],
            fill_the_call_counter: ["EAPI:Rate limit exceeded"],
            be_locked_out: ["EAPI:Invalid signature", "EGeneral:Temporary lockout"],
            trade: ["cl_ord_id not unique", '"refid": "#', '"vol_exec": "0.01000000"'],
            use_the_demo_account: ['"count": 1'],
            play_a_scenario: ["own#1", "own#2", "own#3", '"left": 2'],
            be_unexpected: ["Ledgers, call 1 of key #own"],
            meet_the_common_scenario: ['"left", [1, null]', '"left", [0, 0]'],
            get_fixtures_in_turn: ['"result": 3', "fixture"],
            read_the_journal: ['"nonce": "6"', "EAPI:Invalid signature"],
        }
        self.assertEqual(list(words), PLAYS)
        for play in PLAYS:
            story = "\n".join(self.alone[play])
            missing = [word for word in words[play] if word not in story]
            self.assertEqual(missing, [], play.__name__)


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
