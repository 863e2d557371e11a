"""make_endpoints.py: what its check finds, and which worlds it refuses."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

FIXTURES = pathlib.Path(__file__).resolve().parents[3] / "fixtures"


class MakeEndpoints(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.fixtures = pathlib.Path(self._folder.name) / "fixtures"
        without = shutil.ignore_patterns("__pycache__", "scenarios", "signing", "schema")
        shutil.copytree(FIXTURES, self.fixtures, ignore=without)

    def run_it(self, *arguments):
        command = [sys.executable, "-B", str(self.fixtures / "make_endpoints.py"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def expect_named(self, line):
        done = self.run_it("--check")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.splitlines(), [line + "; run fixtures/make_endpoints.py"])

    def change_world(self, change):
        path = self.fixtures / "world.json"
        world = json.loads(path.read_text())
        change(world)
        path.write_text(json.dumps(world))

    def expect_refused(self, change, why):
        self.change_world(change)
        done = self.run_it("--check")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("world.json contradicts itself: " + why, done.stderr)

    def test_accepts_what_it_wrote(self):
        done = self.run_it("--check")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_names_a_file_that_differs(self):
        path = self.fixtures / "endpoints/Balance/demo.json"
        path.write_text(path.read_text().replace("10000.0000", "10000.0001"))
        self.expect_named("endpoints/Balance/demo.json differs")

    def test_names_a_file_that_is_missing(self):
        (self.fixtures / "endpoints/Balance/demo.json").unlink()
        self.expect_named("endpoints/Balance/demo.json is missing")

    def test_names_a_file_that_nothing_makes(self):
        (self.fixtures / "endpoints/Balance/other.json").write_text("{}")
        self.expect_named("endpoints/Balance/other.json is made by nothing")

    def test_puts_everything_right(self):
        (self.fixtures / "endpoints/Balance/demo.json").unlink()
        (self.fixtures / "endpoints/Ticker/old.json").write_text("{}")
        (self.fixtures / "endpoints/Retired").mkdir()
        (self.fixtures / "endpoints/Retired/old.json").write_text("{}")
        self.assertEqual(self.run_it().returncode, 0)
        self.assertEqual(self.run_it("--check").returncode, 0)
        self.assertFalse((self.fixtures / "endpoints/Retired").exists())

    def test_refuses_balances_that_the_ledger_does_not_come_to(self):
        def change(world):
            world["account"]["balances"]["ZUSD"] = "9999.0000"

        self.expect_refused(change, "the ledger comes to")

    def test_refuses_an_order_that_is_filled_beyond_its_volume(self):
        def change(world):
            world["account"]["orders"][0]["fills"][0]["volume"] = "0.05000000"

        self.expect_refused(change, "O7VAR3-HOGFU-Z3U6RG is filled beyond its volume")

    def test_refuses_an_open_order_that_the_market_has_passed(self):
        def change(world):
            world["market"]["pairs"]["XXBTZUSD"]["last"] = "59990.0"

        self.expect_refused(change, "OLCOQP-FTPQZ-CBARUL would have been filled by now")

    def test_refuses_an_open_order_that_the_market_has_reached_since(self):
        def change(world):
            order = world["account"]["orders"][-1]
            order.update(pair="XXBTZUSD", price="60010.0", volume="0.00100000", opentm="1767036411.5021")

        self.expect_refused(change, "O63HMB-VZAME-52HULR would have been filled in the candle")

    def test_refuses_a_trade_where_the_market_never_was(self):
        def change(world):
            world["account"]["orders"][0]["fills"][0]["price"] = "53750.0"

        self.expect_refused(change, "THMOTE-HNVGG-XHCZTU trades at a price that the candle")

    def test_refuses_a_trade_whose_number_belongs_to_another_time(self):
        def change(world):
            world["account"]["orders"][1]["fills"][0]["trade_id"] = 90562218

        self.expect_refused(change, "the trade_id of T53CPS-4TU54-Q22Y42 is not one of its moment")

    def test_refuses_a_trade_that_is_missing_among_the_latest(self):
        def change(world):
            fill = world["account"]["orders"][-2]["fills"][0]
            fill.update(time="1767217100.5", trade_id=93105510, price="60000.0")

        self.expect_refused(change, "TL7BYT-ODOSA-ES5WW4")

    def test_refuses_a_post_only_order_that_takes(self):
        def change(world):
            world["account"]["orders"][5]["fills"][0]["maker"] = False

        self.expect_refused(change, "OJYSLP-HM6BF-XEPT5O is post-only and takes")

    def test_refuses_an_expired_order_without_a_reason(self):
        def change(world):
            world["account"]["orders"][4]["reason"] = None

        self.expect_refused(change, "the reason of OKELSD-FRWBK-RA6TP7")

    def test_refuses_an_id_that_is_used_twice(self):
        def change(world):
            world["account"]["orders"][1]["txid"] = world["account"]["orders"][0]["txid"]

        self.expect_refused(change, "an id that is used twice")

    def test_refuses_a_pair_whose_names_disagree(self):
        def change(world):
            world["pairs"]["XETHZUSD"]["wsname"] = "ETH/EUR"

        self.expect_refused(change, "the wsname of XETHZUSD")

    def test_refuses_a_time_that_a_double_cannot_hold(self):
        def change(world):
            world["account"]["orders"][0]["opentm"] = "1760437512.11840001"

        self.change_world(change)
        self.assertIn("does not survive a double", self.run_it("--check").stderr)


if __name__ == "__main__":
    unittest.main()
