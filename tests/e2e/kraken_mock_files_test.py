"""The files and streams that kraken-mock is given: which it takes, and what it leaves alone."""

import json
import os
import signal
import subprocess
import unittest

from programs import KRAKEN_MOCK, WAIT, Mock, Renames, environment, run, run_without_room
from refusals import Refusals
from scratch import Scratch
from witness import EXAMPLE_SECRET, Caller

TOO_LARGE = (16 << 20) + 1


class PortFile(Refusals):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "port"

    def test_it_holds_the_port_whatever_port_was_there(self):
        for earlier in [None, "", "1\n", "65535"]:
            with self.subTest(earlier=earlier):
                self.path.unlink(missing_ok=True)
                if earlier is not None:
                    self.write("port", earlier)
                with Mock("--port-file", str(self.path)) as mock:
                    self.assertEqual(self.path.read_text(encoding="utf-8"), f"{mock.port}\n")
                    self.assertEqual(os.listdir(self.folder), ["port"])

    def test_a_start_that_fails_leaves_the_port_of_the_first_server(self):
        with Mock("--port-file", str(self.path)) as mock:
            self.refuse(69, "--port", str(mock.port), "--port-file", str(self.path))
            self.assertEqual(self.path.read_text(encoding="utf-8"), f"{mock.port}\n")

    def refuse_port_file(self, fragment):
        label = f"--port-file {self.path}: "
        self.refuse(73, "--port", "0", "--port-file", str(self.path), fragments=[label, fragment])

    def test_a_file_of_something_else_is_left_alone(self):
        for text in ["my notes\n", "8080\n8081\n", "8080 ", "65536\n", "-1\n", "\n", "8" * 100]:
            with self.subTest(text=text):
                self.write("port", text)
                self.refuse_port_file("more than a port number")
                self.assertEqual(self.path.read_text(encoding="utf-8"), text)
                self.assertEqual(os.listdir(self.folder), ["port"])

    def test_a_folder_is_left_alone(self):
        self.path.mkdir()
        self.refuse_port_file("a folder")
        self.assertTrue(self.path.is_dir())

    def test_a_fifo_is_left_alone(self):
        os.mkfifo(self.path)
        self.refuse_port_file("a FIFO")
        self.assertTrue(self.path.is_fifo())

    def test_a_symbolic_link_is_left_alone_whatever_it_leads_to(self):
        self.write("target", "1\n")
        for target in ["target", "nothing", "/dev/null", "."]:
            with self.subTest(target=target):
                self.path.unlink(missing_ok=True)
                self.path.symlink_to(target)
                self.refuse_port_file("a symbolic link")
                self.assertEqual(os.readlink(self.path), target)
        self.assertEqual((self.folder / "target").read_text(encoding="utf-8"), "1\n")


class SameFile(Refusals):
    """Two options must not name one file."""

    def test_any_two_options(self):
        path = str(self.folder / "file")
        options = ["--keys", "--fixtures", "--scenario", "--journal", "--port-file"]
        for one in options:
            for other in options:
                if one == other:
                    continue
                with self.subTest(one=one, other=other):
                    told = self.refuse(64, "--port", "0", one, path, other, path)
                    self.assertIn(one, told)
                    self.assertIn(other, told)
        self.assertEqual(os.listdir(self.folder), [])
        # A config file is read before its options are known.
        self.write("file", "{}")
        for option in options:
            with self.subTest(one="--config", other=option):
                told = self.refuse(64, "--port", "0", option, path, "--config", path)
                self.assertIn(f"{option} {path}: --config names the same file", told)
        self.assertEqual((self.folder / "file").read_text(encoding="utf-8"), "{}")

    def test_none_lies_among_the_fixtures(self):
        fixtures = self.folder / "fixtures"
        (fixtures / "inner").mkdir(parents=True)
        (self.folder / "link").symlink_to("fixtures")
        (self.folder / "link.json").symlink_to("fixtures/inner/new.json")
        (fixtures / "out.json").symlink_to("../elsewhere")
        for option in ["--keys", "--scenario", "--journal", "--port-file"]:
            for path in ["fixtures/new.json", "link/inner/new.json", "link.json", "link/out.json"]:
                for given in [str(self.folder / path), os.path.relpath(self.folder / path)]:
                    with self.subTest(option=option, given=given):
                        told = self.refuse(
                            64, "--port", "0", "--fixtures", str(fixtures), option, given
                        )
                        self.assertIn(f"{option} {given}: it would be read as a fixture", told)
                        self.assertIn(f"--fixtures {fixtures};", told)
        # What no fixture has the name of may lie there.
        self.write("fixtures/a.json", "[]")
        (fixtures / "out.json").unlink()
        with Mock("--fixtures", str(fixtures), "--journal", str(fixtures / "journal.jsonl")):
            pass

    def test_by_whatever_path(self):
        keys = json.dumps({"key": "a", "secret": EXAMPLE_SECRET})
        path = self.write("keys.json", keys)
        os.link(path, self.folder / "linked")
        (self.folder / "pointer").symlink_to("keys.json")
        for other in [
            str(self.folder / "." / "x" / ".." / "keys.json"),
            os.path.relpath(path),
            str(self.folder / "linked"),
            str(self.folder / "pointer"),
        ]:
            with self.subTest(other=other):
                self.refuse(
                    64,
                    "--port",
                    "0",
                    "--journal",
                    other,
                    env={"KRAKEN_MOCK_KEYS": path},
                    fragments=[f"--journal {other}: KRAKEN_MOCK_KEYS names the same file"],
                )
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), keys)


class Inputs(Refusals):
    def test_a_signal_ends_it_while_it_waits_for_a_file(self):
        # Who runs the tests may ignore it, which programs inherit.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for option in ["--config", "--keys", "--fixtures", "--scenario"]:
            for how in [signal.SIGTERM, signal.SIGINT]:
                with self.subTest(option=option, how=how):
                    fifo = self.folder / f"{option}{how}"
                    os.mkfifo(fifo)
                    process = subprocess.Popen(
                        [KRAKEN_MOCK, "--port", "0", option, str(fifo)], env=environment()
                    )
                    self.addCleanup(process.wait, WAIT)
                    self.addCleanup(process.kill)
                    with open(fifo, "wb"):  # Once the server has opened it, too.
                        process.send_signal(how)
                        self.assertEqual(process.wait(timeout=WAIT), -how)

    def test_a_file_that_is_too_large_is_refused(self):
        path = self.write("large", "")
        os.truncate(path, TOO_LARGE)
        for option in ["--config", "--keys", "--fixtures", "--scenario"]:
            self.refuse(65, option, path, fragments=[f"{option} {path}: larger than 16 MiB"])


class JournalFifo(Refusals):
    def setUp(self):
        super().setUp()
        self.fifo = str(self.folder / "fifo")
        os.mkfifo(self.fifo)

    def test_without_a_reader_it_is_refused(self):
        self.refuse(73, "--port", "0", "--journal", self.fifo, fragments=["nobody reads"])

    def test_a_reader_gets_the_journal(self):
        reader = os.open(self.fifo, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(reader, encoding="utf-8") as stream:
            with Mock("--journal", self.fifo) as mock, Caller(mock.port) as caller:
                caller.public("Time")
                self.assertEqual(mock.stop(), 0)
            kinds = [json.loads(line)["kind"] for line in stream]
        self.assertEqual(kinds, ["request", "sent"])


class Streams(Scratch):
    def test_closed_ones_are_not_mistaken_for_the_journal(self):
        for closed in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"]:
            with self.subTest(closed=closed):
                lines = self.journal_of(closed)
                self.assertEqual(
                    [json.loads(line)["kind"] for line in lines], ["request", "sent"], lines
                )

    def journal_of(self, closed):
        """The lines of the journal of a server that a shell starts with this redirection."""
        journal, port = self.folder / "journal", self.folder / "port"
        for path in [journal, port]:
            path.unlink(missing_ok=True)
        with Renames(self.folder) as renames:
            process = subprocess.Popen(
                [
                    *("sh", "-c", f'exec "$0" "$@" {closed}', KRAKEN_MOCK, "--port", "0"),
                    *("--print-env", "--journal", str(journal), "--port-file", str(port)),
                ],
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self.addCleanup(process.wait, WAIT)
            self.addCleanup(process.kill)
            renames.wait()
        with Caller(int(port.read_text(encoding="utf-8"))) as caller:
            self.assertEqual(caller.public("Time").errors, [])
        process.terminate()
        self.assertEqual(process.wait(timeout=WAIT), 0)
        return journal.read_text(encoding="utf-8").splitlines()

    def test_a_server_that_cannot_tell_its_address_ends(self):
        for arguments in [[], ["--print-env"]]:
            with self.subTest(arguments=arguments):
                done = run_without_room(KRAKEN_MOCK, "--port", "0", *arguments)
                self.assertEqual(done.returncode, 73)
                self.assertIn("kraken-mock: standard output: cannot be written", done.stderr)
        self.assertRegex(run(KRAKEN_MOCK, "--help").stdout, r"(?m)^ +73 .*standard output")


if __name__ == "__main__":
    unittest.main()
