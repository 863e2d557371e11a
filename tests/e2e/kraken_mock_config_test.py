"""kraken-mock --config: options in a file."""

import json
import os
import pathlib
import re
import unittest

from programs import KRAKEN_MOCK, Mock, run
from refusals import Refusals
from scratch import Scratch
from witness import EXAMPLE_SECRET, Caller

SCHEMA = pathlib.Path(__file__).parents[2] / "fixtures" / "schema" / "config.schema.json"
# What help lists besides the options that a file may have.
NOT_IN_A_FILE = set(
    "help version config json check list-endpoints list-scenarios help-quirks".split()
)
# What an option is nothing without.
NEEDED = {"tls-fault": {"tls": True, "tls-dir": "tls"}}


def busy(endpoint):
    """A scenario in which an endpoint fails."""
    return json.dumps({"rules": [{"when": {"endpoint": endpoint}, "do": {"error": "EService:Busy"}}]})


class Effects(Scratch):
    def config(self, document, name="config.json"):
        text = document if isinstance(document, str) else json.dumps(document)
        return self.write(name, text)

    def test_a_file_gives_options_of_every_kind(self):
        config = self.config(
            """{
              // Comments are allowed, and a member for editors.
              "$schema": "../config.schema.json",
              "port": 0, "port-file": "port", /* a number, and a path */
              "print-env": true,
              "seed": "7",
              "system-status": "maintenance",
              "quirk": ["public-post=accepted", "lockout-after=3"]
            }"""
        )
        # The port is the file's: Mock() would give one.
        with Mock("--config", config, env={"KRAKEN_MOCK_PORT": ""}) as mock:
            self.assertEqual((self.folder / "port").read_text(encoding="utf-8"), f"{mock.port}\n")
            self.assertEqual(len(mock.exports(3)), 3)
            with Caller(mock.port) as caller:
                self.assertEqual(caller.control("GET", "health").json["seed"], 7)
                answer = caller.send("POST", "/0/public/SystemStatus")
                self.assertEqual(answer.result["status"], "maintenance")

    def seed_of(self, *arguments, env=None):
        with Mock(*arguments, env=env) as mock, Caller(mock.port) as caller:
            return caller.control("GET", "health").json["seed"]

    def test_the_command_line_wins_over_the_environment_and_that_over_the_file(self):
        config = self.config({"seed": 2})
        self.assertEqual(self.seed_of("--config", config), 2)
        self.assertEqual(self.seed_of(env={"KRAKEN_MOCK_CONFIG": config}), 2)
        env = {"KRAKEN_MOCK_SEED": "3"}
        self.assertEqual(self.seed_of("--config", config, env=env), 3)
        self.assertEqual(self.seed_of("--config", config, "--seed", "4", env=env), 4)

    def test_of_two_files_the_last_counts(self):
        first = self.config({"seed": 2}, "first.json")
        second = self.config({"seed": 3}, "second.json")
        self.assertEqual(self.seed_of("--config", first, "--config", second), 3)
        env = {"KRAKEN_MOCK_CONFIG": first}
        self.assertEqual(self.seed_of("--config", second, env=env), 3)

    def test_a_switch_of_the_file_can_be_taken_back(self):
        config = self.config({"print-env": True})
        with Mock("--config", config, "--print-env=false") as mock:
            mock.stop()
            self.assertEqual(mock.stdout.rest(), [])

    def test_a_list_takes_the_place_of_the_files_list(self):
        config = self.config({"quirk": ["public-post=accepted"]})
        for arguments, env, status in [
            ((), {}, 200),
            (("--quirk", "lockout-after=3"), {}, 405),
            ((), {"KRAKEN_MOCK_QUIRK": "lockout-after=3"}, 405),
        ]:
            with self.subTest(arguments=arguments, env=env):
                with Mock("--config", config, *arguments, env=env) as mock:
                    with Caller(mock.port) as caller:
                        self.assertEqual(caller.send("POST", "/0/public/Time").status, status)

    def test_one_text_does_for_a_list_and_an_empty_list_is_none(self):
        for quirk, status in [("public-post=accepted", 200), ([], 405)]:
            config = self.config({"quirk": quirk})
            with Mock("--config", config) as mock, Caller(mock.port) as caller:
                self.assertEqual(caller.send("POST", "/0/public/Time").status, status)

    def test_paths_begin_at_the_folder_of_the_file(self):
        (self.folder / "keys").mkdir()
        self.write("keys/bot.json", json.dumps({"key": "bot", "secret": EXAMPLE_SECRET}))
        self.write("fails.json", busy("Time"))
        absolute = str(self.folder / "journal.jsonl")
        config = self.config(
            {"keys": "keys/bot.json", "scenario": "fails.json", "journal": absolute}
        )
        for given in [config, os.path.relpath(config)]:
            with self.subTest(given=given), Mock("--config", given) as mock:
                with Caller(mock.port, "bot") as caller:
                    self.assertEqual(caller.private("Balance").errors, [])
                    self.assertEqual(caller.public("Time").errors, ["EService:Busy"])
        self.assertEqual(
            sorted(os.listdir(self.folder)), ["config.json", "fails.json", "journal.jsonl", "keys"]
        )

    def test_fixtures_are_a_path_or_a_list_of_them(self):
        fixture = {"request": {"path": "/0/x"}, "response": {"body": {"error": [], "result": 1}}}
        (self.folder / "one, and two").mkdir()
        self.write("one, and two/a.json", json.dumps(fixture))
        fixture["request"]["path"] = "/0/y"
        self.write("b.json", json.dumps(fixture))
        for fixtures, statuses in [
            ("one, and two", [200, 404]),
            (["one, and two", str(self.folder / "b.json")], [200, 200]),
        ]:
            config = self.config({"fixtures": fixtures}, "c.cfg")
            with self.subTest(fixtures=fixtures), Mock("--config", config) as mock:
                with Caller(mock.port) as caller:
                    answers = [caller.send("GET", path) for path in ["/0/x", "/0/y"]]
                self.assertEqual([answer.status for answer in answers], statuses)

    def test_paths_given_otherwise_begin_where_they_always_do(self):
        (self.folder / "inner").mkdir()
        self.write("keys.json", json.dumps({"key": "outer", "secret": EXAMPLE_SECRET}))
        self.write("inner/keys.json", json.dumps({"key": "inner", "secret": EXAMPLE_SECRET}))
        config = self.config({"keys": "keys.json"}, "inner/config.json")
        outer = os.path.relpath(self.folder / "keys.json")
        with Mock("--config", config, "--keys", outer) as mock, Caller(mock.port, "outer") as caller:
            self.assertEqual(caller.private("Balance").errors, [])

    def test_a_scenario_is_a_file_where_there_is_one_and_else_a_name(self):
        config = self.config({"scenario": "public-too-many-requests"})
        for text, error in [(None, "EGeneral:Too many requests"), (busy("Time"), "EService:Busy")]:
            with self.subTest(error=error):
                if text is not None:
                    self.write("public-too-many-requests", text)
                with Mock("--config", config) as mock, Caller(mock.port) as caller:
                    self.assertEqual(caller.public("Time").errors, [error])

    def test_the_address_of_a_container_link_leaves_the_port_to_the_file(self):
        config = self.config({"port": 0})
        env = {"KRAKEN_MOCK_PORT": "tcp://10.0.0.1:80", "KRAKEN_MOCK_CONFIG": config}
        with Mock(env=env) as mock:
            self.assertIn("KRAKEN_MOCK_PORT=tcp://10.0.0.1:80: ignored", mock.stderr.next())
            self.assertNotEqual(mock.port, 8080)


class Mistakes(Refusals):
    def refuse_config(self, text, *fragments, code=65, arguments=()):
        config = self.write("config.json", text)
        told = self.refuse(code, "--config", config, *arguments)
        self.assertTrue(told.startswith(f"kraken-mock: {config}: "), told)
        for fragment in fragments:
            self.assertIn(fragment, told)

    def test_each_names_its_line_its_member_and_what_is_right(self):
        for member, message in {
            '"prot": 1': 'prot: no such option; did you mean "port"?',
            '"port_file": "x"': 'port_file: no such option; did you mean "port-file"?',
            '"print-env": 1': "print-env: expected true or false, found a number",
            '"port": [1]': "port: expected a whole number, found a list",
            '"port": 80.5': "port: expected a whole number, found a number with a fraction",
            '"port": 65536': "port 65536: not a port; give a number from 0",
            '"port": -1': "port -1: not a port",
            '"port": "http": 1': None,
            '"port": true': "port: expected a whole number, found true or false",
            '"keys": 5': "keys: expected a string, found a number",
            '"keys": null': "keys: expected a string, found null",
            '"keys": ["a"]': "keys: expected a string, found a list",
            '"keys": ""': "keys : empty; give a value",
            '"keys": "a\\u0000b"': "keys: holds a NUL character",
            '"tier": "prp"': 'tier prp: not a tier; did you mean "pro"?',
            '"quirk": {"lockout-after": 3}': "quirk: expected a string, or a list of strings, found an",
            '"quirk": ["lockout-after=3", 5]': "quirk: expected a string, or a list of strings, found a n",
            '"quirk": ["public-pots=405"]': "public-post",
            '"control-token": 271828': "control-token: expected a string, found a number",
            '"config": "other.json"': "config: a config file cannot name another",
        }.items():
            with self.subTest(member=member):
                text = '{\n  // "seed": 1\n  "seed":\n1,\n  ' + member + "\n}"
                if message is None:
                    self.refuse_config(text, "config.json: line 5, column 17: ")
                else:
                    self.refuse_config(text, "config.json: line 5: ", message)

    def test_a_number_that_may_be_a_token_is_not_quoted(self):
        config = self.write("config.json", '{"control-token": 271828}')
        self.assertNotIn("271828", self.refuse(65, "--config", config))

    def test_lines_are_counted_through_comments_strings_and_lists(self):
        self.refuse_config(
            '{ /*/ "a": [\n // */ "seed": 1, // "x": "\n'
            ' "quirk":\n ["public-post=405",\n "lockout-after=3"],\n'
            ' "host": "::1", "control-token": "\\\\\\",\\n{[//",\n"prot": "x"}',
            "config.json: line 7: prot: ",
        )

    def test_what_is_no_object_of_options(self):
        self.refuse_config("[]", "config.json: expected an object of options, found a list")
        self.refuse_config("8080", "config.json: expected an object of options, found a number")
        self.refuse_config("", "config.json: line 1, column 1: ")
        self.refuse_config('{"port": 1,\n "port": 2}', "line 2, column", "occurs twice")

    def test_one_that_the_command_line_overrides_is_told_all_the_same(self):
        self.refuse_config('{"port": "http"}', "port http: not a port", arguments=["--port", "0"])

    def test_a_file_that_cannot_be_read(self):
        missing = str(self.folder / "missing.json")
        self.refuse(66, "--config", missing, fragments=[f"--config {missing}: cannot be read: No"])
        self.refuse(66, env={"KRAKEN_MOCK_CONFIG": missing}, fragments=["KRAKEN_MOCK_CONFIG="])
        self.refuse(66, "--config", str(self.folder), fragments=["Is a directory"])
        self.refuse(64, "--config=", fragments=["--config: no value; write --config FILE"])

    def test_files_that_it_names_are_told_by_their_whole_path(self):
        for name, code in {
            "keys": 66,
            "fixtures": 66,
            "scenario": 66,
            "journal": 73,
            "port-file": 73,
        }.items():
            with self.subTest(name=name):
                path = self.folder / "missing" / "file"
                self.refuse_config(
                    json.dumps({"port": 0, name: "missing/file"}),
                    f"config.json: line 1: {name}",
                    str(path),
                    code=code,
                )

    def test_a_scenario_beside_the_working_folder_is_not_taken(self):
        (self.folder / "inner").mkdir()
        self.write("fails.json", busy("Time"))
        config = self.write("inner/config.json", '{"scenario": "fails.json"}')
        for given in [config, "inner/config.json"]:
            self.refuse(
                66,
                *("--port", "0", "--config", given),
                cwd=self.folder,
                fragments=["inner/config.json: line 1: scenario: no file", "inner/fails.json"],
            )

    def test_it_is_none_of_the_other_files(self):
        for name in ["keys", "fixtures", "scenario", "journal", "port-file"]:
            text = json.dumps({"port": 0, name: "config.json"})
            with self.subTest(name=name):
                self.refuse_config(text, f"{name} ", "names the same file", code=64)
                self.assertEqual((self.folder / "config.json").read_text(encoding="utf-8"), text)


class Schema(Scratch):
    def setUp(self):
        super().setUp()
        self.properties = json.loads(SCHEMA.read_text(encoding="utf-8"))["properties"]

    def exit_code(self, document):
        config = self.write("config.json", json.dumps(document))
        return run(KRAKEN_MOCK, "--config", config, "--check").returncode

    def test_it_has_every_option(self):
        listed = re.findall(r"(?m)^ +(?:-h,)?--([a-z-]+)", run(KRAKEN_MOCK, "--help").stdout)
        self.assertEqual(set(self.properties) - {"$schema"}, set(listed) - NOT_IN_A_FILE)

    def test_it_lists_what_an_option_takes(self):
        lists = {name: row["enum"] for name, row in self.properties.items() if "enum" in row}
        self.assertIn("tier", lists)
        for name, values in lists.items():
            for value in values:
                with self.subTest(name=name, value=value):
                    document = {**NEEDED.get(name, {}), name: value}
                    self.assertEqual(self.exit_code(document), 0)
            self.assertEqual(self.exit_code({name: "something else"}), 65)


if __name__ == "__main__":
    unittest.main()
