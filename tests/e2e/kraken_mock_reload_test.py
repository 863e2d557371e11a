"""SIGHUP and POST /__mock__/reload: kraken-mock reads its files again while it serves."""

import fcntl
import json
import os
import signal
import termios
import threading
import unittest

from programs import WAIT, Mock
from scratch import Scratch
from witness import EXAMPLE_SECRET, Caller


def fixture(result, path="/0/public/Time"):
    """A fixture file that answers `path` with this result."""
    body = {"error": [], "result": result}
    return json.dumps({"request": {"path": path}, "response": {"body": body}})


def scenario(error, times=1):
    rule = {"when": {"endpoint": "Assets"}, "times": times, "do": {"error": error}}
    return json.dumps({"rules": [rule]})


def key_file(*names):
    return json.dumps([{"key": name, "secret": EXAMPLE_SECRET} for name in names])


class Reloads(Scratch):
    def setUp(self):
        super().setUp()
        # Who runs the tests may ignore it, which programs inherit.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)

    def reload(self, mock):
        """Sends SIGHUP, and answers the line that tells what came of it."""
        mock.process.send_signal(signal.SIGHUP)
        return mock.stderr.until("kraken-mock: reload")


class Hangup(Reloads):
    def test_everything_is_read_again(self):
        (self.folder / "fixtures").mkdir()
        self.write("fixtures/time.json", fixture("before"))
        keys = self.write("keys.json", key_file("a", "b"))
        script = self.write("script.json", scenario("EService:Busy"))
        arguments = ("--fixtures", str(self.folder / "fixtures"), "--keys", keys, "--scenario", script)
        with Mock(*arguments) as mock, Caller(mock.port, "b") as b, Caller(mock.port, "c") as c:
            self.assertEqual(b.public("Time").result, "before")
            self.assertEqual(b.public("Assets").errors, ["EService:Busy"])
            self.assertEqual(b.private("Balance").errors, [])
            self.assertEqual(c.private("Balance").errors, ["EAPI:Invalid key"])

            self.write("fixtures/time.json", fixture("after"))
            self.write("fixtures/more.json", f"[{fixture(1, '/0/x')}, {fixture(2, '/0/y')}]")
            self.write("keys.json", key_file("a", "c", "d"))
            self.write("script.json", scenario("EService:Unavailable"))
            self.assertEqual(
                self.reload(mock),
                f'kraken-mock: reloaded: 3 fixtures in 2 files, 3 keys, scenario "{script}"',
            )
            self.assertEqual(b.public("Time").result, "after")
            self.assertEqual(b.public("Assets").errors, ["EService:Unavailable"])
            self.assertEqual(b.private("Balance").errors, ["EAPI:Invalid key"])
            self.assertEqual(c.private("Balance").errors, [])

    def test_keys_that_stay_keep_their_nonces(self):
        keys = self.write("keys.json", key_file("a"))
        with Mock("--keys", keys) as mock, Caller(mock.port, "a") as caller:
            self.assertEqual(caller.private("Balance", nonce=7).errors, [])
            self.write("keys.json", key_file("b", "a"))
            self.reload(mock)
            self.assertEqual(caller.private("Balance", nonce=7).errors, ["EAPI:Invalid nonce"])
            self.assertEqual(caller.private("Balance", nonce=8).errors, [])

    def test_one_mistake_leaves_everything_as_it_was(self):
        files = {
            "fixtures": (fixture("before"), fixture("after"), '{"request": {}}'),
            "keys": (key_file("before"), key_file("after"), '{"key": "after"}'),
            "scenario": (scenario("EBefore:x", "always"), scenario("EAfter:x", "always"), "{"),
        }
        for wrong in files:
            paths, arguments = {}, []
            for name, (before, _, _) in files.items():
                paths[name] = self.write(f"{name}.json", before)
                arguments += [f"--{name}", paths[name]]
            with self.subTest(wrong=wrong), Mock(*arguments) as mock:
                for name, (_, after, mistaken) in files.items():
                    self.write(f"{name}.json", mistaken if name == wrong else after)
                line = self.reload(mock)
                begin = "kraken-mock: reload failed, everything stays as it was: "
                self.assertTrue(line.startswith(f"{begin}--{wrong}"), line)
                self.assertIn(paths[wrong], line)
                with Caller(mock.port, "before") as caller:
                    self.assertEqual(caller.public("Time").result, "before")
                    self.assertEqual(caller.public("Assets").errors, ["EBefore:x"])
                    self.assertEqual(caller.private("Balance").errors, [])
                # It is to be mended, and then it is taken.
                self.write(f"{wrong}.json", files[wrong][1])
                self.assertIn("kraken-mock: reloaded: ", self.reload(mock))
                with Caller(mock.port, "after") as caller:
                    self.assertEqual(caller.public("Time").result, "after")
                    self.assertEqual(caller.public("Assets").errors, ["EAfter:x"])
                    self.assertEqual(caller.private("Balance").errors, [])

    def test_of_several_mistakes_the_first_is_told_and_how_many_there_are(self):
        (self.folder / "fixtures").mkdir()
        for name in "abc":
            self.write(f"fixtures/{name}.json", fixture(name))
        with Mock("--fixtures", str(self.folder / "fixtures")) as mock:
            for name in "abc":
                self.write(f"fixtures/{name}.json", "{")
            line = self.reload(mock)
        self.assertIn("fixtures/a.json: line 1", line)
        self.assertIn("(and 2 more; kraken-mock --check", line)

    def test_files_that_are_gone_are_told(self):
        keys = self.write("keys.json", key_file("a"))
        with Mock("--keys", keys) as mock, Caller(mock.port, "a") as caller:
            os.unlink(keys)
            self.assertIn(f"--keys {keys}: cannot be read: No such file", self.reload(mock))
            self.assertEqual(caller.private("Balance").errors, [])

    def test_a_scenario_begins_anew(self):
        own = self.write("script.json", scenario("EAPI:Rate limit exceeded", 2))
        for given in ["rate-limited-twice", own]:
            with self.subTest(given=given), Mock("--scenario", given) as mock:
                with Caller(mock.port) as caller:
                    for _ in range(2):
                        errors = [caller.public("Assets").errors for _ in range(3)]
                        self.assertEqual(errors, [["EAPI:Rate limit exceeded"]] * 2 + [[]])
                        self.reload(mock)

    def test_what_came_over_the_control_api_stays(self):
        fixtures = self.write("time.json", fixture("file"))
        keys = self.write("keys.json", key_file("a"))
        with Mock("--fixtures", fixtures, "--keys", keys) as mock, Caller(mock.port, "new") as caller:
            caller.control("PUT", "scenario", json.loads(scenario("EService:Busy", "always")))
            caller.control("PUT", "fixtures", json.loads(fixture("added", "/0/added")))
            caller.control("POST", "keys", {"key": "new", "secret": EXAMPLE_SECRET})
            self.reload(mock)
            self.assertEqual(caller.public("Assets").errors, ["EService:Busy"])
            self.assertEqual(caller.send("GET", "/0/added").result, "added")
            self.assertEqual(caller.private("Balance").errors, [])

    def test_a_scenario_of_the_control_api_goes_where_there_is_one_to_reload(self):
        script = self.write("script.json", scenario("EFile:x", "always"))
        with Mock("--scenario", script) as mock, Caller(mock.port) as caller:
            caller.control("PUT", "scenario", json.loads(scenario("EPut:x", "always")))
            self.assertEqual(caller.public("Assets").errors, ["EPut:x"])
            self.reload(mock)
            self.assertEqual(caller.public("Assets").errors, ["EFile:x"])

    def test_keys_that_are_of_no_file_stay(self):
        fixtures = self.write("time.json", fixture("file"))
        env = {"KRAKEN_API_KEY": "live-key", "KRAKEN_API_SECRET": EXAMPLE_SECRET}
        with Mock("--fixtures", fixtures, env=env) as mock, Caller(mock.port, "live-key") as caller:
            self.assertEqual(caller.private("Balance", nonce=7).errors, [])
            self.assertEqual(self.reload(mock), "kraken-mock: reloaded: 1 fixture in 1 file")
            self.assertEqual(caller.private("Balance", nonce=7).errors, ["EAPI:Invalid nonce"])
            self.assertEqual(caller.private("Balance", nonce=8).errors, [])

    def test_without_files_it_serves_on(self):
        with Mock() as mock, Caller(mock.port) as caller:
            self.assertIn("reloaded: nothing, since no --keys", self.reload(mock))
            self.assertEqual(caller.public("Time").errors, [])
            self.assertEqual(mock.stop(), 0)

    def test_paths_of_a_config_file_begin_at_it_again(self):
        self.write("time.json", fixture("before"))
        config = self.write("config.cfg", '{"fixtures": "time.json"}')
        with Mock("--config", config) as mock, Caller(mock.port) as caller:
            self.write("time.json", fixture("after"))
            self.reload(mock)
            self.assertEqual(caller.public("Time").result, "after")

    def test_a_pipe_is_not_waited_for(self):
        for option, text in [
            ("--keys", key_file("a")),
            ("--fixtures", fixture("x")),
            ("--scenario", scenario("EService:Busy")),
        ]:
            with self.subTest(option=option):
                fifo = self.folder / f"fifo{option}"
                os.mkfifo(fifo)
                writer = threading.Thread(target=fifo.write_text, args=(text,), daemon=True)
                writer.start()
                with Mock(option, str(fifo)) as mock:
                    writer.join(WAIT)
                    line = self.reload(mock)
                    self.assertIn(f"{option} {fifo}: a pipe or device, which cannot be", line)
                    self.assertEqual(mock.stop(), 0)


class Hangups(Reloads):
    """Which SIGHUPs reload, and which do not."""

    def test_one_that_nohup_ignores_stays_ignored(self):
        def ignore():
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

        with Mock(preexec_fn=ignore) as mock:
            mock.process.send_signal(signal.SIGHUP)
            # Of signals that wait, that of the lowest number is taken first.
            self.assertEqual(mock.stop(), 0)
            self.assertEqual(mock.stderr.rest(), [])

    def test_the_terminal_that_closes_stops_it(self):
        def take_terminal():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        master, slave = os.openpty()
        with Mock(stdin=slave, preexec_fn=take_terminal) as mock:
            os.close(slave)
            self.assertIn("reloaded", self.reload(mock))
            os.close(master)
            self.assertEqual(mock.process.wait(timeout=WAIT), 0)
            self.assertEqual(mock.stderr.rest(), [])


class OverHttp(Reloads):
    def test_it_does_the_same_and_answers_what_came_of_it(self):
        fixtures = self.write("time.json", fixture("before"))
        with Mock("--fixtures", fixtures, "--log", "off") as mock, Caller(mock.port) as caller:
            self.write("time.json", fixture("after"))
            answer = caller.control("POST", "reload")
            self.assertEqual(answer.json, {"status": "ok", "loaded": "1 fixture in 1 file"})
            self.assertEqual(mock.stderr.next(), "kraken-mock: reloaded: 1 fixture in 1 file")
            self.assertEqual(caller.public("Time").result, "after")

            self.write("time.json", "{")
            answer = caller.control("POST", "reload")
            self.assertEqual(answer.status, 400)
            line = mock.stderr.next()
            self.assertTrue(line.startswith("kraken-mock: reload failed, everything stays"), line)
            self.assertTrue(line.endswith(answer.json["error"]), line)
            self.assertEqual(caller.public("Time").result, "after")

    def test_without_files_there_is_nothing_to_reload(self):
        with Mock() as mock, Caller(mock.port) as caller:
            self.assertEqual(caller.control("POST", "reload").status, 409)


if __name__ == "__main__":
    unittest.main()
