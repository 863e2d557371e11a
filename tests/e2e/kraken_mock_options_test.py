"""kraken-mock's options, environment, files and exit codes."""

import json
import os
import socket
import subprocess
import unittest

from programs import KRAKEN_MOCK, WAIT, Mock, environment, run, run_without_room
from refusals import Refusals
from scratch import Scratch
from witness import EXAMPLE_SECRET, Caller

OPTIONS = (
    "--config --host --port --port-file --fixtures --keys --scenario --tier --rate-limits --clock --seed "
    "--quirk --journal --tls --tls-dir --tls-fault --control-token --system-status --log --print-env "
    "--check --list-endpoints --list-scenarios --help-quirks --json --version --help"
).split()


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


class WrongUsage(Refusals):
    def test_an_unknown_option_names_the_nearest(self):
        self.refuse(64, "--prot", "8081", fragments=["--prot: no such option", "--port?"])
        self.refuse(64, "--scenarios=x", fragments=["--scenarios:", "did you mean --scenario?"])

    def test_an_option_like_no_other_points_to_the_help(self):
        self.refuse(64, "--teleport-home", fragments=["--teleport-home", "kraken-mock --help"])

    def test_an_argument_is_refused(self):
        self.refuse(64, "8081", fragments=["8081: unexpected argument", "--help"])

    def test_an_option_without_its_value_is_refused(self):
        for arguments, fragment in [
            (["--port"], "--port: no value; write --port PORT"),
            (["--port="], "--port: no value; write --port PORT"),
            (["--port=", "8081"], "--port: no value; write --port PORT"),
            (["--journal", "--log", "off"], "--journal: no value; write --journal FILE"),
            (["--journal", "--log=off"], "--journal: no value; write --journal FILE"),
            (["--seed", "1", "--keys", "-h"], "--keys: no value; write --keys FILE"),
            (["--fixtures", "--check"], "--fixtures: no value; write --fixtures DIR"),
            (["--check=yes"], "--check: takes no value"),
            (["--print-env="], "--print-env: no value"),
            (["--list-scenarios=all"], "--list-scenarios: takes no value"),
        ]:
            with self.subTest(arguments=arguments):
                self.refuse(64, *arguments, fragments=[fragment])

    def test_a_line_end_in_an_argument_stays_on_one_line(self):
        self.refuse(64, "--tier", "pro\nlistening", fragments=["pro\\nlistening"])

    def test_wrong_values_name_the_option_the_value_and_what_is_right(self):
        for option, value, fragment in [
            ("--host", "example.com", "127.0.0.1"),
            ("--host", "127.0.0.256", "127.0.0.1"),
            ("--port", "http", "65535"),
            ("--port", "65536", "65535"),
            ("--port", "-1", "65535"),
            ("--port", "80 ", "65535"),
            ("--tier", "gold", "starter"),
            ("--tier", "prp", 'did you mean "pro"?'),
            ("--tier", "prro", 'did you mean "pro"?'),
            ("--rate-limits", "krakem", "kraken"),
            ("--clock", "manuel", "manual"),
            ("--clock", "x0", "x60"),
            ("--clock", "x-1", "x60"),
            ("--clock", "xnan", "x60"),
            ("--clock", "x1e300", "x60"),
            ("--clock", "60", "x60"),
            ("--seed", "-1", "18446744073709551615"),
            ("--seed", "18446744073709551616", "18446744073709551615"),
            ("--quirk", "public-pots=accepted", "public-post"),
            ("--quirk", "public-post=yes", "accepted"),
            ("--quirk", "public-post", "NAME=VALUE"),
            ("--system-status", "onlin", "online"),
            ("--log", "request", "requests"),
        ]:
            with self.subTest(option=option, value=value):
                self.refuse(64, option, value, fragments=[f"{option} {value}: ", fragment])

    def test_a_wrong_value_in_the_environment_names_the_variable(self):
        for variable, value, fragment in [
            ("KRAKEN_MOCK_PORT", "http", "65535"),
            ("KRAKEN_MOCK_TIER", "prp", "pro"),
            ("KRAKEN_MOCK_RATE_LIMITS", "krakem", "kraken"),
            ("KRAKEN_MOCK_SYSTEM_STATUS", "onlin", "online"),
            ("KRAKEN_MOCK_QUIRK", "public-pots=accepted", "public-post"),
            ("KRAKEN_MOCK_PRINT_ENV", "maybe", "true"),
        ]:
            with self.subTest(variable=variable):
                self.refuse(64, env={variable: value}, fragments=[f"{variable}={value}: ", fragment])

    def test_a_secret_that_is_not_base64_is_refused_and_not_shown(self):
        for secret in ["c2VjcmV0LXBhcnQ!", "c2VjcmV0LXBhcnQ=\n", "c2VjcmV0LXBhcnQ"]:
            with self.subTest(secret=secret):
                told = self.refuse(
                    64,
                    env={"KRAKEN_API_KEY": "live-key", "KRAKEN_API_SECRET": secret},
                    fragments=["KRAKEN_API_SECRET: "],
                )
                self.assertNotIn("c2Vjcm", told)
                self.assertNotIn("live-key", told)

    def test_an_api_key_that_no_header_can_carry_is_refused(self):
        told = self.refuse(
            64,
            env={"KRAKEN_API_KEY": "live key", "KRAKEN_API_SECRET": EXAMPLE_SECRET},
            fragments=["KRAKEN_API_KEY: "],
        )
        self.assertNotIn("live", told)


class UnknownVariables(Refusals):
    """KRAKEN_MOCK_… in the environment that no option reads."""

    def test_a_misspelled_one_is_warned_of_with_the_nearest(self):
        env = {"KRAKEN_MOCK_PROT": "hunter2", "KRAKEN_MOCK_TELEPORT": "x", "KRAKEN_MOCK_KEY": ""}
        with Mock(env=env) as mock:
            mock.stop()
            lines = sorted(mock.stderr.rest())
        warning = "kraken-mock: warning: KRAKEN_MOCK_"
        self.assertEqual(len(lines), 2, lines)
        self.assertTrue(lines[0].startswith(warning + "PROT: "), lines)
        self.assertIn("did you mean KRAKEN_MOCK_PORT?", lines[0])
        self.assertNotIn("hunter2", lines[0])
        self.assertTrue(lines[1].startswith(warning + "TELEPORT: "), lines)
        self.assertIn("kraken-mock --help", lines[1])

    def test_what_container_links_set_is_passed_over(self):
        env = {
            "KRAKEN_MOCK_SERVICE_HOST": "10.0.0.1",
            "KRAKEN_MOCK_SERVICE_PORT": "8080",
            "KRAKEN_MOCK_SERVICE_PORT_HTTP": "8080",
            "KRAKEN_MOCK_PORT_8080_TCP": "tcp://10.0.0.1:8080",
            "KRAKEN_MOCK_PORT_8080_TCP_ADDR": "10.0.0.1",
            "KRAKEN_MOCK_PORT_8080_TCP_PROTO": "tcp",
            "KRAKEN_MOCK_NAME": "/bot/kraken-mock",
            "KRAKEN_MOCK_ENV_LANG": "C",
        }
        with Mock(env=env) as mock:
            mock.stop()
            self.assertEqual(mock.stderr.rest(), [])

    def test_the_address_of_a_container_link_is_no_port(self):
        # The address belongs to nobody, so that nothing listens on the default port.
        env = {"KRAKEN_MOCK_PORT": "tcp://10.0.0.1:80", "KRAKEN_MOCK_HOST": "192.0.2.1"}
        done = run(KRAKEN_MOCK, env=env)
        self.assertEqual(done.returncode, 69, done)
        self.assertIn("warning: KRAKEN_MOCK_PORT=tcp://10.0.0.1:80: ignored", done.stderr)
        self.assertIn("192.0.2.1:8080", done.stderr)


class WrongFiles(Refusals):
    def test_a_keys_file_that_cannot_be_read(self):
        missing = str(self.folder / "keys.json")
        self.refuse(
            66,
            "--keys",
            missing,
            fragments=[f"--keys {missing}: cannot be read: No such", "check its name"],
        )
        self.refuse(
            66,
            "--keys",
            str(self.folder),
            fragments=["cannot be read: Is a directory", "give a file"],
        )
        self.refuse(
            66,
            env={"KRAKEN_MOCK_KEYS": missing},
            fragments=[f"KRAKEN_MOCK_KEYS={missing}: cannot be read"],
        )

    def test_a_malformed_keys_file(self):
        for text, fragments in {
            "": [],
            '[{"key": "a", ': ["line 1"],
            '"a"': [],
            '[{"key": "a"}]': ["secret"],
            '[{"key": "a", "secret": "c2VjcmV0LXBhcnQ!"}]': ["secret"],
            '[{"key": "a", "secret": "c2VjcmV0", "permissions": ["query-found"]}]': [
                "query-found",
                "query-funds",
            ],
            '[{"key": "a", "secret": "c2VjcmV0", "permission": []}]': ["permissions"],
            '[\n  {"key": "a",\n   "secret": "c2VjcmV0",\n   "tier": 5}\n]\n': [
                "line 4, column 12: [0].tier: expected a string",
            ],
            '[{"key": "a", "secret": "c2VjcmV0", "tier": "gold"}]': ["tier", "starter"],
        }.items():
            with self.subTest(text=text):
                keys = self.write("keys.json", text)
                told = self.refuse(65, "--keys", keys, fragments=[f"--keys {keys}: ", *fragments])
                self.assertNotIn("c2Vjcm", told)

    def test_a_scenario_that_is_neither_file_nor_built_in(self):
        self.refuse(
            66,
            "--scenario",
            "rate-limited-twic",
            fragments=["--scenario: ", "rate-limited-twice"],
        )
        self.refuse(66, "--scenario", str(self.folder), fragments=[str(self.folder)])

    def test_a_malformed_scenario_file(self):
        for text, fragments in {
            "": [],
            '{"rules": [{"when": {"endpoint": "Balanse"}, "do": {"error": "EAPI:x"}}]}': ["Balance"],
            '{"rules": [{"do": {"eror": "EAPI:Invalid key"}}]}': ["eror", "error"],
            '{"rulez": []}': ["rulez", "rules"],
        }.items():
            with self.subTest(text=text):
                path = self.write("fails.json", text)
                self.refuse(65, "--scenario", path, fragments=["--scenario: ", path, *fragments])

    def test_files_that_cannot_be_written(self):
        nowhere = str(self.folder / "missing" / "file")
        self.refuse(73, "--port", "0", "--port-file", nowhere, fragments=[nowhere, "No such file"])
        self.refuse(73, "--port", "0", "--journal", nowhere, fragments=[f"--journal {nowhere}: "])


class WrongAddresses(Refusals):
    def test_a_taken_port_is_named(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            self.refuse(69, "--port", port, fragments=[f"127.0.0.1:{port}", "port 0 takes a free one"])

    def test_a_second_server_on_the_port_of_the_first_is_refused(self):
        with Mock() as mock:
            self.refuse(69, "--port", str(mock.port), fragments=[str(mock.port)])

    def test_an_address_of_another_machine_is_refused(self):
        # From the block that is reserved for documentation: nobody's address.
        self.refuse(69, "--host", "192.0.2.1", "--port", "0", fragments=["192.0.2.1"])


class Information(unittest.TestCase):
    def test_help_tells_every_option_an_example_and_the_exit_codes(self):
        done = run(KRAKEN_MOCK, "--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for option in OPTIONS:
            self.assertRegex(done.stdout, rf"(?m)^ +(-h,)?{option}\b")
        for word in ["Examples:", "kraken-mock --port 0", "KRAKEN_MOCK_PORT_FILE", " 69 ", " 65 "]:
            self.assertIn(word, done.stdout)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 120)

    def test_version(self):
        done = run(KRAKEN_MOCK, "--version")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"\Akraken-mock \d+\.\d+\.\d+\n\Z")

    def test_output_that_cannot_be_written_is_a_failure(self):
        done = run_without_room(KRAKEN_MOCK, "--help-quirks")
        self.assertEqual(done.returncode, 73)
        self.assertIn("standard output", done.stderr)


class Announcements(Scratch):
    def test_print_env_is_what_a_shell_evaluates(self):
        with Mock("--print-env") as mock:
            self.assertEqual(mock.exports(3)["KRAKEN_API_SECRET"], EXAMPLE_SECRET)
            block = "\n".join(mock.stdout.seen)
            shell = run(
                "sh",
                "-c",
                'eval "$(grep "^export ")"; '
                'printf "%s\\n" "$KRAKEN_API_URL" "$KRAKEN_API_KEY" "$KRAKEN_API_SECRET"',
                stdin=block,
            )
            url, key, secret = shell.stdout.splitlines()
            self.assertEqual((url, secret), (mock.url, EXAMPLE_SECRET))
            with Caller(mock.port, key, secret) as caller:
                self.assertEqual(caller.private("Balance").errors, [])

    def test_print_env_keeps_the_secrets_of_a_file(self):
        keys = self.write("keys.json", json.dumps([{"key": "it's", "secret": EXAMPLE_SECRET}]))
        with Mock("--print-env", "--keys", keys) as mock:
            exports = mock.exports(2)
            self.assertEqual(exports, {"KRAKEN_API_URL": mock.url, "KRAKEN_API_KEY": "it's"})
            self.assertRegex(mock.stdout.next(), "^# KRAKEN_API_SECRET .*not shown")
            mock.stop()
            self.assertNotIn(EXAMPLE_SECRET, "\n".join(mock.stdout.rest() + mock.stderr.rest()))

    def test_credentials_of_the_environment_replace_the_demo_key_and_are_not_shown(self):
        env = {"KRAKEN_API_KEY": "live-key", "KRAKEN_API_SECRET": "bGl2ZS1zZWNyZXQ="}
        with Mock("--log", "debug", env=env) as mock:
            self.assertIn("replace the demo key", mock.stderr.next())
            with Caller(mock.port, "live-key", "bGl2ZS1zZWNyZXQ=") as caller:
                self.assertEqual(caller.private("Balance").errors, [])
            mock.stop()
            printed = "\n".join(mock.stdout.rest() + mock.stderr.rest() + mock.stderr.seen)
            self.assertNotIn("live-key", printed)
            self.assertNotIn("bGl2ZS1zZWNyZXQ=", printed)

    def test_comments_stand_for_the_credentials_of_the_environment(self):
        env = {"KRAKEN_API_KEY": "live-key", "KRAKEN_API_SECRET": "bGl2ZS1zZWNyZXQ="}
        with Mock("--print-env", env=env) as mock:
            self.assertEqual(mock.exports(1), {"KRAKEN_API_URL": mock.url})
            self.assertRegex(mock.stdout.next(), "^# KRAKEN_API_KEY .*not shown")
            self.assertRegex(mock.stdout.next(), "^# KRAKEN_API_SECRET .*not shown")
            mock.stop()
            self.assertNotIn("live-key", "\n".join(mock.stdout.seen + mock.stderr.rest()))

    def test_half_of_the_credentials_in_the_environment_leaves_the_demo_key(self):
        for env, message in [
            ({"KRAKEN_API_KEY": "live-key"}, "KRAKEN_API_KEY is set, KRAKEN_API_SECRET is not"),
            (
                {"KRAKEN_API_SECRET": "bGl2ZS1zZWNyZXQ="},
                "KRAKEN_API_SECRET is set, KRAKEN_API_KEY is not",
            ),
        ]:
            with self.subTest(env=env), Mock("--print-env", env=env) as mock:
                self.assertIn("warning: " + message, mock.stderr.next())
                exports = mock.exports(3)
                self.assertEqual(exports["KRAKEN_API_SECRET"], EXAMPLE_SECRET)
                with Caller(mock.port, exports["KRAKEN_API_KEY"]) as caller:
                    self.assertEqual(caller.private("Balance").errors, [])
                mock.stop()
                printed = "\n".join(mock.stdout.seen + mock.stderr.seen + mock.stderr.rest())
                self.assertNotIn("live-key", printed)
                self.assertNotIn("bGl2ZS1zZWNyZXQ=", printed)

    def test_print_env_tells_an_address_that_can_be_called(self):
        hosts = {"0.0.0.0": "http://127.0.0.1"}
        if has_ipv6():
            hosts["::"] = "http://[::1]"
        for host, url in hosts.items():
            with self.subTest(host=host), Mock("--host", host, "--print-env") as mock:
                self.assertEqual(mock.exports(3)["KRAKEN_API_URL"], f"{url}:{mock.port}")

    def test_the_demo_credentials_in_the_environment_are_still_the_demo_key(self):
        with Mock("--print-env") as first:
            exports = first.exports(3)
        del exports["KRAKEN_API_URL"]
        with Mock("--print-env", env=exports) as second:
            self.assertEqual(second.exports(3)["KRAKEN_API_SECRET"], EXAMPLE_SECRET)

    def test_keys_of_a_file_need_nothing_of_the_environment(self):
        keys = self.write("keys.json", json.dumps([{"key": "a", "secret": EXAMPLE_SECRET}]))
        with Mock("--keys", keys, env={"KRAKEN_API_KEY": "half"}) as mock:
            with Caller(mock.port, "a") as caller:
                self.assertEqual(caller.private("Balance").errors, [])
            with Caller(mock.port, "half") as caller:
                self.assertEqual(caller.private("Balance").errors, ["EAPI:Invalid key"])

    def test_a_host_that_others_can_reach_is_warned_of(self):
        with Mock("--host", "0.0.0.0", "--log", "off") as mock:
            self.assertIn("warning: --host 0.0.0.0", mock.stderr.next())
            with Caller(mock.port) as caller:
                self.assertEqual(caller.control("GET", "health").status, 403)
        with Mock("--host", "0.0.0.0", "--control-token", "open-sesame") as mock:
            with Caller(mock.port) as caller:
                bearer = {"Authorization": "Bearer open-sesame"}
                self.assertEqual(caller.send("GET", "/__mock__/health", headers=bearer).status, 200)
                self.assertEqual(caller.control("GET", "health").status, 401)
            mock.stop()
            self.assertNotIn("open-sesame", "\n".join(mock.stdout.rest() + mock.stderr.rest()))

    def test_the_server_lives_on_when_nobody_reads_its_output(self):
        process = subprocess.Popen(
            [KRAKEN_MOCK, "--port", "0"],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.wait, WAIT)
        self.addCleanup(process.kill)
        port = int(process.stdout.readline().rsplit(":", 1)[1])
        process.stdout.close()
        process.stderr.close()
        for _ in range(2):
            with Caller(port) as caller:
                self.assertEqual(caller.public("Time").status, 200)
        process.terminate()
        self.assertEqual(process.wait(timeout=WAIT), 0)


class Effects(Scratch):
    """That each option does what it says."""

    def test_every_option_can_come_from_the_environment_and_the_command_line_wins(self):
        path = self.folder / "port"
        env = {
            "KRAKEN_MOCK_PORT": "0",
            "KRAKEN_MOCK_PORT_FILE": str(path),
            "KRAKEN_MOCK_PRINT_ENV": "1",
            "KRAKEN_MOCK_SEED": "7",
            "KRAKEN_MOCK_SYSTEM_STATUS": "maintenance",
            "KRAKEN_MOCK_QUIRK": "public-post=405,public-post=accepted",
        }
        with Mock("--seed", "8", env=env) as mock, Caller(mock.port) as caller:
            self.assertEqual(path.read_text(encoding="utf-8"), f"{mock.port}\n")
            self.assertEqual(len(mock.exports(3)), 3)
            self.assertEqual(caller.control("GET", "health").json["seed"], 8)
            answer = caller.send("POST", "/0/public/SystemStatus")
            self.assertEqual(answer.result["status"], "maintenance")

    def test_a_repeated_option_counts_as_given_last(self):
        with Mock("--seed", "1", "--seed", "2") as mock, Caller(mock.port) as caller:
            self.assertEqual(caller.control("GET", "health").json["seed"], 2)

    def test_public_post_follows_its_quirk(self):
        with Mock() as mock, Caller(mock.port) as caller:
            self.assertEqual(caller.send("POST", "/0/public/Time").status, 405)
        with Mock("--quirk", "public-post=accepted") as mock, Caller(mock.port) as caller:
            self.assertEqual(caller.send("POST", "/0/public/Time").errors, [])

    def test_a_scenario_file_is_played(self):
        scenario = self.write(
            "fails.json",
            '{"rules": [{"when": {"endpoint": "Time"}, "do": {"error": "EService:Busy"}}]}',
        )
        with Mock("--scenario", scenario) as mock, Caller(mock.port) as caller:
            self.assertEqual(caller.public("Time").errors, ["EService:Busy"])
            self.assertEqual(caller.public("Time").errors, [])
            self.assertIn("EService:Busy", mock.stderr.until("Time 200"))

    def test_the_keys_of_a_file_have_what_it_gives_them(self):
        keys = self.write(
            "keys.json",
            json.dumps(
                [
                    {"key": "all", "secret": EXAMPLE_SECRET},
                    {"key": "none", "secret": "bm9uZQ==", "permissions": []},
                ]
            ),
        )
        with Mock("--keys", keys) as mock:
            with Caller(mock.port, "all") as caller:
                self.assertEqual(caller.private("Balance").errors, [])
            with Caller(mock.port, "none", "bm9uZQ==") as caller:
                answer = caller.private("Balance")
                self.assertEqual(answer.errors, ["EGeneral:Permission denied"])

    def test_a_manual_clock_stands_until_it_is_moved(self):
        with Mock("--clock", "manual") as mock, Caller(mock.port) as caller:
            before = caller.public("Time").result["unixtime"]
            self.assertEqual(caller.public("Time").result["unixtime"], before)
            caller.control("POST", "clock", {"advance_ms": 15_000})
            self.assertEqual(caller.public("Time").result["unixtime"], before + 15)

    def test_a_fast_clock_runs_fast(self):
        # A second passes each microsecond: two calls cannot come within the same one.
        with Mock("--clock", "x1000000") as mock, Caller(mock.port) as caller:
            before = caller.public("Time").result["unixtime"]
            self.assertGreater(caller.public("Time").result["unixtime"], before)

    def test_the_journal_is_appended_to_its_file(self):
        journal = self.folder / "journal.jsonl"
        for _ in range(2):
            with Mock("--journal", str(journal)) as mock, Caller(mock.port) as caller:
                caller.public("Time")
        lines = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
        self.assertEqual([line["kind"] for line in lines], ["request", "sent"] * 2)


class Logs(unittest.TestCase):
    def logged(self, level):
        """All of stderr after one accepted and one refused call."""
        with Mock("--log", level, "--print-env") as mock:
            credentials = mock.exports(3)
            with Caller(mock.port, credentials["KRAKEN_API_KEY"]) as caller:
                caller.private("Balance", nonce=7)
                answer = caller.private("Balance", nonce=5)
                self.assertEqual(answer.errors, ["EAPI:Invalid nonce"])
            mock.stop()
            return mock.stderr.rest(), credentials

    def test_requests_are_a_line_each_which_says_why(self):
        lines, _ = self.logged("requests")
        self.assertRegex(lines[0], r"^\d\d:\d\d:\d\d\.\d{3} POST Balance 200$")
        self.assertRegex(
            lines[1],
            r"^\d\d:\d\d:\d\d\.\d{3} POST Balance 200 EAPI:Invalid nonce — nonce 5 .*7",
        )
        self.assertEqual(len(lines), 2)

    def test_debug_tells_every_check_and_no_credentials(self):
        lines, credentials = self.logged("debug")
        text = "\n".join(lines)
        self.assertRegex(text, r"(?m)^ +authenticate: passed$")
        self.assertRegex(text, r"(?m)^ +check_nonce: refused — nonce 5 ")
        self.assertNotIn(credentials["KRAKEN_API_KEY"], text)
        self.assertNotIn(credentials["KRAKEN_API_SECRET"], text)

    def test_off_is_silent(self):
        self.assertEqual(self.logged("off")[0], [])

    def test_a_request_cannot_forge_a_line(self):
        with Mock() as mock:
            with socket.create_connection(("127.0.0.1", mock.port)) as raw:
                raw.sendall(b"GET /0/public/No\x1b[2Jsuch HTTP/1.1\r\nHost: x\r\n\r\n")
                self.assertTrue(raw.recv(1))
            mock.stop()
            self.assertNotIn("\x1b", "\n".join(mock.stderr.rest()))


if __name__ == "__main__":
    unittest.main()
