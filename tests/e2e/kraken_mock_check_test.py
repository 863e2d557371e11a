"""kraken-mock --check: what is wrong with the files, and nothing served."""

import json
import os
import socket
import unittest

from programs import KRAKEN_MOCK, Mock, run, run_without_room
from refusals import Refusals
from witness import EXAMPLE_SECRET

FIXTURE = {"request": {"path": "/0/public/Time"}, "response": {"body": {"error": []}}}
KEYS = [{"key": "a", "secret": EXAMPLE_SECRET}, {"key": "b", "secret": "c2VjcmV0"}]
WRONG_KEYS = [{"key": "a", "secret": EXAMPLE_SECRET, "tier": "gold"}]


class Check(Refusals):
    def setUp(self):
        super().setUp()
        (self.folder / "recordings" / "inner").mkdir(parents=True)
        self.recordings = str(self.folder / "recordings")
        self.write("recordings/a.json", json.dumps([FIXTURE, FIXTURE]))
        self.write("recordings/inner/b.json", json.dumps(FIXTURE))
        self.write("recordings/notes.txt", "no fixture")
        self.keys = self.write("keys.json", json.dumps(KEYS))

    def found(self, *arguments, env=None):
        done = run(KRAKEN_MOCK, "--check", *arguments, env=env)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def mistakes(self, *arguments, code=65):
        """The lines on standard error."""
        done = run(KRAKEN_MOCK, "--check", *arguments)
        self.assertEqual((done.returncode, done.stdout), (code, ""))
        return done.stderr.splitlines()

    def test_it_says_what_the_files_hold(self):
        one = self.write("one.json", json.dumps(FIXTURE))
        built_in = "rate-limited-twice"
        for arguments, told in [
            ((), "nothing, since no --keys, --fixtures or --scenario is given"),
            (("--fixtures", self.recordings), "3 fixtures in 2 files"),
            (("--fixtures", one), "1 fixture in 1 file"),
            (("--fixtures", self.recordings, "--fixtures", one), "4 fixtures in 3 files"),
            (("--fixtures", f"{self.recordings},{one}"), "4 fixtures in 3 files"),
            (("--keys", self.keys), "2 keys"),
            (("--scenario", built_in), f'scenario "{built_in}"'),
            (
                ("--scenario", built_in, "--keys", self.keys, "--fixtures", one),
                f'1 fixture in 1 file, 2 keys, scenario "{built_in}"',
            ),
        ]:
            with self.subTest(arguments=arguments):
                self.assertEqual(self.found(*arguments), f"ok: {told}\n")

    def test_as_json(self):
        self.assertEqual(
            json.loads(self.found("--json", "--fixtures", self.recordings, "--scenario", "service-busy")),
            {
                "ok": True,
                "mistakes": [],
                "fixtures": 3,
                "fixture_files": 2,
                "keys": None,
                "scenario": "service-busy",
            },
        )
        wrong = self.write("wrong.json", json.dumps(WRONG_KEYS))
        done = run(KRAKEN_MOCK, "--check", "--json", "--keys", wrong)
        self.assertEqual(done.returncode, 65)
        found = json.loads(done.stdout)
        self.assertEqual(set(found), {"ok", "mistakes"})
        self.assertFalse(found["ok"])
        self.assertEqual(done.stderr, "".join(f"kraken-mock: {line}\n" for line in found["mistakes"]))

    def test_it_tells_every_mistake_but_of_each_file_the_first(self):
        self.write("recordings/a.json", '{"request": 1, "responce": 1}')
        self.write("recordings/inner/b.json", "{")
        self.write("recordings/inner/c.json", json.dumps(FIXTURE))
        keys = self.write("keys.json", json.dumps(WRONG_KEYS))
        lines = self.mistakes(
            *("--scenario", "service-bsy", "--keys", keys),
            *("--fixtures", self.recordings, "--fixtures", str(self.folder / "missing")),
        )
        self.assertEqual(len(lines), 5, lines)
        for line, fragments in zip(
            lines,
            [
                ["--keys ", "keys.json: ", "tier", "starter"],
                ["--fixtures: ", "recordings/a.json: "],
                ["--fixtures: ", "recordings/inner/b.json: line 1, column 2"],
                ["--fixtures: ", "missing: no such file or folder"],
                ["--scenario: ", 'did you mean "service-busy"?'],
            ],
        ):
            self.assertTrue(line.startswith("kraken-mock: "), line)
            for fragment in fragments:
                self.assertIn(fragment, line)
        self.assertNotIn(EXAMPLE_SECRET[:8], "".join(lines))

    def test_a_folder_without_fixtures_is_a_mistake(self):
        empty = self.folder / "empty"
        empty.mkdir()
        self.assertIn("no file in it ends in .json", self.mistakes("--fixtures", str(empty))[0])
        self.refuse(66, "--port", "0", "--fixtures", str(empty), fragments=[str(empty)])

    def test_a_start_tells_the_first_of_them(self):
        self.write("recordings/a.json", "{")
        self.write("recordings/inner/b.json", "{")
        self.refuse(
            65, "--port", "0", "--fixtures", self.recordings, fragments=["--fixtures: ", "a.json: line 1"]
        )

    def test_a_config_file_is_checked_too(self):
        config = self.write("config.cfg", '{"fixtures": "recordings",\n"keys": "keys.json"}')
        self.assertEqual(self.found("--config", config), "ok: 3 fixtures in 2 files, 2 keys\n")
        self.write("recordings/a.json", "{")
        line = self.mistakes("--config", config)[0]
        self.assertIn("config.cfg: line 1: fixtures: ", line)
        self.assertIn(f"{self.recordings}/a.json: line 1", line)
        config = self.write("config.cfg", '{"fixture": "recordings"}')
        self.assertIn('did you mean "fixtures"?', self.mistakes("--config", config)[0])

    def test_wrong_usage_is_told_as_always(self):
        self.mistakes("--quirk", "public-post=yes", code=64)
        self.mistakes("--keys", self.keys, "--journal", self.keys, code=64)
        self.assertEqual(
            self.mistakes("--list-scenarios", code=64),
            ["kraken-mock: --list-scenarios: not together with --check; give one of the two"],
        )
        env = {"KRAKEN_API_KEY": "live-key", "KRAKEN_API_SECRET": "c2VjcmV0LXBhcnQ!"}
        self.refuse(64, "--check", env=env, fragments=["KRAKEN_API_SECRET: "])
        done = run(KRAKEN_MOCK, "--check", env={"KRAKEN_MOCK_PROT": "1"})
        self.assertIn("warning: KRAKEN_MOCK_PROT", done.stderr)

    def test_it_serves_nothing_and_writes_nothing(self):
        before = sorted(os.listdir(self.folder))
        outputs = ("--journal", str(self.folder / "j"), "--port-file", str(self.folder / "p"))
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            self.assertTrue(self.found(*outputs, "--port", port).startswith("ok: "))
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_what_it_finds_right_is_served(self):
        arguments = ("--fixtures", self.recordings, "--keys", self.keys)
        self.found(*arguments)
        with Mock(*arguments) as mock:
            self.assertEqual(mock.stop(), 0)

    def test_output_that_cannot_be_written_is_a_failure(self):
        self.assertEqual(run_without_room(KRAKEN_MOCK, "--check").returncode, 73)


if __name__ == "__main__":
    unittest.main()
