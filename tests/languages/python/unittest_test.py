"""Without pytest: a test of Python's own unittest."""

import unittest

from bot import Bot
from kraken_mock import KrakenMock


class BotTest(unittest.TestCase):
    def test_tries_again_when_kraken_is_busy(self):
        with KrakenMock("--tier", "pro") as mock:
            key = mock.fresh_key()
            mock.scenario("service-busy")
            self.assertTrue(Bot(mock.url, key.key, key.secret).buy(volume="0.01", price="37500"))


if __name__ == "__main__":
    unittest.main()
