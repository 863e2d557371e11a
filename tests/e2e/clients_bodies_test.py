"""How public clients write the bodies of private calls, and that they are taken and signed as sent.

What is sent                                 by                                  class here
chunked request bodies                       node-kraken-api                     ChunkedBodies
forms without Content-Type                   kraken-api, kraken-go-api-client    ContentTypes
forms with a charset in Content-Type         python-kraken-sdk                   ContentTypes
JSON bodies, the nonce a string, first or    siebly, ccxt, python-kraken-sdk,    JsonBodies
  last, with or without blanks               tomlin256/krakenapi
brackets raw, percent-encoded; nothing       ccxt, voidloop; the others          Forms
  encoded at all; the nonce anywhere
"""

import unittest

from raw_client import FORM, JSON, RICH, RawTest, chunk, head, request

CHUNKED = "Transfer-Encoding: chunked"
LAST_CHUNK = chunk(b"")
ADD_ORDER = "pair=XBTUSD&type=buy&ordertype=limit&price=37500&volume=1.25"


class ChunkedBodies(RawTest):
    """node-kraken-api writes every body in chunks, as Node does where no length is set."""

    def chunked_head(self, name, nonce, body, *headers):
        lines = (*headers, *self.signed(name, nonce, body), CHUNKED)
        return head("POST", f"/0/private/{name}", *lines)

    def test_one_chunk_behind_the_head(self):
        body = b"nonce=7"
        answer = self.connection.exchange(
            self.chunked_head("Balance", 7, body, FORM) + chunk(body), LAST_CHUNK
        )
        self.assertIn("ZUSD", self.result(answer))

    def test_several_chunks_in_one_segment(self):
        body = b"nonce=7&asset=ZUSD"
        answer = self.connection.exchange(
            self.chunked_head("TradeBalance", 7, body, FORM)
            + chunk(body[:5])
            + chunk(body[5:6])
            + chunk(body[6:])
            + LAST_CHUNK
        )
        self.assertIn("eb", self.result(answer))

    def test_chunks_that_segments_cut_anywhere(self):
        body = b"nonce=7&asset=ZUSD"
        data = (
            self.chunked_head("TradeBalance", 7, body, FORM)
            + chunk(body[:4])
            + chunk(body[4:])
            + LAST_CHUNK
        )
        answer = self.connection.exchange(*(bytes([byte]) for byte in data))
        self.assertIn("eb", self.result(answer))

    def test_extensions_and_trailers_are_no_part_of_the_body(self):
        body = b"nonce=7&asset=ZUSD"
        answer = self.connection.exchange(
            self.chunked_head("TradeBalance", 7, body, FORM),
            chunk(body[:9], ";piece=1") + chunk(body[9:], ' ; piece="2"'),
            b"0;last\r\nX-Checksum: 1\r\nasset: XXBT\r\n\r\n",
        )
        self.assertIn("eb", self.result(answer))
        self.assertEqual(self.journal()[-1]["body"], body.decode())

    def test_sizes_in_either_case(self):
        body = b"nonce=7&" + b"x" * 0xAB
        for size in [b"b3", b"B3", b"00B3"]:
            with self.subTest(size=size):
                self.use_new_key()
                answer = self.connection.exchange(
                    self.chunked_head("Balance", 7, body, FORM),
                    size + b"\r\n" + body + b"\r\n" + LAST_CHUNK,
                )
                self.result(answer)

    def test_a_json_body(self):
        body = b'{"nonce":"7","asset":"ZUSD"}'
        answer = self.connection.exchange(
            self.chunked_head("TradeBalance", 7, body, JSON) + chunk(body), LAST_CHUNK
        )
        self.assertIn("eb", self.result(answer))

    def test_a_body_without_content_type(self):
        body = b"nonce=7"
        answer = self.connection.exchange(
            self.chunked_head("Balance", 7, body) + chunk(body), LAST_CHUNK
        )
        self.result(answer)

    def test_what_is_signed_is_the_body_and_not_its_chunks(self):
        body = b"nonce=7"
        framed = chunk(body) + LAST_CHUNK
        answer = self.connection.exchange(self.chunked_head("Balance", 7, framed, FORM) + framed)
        self.assert_refused(answer, "EAPI:Invalid signature")

    def test_one_after_the_other_on_one_connection(self):
        for nonce in [7, 8, 9]:
            body = f"nonce={nonce}".encode()
            answer = self.connection.exchange(
                self.chunked_head("Balance", nonce, body, FORM) + chunk(body), LAST_CHUNK
            )
            self.result(answer)


class ContentTypes(RawTest):
    def test_none_is_a_form(self):
        """kraken-api and kraken-go-api-client."""
        self.assertIn("eb", self.result(self.post("TradeBalance", 7, "nonce=7&asset=ZUSD")))
        self.assertNotIn("content-type", self.journal()[-1]["headers"])

    def test_a_form_with_a_charset(self):
        """python-kraken-sdk."""
        for nonce, tail in enumerate(["; charset=utf-8", ";charset=UTF-8"], start=7):
            with self.subTest(tail=tail):
                answer = self.post("TradeBalance", nonce, f"nonce={nonce}&asset=ZUSD", FORM + tail)
                self.assertIn("eb", self.result(answer))

    def test_json_with_a_charset(self):
        body = '{"nonce":"7","asset":"ZUSD"}'
        answer = self.post("TradeBalance", 7, body, JSON + "; charset=utf-8")
        self.assertIn("eb", self.result(answer))


class JsonBodies(RawTest):
    """siebly for every private call, the others for batches and some orders."""

    def test_the_nonce_is_the_first_or_the_last_member_a_string_or_a_number(self):
        for body in [
            '{"nonce":"7","asset":"ZUSD"}',
            '{"asset":"ZUSD","nonce":"7"}',
            '{"nonce":7,"asset":"ZUSD"}',
            '{"asset":"ZUSD","nonce":7}',
        ]:
            with self.subTest(body=body):
                self.use_new_key()
                self.assertIn("eb", self.result(self.post("TradeBalance", 7, body, JSON)))

    def test_blanks_between_the_members(self):
        """python-kraken-sdk writes ", " and ": "; what is signed is what was sent."""
        body = '{"asset": "ZUSD", "nonce": "7"}'
        self.assertIn("eb", self.result(self.post("TradeBalance", 7, body, JSON)))
        self.assertEqual(self.journal()[-1]["body"], body)

    def test_another_spelling_of_the_same_json_has_another_signature(self):
        sent = b'{"nonce": "7", "asset": "ZUSD"}'
        for signed in [b'{"nonce":"7","asset":"ZUSD"}', b'{"asset": "ZUSD", "nonce": "7"}']:
            with self.subTest(signed=signed):
                lines = (JSON, *self.signed("TradeBalance", 7, signed))
                answer = self.connection.exchange(
                    request("POST", "/0/private/TradeBalance", *lines, body=sent)
                )
                self.assert_refused(answer, "EAPI:Invalid signature")

    def test_a_price_that_ends_in_a_percent_sign(self):
        """ccxt sends such orders as JSON."""
        order = {"pair": "XETHZUSD", "type": "sell", "volume": "0.5", "ordertype": "trailing-stop"}
        answer = self.json("AddOrder", **order, price="+1%", validate=True)
        self.assertEqual(
            self.result(answer)["descr"]["order"],
            "sell 0.50000000 ETHUSD @ trailing stop +1.0000%",
        )


class Forms(RawTest):
    CLOSE = "close[ordertype]=limit&close[price]=68000"
    ENCODED_CLOSE = CLOSE.replace("[", "%5B").replace("]", "%5D")

    def test_brackets_raw_and_encoded(self):
        """ccxt and voidloop send them raw, the others encoded."""
        closes = [self.CLOSE, self.ENCODED_CLOSE, self.ENCODED_CLOSE.lower()]
        for nonce, close in enumerate(closes, start=7):
            with self.subTest(close=close):
                answer = self.post("AddOrder", nonce, f"nonce={nonce}&{ADD_ORDER}&{close}", FORM)
                self.assertEqual(
                    self.result(answer)["descr"]["close"],
                    "close position @ limit 68000.0",
                )

    def test_the_signature_is_that_of_the_spelling_that_was_sent(self):
        sent = f"nonce=7&{ADD_ORDER}&{self.CLOSE}".encode()
        signed = f"nonce=7&{ADD_ORDER}&{self.ENCODED_CLOSE}".encode()
        lines = (FORM, *self.signed("AddOrder", 7, signed))
        answer = self.connection.exchange(request("POST", "/0/private/AddOrder", *lines, body=sent))
        self.assert_refused(answer, "EAPI:Invalid signature")

    def test_nothing_is_encoded(self):
        """voidloop encodes neither slashes nor commas, brackets, colons and blanks."""
        order = (
            "leverage=none&ordertype=limit&oflags=post,fciq&pair=XBT/USD&price=37500.0&type=buy"
            "&volume=1.25&close[ordertype]=limit&close[price]=38000"
        )
        answer = self.post("AddOrder", 7, f"nonce=7&{order}", FORM)
        self.assertEqual(
            self.result(answer)["descr"],
            {
                "order": "buy 1.25000000 XBTUSD @ limit 37500.0",
                "close": "close position @ limit 38000.0",
            },
        )
        self.assertIn(["oflags", "post,fciq"], self.journal()[-1]["params"])
        answer = self.post("TradesHistory", 8, "nonce=8&type=no position", FORM)
        self.assertEqual(self.result(answer)["count"], 6)

    def test_the_nonce_is_first_last_or_among_the_others(self):
        """First in ccxt and voidloop, sorted in kraken-go-api-client, last in krakenex."""
        sorted_order = "nonce=7&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25"
        for name, body in [
            ("AddOrder", f"nonce=7&{ADD_ORDER}"),
            ("AddOrder", f"{ADD_ORDER}&nonce=7"),
            ("AddOrder", sorted_order),
            ("TradeBalance", "aclass=currency&nonce=7&type=all"),
        ]:
            with self.subTest(body=body):
                self.use_new_key(balances=RICH)
                self.result(self.post(name, 7, body, FORM))


if __name__ == "__main__":
    unittest.main()
