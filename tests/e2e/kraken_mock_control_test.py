"""Every call of the control API, through the real program: what it does, what it refuses.

That no call is forgotten is a test as well: the server lists its calls where one is unknown, and
EveryCall wants a test for each, named by CALLS.
"""

import http.client
import json
import os
import tempfile
import unittest
import urllib.parse

from programs import Mock
from witness import Answer, Caller

# Each call as the server lists it, and the test that makes it.
CALLS = {
    "GET /__mock__/health": "test_health",
    "POST /__mock__/reset": "test_reset",
    "GET /__mock__/journal": "test_reading_the_journal",
    "DELETE /__mock__/journal": "test_clearing_the_journal",
    "PUT /__mock__/scenario": "test_loading_a_scenario",
    "GET /__mock__/scenario": "test_loading_a_scenario",
    "DELETE /__mock__/scenario": "test_dropping_a_scenario",
    "POST /__mock__/clock": "test_the_clock",
    "POST /__mock__/market": "test_moving_a_market",
    "PUT /__mock__/accounts/KEY": "test_an_account",
    "GET /__mock__/keys": "test_making_listing_and_revoking_keys",
    "POST /__mock__/keys": "test_making_listing_and_revoking_keys",
    "DELETE /__mock__/keys/KEY": "test_making_listing_and_revoking_keys",
    "PUT /__mock__/fixtures": "test_fixtures",
    "GET /__mock__/fixtures": "test_fixtures",
    "DELETE /__mock__/fixtures": "test_fixtures",
    "POST /__mock__/reload": "test_reload",
    "PUT /__mock__/system-status": "test_system_status",
    "GET /__mock__/metrics": "test_metrics",
}

BUSY = {"request": {"path": "/0/public/Time"}, "response": {"body": {"error": ["EService:Busy"]}}}


class Controlled(unittest.TestCase):
    """A test with a server of its own, at a clock of its own, and a caller with the demo key."""

    OPTIONS = ("--clock", "manual", "--rate-limits", "off", "--log", "off")

    def setUp(self):
        mock = Mock(*self.OPTIONS, "--print-env")
        self.addCleanup(mock.stop)
        self.mock = mock.__enter__()
        exports = mock.exports(3)
        self.caller = Caller(mock.port, exports["KRAKEN_API_KEY"], exports["KRAKEN_API_SECRET"])
        self.addCleanup(self.caller.connection.close)

    def control(self, method, call, document=None):
        answer = self.caller.control(method, call, document)
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def refused(self, status, method, call, document=None):
        """The error text of a call that must be refused with this status."""
        answer = self.caller.control(method, call, document)
        self.assertEqual(answer.status, status, answer)
        return answer.json["error"]

    def fresh_caller(self, **members):
        """A caller with a key made for it."""
        key = self.control("POST", "keys", members)
        caller = Caller(self.mock.port, key["key"], key["secret"])
        self.addCleanup(caller.connection.close)
        return caller

    def quoted(self, caller):
        return urllib.parse.quote(caller.key, safe="")

    def limited_to(self, call, caller):
        return call + "?key=" + self.quoted(caller)


class EveryCall(Controlled):
    def test_none_is_forgotten(self):
        listed = self.caller.control("GET", "nothing").json["calls"]
        self.assertEqual(set(listed), set(CALLS))
        for test in CALLS.values():
            self.assertTrue(callable(getattr(Calls, test, None)), test)

    def test_each_exists_with_its_methods_only(self):
        for call in CALLS:
            path = call.split()[1].replace("/__mock__/", "")
            answer = self.caller.control("PATCH", path, {})
            self.assertEqual(answer.status, 405, call)
            self.assertIn(call.split()[0], answer.headers["Allow"].split(", "))

    def test_unknown_ones_are_told_the_nearest(self):
        self.assertIn("did you mean PUT /__mock__/fixtures?", self.refused(404, "PUT", "fixture"))

    def test_unknown_fields_are_told_the_nearest(self):
        for method, call, document, nearest in [
            ("POST", "clock", {"advance": 1}, "advance_ms"),
            ("POST", "keys", {"permisions": []}, "permissions"),
            ("PUT", "scenario", {"rules": [], "nam": "a"}, "name"),
            ("PUT", "system-status", {"stats": "online"}, "status"),
            ("POST", "market", {"pair": "XBTUSD", "prize": "1"}, "price"),
            ("POST", "market", {"pair": "XBTUDS", "price": "1"}, "XBTUSD"),
            ("PUT", f"accounts/{self.quoted(self.caller)}", {"balance": {}}, "balances"),
            ("PUT", "fixtures", {**BUSY, "abuot": "a"}, "about"),
        ]:
            error = self.refused(400, method, call, document)
            self.assertIn(f'did you mean "{nearest}"?', error)
            self.assertIn("the request body", error)

    def test_unknown_query_parameters_are_told_the_nearest(self):
        self.assertIn('did you mean "since"?', self.refused(400, "GET", "journal?sinse=1"))
        self.assertIn("this call takes none", self.refused(400, "GET", "fixtures?key=a"))

    def test_bodies_that_are_no_json(self):
        for method, call in [
            ("POST", "clock"),
            ("POST", "keys"),
            ("PUT", "scenario"),
            ("PUT", "system-status"),
            ("PUT", "fixtures"),
            ("POST", "market"),
            ("PUT", f"accounts/{self.quoted(self.caller)}"),
        ]:
            answer = self.caller.send(method, f"/__mock__/{call}", b'{"a": }')
            self.assertEqual(answer.status, 400, call)
            self.assertIn("line 1, column", answer.json["error"])

    def test_web_pages_of_other_sites_are_refused(self):
        for call in CALLS:
            method, path = call.split()
            headers = {"Origin": "https://example.com"}
            self.assertEqual(self.caller.send(method, path, headers=headers).status, 403, call)

    def test_they_are_not_in_the_journal(self):
        self.control("PUT", "scenario", {"name": "service-busy"})
        self.assertEqual(self.control("GET", "journal")["entries"], [])


class Calls(Controlled):
    def test_health(self):
        health = self.control("GET", "health")
        self.assertEqual(health["status"], "ok")
        self.assertEqual(health["seed"], 1)
        self.assertTrue(health["now"].startswith("2026-01-01T00:00:00"))
        self.assertRegex(health["version"], r"\A\d+\.\d+\.\d+\Z")

    def test_reset(self):
        fresh = self.fresh_caller()
        self.caller.private("Balance", nonce=5)
        self.control("PUT", "scenario", {"name": "service-busy"})
        self.control("PUT", "fixtures", BUSY)
        self.control("PUT", "system-status", {"status": "maintenance"})
        self.control("POST", "clock", {"advance_ms": 1000})
        self.assertEqual(self.control("POST", "reset"), {"status": "ok"})
        self.assertEqual(self.caller.private("Balance", nonce=5).errors, [])
        self.assertEqual(self.control("GET", "scenario"), None)
        self.assertEqual(self.control("GET", "fixtures"), {"fixtures": []})
        self.assertEqual(self.caller.public("SystemStatus").result["status"], "online")
        self.assertTrue(self.control("GET", "health")["now"].startswith("2026-01-01T00:00:00"))
        self.assertEqual(self.control("GET", "journal")["entries"][0]["seq"], 1)
        self.assertEqual(fresh.private("Balance").errors, ["EAPI:Invalid key"])

    def test_resetting_one_key(self):
        fresh = self.fresh_caller()
        for caller in [fresh, self.caller]:
            self.assertEqual(caller.private("Balance", nonce=5).errors, [])
        self.control("POST", self.limited_to("reset", fresh))
        self.assertEqual(fresh.private("Balance", nonce=5).errors, [])
        self.assertEqual(self.caller.private("Balance", nonce=5).errors, ["EAPI:Invalid nonce"])

    def test_reading_the_journal(self):
        fresh = self.fresh_caller()
        self.caller.public("Time")
        self.caller.private("Balance")
        fresh.private("Balance")
        page = self.control("GET", "journal?endpoint=Balance&limit=1")
        self.assertEqual([entry["endpoint"] for entry in page["entries"]], ["Balance"])
        rest = self.control("GET", f"journal?since={page['next']}")
        self.assertEqual([entry["seq"] for entry in rest["entries"]], [3])
        own = self.control("GET", self.limited_to("journal", fresh))
        self.assertEqual([entry["seq"] for entry in own["entries"]], [3])
        self.assertIn("did you mean", self.refused(400, "GET", "journal?endpoint=Balanse"))
        headers = {"Accept": "application/x-ndjson"}
        lines = self.caller.send("GET", "/__mock__/journal", headers=headers).body.splitlines()
        self.assertEqual(json.loads(lines[0])["kind"], "request")

    def follow(self, query=""):
        """Parsed lines of the journal as they are made, one with each next()."""
        connection = http.client.HTTPConnection("127.0.0.1", self.mock.port, timeout=30)
        self.addCleanup(connection.close)
        connection.request("GET", "/__mock__/journal?follow=true" + query)
        answer = connection.getresponse()
        self.assertEqual(answer.getheader("Content-Type"), "application/x-ndjson")
        return (json.loads(line) for line in answer)

    def test_following_the_journal(self):
        self.caller.public("Time")
        lines = self.follow()

        def kind_and_number(line):
            return line["kind"], line["seq"]

        self.assertEqual(kind_and_number(next(lines)), ("request", 1))
        self.assertEqual(kind_and_number(next(lines)), ("sent", 1))
        self.caller.private("Balance")
        self.assertEqual(kind_and_number(next(lines)), ("request", 2))
        self.assertEqual(kind_and_number(next(lines)), ("sent", 2))
        self.mock.stop()
        self.assertEqual(list(lines), [], "the server's end is the stream's")

    def test_following_the_journal_of_one_key(self):
        fresh = self.fresh_caller()
        lines = self.follow("&endpoint=Balance&key=" + self.quoted(fresh))
        self.caller.private("Balance")
        fresh.private("Balance")
        self.assertEqual(next(lines)["seq"], 2)
        self.assertIn("neither true nor false", self.refused(400, "GET", "journal?follow=yes"))
        self.assertIn("exclude each other",
                      self.refused(400, "GET", "journal?follow=true&limit=1"))

    def test_clearing_the_journal(self):
        self.caller.public("Time")
        self.assertEqual(self.control("DELETE", "journal"), {"status": "ok"})
        self.caller.public("Time")
        self.assertEqual([e["seq"] for e in self.control("GET", "journal")["entries"]], [2])

    def test_loading_a_scenario(self):
        loaded = self.control("PUT", "scenario", {"name": "service-busy"})
        self.assertEqual(loaded["rules"][0]["fired"], 0)
        self.assertEqual(self.caller.public("Time").errors, ["EService:Busy"])
        self.assertEqual(self.control("GET", "scenario")["rules"][0]["fired"], 1)
        # A wrong one leaves it in place.
        self.assertIn("did you mean", self.refused(400, "PUT", "scenario", {"name": "service-bsy"}))
        self.assertEqual(self.caller.public("Time").errors, ["EService:Busy"])

    def test_loading_a_scenario_for_one_key(self):
        fresh = self.fresh_caller()
        self.control("PUT", self.limited_to("scenario", fresh), {"name": "service-busy"})
        self.assertEqual(self.caller.private("Balance").errors, [])
        self.assertEqual(fresh.private("Balance").errors, ["EService:Busy"])

    def test_dropping_a_scenario(self):
        self.control("PUT", "scenario", {"name": "service-busy"})
        self.assertEqual(self.control("DELETE", "scenario"), {"status": "ok"})
        self.assertEqual(self.caller.public("Time").errors, [])

    def test_the_clock(self):
        moved = self.control("POST", "clock", {"advance_ms": 1500})
        self.assertTrue(moved["now"].startswith("2026-01-01T00:00:01.5"), moved)
        self.control("POST", "clock", {"set": "2026-06-01T00:00:00Z"})
        self.assertEqual(self.caller.public("Time").result["unixtime"], 1780272000)
        error = self.refused(409, "POST", "clock", {"set": "2026-01-01T00:00:00Z"})
        self.assertIn("never goes back", error)

    def test_making_listing_and_revoking_keys(self):
        made = self.control("POST", "keys", {"name": "a", "permissions": ["query-ledger"]})
        caller = Caller(self.mock.port, made["key"], made["secret"])
        self.addCleanup(caller.connection.close)
        self.assertEqual(caller.private("Ledgers").errors, [])
        self.assertEqual(caller.private("Balance").errors, ["EGeneral:Permission denied"])
        listed = self.control("GET", "keys")["keys"]
        self.assertEqual([key["name"] for key in listed], ["demo", "a"])
        self.assertNotIn("secret", listed[1])
        self.refused(409, "POST", "keys", {"key": made["key"]})
        quoted = urllib.parse.quote(made["key"], safe="")
        self.assertEqual(self.control("DELETE", f"keys/{quoted}"), {"status": "ok"})
        self.assertEqual(caller.private("Ledgers").errors, ["EAPI:Invalid key"])
        self.refused(404, "DELETE", f"keys/{quoted}")

    def test_keys_of_one_account(self):
        first = self.fresh_caller(account="fund", balances={"ZUSD": "250"})
        second = self.fresh_caller(account="fund")
        for caller in [first, second]:
            self.assertEqual(caller.private("Balance").result, {"ZUSD": "250.0000"})
        error = self.refused(409, "POST", "keys", {"account": "fund", "balances": {"XBT": "1"}})
        self.assertIn("has other balances", error)

    def test_a_key_that_expires_or_is_used_from_elsewhere(self):
        caller = self.fresh_caller(expires="2026-01-01T00:01:00Z", ip_allow=["127.0.0.0/8"])
        self.assertEqual(caller.private("Balance").errors, [])
        self.control("POST", "clock", {"advance_ms": 60000})
        self.assertEqual(caller.private("Balance").errors, ["EAPI:Invalid key"])
        caller = self.fresh_caller(ip_allow=["10.0.0.0/8"])
        self.assertEqual(caller.private("Balance").errors, ["EAPI:Invalid key"])
        why = self.control("GET", self.limited_to("journal", caller))["entries"][0]["stages"]
        self.assertIn("only from 10.0.0.0/8", json.dumps(why))

    def test_a_key_with_an_authenticator(self):
        # The secret of RFC 6238, appendix B: at 1970-01-01T00:00:59Z its password is 287082, and
        # at 2033-05-18T03:33:20Z it is 279037.
        caller = self.fresh_caller(otp={"totp": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"})
        self.assertEqual(caller.private("Balance").errors, ["EGeneral:Permission denied"])
        wrong = caller.private("Balance", otp="279037")
        self.assertEqual(wrong.errors, ["EAPI:Invalid signature"])
        self.control("POST", "clock", {"set": "2033-05-18T03:33:20Z"})
        self.assertEqual(caller.private("Balance", otp="279037").errors, [])

    def test_a_key_with_a_password(self):
        caller = self.fresh_caller(otp={"static": "open sesame"})
        self.assertEqual(caller.private("Balance", otp="open sesame").errors, [])
        self.assertEqual(caller.private("Balance", otp="sesame").errors, ["EAPI:Invalid signature"])

    def test_an_account(self):
        caller = self.fresh_caller(balances={"ZUSD": "100"})
        account = f"accounts/{self.quoted(caller)}"
        told = self.control("PUT", account, {"balances": {"XBT": "0.5"}, "tier": "pro"})
        balances = {"XXBT": "0.5000000000", "ZUSD": "100.0000"}
        self.assertEqual(told, {"balances": balances, "withdraw_keys": [], "tier": "pro"})
        self.assertEqual(caller.private("Balance").result, balances)
        self.assertEqual(self.control("GET", "keys")["keys"][1]["tier"], "pro")
        order = {"pair": "XBTUSD", "type": "sell", "ordertype": "limit", "price": "70000"}
        self.assertEqual(caller.private("AddOrder", volume="0.4", **order).errors, [])
        error = self.refused(409, "PUT", account, {"balances": {"XBT": "0.3"}})
        self.assertIn("open orders hold 0.4 XXBT", error)
        self.refused(404, "PUT", "accounts/nobody", {})
        # The account goes with its key's reset, orders and all.
        self.control("POST", self.limited_to("reset", caller))
        self.assertEqual(caller.private("Balance").result, {"ZUSD": "100.0000"})
        self.assertEqual(caller.private("OpenOrders").result, {"open": {}})

    def test_withdrawal_keys(self):
        caller = self.fresh_caller(balances={"XBT": "2"})
        keys = [{"name": "cold", "asset": "XBT", "address": "bc1qcold"}]
        self.control("PUT", f"accounts/{self.quoted(caller)}", {"withdraw_keys": keys})
        unknown = caller.private("Withdraw", asset="XBT", key="hot", amount="0.5")
        self.assertEqual(unknown.errors, ["EFunding:Unknown withdraw key"])
        refid = caller.private("Withdraw", asset="XBT", key="cold", amount="0.5").result["refid"]
        self.assertRegex(refid, r"\A[A-Z0-9]{7}-[A-Z0-9]{6}-[A-Z0-9]{6}\Z")
        self.assertEqual(caller.private("Balance").result, {"XXBT": "1.5000000000"})
        status = caller.private("WithdrawStatus").result[0]
        self.assertEqual((status["amount"], status["fee"]), ("0.4998500000", "0.0001500000"))
        self.assertEqual((status["status"], status["txid"]), ("Initial", None))
        self.control("POST", "clock", {"advance_ms": 60000})
        self.assertEqual(caller.private("WithdrawStatus").result[0]["status"], "Success")
        late = caller.private("WithdrawCancel", asset="XBT", refid=refid)
        self.assertIs(late.result, False)
        second = caller.private("Withdraw", asset="XBT", key="cold", amount="0.5").result["refid"]
        canceled = caller.private("WithdrawCancel", asset="XBT", refid=second)
        self.assertIs(canceled.result, True)
        self.assertEqual(caller.private("Balance").result, {"XXBT": "1.5000000000"})
        status = caller.private("WithdrawStatus", asset="XBT", limit=1).result[0]
        self.assertEqual((status["status"], status["status-prop"]), ("Failure", "canceled"))

    def test_moving_a_market(self):
        caller = self.fresh_caller(balances={"ZUSD": "10000"})
        order = {"pair": "XBTUSD", "type": "buy", "ordertype": "limit", "price": "59000"}
        txid = caller.private("AddOrder", volume="0.1", **order).result["txid"][0]
        moved = self.control("POST", "market", {"pair": "XBT/USD", "price": "58999.5"})
        self.assertEqual((moved["pair"], moved["bid"]), ("XXBTZUSD", "58999.5"))
        closed = caller.private("QueryOrders", txid=txid, trades="true").result[txid]
        self.assertEqual((closed["status"], closed["vol_exec"]), ("closed", "0.10000000"))
        trade = caller.private("QueryTrades", txid=closed["trades"][0]).result[closed["trades"][0]]
        self.assertEqual((trade["price"], trade["maker"]), ("59000.00000", True))
        self.assertEqual(
            caller.private("Balance").result, {"XXBT": "0.1000000000", "ZUSD": "4085.2500"}
        )
        error = self.refused(400, "POST", "market", {"pair": "XBTUSD", "price": "58999.55"})
        self.assertIn("tick size of 0.1", error)

    def test_fixtures(self):
        self.assertEqual(self.control("PUT", "fixtures", BUSY), {"added": 1})
        self.assertEqual(self.caller.public("Time").errors, ["EService:Busy"])
        shown = self.control("GET", "fixtures")["fixtures"]
        self.assertEqual(shown[0]["request"]["path"], "/0/public/Time")
        # What is shown can be put again.
        self.assertEqual(self.control("PUT", "fixtures", shown), {"added": 1})
        self.assertEqual(self.control("DELETE", "fixtures"), {"dropped": 2})
        self.assertEqual(self.caller.public("Time").errors, [])
        # Of a list with one mistake none is added.
        self.refused(400, "PUT", "fixtures", [BUSY, {"request": {}}])
        self.assertEqual(self.control("GET", "fixtures"), {"fixtures": []})

    def test_reload(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "busy.json")
            with open(file, "w", encoding="utf-8") as out:
                json.dump(BUSY, out)
            with Mock("--fixtures", folder, "--log", "off") as mock, Caller(mock.port) as caller:
                self.assertEqual(caller.public("Time").errors, ["EService:Busy"])
                with open(file, "w", encoding="utf-8") as out:
                    out.write("{")
                answer = caller.control("POST", "reload")
                self.assertEqual(answer.status, 400)
                self.assertIn("busy.json: line 1", answer.json["error"])
                self.assertEqual(caller.public("Time").errors, ["EService:Busy"])
                with open(file, "w", encoding="utf-8") as out:
                    out.write("[]")
                self.assertEqual(caller.control("POST", "reload").json["status"], "ok")
                self.assertEqual(caller.public("Time").errors, [])

    def test_system_status(self):
        self.control("PUT", "system-status", {"status": "maintenance"})
        self.assertEqual(self.caller.public("SystemStatus").result["status"], "maintenance")
        self.assertEqual(self.caller.private("AddOrder").errors, ["EService:Unavailable"])
        self.assertIn("did you mean", self.refused(400, "PUT", "system-status", {"status": "onlne"}))
        self.assertIn(
            "nothing trades while the system status is maintenance",
            self.refused(409, "POST", "market", {"pair": "XBTUSD", "price": "61000"}),
        )

    def test_metrics(self):
        self.caller.public("Time")
        answer = self.caller.control("GET", "metrics")
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))
        self.assertRegex(
            answer.body.decode(),
            r'kraken_mock_requests_total\{endpoint="Time",outcome="ok"\} 1\n',
        )


class Access(unittest.TestCase):
    """Beyond loopback, each call wants the token."""

    def test_without_a_token_none_is_let_in(self):
        with Mock("--host", "0.0.0.0", "--log", "off") as mock, Caller(mock.port) as caller:
            for call in CALLS:
                method, path = call.split()
                self.assertEqual(caller.send(method, path).status, 403, call)

    def test_a_wrong_token_lets_none_in(self):
        options = ("--host", "0.0.0.0", "--control-token", "right", "--log", "off")
        with Mock(*options) as mock, Caller(mock.port) as caller:
            for call in CALLS:
                method, path = call.split()
                headers = {"Authorization": "Bearer wrong"}
                self.assertEqual(caller.send(method, path, headers=headers).status, 401, call)
            connection = http.client.HTTPConnection("127.0.0.1", mock.port, timeout=60)
            self.addCleanup(connection.close)
            connection.request(
                "GET", "/__mock__/health", headers={"Authorization": "Bearer right"}
            )
            self.assertEqual(Answer(connection.getresponse()).status, 200)


if __name__ == "__main__":
    unittest.main()
