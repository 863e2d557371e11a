"""What an API key has of its own on a server that others use too.

docs/control-api.md, "Sharing one server", promises what is tested here and in sharing_test.py.
"""

import concurrent.futures
import threading
import unittest

from programs import WAIT
from visitors import (
    LIMIT,
    PLAYS,
    ServerTest,
    Visitor,
    be_locked_out,
    be_unexpected,
    fill_the_call_counter,
    get_fixtures_in_turn,
    meet_the_common_scenario,
    play_a_scenario,
    play_on,
    play_out,
    read_the_journal,
    trade,
    use_nonces,
    use_the_demo_account,
    visitor_for,
)

# So many visitors do the same thing at once.
TWINS = 3


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


if __name__ == "__main__":
    unittest.main()
