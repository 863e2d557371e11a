"""Starts kraken-mock and kraken-sign as their users do, and reads what they print.

Nothing here sleeps: every wait blocks on output, on a file's rename or on the end of a process, and
fails loudly when WAIT is over.
"""

import ctypes
import os
import queue
import select
import shlex
import signal
import subprocess
import threading

# Generous, for loaded machines and sanitizers: a test that gets here is broken, not slow.
WAIT = 60

KRAKEN_MOCK = os.environ["KRAKEN_MOCK"]
KRAKEN_SIGN = os.environ["KRAKEN_SIGN"]


def environment(**variables):
    """The environment of this process without anything of Kraken's, and with `variables`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KRAKEN_")}
    return {**clean, **variables}


def run(program, *arguments, env=None, stdin=None, cwd=None):
    """Runs a program to its end. Its stdout and stderr are bytes where stdin is, else text."""
    text = not isinstance(stdin, bytes)
    return subprocess.run(
        [program, *arguments],
        env=environment(**(env or {})),
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        text=text,
        cwd=cwd,
        timeout=WAIT,
        check=False,
    )


def run_without_room(program, *arguments):
    """Runs a program to its end whose standard output is a full disk. Its stderr is text."""
    with open("/dev/full", "w", encoding="utf-8") as full:
        return subprocess.run(
            [program, *arguments],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=WAIT,
            check=False,
        )


class Lines:
    """The lines of a stream, read by a thread so that the program never blocks on writing."""

    def __init__(self, stream):
        self.seen = []
        self._queue = queue.Queue()
        self._thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._thread.start()

    def _read(self, stream):
        with stream:
            for line in stream:
                self._queue.put(line.rstrip("\n"))
        self._queue.put(None)

    def next(self):
        """The next line; None at the end of the stream."""
        try:
            line = self._queue.get(timeout=WAIT)
        except queue.Empty:
            raise AssertionError(f"no further line within {WAIT} s; so far: {self.seen}") from None
        if line is not None:
            self.seen.append(line)
        return line

    def until(self, fragment):
        """The next line that contains `fragment`."""
        while (line := self.next()) is not None:
            if fragment in line:
                return line
        raise AssertionError(f"the output ended without {fragment!r}: {self.seen}")

    def rest(self):
        """All lines that are still to come, until the program ends."""
        lines = []
        while (line := self.next()) is not None:
            lines.append(line)
        return lines


class Renames:
    """Waits until a file of a folder gets its name. Make it before that can happen.

    with Renames(folder) as renames:
        …
        renames.wait()
    """

    _LIBC = ctypes.CDLL(None, use_errno=True)
    _IN_MOVED_TO = 0x80

    def __init__(self, folder):
        self._descriptor = self._LIBC.inotify_init1(os.O_CLOEXEC)
        watch = self._LIBC.inotify_add_watch(
            self._descriptor, os.fsencode(folder), self._IN_MOVED_TO
        )
        assert watch >= 0, os.strerror(ctypes.get_errno())

    def wait(self):
        ready, _, _ = select.select([self._descriptor], [], [], WAIT)
        if not ready:
            raise AssertionError(f"no file got its name within {WAIT} s")
        os.read(self._descriptor, 4096)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self._descriptor)


class Mock:
    """A running kraken-mock, on a free port unless told otherwise; `how` goes to Popen().

    with Mock("--tier", "pro") as mock:
        http.client.HTTPConnection("127.0.0.1", mock.port)
    """

    def __init__(self, *arguments, env=None, **how):
        if "--port" not in arguments and "KRAKEN_MOCK_PORT" not in (env or {}):
            arguments = ("--port", "0", *arguments)
        self.process = subprocess.Popen(
            [KRAKEN_MOCK, *arguments],
            env=environment(**(env or {})),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            **{"stdin": subprocess.DEVNULL, **how},
        )
        self.stdout = Lines(self.process.stdout)
        self.stderr = Lines(self.process.stderr)
        self.url = None

    def __enter__(self):
        line = self.stdout.next()
        if line is None or not line.startswith("listening on "):
            self.process.kill()
            self.process.wait(timeout=WAIT)
            raise AssertionError(f"kraken-mock began with {line!r}: {self.stderr.rest()}")
        self.url = line.removeprefix("listening on ")
        return self

    def exports(self, count):
        """The next `count` lines of --print-env, as a shell reads them: name to value."""
        lines = [self.stdout.next() for _ in range(count)]
        return dict(shlex.split(line)[1].split("=", 1) for line in lines)

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])

    def stop(self, how=signal.SIGTERM):
        """Stops it as its users do, and answers the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(timeout=WAIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=WAIT)
            raise

    def __exit__(self, *_):
        self.stop()
