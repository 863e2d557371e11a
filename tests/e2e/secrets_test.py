"""Secrets in the wrong place of a command line: no message quotes them."""

import json
import unittest

from programs import KRAKEN_MOCK, KRAKEN_SIGN, run
from scratch import Scratch
from witness import EXAMPLE_SECRET

HIDDEN = "(hidden: it looks like a secret)"
SIGN = ("sign", "--path", "/0/private/Balance", "--body", "nonce=1")


class MisplacedSecrets(Scratch):
    def assert_hidden(self, code, program, *arguments, env=None, fragments=(HIDDEN,)):
        done = run(program, *arguments, env=env)
        self.assertEqual(done.returncode, code, done)
        self.assertEqual(done.stdout, "")
        self.assertNotIn(EXAMPLE_SECRET[:8], done.stderr)
        self.assertNotIn(EXAMPLE_SECRET[-12:-4], done.stderr)
        for fragment in fragments:
            self.assertIn(fragment, done.stderr)

    def test_as_an_argument(self):
        for secret in [EXAMPLE_SECRET, EXAMPLE_SECRET[:40], EXAMPLE_SECRET + "\n", "/" * 44]:
            with self.subTest(secret=secret):
                self.assert_hidden(64, KRAKEN_MOCK, secret)
                self.assert_hidden(64, KRAKEN_SIGN, secret)
                self.assert_hidden(64, KRAKEN_SIGN, *SIGN, secret)
                self.assert_hidden(64, KRAKEN_SIGN, "curl", secret)
                self.assert_hidden(64, KRAKEN_SIGN, "curl", "Balance", secret)

    def test_stuck_to_an_option(self):
        for option in ["-s", "--"]:
            with self.subTest(option=option):
                self.assert_hidden(64, KRAKEN_MOCK, option + EXAMPLE_SECRET, fragments=[option + HIDDEN])
                self.assert_hidden(
                    64, KRAKEN_SIGN, *SIGN, option + EXAMPLE_SECRET, fragments=[option + HIDDEN]
                )

    def test_as_the_value_of_an_option(self):
        for value in [EXAMPLE_SECRET, "public-post=" + EXAMPLE_SECRET]:
            with self.subTest(value=value):
                self.assert_hidden(64, KRAKEN_MOCK, "--quirk", value)
                self.assert_hidden(64, KRAKEN_MOCK, env={"KRAKEN_MOCK_QUIRK": value})
        for option in ["--rate-limits", "--system-status", "--tier", "--host", "--log"]:
            with self.subTest(option=option):
                self.assert_hidden(64, KRAKEN_MOCK, option, EXAMPLE_SECRET)

    def test_in_a_config_file(self):
        for document in [
            {EXAMPLE_SECRET: 1},
            {"tier": EXAMPLE_SECRET},
            {"quirk": [EXAMPLE_SECRET]},
            {"quirk": "public-post=" + EXAMPLE_SECRET},
        ]:
            with self.subTest(document=document):
                config = self.write("config.json", json.dumps(document))
                self.assert_hidden(65, KRAKEN_MOCK, "--config", config)
        for option in ["keys", "fixtures", "scenario"]:
            with self.subTest(option=option):
                config = self.write("config.json", json.dumps({option: EXAMPLE_SECRET}))
                self.assert_hidden(66, KRAKEN_MOCK, "--config", config)

    def test_before_the_subcommand(self):
        for arguments in [["--secret", EXAMPLE_SECRET], ["--secret=" + EXAMPLE_SECRET]]:
            self.assert_hidden(
                64,
                KRAKEN_SIGN,
                *arguments,
                *SIGN,
                fragments=["--secret: belongs behind the subcommand", "kraken-sign sign --secret"],
            )

    def test_in_place_of_a_file(self):
        self.assert_hidden(66, KRAKEN_MOCK, "--keys", EXAMPLE_SECRET)
        self.assert_hidden(66, KRAKEN_MOCK, "--config", EXAMPLE_SECRET)
        self.assert_hidden(66, KRAKEN_MOCK, "--fixtures", EXAMPLE_SECRET)
        self.assert_hidden(66, KRAKEN_MOCK, env={"KRAKEN_MOCK_KEYS": EXAMPLE_SECRET})
        self.assert_hidden(66, KRAKEN_MOCK, "--scenario", EXAMPLE_SECRET)
        self.assert_hidden(66, KRAKEN_SIGN, *SIGN, "--secret-file", EXAMPLE_SECRET)
        self.assert_hidden(
            66, KRAKEN_SIGN, "sign", "--path", "/0/private/Balance", "--body", "@" + EXAMPLE_SECRET
        )

    def test_the_path_of_a_file_is_no_secret(self):
        folder = self.folder / ("a" * 40)
        folder.mkdir()
        path = str(folder / "missing")
        for program, arguments in [
            (KRAKEN_MOCK, ("--keys", path)),
            (KRAKEN_SIGN, (*SIGN, "--secret-file", path)),
        ]:
            done = run(program, *arguments)
            self.assertEqual(done.returncode, 66, done)
            self.assertIn(path, done.stderr)


if __name__ == "__main__":
    unittest.main()
