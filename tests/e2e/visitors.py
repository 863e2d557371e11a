"""Visitors of a server, each with a key of its own, and the plays in which they use it."""

import json
import re
import unittest
import urllib.parse

from programs import Mock
from witness import EXAMPLE_SECRET, Caller

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
