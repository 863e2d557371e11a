""
    "make_endpoints.py: what its check finds, and which worlds it refuses."
    ""

    import json import pathlib import shutil import subprocess import sys import tempfile import
        unittest

            FIXTURES =
                pathlib.Path(__file__).resolve().parents[3] / "fixtures"

                                                              class MakeEndpoints(unittest.TestCase)
    : def setUp(self)
    : self._folder = tempfile.TemporaryDirectory() self.addCleanup(self._folder.cleanup)
                         self.fixtures =
                    pathlib.Path(self._folder.name) / "fixtures" without =
                        shutil
                            .ignore_patterns("__pycache__", "scenarios", "signing", "schema")
                                shutil.copytree(FIXTURES, self.fixtures, ignore = without)

                                    def
                                    run_it(self, *arguments)
    : command =
                            [
                              sys.executable, "-B", str(self.fixtures / "make_endpoints.py"), *
                              arguments
                            ] return subprocess.run(command, capture_output = True, text = True,
                                                    check = False)

                                def
                                expect_named(self, line)
    : done = self.run_it("--check") self.assertEqual(done.returncode, 1)
                                self.assertEqual(done.stderr.splitlines(),
                                                 [line + "; run fixtures/make_endpoints.py"])

                                    def
                                    change_world(self, change)
    : path = self.fixtures / "world.json" world = json.loads(path.read_text()) change(world)
                                                      path.write_text(json.dumps(world))

                                                          def
                                                          expect_refused(self, change, why)
    : self.change_world(change) done =
                 self.run_it("--check") self.assertNotEqual(done.returncode, 0)
                     self.assertIn("world.json contradicts itself: " + why, done.stderr)

                         def
                         test_accepts_what_it_wrote(self)
    : done = self.run_it("--check") self.assertEqual((done.returncode, done.stderr), (0, ""))

                     def
                     test_names_a_file_that_differs(self)
    : path = self.fixtures / "endpoints/Balance/demo.json" path
                                 .write_text(path.read_text().replace("10000.0000", "10000.0001"))
                                     self
                                 .expect_named("endpoints/Balance/demo.json differs")

                                     def
                                     test_names_a_file_that_is_missing(self)
    : (self.fixtures / "endpoints/Balance/demo.json")
                                 .unlink() self
                                 .expect_named("endpoints/Balance/demo.json is missing")

                                     def
                                     test_names_a_file_that_nothing_makes(self)
    : (self.fixtures / "endpoints/Balance/other.json")
                                 .write_text("{}") self
                                 .expect_named("endpoints/Balance/other.json is made by nothing")

                                     def
                                     test_puts_everything_right(self)
    : (self.fixtures / "endpoints/Balance/demo.json")
                                 .unlink()(self.fixtures / "endpoints/Ticker/old.json")
                                 .write_text("{}")(self.fixtures / "endpoints/Retired")
                                 .mkdir()(self.fixtures / "endpoints/Retired/old.json")
                                 .write_text("{}")
                                     self.assertEqual(self.run_it().returncode, 0)
                                         self.assertEqual(self.run_it("--check").returncode, 0) self
                                 .assertFalse((self.fixtures / "endpoints/Retired").exists())

                                     def
                                     test_refuses_balances_that_the_ledger_does_not_come_to(self)
    : def change(world)
    : world["account"]["balances"]["ZUSD"] =
                 "9999.0000"

                 self.expect_refused(change, "the ledger comes to")

                     def
                     test_refuses_an_order_that_is_filled_beyond_its_volume(self)
    : def change(world)
    : world["account"]["orders"][0]["fills"][0]["volume"] =
                     "0.05000000"

                     self.expect_refused(change, "O7VAR3-HOGFU-Z3U6RG is filled beyond its volume")

                         def
                         test_refuses_an_open_order_that_the_market_has_passed(self)
    : def change(world)
    : world["market"]["pairs"]["XXBTZUSD"]["last"] =
                         "59990.0"

                         self.expect_refused(change,
                                             "OLCOQP-FTPQZ-CBARUL would have been filled by now")

                             def
                             test_refuses_an_id_that_is_used_twice(self)
    : def change(world)
    : world["account"]["orders"][1]["txid"] =
                             world["account"]["orders"][0]["txid"]

                             self.expect_refused(change, "an id that is used twice")

                                 def
                                 test_refuses_a_pair_whose_names_disagree(self)
    : def change(world)
    : world["pairs"]["XETHZUSD"]["wsname"] = "ETH/EUR"

                                             self.expect_refused(change, "the wsname of XETHZUSD")

                                                 def
                                                 test_refuses_a_time_that_a_double_cannot_hold(self)
    : def change(world)
    : world["account"]["orders"][0]["opentm"] =
                                 "1760437512.11840001"

                                 self.change_world(change) self.assertIn(
                                     "does not survive a double", self.run_it("--check").stderr)

                                     if __name__ == "__main__" : unittest.main()
