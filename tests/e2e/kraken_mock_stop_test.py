"""How kraken-mock ends: at once, whatever clients hold open, with all that it promised written."""

import json
import signal
import socket
import subprocess
import unittest

from programs import KRAKEN_MOCK, WAIT, Mock, environment
from scratch import Scratch
from witness import Caller

# It is to stop within a second. What could keep it waits five seconds at least (a connection kept
# alive, the answer below), so this tells the two apart on a loaded machine, too.
AT_ONCE = 4


class Stop(Scratch):
    def assert_stops(self, mock, how=signal.SIGTERM):
        mock.process.send_signal(how)
        self.assertEqual(mock.process.wait(timeout=AT_ONCE), 0)

    def connect(self, mock):
        client = socket.create_connection(("127.0.0.1", mock.port), timeout=WAIT)
        self.addCleanup(client.close)
        return client

    def test_both_signals_stop_it_with_exit_code_0(self):
        for how in [signal.SIGTERM, signal.SIGINT]:
            with self.subTest(how=how), Mock() as mock:
                self.assert_stops(mock, how)
                self.assertEqual(mock.stdout.rest() + mock.stderr.rest(), [])

    def test_clients_that_hang_do_not_hold_it(self):
        scenario = self.write("slow.json", '{"rules": [{"do": {"delay_ms": 3600000}}]}')
        with Mock("--scenario", scenario) as mock:
            waits = self.connect(mock)
            waits.sendall(b"GET /0/public/Time HTTP/1.1\r\nHost: x\r\n\r\n")
            # Its line is printed once it is decided: from now on it waits for its delay.
            mock.stderr.until("GET Time")
            with Caller(mock.port) as kept_alive:
                self.assertEqual(kept_alive.public("Time").errors, [])
                for _ in range(20):
                    self.connect(mock)
                self.connect(mock).sendall(b"POST /0/private/Balance HTT")
                self.connect(mock).sendall(
                    b"POST /0/private/Balance HTTP/1.1\r\nContent-Length: 100\r\n\r\nnonce="
                )
                self.assert_stops(mock)
            self.assertEqual(waits.recv(1), b"")

    def test_a_log_that_nobody_reads_holds_nothing_up(self):
        port_file = self.folder / "port"
        # The pipe of standard error is full after some hundred lines, and is never read.
        process = subprocess.Popen(
            [KRAKEN_MOCK, "--port", "0", "--port-file", str(port_file)],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.assertIn(b"listening", process.stdout.readline())
        with Caller(int(port_file.read_text(encoding="ascii"))) as caller:
            for _ in range(5000):
                caller.public("Time")
        process.send_signal(signal.SIGHUP)  # Whose line finds no room either.
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=AT_ONCE), 0)

    def test_the_port_is_free_again(self):
        with Mock() as first:
            port = str(first.port)
            with Caller(first.port) as caller:
                caller.public("Time")
                self.assert_stops(first)
        with Mock("--port", port) as second:
            self.assertEqual(str(second.port), port)

    def test_the_journal_is_complete(self):
        journal = self.folder / "journal.jsonl"
        with Mock("--journal", str(journal)) as mock, Caller(mock.port) as caller:
            for _ in range(20):
                caller.public("Time")
            self.assert_stops(mock)
        lines = journal.read_text(encoding="utf-8").splitlines()
        entries = [json.loads(line) for line in lines]
        for kind in ["request", "sent"]:
            numbers = [entry["seq"] for entry in entries if entry["kind"] == kind]
            self.assertEqual(numbers, list(range(1, 21)))


if __name__ == "__main__":
    unittest.main()
