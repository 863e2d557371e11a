"""How public clients put their calls on the wire besides the bodies of private ones
(clients_bodies_test.py), and how the answers must be put there.

What is sent                                 by                                  class here
public calls as POST                         kraken-api, Kraken's PHP class,     PublicPostRefused,
                                             node-kraken-api                     PublicPostAccepted
a bare "?", a type without a body, commas    voidloop, kraken-go-api-client,     Gets
  raw and encoded                            ts-kraken, node-kraken-api, ccxt
few, odd and oddly spelled headers           tomlin256, ccxt, siebly, Node       Headers
no Accept-Encoding                           node-kraken-api, PHP, both C++      Compression
connections kept, idle, reused               all                                 Connections

What is answered                             who needs it                        class here
the very type application/json               all                                 Envelopes
API errors with HTTP 200, `error` a list     krakenex, pykrakenapi, ts-kraken,   Envelopes,
                                             kraken-api, node-kraken-api, sdk    PrivateLimit
outages as 503 and 520 with a page of HTML   all; ccxt has a branch for 520      Outages
"""

import unittest

from raw_client import CLOSED_ORDER, FORM, JSON, RawTest, chunk, head, request
from witness import api_sign

CHUNKED = "Transfer-Encoding: chunked"
LAST_CHUNK = chunk(b"")
ADD_ORDER = "pair=XBTUSD&type=buy&ordertype=limit&price=37500&volume=1.25"


class PublicPosts(RawTest):
    """Public calls as three clients make them, all of them as POST."""

    def requests(self):
        yield "without parameters", [request("POST", "/0/public/Ticker", body=b"")]
        yield "without any body", [request("POST", "/0/public/Ticker")]
        yield (
            "a form",
            [request("POST", "/0/public/Ticker", FORM, body=b"pair=XBTUSD%2CETHUSD")],
        )
        yield (
            "a form without Content-Type",
            [request("POST", "/0/public/Ticker", body=b"pair=XBTUSD,ETHUSD")],
        )
        yield (
            "chunks, and a nonce that nobody asked for",
            [
                head("POST", "/0/public/Ticker", FORM, CHUNKED)
                + chunk(b"pair=XBTUSD%2CETHUSD&nonce=1700000000000"),
                LAST_CHUNK,
            ],
        )


class PublicPostRefused(PublicPosts):
    """Kraken takes no POST there since January 2024."""

    def test_it_gets_405(self):
        for name, segments in self.requests():
            with self.subTest(name):
                answer = self.connection.exchange(*segments)
                self.assert_refused(answer, "EGeneral:Unknown method", status=405)
                self.assertEqual(answer.headers["Allow"], "GET")
                self.assertIn("public-post=accepted", self.remark())

    def test_the_connection_goes_on(self):
        for _, segments in self.requests():
            self.connection.exchange(*segments)
            self.result(self.get("Time"))


class PublicPostAccepted(PublicPosts):
    OPTIONS = ("--quirk", "public-post=accepted")

    def test_it_gets_the_answer_of_a_get(self):
        """Whatever framing and type the body has."""
        every, two = self.get("Ticker"), self.get("Ticker?pair=XBTUSD,ETHUSD")
        self.assertEqual(list(self.result(two)), ["XXBTZUSD", "XETHZUSD"])
        for name, segments in self.requests():
            with self.subTest(name):
                expected = every if name.startswith("without") else two
                self.assertEqual(self.result(self.connection.exchange(*segments)), expected.result)

    def test_a_get_is_answered_as_before(self):
        self.assertEqual(list(self.result(self.get("Ticker?pair=XBTUSD"))), ["XXBTZUSD"])

    def test_it_answers_errors_as_to_a_get(self):
        answer = self.connection.exchange(
            request("POST", "/0/public/Ticker", FORM, body=b"pair=NOPE&nonce=1")
        )
        self.assert_refused(answer, "EQuery:Unknown asset pair")


class Gets(RawTest):
    def test_a_bare_question_mark(self):
        """voidloop and kraken-go-api-client put one behind every path."""
        self.assertIn("unixtime", self.result(self.get("Time?")))
        self.assertEqual(self.result(self.get("Ticker?")), self.result(self.get("Ticker")))

    def test_a_content_type_without_a_body(self):
        """ts-kraken and node-kraken-api; some libraries add that the body has no bytes."""
        for headers in [(FORM,), (JSON,), (JSON, "Content-Length: 0")]:
            with self.subTest(headers=headers):
                self.assertIn("unixtime", self.result(self.get("Time", *headers)))
                ticker = self.result(self.get("Ticker?pair=XBTUSD", *headers))
                self.assertEqual(list(ticker), ["XXBTZUSD"])

    def test_commas_raw_and_encoded(self):
        """ccxt encodes them, others do not."""
        for list_of_pairs in ["XBTUSD,ETHUSD", "XBTUSD%2CETHUSD", "XBTUSD%2cETHUSD"]:
            with self.subTest(pairs=list_of_pairs):
                ticker = self.result(self.get(f"Ticker?pair={list_of_pairs}"))
                self.assertEqual(list(ticker), ["XXBTZUSD", "XETHZUSD"])


class Headers(RawTest):
    CHROME = (
        "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Chrome/120.0.0.0 Safari/537.36"
    )

    def assert_served(self, *headers):
        """A public and a private call with these headers."""
        self.result(self.get("Time", *headers))
        nonce = next(self.nonces)
        self.result(self.post("Balance", nonce, f"nonce={nonce}", FORM, *headers))

    def test_none_but_those_that_a_call_needs(self):
        """tomlin256/krakenapi: no User-Agent, no Accept."""
        self.assert_served()
        self.assertEqual(
            sorted(self.journal()[-1]["headers"]),
            ["api-key", "api-sign", "content-length", "content-type", "host"],
        )

    def test_a_browser(self):
        """ccxt passes for Chrome on Windows."""
        self.assert_served(self.CHROME, "Accept: */*", "Accept-Encoding: gzip, deflate, br")

    def test_headers_that_nobody_knows(self):
        """siebly sends the first two, Kraken's own command line the third."""
        self.assert_served("UserAgent: node", "locale: en-US", "X-Kraken-Client: cli", "x-empty:")

    def test_names_in_any_case(self):
        body = b"nonce=%d"
        for spell in [str, str.lower, str.upper, str.title, str.swapcase]:
            with self.subTest(spell=spell):
                nonce = next(self.nonces)
                data = body % nonce
                sign = api_sign(self.secret, "/0/private/Balance", nonce, data)
                fields = [
                    ("Host", "127.0.0.1"),
                    ("Content-Type", "application/x-www-form-urlencoded"),
                    ("API-Key", self.key),
                    ("API-Sign", sign),
                    ("Content-Length", str(len(data))),
                ]
                lines = [f"{spell(name)}: {value}" for name, value in fields]
                start = "\r\n".join(["POST /0/private/Balance HTTP/1.1", *lines, "", ""])
                self.result(self.connection.exchange(start.encode() + data))

    def test_the_name_of_the_framing_in_any_case(self):
        for spell in [str.lower, str.upper]:
            with self.subTest(spell=spell):
                nonce = next(self.nonces)
                body = f"nonce={nonce}".encode()
                lines = (*self.signed("Balance", nonce, body), spell("Transfer-Encoding: chunked"))
                answer = self.connection.exchange(
                    head("POST", "/0/private/Balance", *lines) + chunk(body) + LAST_CHUNK
                )
                self.result(answer)


class Compression(RawTest):
    def test_nothing_is_compressed_for_those_who_cannot_read_it(self):
        """node-kraken-api, Kraken's PHP class and both C++ clients say nothing of encodings."""
        for headers in [(), ("Accept-Encoding: identity",), ("Accept-Encoding:",)]:
            for target in ["Time", "Depth?pair=XBTUSD&count=500", "AssetPairs"]:
                with self.subTest(target=target, headers=headers):
                    answer = self.get(target, *headers)
                    self.result(answer)
                    self.assertNotIn("Content-Encoding", answer.headers)
                    self.assertTrue(answer.body.startswith(b'{"error":[]'), answer)


class Connections(RawTest):
    OPTIONS = ("--clock", "manual")

    def assert_on_one_connection(self, count):
        entries = self.journal()
        self.assertEqual(len(entries), count)
        self.assertEqual({entry["conn"] for entry in entries}, {entries[0]["conn"]})

    def test_it_is_kept_whether_asked_for_or_not(self):
        """Eight clients ask; HTTP/1.1 keeps it for the others."""
        for headers in [(), ("Connection: keep-alive",), ("connection: Keep-Alive",)]:
            answer = self.get("Time", *headers)
            self.result(answer)
            self.assertNotEqual(answer.headers.get("Connection"), "close")
            self.result(self.form("Balance"))
        self.assert_on_one_connection(6)

    def test_it_is_kept_after_errors(self):
        self.assert_refused(self.get("Ticker?pair=NOPE"), "EQuery:Unknown asset pair")
        self.assert_refused(self.get("Nope"), "EGeneral:Unknown method", status=404)
        answer = self.connection.exchange(request("POST", "/0/private/Balance", body=b"nonce=7"))
        self.assert_refused(answer, "EAPI:Invalid key")
        self.result(self.form("Balance"))
        self.assert_on_one_connection(4)

    def test_an_idle_one_is_used_again(self):
        """Node and requests do so; meanwhile others call, and the server's clock goes on."""
        self.result(self.get("Time"))
        for _ in range(10):
            self.result(self.connect().exchange(request("GET", "/0/public/Time")))
        self.control("POST", "clock", {"advance_ms": 24 * 3600 * 1000})
        self.result(self.form("Balance"))
        entries = self.journal()
        self.assertEqual(entries[0]["conn"], entries[-1]["conn"])

    def test_requests_that_do_not_wait_are_answered_in_their_order(self):
        nonce, body = 7, b"nonce=7"
        lines = (FORM, *self.signed("Balance", nonce, body))
        self.connection.write(
            request("GET", "/0/public/Time")
            + request("POST", "/0/private/Balance", *lines, body=body)
            + request("GET", "/0/public/Ticker?pair=ETHUSD")
        )
        self.assertIn("unixtime", self.result(self.connection.read()))
        self.assertIn("ZUSD", self.result(self.connection.read()))
        self.assertEqual(list(self.result(self.connection.read())), ["XETHZUSD"])
        self.assert_on_one_connection(3)

    def test_it_ends_where_the_client_asks_for_that(self):
        answer = self.get("Time", "Connection: close")
        self.result(answer)
        self.assertEqual(answer.headers["Connection"], "close")
        self.assertTrue(self.connection.is_at_its_end())


class Envelopes(RawTest):
    """Clients that meet HTTP 4xx lose the error's text; some compare Content-Type as a whole."""

    def test_a_success_has_an_empty_list_of_errors_in_front(self):
        for answer in [
            self.get("Time"),
            self.get("Ticker?pair=XBTUSD"),
            self.form("Balance"),
            self.form("AddOrder", ADD_ORDER),
            self.json("OpenOrders"),
        ]:
            self.result(answer)
            self.assertEqual(list(answer.json), ["error", "result"])
            self.assertEqual(answer.json["error"], [])

    def refusals(self):
        powerless = self.control("POST", "keys", {"permissions": []})
        unsigned = request("POST", "/0/private/Balance", f"API-Key: {self.key}", body=b"nonce=1")
        yield "EAPI:Invalid key", request("POST", "/0/private/Balance", FORM, body=b"nonce=1")
        yield "EAPI:Invalid signature", unsigned
        yield "EAPI:Invalid nonce", self.private_request("Balance", "", "asset=ZUSD")
        yield "EQuery:Unknown asset pair", request("GET", "/0/public/Ticker?pair=NOPE")
        yield "EGeneral:Invalid arguments", request("GET", "/0/public/OHLC")
        yield "EQuery:Unknown asset", request("GET", "/0/public/Assets?asset=NOPE")
        yield (
            "EOrder:Unknown order",
            self.private_request("CancelOrder", 1, f"nonce=1&txid={CLOSED_ORDER}"),
        )
        yield (
            "EGeneral:Invalid arguments:volume minimum not met",
            self.private_request("AddOrder", 2, f"nonce=2&{ADD_ORDER}&volume=0.00001"),
        )
        self.key, self.secret = powerless["key"], powerless["secret"]
        yield "EGeneral:Permission denied", self.private_request("Balance", 3, "nonce=3")

    def private_request(self, name, nonce, body):
        lines = (FORM, *self.signed(name, nonce, body.encode()))
        return request("POST", f"/0/private/{name}", *lines, body=body.encode())

    def test_errors_of_the_api_are_http_200(self):
        for error, data in self.refusals():
            with self.subTest(error):
                self.assert_refused(self.connection.exchange(data), error)

    def test_a_closed_market_is_http_200(self):
        self.control("PUT", "system-status", {"status": "maintenance"})
        self.assert_refused(self.form("AddOrder", ADD_ORDER), "EService:Unavailable")
        self.control("PUT", "system-status", {"status": "cancel_only"})
        answer = self.form("AddOrder", ADD_ORDER)
        self.assert_refused(answer, "EService:Market in cancel_only mode")

    def test_what_a_scenario_refuses_is_http_200(self):
        for name, error in [
            ("public-too-many-requests", "EGeneral:Too many requests"),
            ("service-busy", "EService:Busy"),
        ]:
            self.control("PUT", "scenario", {"name": name})
            self.assert_refused(self.get("Time"), error)

    def test_unknown_paths_have_the_envelope_too(self):
        self.assert_refused(self.get("Nope"), "EGeneral:Unknown method", status=404)


class PrivateLimit(RawTest):
    OPTIONS = ("--clock", "manual")
    RATE_LIMITS = "kraken"

    def test_too_many_calls_are_http_200(self):
        for _ in range(15):
            self.result(self.form("Balance"))
        self.assert_refused(self.form("Balance"), "EAPI:Rate limit exceeded")


class Outages(RawTest):
    """Real ones come from in front of Kraken, as a page of HTML; ccxt tells 520 from the others."""

    def test_503_and_520_with_a_page_of_html(self):
        for status in [503, 520]:
            with self.subTest(status=status):
                fault = {"http": {"status": status, "body": "cloudflare"}}
                self.control("PUT", "scenario", {"rules": [{"at": "arrival", "do": fault}]})
                answer = self.get("Time")
                self.assertEqual(answer.status, status)
                self.assertTrue(answer.headers["Content-Type"].startswith("text/html"), answer)
                self.assertIn(b"<html", answer.body.lower())
                self.assertIsNone(answer.json)
                self.result(self.get("Time"))


if __name__ == "__main__":
    unittest.main()
