"""Which nonces, keys and secrets public clients have, and what becomes of them.

What is sent                                 by                                  class here
milliseconds                                 ccxt, node-kraken-api, siebly,      Units
                                             krakenex, pykrakenapi
milliseconds times 1000                      kraken-api, ts-kraken               Units
microseconds                                 Kraken's PHP class, both C++        Units
tens of nanoseconds                          python-kraken-sdk                   Units
nanoseconds                                  kraken-go-api-client                Units
a counter that the client keeps              node-kraken-api, siebly             Units
the same nonce twice in a millisecond        ccxt, krakenex, kraken-api,         SameNonce,
                                             ts-kraken                           NonceWindows,
                                                                                 ForgetfulNonce-
                                                                                 Windows
nonces of two units with one key             two of them side by side            SharedKeys
a secret of 64 bytes, padded with zeros      voidloop/krakenapi                  Secrets
"""

import base64
import hashlib
import hmac
import json
import unittest
import urllib.parse

from raw_client import FORM, JSON, RawTest, request

NOW = 1_795_600_000_123_456_789  # Nanoseconds.

# What a client makes of the clock, and the size of that.
UNITS = {
    "ms": (lambda now: now // 1_000_000, 1.8e12),
    "ms * 1000": (lambda now: now // 1_000_000 * 1_000, 1.8e15),
    "us": (lambda now: now // 1_000, 1.8e15),
    "10 ns": (lambda now: now // 10, 1.8e17),
    "ns": (lambda now: now, 1.8e18),
}
MILLISECONDS, NANOSECONDS = UNITS["ms"][0](NOW), NOW


class NonceTest(RawTest):
    def call(self, nonce):
        return self.post("Balance", nonce, f"nonce={nonce}", FORM)


class Units(NonceTest):
    def test_every_unit_is_right_as_long_as_it_rises(self):
        for name, (nonce_at, size) in UNITS.items():
            with self.subTest(name):
                self.use_new_key()
                self.assertAlmostEqual(nonce_at(NOW) / size, 1, delta=0.01)
                self.result(self.call(nonce_at(NOW)))
                self.result(self.call(nonce_at(NOW + 1_000_000)))
                self.assert_refused(self.call(nonce_at(NOW)), "EAPI:Invalid nonce")

    def test_every_unit_is_read_exactly(self):
        """1.8e18 has more digits than the numbers that many JSON readers know."""
        for name, (nonce_at, _) in UNITS.items():
            for spell in [str, int]:
                with self.subTest(name, spell=spell):
                    self.use_new_key()
                    for nonce in [nonce_at(NOW), nonce_at(NOW) + 1]:
                        body = json.dumps({"nonce": spell(nonce)})
                        self.result(self.post("Balance", nonce, body, JSON))
                    self.assertEqual(self.journal()[-1]["nonce"], str(nonce_at(NOW) + 1))

    def test_counters_that_clients_keep(self):
        """node-kraken-api and siebly add one where the clock has not moved."""
        for nonce in range(MILLISECONDS, MILLISECONDS + 5):
            self.result(self.call(nonce))

    def test_all_of_64_bits_without_a_sign(self):
        for nonce in [2**53 + 1, 2**63 - 1, 2**63, 2**64 - 1]:
            self.result(self.call(nonce))
        self.assert_refused(self.call(2**64), "EAPI:Invalid nonce")


class SameNonce(NonceTest):
    """ccxt, krakenex, kraken-api and ts-kraken look at the clock only: where the answer is there
    within a millisecond, as it is on one machine, the next call has the same nonce."""

    def test_the_second_is_refused_and_the_first_was_served(self):
        self.result(self.call(MILLISECONDS))
        self.assert_refused(self.call(MILLISECONDS), "EAPI:Invalid nonce")
        self.result(self.call(MILLISECONDS + 1))

    def test_the_journal_says_what_helps(self):
        """A window of the key, as ForgetfulNonceWindows shows."""
        self.call(MILLISECONDS)
        self.call(MILLISECONDS)
        self.assertIn("two requests got the same nonce", self.remark())
        self.assertIn("nonce window", self.remark())
        self.assertIn("nonce-window-remembers=no", self.remark())


class NonceWindows(NonceTest):
    def setUp(self):
        super().setUp()
        self.use_new_key(nonce_window=5_000)

    def test_nonces_may_come_out_of_order(self):
        for nonce in [7_000, 6_000, 6_500, 2_001, 7_001]:
            with self.subTest(nonce=nonce):
                self.result(self.call(nonce))

    def test_nonces_may_not_lie_further_back(self):
        self.result(self.call(7_000))
        self.assert_refused(self.call(2_000), "EAPI:Invalid nonce")
        self.assertIn("nonce window of 5000", self.remark())

    def test_each_nonce_may_come_once(self):
        """Unless the server is told otherwise: Kraken does not say, so it is a quirk."""
        self.result(self.call(MILLISECONDS))
        self.assert_refused(self.call(MILLISECONDS), "EAPI:Invalid nonce")
        self.assertIn("was used before", self.remark())


class ForgetfulNonceWindows(NonceTest):
    OPTIONS = ("--quirk", "nonce-window-remembers=no")

    def test_the_same_nonce_may_come_twice(self):
        """This is the setting for the clients that make it twice."""
        self.use_new_key(nonce_window=1)
        for _ in range(3):
            self.result(self.call(MILLISECONDS))

    def test_without_a_window_it_may_not(self):
        self.result(self.call(MILLISECONDS))
        self.assert_refused(self.call(MILLISECONDS), "EAPI:Invalid nonce")


class SharedKeys(NonceTest):
    """Two clients with one key: who counts nanoseconds locks out who counts milliseconds."""

    def reset(self):
        self.control("POST", "reset?key=" + urllib.parse.quote(self.key, safe=""))

    def test_the_slower_one_is_locked_out_and_told_why(self):
        self.result(self.call(MILLISECONDS))
        self.result(self.call(NANOSECONDS))
        self.assert_refused(self.call(MILLISECONDS + 60_000), "EAPI:Invalid nonce")
        self.assertIn("different units", self.remark())
        self.assertIn("a key each", self.remark())

    def test_resetting_the_key_lets_it_in_again(self):
        self.result(self.call(NANOSECONDS))
        self.reset()
        self.result(self.call(MILLISECONDS))

    def test_resetting_a_key_leaves_the_others_alone(self):
        self.result(self.call(NANOSECONDS))
        demo = self.key, self.secret
        self.use_new_key()
        self.result(self.call(NANOSECONDS))
        self.reset()
        self.result(self.call(MILLISECONDS))
        self.key, self.secret = demo
        self.assert_refused(self.call(MILLISECONDS), "EAPI:Invalid nonce")

    def test_a_key_for_each_client_of_an_account_keeps_them_apart(self):
        slow, fast = (self.control("POST", "keys", {"account": "one"}) for _ in range(2))
        for made, nonce in [(fast, NANOSECONDS), (slow, MILLISECONDS), (fast, NANOSECONDS + 1)]:
            self.key, self.secret = made["key"], made["secret"]
            self.result(self.call(nonce))


class Secrets(NonceTest):
    def test_all_that_the_server_hands_out_have_64_bytes(self):
        """As base64 that is 88 characters, which is what some clients make room for."""
        demo = self.secret
        for secret in [demo, self.use_new_key()["secret"], self.use_new_key()["secret"]]:
            self.assertEqual(len(secret), 88)
            self.assertEqual(len(base64.b64decode(secret, validate=True)), 64)
        self.assertEqual(len(self.key), 56)

    def test_zeros_behind_the_secret_do_no_harm(self):
        """voidloop gives HMAC as many bytes as the base64 had characters. Up to 128, SHA-512's
        block, that is the same key."""
        path, body = "/0/private/Balance", b"nonce=7"
        self.use_new_key()
        padded = base64.b64decode(self.secret).ljust(len(self.secret), b"\0")
        message = path.encode() + hashlib.sha256(b"7" + body).digest()
        sign = base64.b64encode(hmac.new(padded, message, hashlib.sha512).digest()).decode()
        lines = FORM, f"API-Key: {self.key}", f"API-Sign: {sign}"
        self.result(self.connection.exchange(request("POST", path, *lines, body=body)))


if __name__ == "__main__":
    unittest.main()
