"""Calls of kraken-mock as programs make them: right ones, wrong ones, hostile ones, too many."""

import json
import resource
import socket
import unittest

from programs import WAIT, Mock
from witness import Caller, api_sign

MEBIBYTE = 1 << 20


class DemoKey(unittest.TestCase):
    """A test with a server of its own, and a caller that has its demo key."""

    OPTIONS = ("--rate-limits", "off")

    def setUp(self):
        mock = Mock(*self.OPTIONS, "--print-env")
        self.addCleanup(mock.stop)
        self.mock = mock.__enter__()
        exports = mock.exports(3)
        self.key = exports["KRAKEN_API_KEY"]
        self.caller = Caller(mock.port, self.key, exports["KRAKEN_API_SECRET"])
        self.addCleanup(self.caller.connection.close)

    def assert_refused(self, answer, error, status=200):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        self.assertEqual(answer.json, {"error": [error]})

    def assert_serves(self):
        with Caller(self.mock.port) as caller:
            self.assertEqual(caller.public("Time").errors, [])


class RightCalls(DemoKey):
    def test_public_calls(self):
        self.assertEqual(self.caller.public("Time").errors, [])
        ticker = self.caller.public("Ticker", pair="XBTUSD")
        self.assertEqual(list(ticker.json), ["error", "result"])
        self.assertEqual(list(ticker.result), ["XXBTZUSD"])

    def test_private_calls_as_form_and_as_json(self):
        self.assertEqual(self.caller.private("Balance").result["ZUSD"], "10000.0000")
        nonce = 1 << 60
        answer = self.caller.signed(
            "Balance", nonce, json.dumps({"nonce": str(nonce)}), "application/json"
        )
        self.assertEqual(answer.result["ZUSD"], "10000.0000")

    def test_a_form_without_content_type(self):
        path, body = "/0/private/Balance", b"nonce=7"
        headers = {
            "API-Key": self.key,
            "API-Sign": api_sign(self.caller.secret, path, 7, body),
        }
        request = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
        request += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
        with socket.create_connection(("127.0.0.1", self.mock.port), timeout=WAIT) as client:
            client.sendall(request.encode() + body)
            head = client.recv(65536)
        self.assertIn(b'{"error":[],', head)

    def test_a_chunked_body(self):
        path = "/0/private/Balance"
        answer = self.caller.send(
            "POST",
            path,
            iter([b"non", b"ce=7"]),
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "API-Key": self.key,
                "API-Sign": api_sign(self.caller.secret, path, 7, b"nonce=7"),
            },
        )
        self.assertEqual(answer.errors, [])

    def test_the_largest_nonce_is_accepted_and_then_none_is(self):
        self.assertEqual(self.caller.private("Balance", nonce=2**64 - 1).errors, [])
        self.assert_refused(self.caller.private("Balance", nonce=2**64 - 1), "EAPI:Invalid nonce")


class WrongCalls(DemoKey):
    def test_no_headers_at_all(self):
        self.assert_refused(self.caller.send("POST", "/0/private/Balance"), "EAPI:Invalid key")

    def test_an_unknown_key(self):
        self.caller.key = "nobody"
        self.assert_refused(self.caller.private("Balance"), "EAPI:Invalid key")

    def test_a_key_without_signature(self):
        answer = self.caller.send(
            "POST", "/0/private/Balance", "nonce=7", {"API-Key": self.key, "Content-Type": "x"}
        )
        self.assert_refused(answer, "EAPI:Invalid signature")

    def test_a_wrong_secret(self):
        self.caller.secret = "b3RoZXI="
        self.assert_refused(self.caller.private("Balance"), "EAPI:Invalid signature")
        line = self.mock.stderr.until("POST Balance 200 EAPI:Invalid signature")
        self.assertIn("API-Sign is not the signature", line)

    def test_a_body_that_was_changed_after_signing(self):
        path = "/0/private/Balance"
        sign = api_sign(self.caller.secret, path, 7, b"nonce=7&asset=ZUSD")
        answer = self.caller.send(
            "POST", path, "nonce=7&asset=XXBT", {"API-Key": self.key, "API-Sign": sign}
        )
        self.assert_refused(answer, "EAPI:Invalid signature")

    def test_nonces_that_are_none(self):
        for nonce in [2**64, "9" * 30, "1e5", "1.5", "-1", "+1", "", " 1", "0x10", "nonce", "٣"]:
            with self.subTest(nonce=nonce):
                self.assert_refused(
                    self.caller.private("Balance", nonce=nonce), "EAPI:Invalid nonce"
                )

    def test_a_nonce_that_is_not_there(self):
        self.assert_refused(self.caller.signed("Balance", "", "asset=ZUSD"), "EAPI:Invalid nonce")
        self.assertIn("the body has no nonce", self.mock.stderr.until("POST Balance 200"))

    def test_a_nonce_that_does_not_rise(self):
        self.assertEqual(self.caller.private("Balance", nonce=7).errors, [])
        for nonce in [7, 6]:
            self.assert_refused(self.caller.private("Balance", nonce=nonce), "EAPI:Invalid nonce")

    def test_a_body_that_is_not_what_its_content_type_says(self):
        self.assert_refused(
            self.caller.signed("Balance", 7, "nonce=7", "application/json"),
            "EGeneral:Invalid arguments",
        )
        line = self.mock.stderr.until("POST Balance")
        self.assertIn("the body is not a JSON object", line)
        self.assertIn("line 1, column 1: not a JSON value", line)
        self.assert_refused(self.caller.signed("Balance", 7, '{"nonce":"7"}'), "EAPI:Invalid nonce")
        self.assertIn("send application/json", self.mock.stderr.until("POST Balance"))

    def test_an_endpoint_in_the_wrong_case(self):
        self.assert_refused(self.caller.private("balance"), "EGeneral:Unknown method", status=404)
        self.assertIn(
            "did you mean /0/private/Balance?", self.mock.stderr.until("/0/private/balance 404")
        )

    def test_a_method_that_does_not_fit(self):
        for method, path in [("POST", "/0/public/Time"), ("GET", "/0/private/Balance")]:
            with self.subTest(method=method):
                answer = self.caller.send(method, path)
                self.assert_refused(answer, "EGeneral:Unknown method", status=405)


class HostileCalls(DemoKey):
    def exchange(self, data):
        """What the server answers to these bytes before it closes the connection."""
        with socket.create_connection(("127.0.0.1", self.mock.port), timeout=WAIT) as client:
            answer = b""
            try:
                client.sendall(data)
                client.shutdown(socket.SHUT_WR)
                while chunk := client.recv(65536):
                    answer += chunk
            except ConnectionError:
                pass  # Hanging up on such a client is an answer, too.
            return answer

    def test_a_body_of_10_mib_is_refused_without_being_read(self):
        head = f"POST /0/private/Balance HTTP/1.1\r\nHost: x\r\nContent-Length: {10 * MEBIBYTE}\r\n"
        with socket.create_connection(("127.0.0.1", self.mock.port), timeout=WAIT) as client:
            client.sendall(head.encode() + b"\r\n")
            self.assertRegex(client.recv(65536), rb"\AHTTP/1\.1 413 ")
        self.assert_serves()

    def test_a_body_of_10_mib_that_is_sent_all_the_same_does_no_harm(self):
        head = f"POST /0/private/Balance HTTP/1.1\r\nHost: x\r\nContent-Length: {10 * MEBIBYTE}\r\n"
        answer = self.exchange(head.encode() + b"\r\n" + b"x" * (10 * MEBIBYTE))
        self.assertRegex(answer, rb"\A(HTTP/1\.1 413 |\Z)")
        self.assert_serves()

    def test_bytes_that_are_no_request(self):
        for data in [
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # TLS
            b"\r\n\r\n\r\n",
            b"GET\r\n\r\n",
            b"GET /0/public/Time HTTP/9.9\r\n\r\n",
            b"GET /0/public/Time HTTP/1.1\r\nX: " + b"x" * MEBIBYTE + b"\r\n\r\n",
            b"POST /0/private/Balance HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            b"POST /0/private/Balance HTTP/1.1\r\nContent-Length: 1\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"POST /0/private/Balance HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ]:
            with self.subTest(data=data[:60]):
                answer = self.exchange(data)
                self.assertRegex(answer, rb"\A(HTTP/1\.1 (4\d\d|505) |\Z)")
                self.assert_serves()

    def test_500_idle_connections_keep_nobody_out(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < 1_024:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(1_024, hard), hard))
        for _ in range(500):
            idle = socket.create_connection(("127.0.0.1", self.mock.port), timeout=WAIT)
            self.addCleanup(idle.close)
        self.assertEqual(self.caller.private("Balance").errors, [])


class Limits(DemoKey):
    """A server whose limiter is on and whose clock stands still."""

    OPTIONS = ("--clock", "manual")

    def advance(self, seconds):
        answer = self.caller.control("POST", "clock", {"advance_ms": seconds * 1_000})
        self.assertEqual(answer.status, 200, answer)

    def accepted(self, call, refusal="EAPI:Rate limit exceeded"):
        """How many calls are accepted before the limiter refuses one."""
        for count in range(100):
            errors = call().errors
            if errors:
                self.assertEqual(errors, [refusal])
                return count
        return self.fail("100 calls were accepted")

    def balance(self):
        return self.caller.private("Balance")


class StarterLimits(Limits):
    def test_the_counter_holds_15_and_falls_by_a_third_each_second(self):
        self.assertEqual(self.accepted(self.balance), 15)
        line = self.mock.stderr.until("POST Balance 200 EAPI:Rate limit exceeded")
        self.assertIn("15 of 15", line)
        self.advance(2)
        self.assertEqual(self.accepted(self.balance), 0)
        self.advance(60)
        self.assertEqual(self.accepted(self.balance), 15)

    def test_histories_cost_2(self):
        self.assertEqual(self.accepted(lambda: self.caller.private("TradesHistory")), 7)

    def test_keys_have_a_counter_each(self):
        self.assertEqual(self.accepted(self.balance), 15)
        made = self.caller.control("POST", "keys", {}).json
        with Caller(self.mock.port, made["key"], made["secret"]) as other:
            self.assertEqual(other.private("Balance").errors, [])

    def test_the_secret_of_a_new_key_is_told_where_it_was_made(self):
        made = self.caller.control("POST", "keys", {"key": "mine", "secret": "bWluZQ=="})
        self.assertEqual(made.json["key"], "mine")
        self.assertNotIn("secret", made.json)
        with Caller(self.mock.port, "mine", "bWluZQ==") as other:
            self.assertEqual(other.private("Balance").errors, [])
        self.assertIn("secret", self.caller.control("POST", "keys", {"key": "other"}).json)

    def test_four_wrong_signatures_in_a_row_lock_a_key_out_for_15_minutes(self):
        right, self.caller.secret = self.caller.secret, "b3RoZXI="
        for _ in range(4):
            self.assert_refused(self.balance(), "EAPI:Invalid signature")
        self.caller.secret = right
        self.assert_refused(self.balance(), "EGeneral:Temporary lockout")
        self.advance(15 * 60 + 1)
        self.assertEqual(self.balance().errors, [])


class ProLimits(Limits):
    OPTIONS = (*Limits.OPTIONS, "--tier", "pro")

    def test_the_counter_holds_20_and_falls_by_one_each_second(self):
        self.assertEqual(self.accepted(self.balance), 20)
        self.advance(2)
        self.assertEqual(self.accepted(self.balance), 2)


class ArticleLimits(Limits):
    OPTIONS = (*Limits.OPTIONS, "--rate-limits", "article")

    def test_one_private_and_15_public_calls_a_second(self):
        self.assertEqual(self.accepted(self.balance), 1)
        public = self.accepted(lambda: self.caller.public("Time"), "EGeneral:Too many requests")
        self.assertEqual(public, 15)
        self.advance(1)
        self.assertEqual(self.accepted(self.balance), 1)


class NoLimits(Limits):
    OPTIONS = (*Limits.OPTIONS, "--rate-limits", "off")

    def test_calls_are_not_counted(self):
        self.assertEqual([self.balance().errors for _ in range(30)], [[]] * 30)


if __name__ == "__main__":
    unittest.main()
